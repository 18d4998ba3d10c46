using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Motion;

namespace Supine.Tests.Motion;

/// <summary>Recordings written by hand, exact to the last digit: 20 samples a second of a phone that lies as told.</summary>
internal sealed class Script
{
    private readonly List<Sample> _samples = [];
    private double _ms;

    public Recording Recording => new([.. _samples]);

    /// <summary>A good recording; each part may be replaced.</summary>
    public static Script Good(Func<Script, Script>? zero = null, Func<Script, Script>? sweep = null, Func<Script, Script>? hold = null)
    {
        var script = (zero ?? (one => one.Still(Phase.Zero, 2, 0)))(new Script());
        script = (sweep ?? (one => one.Lift(30)))(script);
        return (hold ?? (one => one.Still(Phase.Hold, 3, -10)))(script);
    }

    /// <summary>A phase in which the thigh is raised so, and up is turned across the hinge so, both by the share of the phase that has
    /// passed.</summary>
    public Script Play(Phase phase, double seconds, Func<double, double> raised, Func<double, double>? across = null, double stepMs = 50)
    {
        var steps = (int)Math.Round(seconds * 1000 / stepMs);
        for (var step = 0; step <= steps; step++, _ms += stepMs)
        {
            var share = (double)step / steps;
            _samples.Add(new(TimeSpan.FromMilliseconds(_ms), phase, Up(raised(share), across?.Invoke(share) ?? 0)));
        }

        return this;
    }

    public Script Still(Phase phase, double seconds, double raised, double across = 0, double stepMs = 50) =>
        Play(phase, seconds, _ => raised, _ => across, stepMs);

    public Script Lift(double by, double endsAt = 0) => Play(Phase.Sweep, 3, share => share is > 0.25 and < 0.75 ? by : endsAt);

    /// <summary>Still, but for a gap in the middle.</summary>
    public Script WithGap(Phase phase, double raised, double gapSeconds)
    {
        Still(phase, 1.5, raised);
        _ms += (gapSeconds * 1000) - 50;
        return Still(phase, 1.5, raised);
    }

    /// <summary>This script, then another.</summary>
    public Script Then(Script other)
    {
        _samples.AddRange(other._samples.Select(sample => sample with { At = sample.At + TimeSpan.FromMilliseconds(_ms) }));
        _ms += other._ms;
        return this;
    }

    /// <summary>Up in the axes of a phone whose x is the hinge.</summary>
    public static UpDirection Up(double raisedDegrees, double acrossDegrees)
    {
        var (sinRaised, cosRaised) = Math.SinCos(Angle.FromDegrees(raisedDegrees).Radians);
        var (sinAcross, cosAcross) = Math.SinCos(Angle.FromDegrees(acrossDegrees).Radians);
        return Of(new(sinAcross, cosAcross * sinRaised, cosAcross * cosRaised));
    }

    public static UpDirection Of(Vector vector) =>
        UpDirection.TryFrom(vector, out var up) ? up : throw new ArgumentException("No direction.", nameof(vector));

    /// <summary>The same recording with every direction changed.</summary>
    public static Recording Changed(Recording recording, Func<Vector, Vector> change) =>
        new(recording.Samples.Select(sample => sample with { Up = Of(change(sample.Up.Vector)) }).ToImmutableArray());
}
