using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Motion;

namespace Supine.Bench.Motion;

/// <summary>A thigh, a phone on it and a person who follows the instructions, with all that can go wrong. Degrees, seconds, m/s².</summary>
/// <remarks>
/// Thigh frame: x to the person's right, y towards the knee, z away from the thigh. The phone's frame is this one where it lies as told.
/// The tests link this file, so
/// that recordings and error budget come from one simulator.
/// </remarks>
public sealed record SimulatedThigh
{
    private const double Gravity = 9.80665;

    // from the hip to the phone
    private const double LeverMetres = 0.25;
    private const double Degree = Math.PI / 180;

    /// <summary>Of the thigh against the horizontal in the hold: hanging is negative.</summary>
    public double Raised { get; init; } = -12;

    public double Sweep { get; init; } = 35;

    public double ZeroSeconds { get; init; } = 2;

    public double SweepSeconds { get; init; } = 4;

    public double HoldSeconds { get; init; } = 5;

    /// <summary>Between two phases, not recorded.</summary>
    public double PauseSeconds { get; init; } = 2;

    /// <summary>How the phone lies on the thigh: turned about z, raised at its top edge, rolled about y.</summary>
    public (double Yaw, double Pitch, double Roll) Placed { get; init; }

    /// <summary>How fast that changes, degrees a minute.</summary>
    public (double Yaw, double Pitch, double Roll) SlidePerMinute { get; init; }

    /// <summary>A jolt between sweep and hold.</summary>
    public (double Yaw, double Pitch, double Roll) SlipBeforeHold { get; init; }

    /// <summary>The foot end of the bench is raised by so much.</summary>
    public double BenchSlope { get; init; }

    public bool BenchRecorded { get; init; }

    /// <summary>How far off the phone lies on the bench.</summary>
    public double BenchPlaced { get; init; }

    /// <summary>Posterior tilt against the horizontal.</summary>
    public double Pelvis { get; init; }

    public bool PelvisRecorded { get; init; }

    public (double Yaw, double Pitch, double Roll) PelvisPlaced { get; init; }

    /// <summary>Soft tissue carries the phone so much further than the bone goes.</summary>
    public double SoftTissue { get; init; }

    /// <summary>The leg rolls about its length on the way into the hold.</summary>
    public double LegRoll { get; init; }

    /// <summary>The hold begins so much higher than it ends.</summary>
    public double Sinks { get; init; }

    /// <summary>Amplitudes.</summary>
    public double Breath { get; init; }

    public double Tremor { get; init; }

    public double TremorHz { get; init; } = 6;

    /// <summary>Amplitude of a movement of 1 Hz at zero, and in the hold.</summary>
    public double MovesAtZero { get; init; }

    public double MovesInHold { get; init; }

    public double Noise { get; init; } = 0.03;

    public (double X, double Y, double Z) Offset { get; init; }

    /// <summary>Smallest step of the sensor; 0 for none.</summary>
    public double Quantum { get; init; }

    public double Rate { get; init; } = 50;

    /// <summary>Share of samples that never arrive.</summary>
    public double Dropped { get; init; }

    /// <summary>−1 for a platform whose acceleration points down.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>Draws a number from the bell curve.</summary>
    public static double Bell(Random random, double deviation)
    {
        ArgumentNullException.ThrowIfNull(random);
        return deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>Records it once.</summary>
    /// <returns>What the phone felt, and what the thigh's true mean angle below the horizontal was in the hold.</returns>
    public (ImmutableArray<Felt> Samples, double TrueBelow) Record(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var samples = ImmutableArray.CreateBuilder<Felt>();
        var (breathPhase, tremorPhase) = (random.NextDouble() * 2 * Math.PI, random.NextDouble() * 2 * Math.PI);
        var (now, sum, count) = (0.0, 0.0, 0);
        var phases = new[]
        {
            (Phase.Bench, BenchRecorded ? ZeroSeconds : 0),
            (Phase.Zero, ZeroSeconds),
            (Phase.Sweep, SweepSeconds),
            (Phase.Hold, HoldSeconds),
            (Phase.Pelvis, PelvisRecorded ? ZeroSeconds : 0),
        };
        foreach (var (phase, seconds) in phases.Where(phase => phase.Item2 > 0))
        {
            var began = now;

            // where the thigh is in this phase, degrees
            double RaisedAt(double at)
            {
                var share = at / seconds;
                var alive =
                    (Breath * Math.Sin((2 * Math.PI * 0.25 * (began + at)) + breathPhase))
                    + (Tremor * Math.Sin((2 * Math.PI * TremorHz * (began + at)) + tremorPhase));
                return phase switch
                {
                    Phase.Zero => BenchSlope + (MovesAtZero * Math.Sin(2 * Math.PI * at)),
                    Phase.Sweep => BenchSlope + (Sweep * Math.Pow(Math.Sin(Math.PI * Math.Clamp(share, 0, 1)), 2)),
                    Phase.Hold => Raised + (Sinks * (0.5 - share)) + (MovesInHold * Math.Sin(2 * Math.PI * at)) + alive,
                    Phase.Bench => BenchSlope + BenchPlaced,
                    Phase.Pelvis => Pelvis + alive,
                };
            }

            for (var at = 0.0; at <= seconds + 1e-9; at += 1 / Rate)
            {
                var raised = RaisedAt(at);
                if (phase == Phase.Hold)
                {
                    (sum, count) = (sum + raised, count + 1);
                }

                var (carried, minutes) = (
                    phase == Phase.Hold ? SoftTissue
                    : phase == Phase.Sweep ? SoftTissue * Math.Pow(Math.Sin(Math.PI * at / seconds), 2)
                    : 0,
                    (began + at) / 60
                );
                var (sin, cos) = Math.SinCos((raised + carried) * Degree);
                var felt = (X: 0.0, Y: Gravity * sin, Z: Gravity * cos);
                if (phase is Phase.Sweep or Phase.Hold)
                {
                    const double step = 1e-3;
                    var (less, more) = (RaisedAt(at - step) * Degree, RaisedAt(at + step) * Degree);
                    var speed = (more - less) / (2 * step);
                    felt.Z += LeverMetres * (more + less - (2 * raised * Degree)) / (step * step);
                    felt.Y -= LeverMetres * speed * speed;
                }

                if (phase == Phase.Hold)
                {
                    felt = Turned(felt, 0, 0, LegRoll);
                }

                var slip = phase == Phase.Hold ? SlipBeforeHold : default;
                felt = phase switch
                {
                    Phase.Bench => felt,
                    Phase.Pelvis => Turned(felt, PelvisPlaced.Yaw, PelvisPlaced.Pitch, PelvisPlaced.Roll),
                    Phase.Zero or Phase.Sweep or Phase.Hold => Turned(
                        felt,
                        Placed.Yaw + slip.Yaw + (SlidePerMinute.Yaw * minutes),
                        Placed.Pitch + slip.Pitch + (SlidePerMinute.Pitch * minutes),
                        Placed.Roll + slip.Roll + (SlidePerMinute.Roll * minutes)
                    ),
                };
                if (random.NextDouble() >= Dropped)
                {
                    samples.Add(
                        new(
                            1000 * (began + at),
                            phase,
                            Sense(random, felt.X, Offset.X),
                            Sense(random, felt.Y, Offset.Y),
                            Sense(random, felt.Z, Offset.Z)
                        )
                    );
                }
            }

            now += seconds + PauseSeconds;
        }

        return (samples.ToImmutable(), -sum / count);
    }

    /// <summary>The recording as the library takes it.</summary>
    public static Recording AsRecording(ImmutableArray<Felt> samples) =>
        new([
            .. samples.Select(felt =>
                UpDirection.TryFromAcceleration(
                    Acceleration.FromMetresPerSecondSquared(felt.X, felt.Y, felt.Z),
                    AccelerationSign.PointsUp,
                    out var up
                )
                    ? new Sample(TimeSpan.FromMilliseconds(felt.AtMs), felt.Phase, up)
                    : throw new InvalidOperationException("The simulated phone fell.")
            ),
        ]);

    /// <summary>The recording as a CSV file.</summary>
    public static string AsCsv(ImmutableArray<Felt> samples)
    {
        var text = new StringBuilder(RecordedFile.Header).Append('\n');
        foreach (var felt in samples)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{felt.AtMs:0},{RecordedFile.WordOf(felt.Phase)},{felt.X:0.000},{felt.Y:0.000},{felt.Z:0.000}\n"
            );
        }

        return text.ToString();
    }

    /// <summary>A vector of the thigh in the axes of a phone that is turned so.</summary>
    private static (double X, double Y, double Z) Turned((double X, double Y, double Z) v, double yaw, double pitch, double roll)
    {
        var (sin, cos) = Math.SinCos(yaw * Degree);
        v = ((cos * v.X) + (sin * v.Y), (cos * v.Y) - (sin * v.X), v.Z);
        (sin, cos) = Math.SinCos(pitch * Degree);
        v = (v.X, (cos * v.Y) + (sin * v.Z), (cos * v.Z) - (sin * v.Y));
        (sin, cos) = Math.SinCos(roll * Degree);
        return ((cos * v.X) - (sin * v.Z), v.Y, (cos * v.Z) + (sin * v.X));
    }

    private double Sense(Random random, double felt, double offset)
    {
        var sensed = Sign * (felt + offset + Bell(random, Noise));
        return Quantum > 0 ? Math.Round(sensed / Quantum) * Quantum : sensed;
    }
}

/// <summary>What the phone felt: acceleration including gravity in its own axes, m/s².</summary>
public readonly record struct Felt(double AtMs, Phase Phase, double X, double Y, double Z);
