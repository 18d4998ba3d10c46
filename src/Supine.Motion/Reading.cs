using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>What became of measuring one side.</summary>
public abstract record Reading
{
    private Reading() { }

    /// <summary>It was measured.</summary>
    /// <param name="ThighBelowHorizontal">Positive where the thigh hangs, negative where it is raised.</param>
    /// <param name="Uncertainty">Half the width of the interval that holds the true angle 95 times in 100.</param>
    /// <param name="Hip">The hip itself, where the pelvis was measured too.</param>
    /// <param name="Repeats">How many recordings it is the mean of.</param>
    /// <param name="Budget">Where the uncertainty comes from.</param>
    public sealed record Measured(Angle ThighBelowHorizontal, Angle Uncertainty, HipReading Hip, int Repeats, UncertaintyBudget Budget)
        : Reading;

    /// <summary>It was not; the person may try again.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Rejected(Rejection Reason) : Reading;
}

/// <summary>The thigh against the pelvis, which needs the phone on both.</summary>
public abstract record HipReading
{
    private HipReading() { }

    /// <summary>The phone lay on the pelvis too.</summary>
    /// <param name="Pelvis">Tilted backwards against the horizontal: positive where the edge towards the feet is raised.</param>
    /// <param name="Hip">Thigh against pelvis: extension is negative.</param>
    /// <param name="Uncertainty">Of <paramref name="Hip"/>: half the width of the 95 % interval.</param>
    public sealed record Known(PosteriorTilt Pelvis, HipFlexion Hip, Angle Uncertainty) : HipReading
    {
        /// <summary>Extension as a positive angle.</summary>
        public Angle Extension => -Hip.Angle;
    }

    /// <summary>Nobody measured the pelvis.</summary>
    public sealed record PelvisNotMeasured : HipReading;
}

/// <summary>Where the uncertainty of a thigh angle comes from; each part is one standard deviation.</summary>
/// <param name="Noise">Of the means over zero and hold.</param>
/// <param name="Drift">The angle changed within the hold.</param>
/// <param name="OutOfPlane">The phone or the leg turned another way than about the hinge.</param>
/// <param name="Unseen">Soft tissue, sensor offset, the bench's own slope: what no sample can show.</param>
/// <param name="Repeats">Of the mean of the repeats; contains the first three. Zero for a single recording.</param>
public sealed record UncertaintyBudget(Angle Noise, Angle Drift, Angle OutOfPlane, Angle Unseen, Angle Repeats);

/// <summary>Why a recording gives no angle.</summary>
public abstract record Rejection
{
    private Rejection() { }

    /// <summary>A phase has too few samples, is too short, or has a gap.</summary>
    /// <param name="Phase">Which.</param>
    /// <param name="Samples">How many there are; zero where the phase is missing.</param>
    /// <param name="Lasts">From its first sample to its last.</param>
    /// <param name="LongestGap">Between two samples.</param>
    public sealed record TooFewSamples(Phase Phase, int Samples, TimeSpan Lasts, TimeSpan LongestGap) : Rejection;

    /// <summary>The phone was not still where it had to be: bench, zero or pelvis.</summary>
    /// <param name="Phase">Which.</param>
    /// <param name="By">How far it went from its mean.</param>
    public sealed record Moved(Phase Phase, Angle By) : Rejection;

    /// <summary>The phone no longer lay on the thigh as it did at zero.</summary>
    /// <param name="Phase">Where that was seen.</param>
    /// <param name="By">How far off.</param>
    public sealed record PhoneSlid(Phase Phase, Angle By) : Rejection;

    /// <summary>The leg was lifted too little to find the hinge.</summary>
    /// <param name="Range">How far it was lifted.</param>
    public sealed record SweepTooSmall(Angle Range) : Rejection;

    /// <summary>The leg was not still in the hold.</summary>
    /// <param name="By">How far it went from its mean.</param>
    public sealed record NotStill(Angle By) : Rejection;

    /// <summary>The phases do not follow each other as they must.</summary>
    /// <param name="Phase">The first one out of order.</param>
    public sealed record WrongOrder(Phase Phase) : Rejection;

    /// <summary>An angle that no bench and no body has: the phone did not lie as it must.</summary>
    /// <param name="Phase">Where.</param>
    /// <param name="Found">The angle.</param>
    public sealed record Implausible(Phase Phase, Angle Found) : Rejection;

    /// <summary>The file is no recording.</summary>
    /// <param name="Faults">All of them.</param>
    public sealed record Malformed(ImmutableArray<RecordingFault> Faults) : Rejection;
}
