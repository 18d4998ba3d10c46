using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>A step as it is printed: a picture and one short sentence.</summary>
/// <param name="Step">The step, where it first comes.</param>
/// <param name="Text">What is shown with it.</param>
public sealed record PrintedStep(SequenceStep Step, string Text)
{
    /// <summary>One round of a protocol: every step once on each side, what is between the sides once, what is only said not at
    /// all.</summary>
    /// <param name="protocol">Checked.</param>
    /// <param name="prescription">One that compiles.</param>
    /// <exception cref="ArgumentException">The prescription does not compile.</exception>
    public static ImmutableArray<PrintedStep> AllOf(Protocol protocol, Prescription prescription)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(prescription);
        var faults = new Faults(protocol.File);
        var dose = ChosenDose.Choose(protocol, prescription, faults);
        var choices = ChosenOptions.Choose(protocol, prescription, faults);
        if (faults.Any)
        {
            throw new ArgumentException("What does not compile cannot be printed.", nameof(prescription));
        }

        var settled = protocol.Settle([.. choices.Values]);
        var layout = new SequenceLayout(settled, prescription, dose);
        var steps = layout.LayOut();
        return
        [
            .. steps
                .Where(
                    (step, index) =>
                        index == 0
                        || step.Posture != steps[index - 1].Posture
                        || !IsOnlySpoken(settled.Steps.First(own => own.Id == step.Id))
                )
                .DistinctBy(step => (step.Id, SideOf(step)))
                .Select(step => new PrintedStep(step, layout.FindShown(step))),
        ];
    }

    // Such a step asks for nothing that a picture could show, if it begins as the one before it ends.
    private static bool IsOnlySpoken(ProtocolStep step) =>
        step is { Show: null, Action: StepAction.Wait(StepTime.Fixed(var time)) } && time == TimeSpan.Zero;

    // Between the sides it is one step, whichever side comes next.
    private static Side? SideOf(SequenceStep step) => step.Role == StepRole.ChangeSides ? null : step.Side;
}
