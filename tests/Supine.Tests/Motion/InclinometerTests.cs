using System.Collections.Immutable;
using Supine.Bench.Motion;
using Supine.Biomechanics;
using Supine.Motion;

namespace Supine.Tests.Motion;

/// <summary>The inclinometer by its definition: what changes the angle, what must not, and every reason to refuse.</summary>
public class InclinometerTests
{
    // rounding of a few hundred sines and one arc tangent
    private const double Rounding = 1e-9;

    // five standard deviations of a mean over a hold with 0.05 m/s² of noise
    private const double Noise = 0.25;

    [Theory]
    [InlineData(-25)]
    [InlineData(-10)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(45)]
    public void A_thigh_that_hangs_is_positive_and_one_that_is_raised_negative(double raised) =>
        Assert.Equal(-raised, Below(Script.Good(hold: one => one.Still(Phase.Hold, 3, raised)).Recording), Rounding);

    [Fact]
    public void Turning_the_phone_on_the_thigh_changes_nothing()
    {
        var recording = Simulated(new SimulatedThigh { Noise = 0.05 }, 1);
        var before = Measured(recording);
        Assert.InRange(before.ThighBelowHorizontal.Degrees, 11, 13);
        Properties.ForSeeds(
            100,
            seed =>
            {
                var random = new Random(seed);
                var after = Measured(Script.Changed(recording, Rotation(random)));
                Assert.Equal(before.ThighBelowHorizontal.Degrees, after.ThighBelowHorizontal.Degrees, 1e-6);
                Assert.Equal(before.Uncertainty.Degrees, after.Uncertainty.Degrees, 1e-6);
            }
        );
    }

    [Fact]
    public void The_mirror_image_and_the_opposite_sign_change_nothing()
    {
        var recording = Simulated(
            new SimulatedThigh
            {
                Noise = 0.05,
                Placed = (25, 4, -9),
                BenchRecorded = true,
                BenchSlope = 4,
                PelvisRecorded = true,
                Pelvis = 8,
                PelvisPlaced = (5, 0, 3),
            },
            2
        );
        var (plain, mirrored, opposite) = (
            Measured(recording),
            Measured(Script.Changed(recording, v => new(-v.X, v.Y, v.Z))),
            Measured(Script.Changed(recording, v => -1 * v))
        );
        Assert.Equal(12, plain.ThighBelowHorizontal.Degrees, Noise);
        Assert.Equal(20, Known(plain).Extension.Degrees, 0.6);
        foreach (var other in new[] { mirrored, opposite })
        {
            Assert.Equal(plain.ThighBelowHorizontal.Degrees, other.ThighBelowHorizontal.Degrees, Rounding);
            Assert.Equal(Known(plain).Hip.Angle.Degrees, Known(other).Hip.Angle.Degrees, Rounding);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-7)]
    public void A_sloping_bench_that_was_recorded_is_taken_out(double slope)
    {
        var sloped = new SimulatedThigh { BenchSlope = slope };
        Assert.Equal(12 + slope, Below(Simulated(sloped, 3)), Noise);
        Assert.Equal(12, Below(Simulated(sloped with { BenchRecorded = true }, 3)), Noise);
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(-10, 10, 0)]
    [InlineData(0, 12, 12)]
    public void Hip_extension_is_how_far_the_thigh_hangs_and_the_pelvis_tilts_back(double pelvis, double below, double extension)
    {
        foreach (var slope in new[] { 0.0, 6 })
        {
            var measured = Measured(
                Simulated(
                    new SimulatedThigh
                    {
                        Raised = -below,
                        PelvisRecorded = true,
                        Pelvis = pelvis,
                        BenchRecorded = true,
                        BenchSlope = slope,
                    },
                    4
                )
            );
            Assert.Equal(below, measured.ThighBelowHorizontal.Degrees, Noise);
            Assert.Equal(pelvis, Known(measured).Pelvis.Angle.Degrees, Noise);
            Assert.Equal(extension, Known(measured).Extension.Degrees, 2 * Noise);
            Assert.Equal(
                measured.ThighBelowHorizontal.Degrees + Known(measured).Pelvis.Angle.Degrees,
                Known(measured).Extension.Degrees,
                Rounding
            );
            Assert.True(Known(measured).Uncertainty > measured.Uncertainty);
        }
    }

    [Fact]
    public void A_leg_that_rolls_out_hangs_as_far_as_before()
    {
        var recording = Script.Good();
        Assert.Equal(10, Below(recording.Recording), Rounding);

        // rolled about its own length, up stays as far from that length
        var rolled = Script.Changed(
            recording.Recording,
            v => v.Y < -0.1 ? new((Math.Cos(0.15) * v.X) + (Math.Sin(0.15) * v.Z), v.Y, (Math.Cos(0.15) * v.Z) - (Math.Sin(0.15) * v.X)) : v
        );
        Assert.Equal(10, Below(rolled), Rounding);
        Assert.True(Measured(rolled).Uncertainty > Measured(recording.Recording).Uncertainty);
    }

    [Fact]
    public void The_hinge_is_found_within_a_degree_wherever_the_phone_lies()
    {
        var errors = new List<double>();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var yaw = SimulatedThigh.Bell(random, 30);
            var recording = Simulated(new SimulatedThigh { Noise = 0.08, Placed = (yaw, 0, 0) }, seed);
            var of = recording.Samples.ToLookup(sample => sample.Phase);
            Assert.True(UpDirection.TryMean(of[Phase.Zero].Select(sample => sample.Up), out var zero));
            Assert.True(Hinge.TryFind(zero, [.. of[Phase.Sweep].Select(sample => sample.Up)], out var hinge));
            var (sin, cos) = Math.SinCos(Angle.FromDegrees(yaw).Radians);
            errors.Add(hinge.AxisAngleTo(new(-cos, sin, 0)).Degrees);
        }

        // 0.17° from the mean at zero and 0.11° from the sweep, by the noise of their samples; the angle feels only its square
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.1, 0.25);
        Assert.InRange(errors.Max(), 0.3, 0.9);
    }

    [Fact]
    public void Pairs_half_a_lift_apart_would_cancel_out_and_pairs_with_zero_do_not()
    {
        var sweep = Enumerable.Range(0, 100).Select(at => Script.Up(35 * Math.Pow(Math.Sin(Math.PI * at / 100), 2), 0).Vector).ToList();
        var (apart, zero) = (default(Vector), default(Vector));
        for (var at = 0; at < 50; at++)
        {
            apart += Vector.Cross(sweep[at], sweep[at + 50]);
            zero += Vector.Cross(sweep[0], sweep[2 * at]);
        }

        Assert.InRange(zero.Length, 10, 30);
        Assert.InRange(apart.Length / zero.Length, 0, 0.05);
    }

    [Fact]
    public void The_interval_holds_the_truth_about_as_often_as_it_says()
    {
        var held = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var thigh = new SimulatedThigh
            {
                Noise = 0.08,
                SoftTissue = SimulatedThigh.Bell(random, 1),
                BenchSlope = SimulatedThigh.Bell(random, 0.5),
                Placed = (SimulatedThigh.Bell(random, 30), 0, 0),
            };
            var (samples, truth) = thigh.Record(random);
            var measured = Measured(SimulatedThigh.AsRecording(samples));
            held += Math.Abs(measured.ThighBelowHorizontal.Degrees - truth) <= measured.Uncertainty.Degrees ? 1 : 0;
        }

        // 95 of 100, give or take three standard deviations of 400 draws
        Assert.InRange(held / 400.0, 0.917, 0.983);
    }

    [Fact]
    public void Repeats_are_averaged_and_their_scatter_counts_as_few_repeats_must()
    {
        Recording At(double raised) => Script.Good(hold: one => one.Still(Phase.Hold, 3, raised)).Recording;
        var (one, two, three) = (Measured(At(-10)), Measured(At(-8), At(-12)), Measured(At(-8), At(-10), At(-12)));
        Assert.Equal((1, 2, 3), (one.Repeats, two.Repeats, three.Repeats));
        Assert.Equal(10, two.ThighBelowHorizontal.Degrees, Rounding);
        Assert.Equal(10, three.ThighBelowHorizontal.Degrees, Rounding);

        // s/√k is 2° and 1.15°; two repeats tell much less than three
        Assert.Equal(2, two.Budget.Repeats.Degrees, 1e-6);
        Assert.Equal(2 / Math.Sqrt(3), three.Budget.Repeats.Degrees, 1e-6);
        Assert.InRange(two.Uncertainty.Degrees, 8, 25);
        Assert.InRange(three.Uncertainty.Degrees, 3.5, 6);
        Assert.InRange(one.Uncertainty.Degrees, 2, 2.5);

        // repeats that agree leave what no repeat can show
        Assert.InRange(Measured([.. Enumerable.Repeat(At(-10), 20)]).Uncertainty.Degrees, 2, one.Uncertainty.Degrees + Rounding);
    }

    [Fact]
    public void Repeats_know_the_hip_only_where_each_of_them_measured_the_pelvis()
    {
        var (with, without) = (Script.Good().Still(Phase.Pelvis, 2, 5).Recording, Script.Good().Recording);
        Assert.Equal(15, Known(Measured(with, with)).Extension.Degrees, Rounding);
        Assert.IsType<HipReading.PelvisNotMeasured>(Measured(with, without).Hip);
    }

    [Fact]
    public void The_reason_of_a_repeat_that_fails_is_the_reason_of_all() =>
        Assert.IsType<Rejection.SweepTooSmall>(
            Assert
                .IsType<Reading.Rejected>(Inclinometer.Measure([Script.Good().Recording, Script.Good(sweep: one => one.Lift(5)).Recording]))
                .Reason
        );

    [Fact]
    public void What_drifts_or_leaves_the_plane_is_less_certain()
    {
        var steady = Measured(Script.Good().Recording).Uncertainty;
        Assert.True(Measured(Script.Good(hold: one => one.Play(Phase.Hold, 3, share => -9 - (2 * share))).Recording).Uncertainty > steady);
        Assert.True(Measured(Script.Good(hold: one => one.Still(Phase.Hold, 3, -10, 6)).Recording).Uncertainty > steady);
        Assert.True(Measured(Simulated(new SimulatedThigh { Noise = 0.3 }, 5)).Uncertainty > steady);
    }

    public static TheoryData<string, double, double, Func<double, Recording>> Boundaries =>
        new()
        {
            {
                "moved",
                1.49,
                1.51,
                by => Script.Good(zero: one => one.Play(Phase.Zero, 2, share => by * Math.Sign(0.5 - share))).Recording
            },
            {
                "moved",
                1.49,
                1.51,
                by => new Script().Play(Phase.Bench, 2, share => by * Math.Sign(0.5 - share)).Then(Script.Good()).Recording
            },
            { "moved", 1.49, 1.51, by => Script.Good().Play(Phase.Pelvis, 2, share => by * Math.Sign(0.5 - share)).Recording },
            {
                "notStill",
                2.49,
                2.51,
                by => Script.Good(hold: one => one.Play(Phase.Hold, 2, share => -10 + (by * Math.Sign(0.5 - share)))).Recording
            },
            { "sweepTooSmall", 15.01, 14.99, by => Script.Good(sweep: one => one.Lift(by)).Recording },
            { "phoneSlid", 5.99, 6.01, by => Script.Good(sweep: one => one.Lift(30, by)).Recording },
            { "phoneSlid", 14.99, 15.01, by => Script.Good(hold: one => one.Still(Phase.Hold, 3, -10, by)).Recording },
            { "implausible", 19.99, 20.01, by => new Script().Still(Phase.Bench, 2, by).Then(Script.Good()).Recording },
            { "implausible", 44.99, 45.01, by => Script.Good().Still(Phase.Pelvis, 2, -by).Recording },
            { "implausible", 59.99, 60.01, by => Script.Good(hold: one => one.Still(Phase.Hold, 3, -by)).Recording },
            { "tooFewSamples", 1.0, 0.95, seconds => Script.Good(zero: one => one.Still(Phase.Zero, seconds, 0)).Recording },
            {
                "tooFewSamples",
                1.0,
                0.95,
                seconds => Script.Good(sweep: one => one.Play(Phase.Sweep, seconds, share => share is > 0.25 and < 0.75 ? 30 : 0)).Recording
            },
            { "tooFewSamples", 1.0, 0.95, seconds => Script.Good().Still(Phase.Pelvis, seconds, 0).Recording },
            { "tooFewSamples", 2.0, 1.95, seconds => Script.Good(hold: one => one.Still(Phase.Hold, seconds, -10)).Recording },
            { "tooFewSamples", 1.0, 1.05, seconds => Script.Good(hold: one => one.WithGap(Phase.Hold, -10, seconds)).Recording },
            {
                "tooFewSamples",
                10,
                9,
                samples => Script.Good(hold: one => one.Still(Phase.Hold, 2.7, -10, stepMs: 2700 / (samples - 1))).Recording
            },
        };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Every_limit_is_where_it_is_said_to_be(string reason, double allowed, double refused, Func<double, Recording> record)
    {
        Assert.IsType<Reading.Measured>(Inclinometer.Measure(record(allowed)));
        Assert.Equal(reason, ReadingJson.WordOf(Assert.IsType<Reading.Rejected>(Inclinometer.Measure(record(refused))).Reason));
    }

    [Theory]
    [InlineData("zero sweep hold", true)]
    [InlineData("bench zero sweep hold", true)]
    [InlineData("zero pelvis sweep hold", true)]
    [InlineData("bench pelvis zero sweep hold", true)]
    [InlineData("pelvis zero sweep hold", true)]
    [InlineData("zero sweep hold pelvis", true)]
    [InlineData("zero bench sweep hold", false)]
    [InlineData("zero sweep hold bench", false)]
    [InlineData("zero sweep pelvis hold", false)]
    [InlineData("zero hold sweep", false)]
    [InlineData("sweep zero hold", false)]
    [InlineData("hold zero sweep", false)]
    [InlineData("zero sweep zero hold", false)]
    [InlineData("zero sweep hold sweep", false)]
    [InlineData("pelvis zero sweep hold pelvis", false)]
    public void Phases_follow_each_other_as_the_phone_is_moved(string order, bool allowed)
    {
        var script = new Script();
        foreach (var word in order.Split(' '))
        {
            script = word switch
            {
                "bench" => script.Still(Phase.Bench, 2, 0),
                "zero" => script.Still(Phase.Zero, 2, 0),
                "pelvis" => script.Still(Phase.Pelvis, 2, 0),
                "sweep" => script.Lift(30),
                _ => script.Still(Phase.Hold, 3, -10),
            };
        }

        var reading = Inclinometer.Measure(script.Recording);
        Assert.Equal(allowed, reading is Reading.Measured);
        Assert.True(allowed || reading is Reading.Rejected { Reason: Rejection.WrongOrder });
    }

    [Fact]
    public void A_phone_that_was_put_back_otherwise_after_the_pelvis_is_found_out()
    {
        var put = new Script()
            .Still(Phase.Zero, 2, 0)
            .Still(Phase.Pelvis, 2, 0)
            .Then(new Script().Play(Phase.Sweep, 3, share => 8 + (30 * Math.Sin(Math.PI * share))).Still(Phase.Hold, 3, -2));
        Assert.Equal("phoneSlid", ReadingJson.WordOf(Assert.IsType<Reading.Rejected>(Inclinometer.Measure(put.Recording)).Reason));
    }

    [Fact]
    public void Missing_phases_and_directions_all_over_the_place_are_values()
    {
        Assert.Equal(Phase.Zero, Few(new Recording([])).Phase);
        Assert.Equal(Phase.Hold, Few(new Script().Still(Phase.Zero, 2, 0).Lift(30).Recording).Phase);
        var tumbling = Script.Changed(Script.Good(zero: one => one.Play(Phase.Zero, 2, share => 7200 * share)).Recording, v => v);
        Assert.IsType<Rejection.Moved>(Assert.IsType<Reading.Rejected>(Inclinometer.Measure(tumbling)).Reason);
        Assert.IsType<Rejection.SweepTooSmall>(
            Assert.IsType<Reading.Rejected>(Inclinometer.Measure(Script.Good(sweep: one => one.Lift(0)).Recording)).Reason
        );
        Assert.Throws<ArgumentException>(() => Inclinometer.Measure(ImmutableArray<Recording>.Empty));
        Assert.Throws<ArgumentException>(() => Inclinometer.Measure(new Recording(default)));
        Assert.Throws<ArgumentException>(() => Inclinometer.Measure(new Recording([.. Script.Good().Recording.Samples.Reverse()])));
    }

    [Fact]
    public void The_trace_follows_the_leg_up_and_down()
    {
        var trace = Inclinometer.Trace(Script.Good().Recording);
        Assert.Equal(-30, trace.Min(moment => moment.BelowZero.Degrees), Rounding);
        Assert.Equal(10, trace[^1].BelowZero.Degrees, Rounding);
        Assert.Empty(Inclinometer.Trace(new Recording([])));
    }

    [Fact]
    public void Few_values_widen_the_interval_as_Student_says()
    {
        // one part is its own freedom's interval; two alike have twice the freedom; what is stated has no end of it
        Assert.Equal(2.776445105 * 3, WelchSatterthwaite.HalfWidth((9, 4)), 1e-8);
        Assert.Equal(2.306004135 * 3, WelchSatterthwaite.HalfWidth((4.5, 4), (4.5, 4)), 1e-8);
        Assert.Equal(1.959963985 * 5, WelchSatterthwaite.HalfWidth((16, double.PositiveInfinity), (9, double.PositiveInfinity)), 1e-8);
        Assert.Equal(0, WelchSatterthwaite.HalfWidth((0, 4)));
    }

    private static Func<Vector, Vector> Rotation(Random random)
    {
        var axis = Script.Of(new(SimulatedThigh.Bell(random, 1), SimulatedThigh.Bell(random, 1), SimulatedThigh.Bell(random, 1))).Vector;
        var (sin, cos) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
        return v => (cos * v) + (sin * Vector.Cross(axis, v)) + ((1 - cos) * Vector.Dot(axis, v) * axis);
    }

    private static Recording Simulated(SimulatedThigh thigh, int seed) =>
        SimulatedThigh.AsRecording(thigh.Record(new Random(seed)).Samples);

    private static Reading.Measured Measured(params ImmutableArray<Recording> recordings) =>
        Assert.IsType<Reading.Measured>(Inclinometer.Measure(recordings));

    private static HipReading.Known Known(Reading.Measured measured) => Assert.IsType<HipReading.Known>(measured.Hip);

    private static double Below(Recording recording) => Measured(recording).ThighBelowHorizontal.Degrees;

    private static Rejection.TooFewSamples Few(Recording recording) =>
        Assert.IsType<Rejection.TooFewSamples>(Assert.IsType<Reading.Rejected>(Inclinometer.Measure(recording)).Reason);
}
