using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>A phone on the thigh as an inclinometer: recordings in, the angle of the thigh or the hip out, with its uncertainty.</summary>
/// <remarks>Equations, parameters and the error budget: <c>docs/models/inclinometer.md</c>.</remarks>
public static class Inclinometer
{
    /// <summary>Changes with every change of what a recording gives, or of what is stored of it, so that stored ones are computed
    /// again.</summary>
    public const int Version = 3;

    // half a second: longer than tremor, shorter than a breath
    private const double StillSeconds = 0.5;

    // short enough to follow a leg that is lifted
    private const double SweepSeconds = 0.2;

    /// <summary>Reads a recorded file and measures it.</summary>
    /// <param name="bytes">As <see cref="RecordedFile"/> has it.</param>
    public static Reading Measure(ReadOnlySpan<byte> bytes) =>
        RecordedFile.Read(bytes) switch
        {
            RecordingReading.Succeeded read => Measure(read.Recording),
            RecordingReading.Failed failed => new Reading.Rejected(new Rejection.Malformed(failed.Faults)),
            _ => throw new InvalidOperationException("A file is a recording or not."),
        };

    /// <summary>Measures a single recording.</summary>
    /// <param name="recording">Its samples in order of time.</param>
    public static Reading Measure(Recording recording) => Measure([recording]);

    /// <summary>Measures one side from repeats.</summary>
    /// <param name="repeats">Recordings of one side, at least one; the phone may lie otherwise in each.</param>
    /// <returns>The mean, or why the first recording that gives none gives none.</returns>
    public static Reading Measure(ImmutableArray<Recording> repeats)
    {
        if (repeats.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Measuring needs a recording.", nameof(repeats));
        }

        var found = repeats.Select(Find).ToImmutableArray();
        return found.Select(one => one.Reason).FirstOrDefault(reason => reason is not null) is { } reason
            ? new Reading.Rejected(reason)
            : Combine([.. found.Select(one => one.Finding!)]);
    }

    /// <summary>The thigh over time through sweep and hold, for pictures; empty where the recording tells no hinge.</summary>
    /// <param name="recording">Its samples in order of time.</param>
    public static ImmutableArray<ThighMoment> Trace(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var of = recording.Samples.ToLookup(sample => sample.Phase);
        return
            UpDirection.TryMean(of[Phase.Zero].Select(sample => sample.Up), out var zero)
            && Hinge.TryFind(zero, [.. of[Phase.Sweep].Select(sample => sample.Up)], out var hinge)
            ?
            [
                .. recording
                    .Samples.Where(sample => sample.Phase is Phase.Sweep or Phase.Hold)
                    .Select(sample => new ThighMoment(sample.At, sample.Phase, -hinge.RaisedFromZero(sample.Up))),
            ]
            : [];
    }

    private static (Finding? Finding, Rejection? Reason) Find(Recording recording)
    {
        if (FindDisorder(recording) is { } disorder)
        {
            return (null, disorder);
        }

        var phases = recording.Samples.GroupBy(sample => sample.Phase).ToDictionary(group => group.Key, group => group.ToImmutableArray());
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var needed = phase is Phase.Zero or Phase.Sweep or Phase.Hold;
            if ((needed || phases.ContainsKey(phase)) && FindLack(phase, phases.GetValueOrDefault(phase, [])) is { } lack)
            {
                return (null, lack);
            }
        }

        // the phone at rest: on the bench, on the thigh of the flat leg, on the pelvis
        var rests = new Dictionary<Phase, Rest>();
        foreach (
            var (phase, limit) in new[]
            {
                (Phase.Bench, InclinometerLimits.SteepestBench),
                (Phase.Zero, default),
                (Phase.Pelvis, InclinometerLimits.MostPelvis),
            }
        )
        {
            if (!phases.TryGetValue(phase, out var samples))
            {
                continue;
            }

            if (!Rest.TryFind(samples, StillSeconds, out var rest) || rest.FurthestFromMean > InclinometerLimits.StillAtZero)
            {
                return (null, new Rejection.Moved(phase, rest.FurthestFromMean));
            }

            var tilt = Math.Acos(Math.Min(1, Math.Abs(rest.Mean.Z)));
            if (phase != Phase.Zero && tilt > limit.Radians)
            {
                return (null, new Rejection.Implausible(phase, Angle.FromRadians(tilt)));
            }

            rests[phase] = rest;
        }

        return Find(phases[Phase.Sweep], phases[Phase.Hold], rests);
    }

    private static (Finding? Finding, Rejection? Reason) Find(
        ImmutableArray<Sample> sweep,
        ImmutableArray<Sample> hold,
        Dictionary<Phase, Rest> rests
    )
    {
        // the hinge
        var zero = rests[Phase.Zero];
        if (
            !Hinge.TryFind(zero.Mean, [.. sweep.Select(sample => sample.Up)], out var hinge)
            || Blocks.TryMeans(sweep, SweepSeconds) is not { } lifts
        )
        {
            return (null, new Rejection.SweepTooSmall(default));
        }

        var raised = lifts.Select(lift => hinge.RaisedFromZero(lift.Up)).ToImmutableArray();
        var range = raised.Max() - raised.Min();
        if (range < InclinometerLimits.LeastSweep)
        {
            return (null, new Rejection.SweepTooSmall(range));
        }

        if (EndsFromZero(zero.Mean, lifts) is var ends && ends > InclinometerLimits.SweepEndsWithin)
        {
            return (null, new Rejection.PhoneSlid(Phase.Sweep, ends));
        }

        // the hold
        if (!Rest.TryFind(hold, StillSeconds, out var held) || held.FurthestFromMean > InclinometerLimits.StillInHold)
        {
            return (null, new Rejection.NotStill(held.FurthestFromMean));
        }

        var outOfPlane = hinge.OutOfPlane(held.Mean);
        if (Math.Abs(outOfPlane.Radians) > InclinometerLimits.MostOutOfPlane.Radians)
        {
            return (null, new Rejection.PhoneSlid(Phase.Hold, Angle.FromRadians(Math.Abs(outOfPlane.Radians))));
        }

        var fromZero = hinge.RaisedFromZero(held.Mean).Radians;
        if (Math.Abs(fromZero) > InclinometerLimits.MostThigh.Radians)
        {
            return (null, new Rejection.Implausible(Phase.Hold, Angle.FromRadians(fromZero)));
        }

        // what can be seen of its uncertainty
        var (heldNoise, slope) = Blocks.AboutLine([.. held.Means.Select(mean => (mean.Seconds, hinge.RaisedFromZero(mean.Up).Radians))]);
        var (zeroNoise, _) = Blocks.AboutLine([.. zero.Means.Select(mean => (mean.Seconds, hinge.RaisedFromZero(mean.Up).Radians))]);
        var sweepOutOfPlane = lifts.Average(lift => Math.Pow(hinge.OutOfPlane(lift.Up).Radians, 2));
        var drift = slope * (hold[^1].At - hold[0].At).TotalSeconds;

        // what cannot: tangents of gravity differ by the chord between zero and hold, so most of an offset cancels out
        var offset = Square(InclinometerLimits.SensorOffset);
        var unseen = Square(InclinometerLimits.SoftTissue) + (offset * Math.Pow(2 * Math.Sin(fromZero / 2), 2));
        var benchSlope = 0.0;
        if (rests.TryGetValue(Phase.Bench, out var bench))
        {
            benchSlope = bench.Mean.TopEdgeRaisedRadians;
            unseen += offset + Square(InclinometerLimits.BenchPlacement);
        }
        else
        {
            unseen += Square(InclinometerLimits.UnmeasuredBench);
        }

        var finding = new Finding(fromZero + benchSlope)
        {
            HeldNoise = (heldNoise / held.Means.Length, Math.Max(1, held.Means.Length - 2)),
            ZeroNoise = (zeroNoise / zero.Means.Length, Math.Max(1, zero.Means.Length - 2)),
            Drift = drift * drift / 12,
            OutOfPlane = Math.Pow(InclinometerLimits.PerOutOfPlane, 2) * (Math.Pow(outOfPlane.Radians, 2) + sweepOutOfPlane),
            Unseen = unseen,
        };

        // bench and pelvis have the same offset, the phone lying alike on both: it drops out of the hip's angle
        var hipOffset = bench is null ? offset : -offset;
        return rests.TryGetValue(Phase.Pelvis, out var pelvis)
            ? (
                finding with
                {
                    Pelvis = (pelvis.Mean.TopEdgeRaisedRadians, unseen + hipOffset + Square(InclinometerLimits.PelvisPlacement)),
                },
                null
            )
            : (finding, null);
    }

    // the leg lay flat before and after: where the lift begins and where it ends, up must be what it was at zero
    private static Angle EndsFromZero(UpDirection zero, ImmutableArray<(double Seconds, UpDirection Up)> lifts)
    {
        var half = lifts.Length / 2;
        var (before, after) = (lifts[..half].Min(lift => lift.Up.AngleTo(zero)), lifts[half..].Min(lift => lift.Up.AngleTo(zero)));
        return before > after ? before : after;
    }

    private static Rejection.WrongOrder? FindDisorder(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.Samples.IsDefault)
        {
            throw new ArgumentException("A recording has samples, or an empty array of them.", nameof(recording));
        }

        for (var at = 1; at < recording.Samples.Length; at++)
        {
            if (recording.Samples[at].At < recording.Samples[at - 1].At)
            {
                throw new ArgumentException("Samples are in order of time.", nameof(recording));
            }
        }

        var seen = new List<Phase>();
        foreach (var sample in recording.Samples)
        {
            if (seen.Count > 0 && seen[^1] == sample.Phase)
            {
                continue;
            }

            // the bench comes first; zero, sweep and hold follow each other; the pelvis may stand anywhere after the bench
            var fits =
                !seen.Contains(sample.Phase)
                && sample.Phase switch
                {
                    Phase.Bench => seen.Count == 0,
                    Phase.Zero => !seen.Contains(Phase.Sweep) && !seen.Contains(Phase.Hold),
                    Phase.Pelvis => true,
                    Phase.Sweep => seen.Contains(Phase.Zero) && !seen.Contains(Phase.Hold),
                    Phase.Hold => seen.Contains(Phase.Sweep) && seen[^1] == Phase.Sweep,
                };
            if (!fits)
            {
                return new Rejection.WrongOrder(sample.Phase);
            }

            seen.Add(sample.Phase);
        }

        return null;
    }

    private static Rejection.TooFewSamples? FindLack(Phase phase, ImmutableArray<Sample> samples)
    {
        var least = phase == Phase.Hold ? InclinometerLimits.LeastHold : InclinometerLimits.LeastTime;
        var (lasts, gap) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var at = 1; at < samples.Length; at++)
        {
            var step = samples[at].At - samples[at - 1].At;
            (lasts, gap) = (lasts + step, step > gap ? step : gap);
        }

        return samples.Length < InclinometerLimits.LeastSamples || lasts < least || gap > InclinometerLimits.LongestGap
            ? new(phase, samples.Length, lasts, gap)
            : null;
    }

    private static Reading.Measured Combine(ImmutableArray<Finding> found)
    {
        var count = found.Length;
        var seen = found.Average(one => one.Seen);
        var unseen = found.Average(one => one.Unseen);
        var thigh = found.Average(one => one.Raised);
        var scatter = Scatter([.. found.Select(one => one.Raised)], seen);
        var half =
            count == 1
                ? WelchSatterthwaite.HalfWidth(
                    found[0].HeldNoise,
                    found[0].ZeroNoise,
                    (found[0].Drift + found[0].OutOfPlane + unseen, double.PositiveInfinity)
                )
                : WelchSatterthwaite.HalfWidth((scatter / count, count - 1), (unseen, double.PositiveInfinity));
        HipReading hip = new HipReading.PelvisNotMeasured();
        if (found.All(one => one.Pelvis is not null))
        {
            var pelvis = found.Average(one => one.Pelvis!.Value.Raised);
            var hipUnseen = found.Average(one => one.Pelvis!.Value.HipUnseen);
            var hipScatter = Scatter([.. found.Select(one => one.Raised - one.Pelvis!.Value.Raised)], seen);
            var hipHalf =
                count == 1
                    ? WelchSatterthwaite.HalfWidth(
                        found[0].HeldNoise,
                        found[0].ZeroNoise,
                        (found[0].Drift + found[0].OutOfPlane + hipUnseen, double.PositiveInfinity)
                    )
                    : WelchSatterthwaite.HalfWidth((hipScatter / count, count - 1), (hipUnseen, double.PositiveInfinity));
            hip = new HipReading.Known(
                new PosteriorTilt(Angle.FromRadians(pelvis)),
                new HipFlexion(Angle.FromRadians(thigh - pelvis)),
                Angle.FromRadians(hipHalf)
            );
        }

        return new Reading.Measured(
            Angle.FromRadians(-thigh),
            Angle.FromRadians(half),
            hip,
            count,
            new UncertaintyBudget(
                Deviation(found.Average(one => one.HeldNoise.Variance + one.ZeroNoise.Variance)),
                Deviation(found.Average(one => one.Drift)),
                Deviation(found.Average(one => one.OutOfPlane)),
                Deviation(unseen),
                Deviation(count == 1 ? 0 : scatter / count)
            )
        );
    }

    // repeats that agree by chance do not make the single one better than it is
    private static double Scatter(ImmutableArray<double> values, double seen)
    {
        var mean = values.Average();
        return Math.Max(seen, values.Length == 1 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double Square(Angle angle) => angle.Radians * angle.Radians;

    private static Angle Deviation(double variance) => Angle.FromRadians(Math.Sqrt(variance));

    /// <summary>A phase in which the phone should be still.</summary>
    private sealed record Rest(UpDirection Mean, ImmutableArray<(double Seconds, UpDirection Up)> Means, Angle FurthestFromMean)
    {
        public static bool TryFind(ImmutableArray<Sample> samples, double seconds, out Rest rest)
        {
            if (UpDirection.TryMean(samples.Select(sample => sample.Up), out var mean) && Blocks.TryMeans(samples, seconds) is { } means)
            {
                rest = new(mean, means, means.Max(block => block.Up.AngleTo(mean)));
                return true;
            }

            // up was all over the place
            rest = new(default, [], Angle.FromDegrees(180));
            return false;
        }
    }

    /// <summary>What one recording tells: radians, and variances in radians².</summary>
    /// <param name="Raised">The thigh above the horizontal.</param>
    private sealed record Finding(double Raised)
    {
        public (double Variance, double Freedom) HeldNoise { get; init; }

        public (double Variance, double Freedom) ZeroNoise { get; init; }

        public double Drift { get; init; }

        public double OutOfPlane { get; init; }

        public double Unseen { get; init; }

        public (double Raised, double HipUnseen)? Pelvis { get; init; }

        public double Seen => HeldNoise.Variance + ZeroNoise.Variance + Drift + OutOfPlane;
    }
}

/// <summary>The thigh at a moment.</summary>
/// <param name="At">As the recording counts.</param>
/// <param name="Phase">Sweep or hold.</param>
/// <param name="BelowZero">How far the thigh hangs below where it lay at zero; negative where it is raised.</param>
public readonly record struct ThighMoment(TimeSpan At, Phase Phase, Angle BelowZero);
