using System.Collections.Immutable;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Every sentence of a sequence, fetched and measured before anything is written.</summary>
/// <param name="Clips">By text; none for what is left to the device.</param>
/// <param name="StandIns">What another voice than the chosen one speaks, in order of time.</param>
/// <param name="Problems">Why it cannot be rendered, in order of time; none when it can.</param>
internal sealed record Rehearsal(
    IReadOnlyDictionary<string, Clip> Clips,
    ImmutableArray<StandIn> StandIns,
    ImmutableArray<RenderProblem> Problems
)
{
    public static async Task<Rehearsal> SpeakAllAsync(CueSequence sequence, Cast cast, CancellationToken cancellationToken)
    {
        var clips = new Dictionary<string, Clip>(StringComparer.Ordinal);
        var standIns = ImmutableArray.CreateBuilder<StandIn>();
        var problems = ImmutableArray.CreateBuilder<RenderProblem>();
        var without = new Dictionary<Speaker, RenderProblem.MissingProgram>();
        foreach (var cues in Renderer.FindSpoken(sequence).GroupBy(cue => cue.Text))
        {
            var (text, shortest) = (cues.Key, cues.Min(cue => cue.Duration));
            RenderProblem? reason = null;
            var isSpoken = false;
            foreach (var speaker in cast.Understudies.Prepend(cast.Lead))
            {
                var problem = await SpeakAsync(speaker, text, shortest);
                isSpoken = problem is null;
                if (isSpoken)
                {
                    if (reason is not null)
                    {
                        standIns.Add(new(text, speaker.Voice, reason));
                    }

                    break;
                }

                // what is told is why the voice that was meant cannot
                reason ??= problem;
            }

            if (!isSpoken && reason is not null)
            {
                problems.Add(reason);

                // without the program no sentence will fare better
                if (reason is RenderProblem.MissingProgram)
                {
                    break;
                }
            }
        }

        return new(clips, standIns.ToImmutable(), [.. problems.Distinct()]);

        async Task<RenderProblem?> SpeakAsync(Speaker speaker, string text, TimeSpan slot)
        {
            if (without.TryGetValue(speaker, out var missing))
            {
                return missing;
            }

            switch (await speaker.SpeakAsync(text, sequence.SpeechRate, cancellationToken))
            {
                case Speaking.Spoken(var clip) when clip.Samples.Length > TrackFormat.SampleAt(slot):
                    return new RenderProblem.ClipTooLong(text, clip.Length, slot);
                case Speaking.Spoken(var clip):
                    clips.Add(text, clip);
                    return null;
                case Speaking.LeftToDevice:
                    return null;
                case Speaking.Failed(RenderProblem.MissingProgram program):
                    without.Add(speaker, program);
                    return program;
                case Speaking.Failed(var problem):
                    return problem;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }
}
