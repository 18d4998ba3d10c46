using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Web.Shell;

/// <summary>A step of a protocol as a page shows it: once, though it comes once a side.</summary>
/// <param name="Id">The step's id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">What is said before its action.</param>
/// <param name="Posture">What is drawn.</param>
/// <param name="Stretched">The side it is drawn with.</param>
public sealed record StepPicture(string Id, string Title, string Text, Posture Posture, Side Stretched)
{
    /// <summary>The steps of a sequence in the order they first come.</summary>
    public static ImmutableArray<StepPicture> AllOf(CueSequence sequence, Side first) =>
        [
            .. sequence
                .Steps.Select((step, index) => (step, index))
                .DistinctBy(pair => pair.step.Id)
                .Select(pair =>
                {
                    var cues = sequence.Cues.Where(cue => cue.Step == pair.index).ToList();
                    var action = cues.Find(cue => cue.Kind is CueKind.Hold or CueKind.Press or CueKind.Contract)?.At ?? TimeSpan.MaxValue;
                    var said = cues.Where(cue => cue.Kind == CueKind.Say && cue.At < action).Select(cue => cue.Text);
                    return new StepPicture(
                        pair.step.Id,
                        pair.step.Title,
                        string.Join(' ', said),
                        pair.step.Posture,
                        pair.step.Side ?? first
                    );
                }),
        ];
}
