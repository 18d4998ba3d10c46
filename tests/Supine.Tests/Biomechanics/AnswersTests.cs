using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Tissue;

namespace Supine.Tests.Biomechanics;

/// <summary>The model's answers balance, mirror, and have the limits they must have.</summary>
public class AnswersTests
{
    private const double Degree = Math.PI / 180;

    [Fact]
    public void Gravity_about_the_hip_is_the_work_of_lowering_the_leg()
    {
        // the moment is what the leg's height loses, a radian: heights of thigh, shank, foot and what hangs at the ankle
        Properties.ForSeeds(
            200,
            seed =>
            {
                var random = new Random(seed);
                var person = AnyPerson(random);
                var ankle = 5 * random.NextDouble();
                var leg = new LegWeight(person, ankle);
                var (below, knee) = ((random.NextDouble() - 0.3) * 1.5, random.NextDouble() * 2);
                var (moments, shank, foot) = leg.FirstMoments;
                double Height(double b, double k) =>
                    -(moments * Math.Sin(b)) - (shank * Math.Sin(b + k)) - (foot * Math.Sin(b + k - (Math.PI / 3)));
                const double step = 1e-6;
                Assert.Equal(-(Height(below + step, knee) - Height(below - step, knee)) / (2 * step), leg.AboutHip(below, knee), 1e-6);
                Assert.Equal(-(Height(below, knee + step) - Height(below, knee - step)) / (2 * step), leg.AboutKnee(below, knee), 1e-6);
                Assert.InRange(
                    leg.Weight / LegWeight.Gravity,
                    (0.19 * person.Mass.Kilograms) + ankle,
                    (0.22 * person.Mass.Kilograms) + ankle
                );
            }
        );
    }

    [Fact]
    public void A_legs_weight_at_its_mass_centre_turns_the_hip_as_its_parts_do() =>
        GeneratedPoses.ForAll(pose =>
        {
            var leg = new LegWeight(Person.TypicalWoman, 0);
            var centre = leg.MassCentre(pose.HipFlexion, pose.KneeFlexion);

            // lying flat the pelvis's "up" is away from the feet and its "forward" is up: gravity pulls with the lever along the body
            Assert.Equal(leg.AboutHip(-pose.HipFlexion, pose.KneeFlexion), leg.Weight * -centre.Y, 1e-9);
            Assert.InRange(centre.Length, 0.1, 0.6);
        });

    [Fact]
    public void A_resting_leg_is_in_balance_whoever_and_however()
    {
        var carriers = new HashSet<CarriedBy>();
        Properties.ForSeeds(
            150,
            seed =>
            {
                var random = new Random(seed);
                var setting = AnySetting(random) with { Hold = TimeSpan.FromSeconds(5) };
                Assert.True(RestExplanation.TryFind(setting, out var rest, out var residual), $"{setting}: {residual.NewtonMetres}");
                carriers.Add(rest.CarriedBy);
                Assert.InRange(Math.Abs(residual.NewtonMetres), 0, HangingLeg.Enough);

                // recomputed here, from the parts
                var tissue = new PassiveLeg(setting.Person, setting.Tissue);
                var weight = new LegWeight(setting.Person, setting.AnkleMass.Kilograms);
                var (hip, knee) = tissue.Moments(rest.Hip.Angle.Degrees, rest.Knee.Angle.Degrees);
                var below = rest.ThighBelowHorizontal.Radians;
                Assert.Equal(-rest.Hip.Angle.Degrees - setting.Pelvis.Angle.Degrees, rest.ThighBelowHorizontal.Degrees, 1e-9);
                var gravity = weight.AboutHip(below, rest.Knee.Angle.Radians);
                switch (rest.CarriedBy)
                {
                    case CarriedBy.Tissue:
                        Assert.Equal(gravity, hip, 1e-5);
                        Assert.Equal(0, rest.CarriedByBench.Newtons);
                        break;
                    case CarriedBy.Bench:
                        Assert.Equal(0, below, 1e-9);
                        Assert.True(gravity >= hip);
                        Assert.Equal(weight.Weight * (1 - (hip / gravity)), rest.CarriedByBench.Newtons, 1e-6);
                        break;
                    case CarriedBy.Edge:
                        Assert.True(gravity > hip);
                        var edge = setting.Edge.Metres * (1 - (setting.FootFurther / 3.0));
                        Assert.Equal(gravity - hip, rest.CarriedByBench.Newtons * edge * Math.Cos(below), 1e-6);
                        break;
                }

                if (setting is { Level: StretchLevel.OverTheEdge, FootFurther: 0 })
                {
                    Assert.Equal(0, knee + weight.AboutKnee(below, rest.Knee.Angle.Radians), 1e-5);
                }
            }
        );
        Assert.Equal(3, carriers.Count);
    }

    [Fact]
    public void The_elastic_energy_of_the_reference_rises_by_the_work_gravity_does()
    {
        // lowering the leg slowly from the horizontal to its rest with a held knee: gravity's work is the tissue's and the hand's, and the
        // hand's ends at zero
        var leg = new HangingLeg(Person.TypicalMan, HipTissue.Mean, 5, 0);
        Assert.True(leg.TryFindHeld(58, double.PositiveInfinity, out var rest));
        const int steps = 2000;
        var (tissue, hand) = (0.0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            var hip = -5 + ((rest.Hip + 5) * (i + 0.5) / steps);
            var turn = (rest.Hip + 5) / steps * Degree;
            var (moment, _) = leg.Moments(hip, 58);
            var gravity = leg.Weight.AboutHip(leg.Below(hip), 58 * Degree);
            tissue -= moment * turn;
            hand -= (gravity - moment) * turn;
        }

        var (thigh, shank, foot) = leg.Weight.FirstMoments;
        double Fallen(double below) =>
            (thigh * Math.Sin(below))
            + (shank * Math.Sin(below + (58 * Degree)))
            + (foot * Math.Sin(below + (58 * Degree) - (Math.PI / 3)));
        Assert.True(tissue > 1);
        Assert.Equal(Fallen(leg.Below(rest.Hip)) - Fallen(0), tissue + hand, 1e-4);
    }

    [Theory]
    // hanging_leg_equilibrium and mtt tables of an independent program of ours: sex, pelvis, psoas mm, ankle kg, hip, knee
    [InlineData(Sex.Male, 0, 0, 0, -16.4, 56.1)]
    [InlineData(Sex.Male, 0, 0, 2, -18.9, 58.7)]
    [InlineData(Sex.Female, 0, 0, 0, -11.8, 58.0)]
    [InlineData(Sex.Male, 5, 0, 0, -16.69, 58.3)]
    [InlineData(Sex.Male, 5, 10, 0, -15.14, 59.9)]
    [InlineData(Sex.Female, 5, 0, 0, -11.94, 60.1)]
    [InlineData(Sex.Female, 5, 10, 0, -9.79, 62.5)]
    public void Rests_are_those_of_an_independent_program(Sex sex, double pelvis, double psoas, double ankle, double hip, double knee)
    {
        // its women's shank was 1.4 % shorter, and its tissue that of the reference adult
        var leg = new HangingLeg(
            new PassiveLeg(Person.Generic, new HipTissue(PsoasShortening: Length.FromMillimetres(psoas))),
            new LegWeight(Person.Typical(sex), ankle),
            pelvis
        );
        Assert.True(leg.TryFindFree(double.PositiveInfinity, out var rest));
        Assert.Equal(hip, rest.Hip, 0.1);
        Assert.Equal(knee, rest.Knee, 0.3);
    }

    [Fact]
    public void On_the_bed_the_hip_extends_by_what_the_pelvis_tilts_back_and_nothing_else()
    {
        for (var tilt = -10; tilt <= 20; tilt++)
        {
            var rest = RestExplanation.Find(
                new RestSetting(Person.TypicalMan, StretchLevel.OnTheBed)
                {
                    Pelvis = PosteriorTilt.FromDegrees(tilt),
                    Hold = TimeSpan.FromSeconds(5),
                }
            );
            if (rest.CarriedBy == CarriedBy.Bench)
            {
                Assert.Equal(-tilt, rest.Hip.Angle.Degrees, 1e-9);
            }
        }

        var tight = RestExplanation.Find(
            new RestSetting(Person.TypicalMan, StretchLevel.OnTheBed) { Tissue = new HipTissue(Angle.FromDegrees(25)) }
        );
        Assert.Equal(CarriedBy.Tissue, tight.CarriedBy);
        Assert.True(tight.ThighBelowHorizontal < default(Angle));
    }

    [Fact]
    public void More_of_what_pulls_down_brings_the_hip_further_and_more_of_what_resists_less()
    {
        double Knee(HipTissue tissue) =>
            RestExplanation
                .Find(new RestSetting(Person.TypicalMan, StretchLevel.OverTheEdge) { Tissue = tissue, Hold = TimeSpan.FromSeconds(5) })
                .Knee.Angle.Degrees;
        double Hip(HipTissue? tissue = null, double ankle = 0, int further = 0, double edge = 0) =>
            RestExplanation
                .Find(
                    new RestSetting(Person.TypicalMan, StretchLevel.OverTheEdge)
                    {
                        Tissue = tissue ?? HipTissue.Mean,
                        AnkleMass = Mass.FromKilograms(ankle),
                        FootFurther = further,
                        Edge = Length.FromMillimetres(edge),
                        Hold = TimeSpan.FromSeconds(5),
                    }
                )
                .Hip.Angle.Degrees;
        var last = Hip();
        for (var tightness = 2; tightness <= 30; tightness += 2)
        {
            var now = Hip(new HipTissue(Angle.FromDegrees(tightness)));
            Assert.True(now > last);
            last = now;
        }

        Assert.True(Hip(new HipTissue(PsoasShortening: Length.FromMillimetres(10))) > Hip());
        Assert.True(Knee(new HipTissue(RectusFemorisShortening: Length.FromMillimetres(10))) < Knee(HipTissue.Mean) - 10);
        Assert.True(Hip(ankle: 2) < Hip());
        Assert.True(Hip(further: 3) < Hip(further: 1) && Hip(further: 1) < Hip());
        Assert.True(Hip(edge: 150) > Hip() && Hip(edge: 150, further: 3) < Hip(edge: 150));
    }

    [Fact]
    public void A_hold_relaxes_as_the_function_says_and_creeps_without_going_back()
    {
        var lying = RestExplanation.Find(new RestSetting(Person.TypicalMan, StretchLevel.OnTheBed));
        Assert.All(lying.Course, moment => Assert.Equal(1 - Relaxation.Remaining(moment.At.TotalSeconds), moment.RelaxedShare, 1e-9));
        Assert.Equal(61, lying.Course.Length);
        Assert.Equal(0.30, lying.Course[60].RelaxedShare, 0.01);

        var hanging = RestExplanation.Find(
            new RestSetting(Person.TypicalMan, StretchLevel.OverTheEdge) { Hold = TimeSpan.FromSeconds(120) }
        );
        Assert.All(
            hanging.Course.Zip(hanging.Course.Skip(1)),
            pair => Assert.True(pair.Second.Hip.Angle < pair.First.Hip.Angle && pair.Second.RelaxedShare > pair.First.RelaxedShare)
        );
        Assert.InRange(hanging.ShareOfMinuteByHalf!.Value, 0.7, 0.95);

        // an independent program, from the third second; it kept the knee where it was, so its hip creeps a little less
        double Since(int second) => hanging.Course[3].Hip.Angle.Degrees - hanging.Course[second].Hip.Angle.Degrees;
        Assert.Equal(2.4, Since(30), 0.3);
        Assert.Equal(3.0, Since(60), 0.3);
        Assert.Equal(3.6, Since(120), 0.3);
    }

    [Fact]
    public void A_step_of_relaxation_is_exact_however_long()
    {
        // one step of a steady change is the same as many small ones
        var (one, many) = (new Relaxation(10), new Relaxation(10));
        one.Step(20, 25);
        for (var i = 1; i <= 2000; i++)
        {
            many.Step(0.01, 10 + (15.0 * i / 2000));
        }

        Assert.Equal(many.Moment, one.Moment, 1e-9);
        Assert.True(one.Moment < 25);
        one.Step(1e6, 25);
        Assert.Equal(Relaxation.Lasting * 25, one.Moment, 1e-9);
    }

    [Fact]
    public void Four_legs_at_once_rest_where_one_does()
    {
        var together = 0;
        Properties.ForSeeds(
            300,
            seed =>
            {
                var random = new Random(seed);
                var people = Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        (Person: AnyPerson(random), Tightness: (random.NextDouble() * 50) - 20, Pelvis: (random.NextDouble() * 40) - 10)
                    )
                    .ToArray();
                var weights = people
                    .Select(person =>
                    {
                        var ((thigh, shank, foot), factor) = (
                            new LegWeight(person.Person, 0).FirstMoments,
                            BodySize.MomentFactor(person.Person)
                        );
                        return (Thigh: thigh / factor, Shank: shank / factor, Foot: foot / factor);
                    })
                    .ToArray();
                var done = HangingLegs.TryFind(
                    System.Runtime.Intrinsics.Vector256.Create(weights.Select(weight => weight.Thigh).ToArray()),
                    System.Runtime.Intrinsics.Vector256.Create(weights.Select(weight => weight.Shank).ToArray()),
                    System.Runtime.Intrinsics.Vector256.Create(weights.Select(weight => weight.Foot).ToArray()),
                    System.Runtime.Intrinsics.Vector256.Create(people.Select(person => person.Tightness).ToArray()),
                    System.Runtime.Intrinsics.Vector256.Create(people.Select(person => person.Pelvis).ToArray()),
                    out var hips,
                    out var knees
                );
                for (var lane = 0; lane < 4; lane++)
                {
                    if (BitConverter.DoubleToInt64Bits(done[lane]) != 0)
                    {
                        together++;
                        var leg = new HangingLeg(
                            people[lane].Person,
                            new HipTissue(Angle.FromDegrees(people[lane].Tightness)),
                            people[lane].Pelvis,
                            0
                        );
                        Assert.True(leg.TryFindFree(double.PositiveInfinity, out var rest));
                        Assert.Equal(rest.Hip, hips[lane], 1e-4);
                        Assert.Equal(rest.Knee, knees[lane], 1e-4);
                    }
                }
            }
        );
        Assert.InRange(together, 1100, 1200);
    }

    [Fact]
    public void A_posture_is_the_same_on_both_sides_and_its_shares_are_a_whole()
    {
        GeneratedPoses.ForAll(
            q =>
            {
                var pose = new JointPose(
                    new(Angle.FromRadians(q.HipFlexion)),
                    new(Angle.FromRadians(q.KneeFlexion)),
                    new(Angle.FromRadians(q.HipAdduction)),
                    new(Angle.FromRadians(q.HipRotation)),
                    new(Angle.FromRadians(q.Lordosis))
                );
                var (right, left) = (
                    PostureExplanation.Compute(Person.TypicalWoman, Side.Right, pose),
                    PostureExplanation.Compute(Person.TypicalWoman, Side.Left, pose)
                );
                foreach (var (a, b) in right.Muscles.Zip(left.Muscles))
                {
                    Assert.Equal(a.Length.Metres, b.Length.Metres, 1e-12);
                    Assert.Equal(a.PassiveForce.Newtons, b.PassiveForce.Newtons, 1e-6);
                }

                var parts =
                    right.Muscles.Sum(muscle => muscle.PassiveForce.Newtons * muscle.Arms.HipFlexion.Metres)
                    + right.CapsuleMoment.NewtonMetres;
                Assert.Equal(right.PassiveHipMoment.NewtonMetres, parts, 1e-9);
                if (right.Muscles[0].ShareOfPassiveHipMoment is not null)
                {
                    Assert.Equal(
                        1,
                        right.Muscles.Sum(muscle => muscle.ShareOfPassiveHipMoment!.Value) + (right.CapsuleMoment.NewtonMetres / parts),
                        1e-9
                    );
                }
            },
            cases: 40
        );
    }

    [Fact]
    public void In_the_stretch_the_psoas_is_a_sixth_of_the_whole()
    {
        var posture = PostureExplanation.Compute(
            Person.Generic,
            Side.Right,
            new JointPose(HipFlexion.FromDegrees(-15), KneeFlexion.FromDegrees(5))
        );
        Assert.Equal(26.6, posture.PassiveHipMoment.NewtonMetres, 0.5);
        Assert.Equal(0.15, posture.Find("psoas").ShareOfPassiveHipMoment!.Value, 0.01);
        Assert.Equal(7.2, posture.Find("adductorLongus").PassiveHipMoment.NewtonMetres, 0.1);
        Assert.Equal(5.4, posture.Find("iliacus").PassiveHipMoment.NewtonMetres, 0.1);
        Assert.Equal(6.2, posture.PsoasElongation.Millimetres, 0.1);
        Assert.Equal(11, posture.Fascicles.Length);
    }

    [Fact]
    public void Standing_balances_and_nothing_short_changes_nothing()
    {
        var stiffness = LumbarStiffness.FromNewtonMetresPerDegree(1);
        var atEase = StandingExplanation.Find(Person.TypicalMan, default, stiffness);
        Assert.Equal(0, atEase.PelvicTilt.Degrees, 1e-6);
        Assert.All(atEase.Joints, joint => Assert.Equal(0, joint.CompressionMore.Newtons, 1e-3));
        var last = 0.0;
        for (var millimetres = 2; millimetres <= 20; millimetres += 2)
        {
            var standing = StandingExplanation.Find(Person.TypicalMan, Length.FromMillimetres(millimetres), stiffness);
            Assert.True(standing.PelvicTilt.Degrees > last);
            last = standing.PelvicTilt.Degrees;
            Assert.InRange(Math.Abs(standing.Residual.NewtonMetres), 0, 1e-8);
            Assert.True(standing.Joints[1].CompressionMore.Newtons > 0);
            Assert.True(
                StandingExplanation
                    .Find(Person.TypicalMan, Length.FromMillimetres(millimetres), LumbarStiffness.FromNewtonMetresPerDegree(3))
                    .PelvicTilt < standing.PelvicTilt
            );
            Assert.Equal(0, (standing.PelvicIncidence - standing.RadiographicTilt - standing.SacralSlope).Degrees, 1e-9);
        }
    }

    [Theory]
    [InlineData(0.5, 10, 3.5, 199.2)]
    [InlineData(2, 10, 1.87, 210.4)]
    [InlineData(2, 20, 4.82, 380.9)]
    public void Standing_is_that_of_an_independent_program(double stiffness, double millimetres, double tilt, double force)
    {
        var standing = StandingExplanation.Find(
            Person.Generic,
            Length.FromMillimetres(millimetres),
            LumbarStiffness.FromNewtonMetresPerDegree(stiffness)
        );
        Assert.Equal(tilt, standing.PelvicTilt.Degrees, 0.05);
        Assert.Equal(force, standing.PsoasForce.Newtons, 1.0);
        Assert.Equal(92.2, standing.PsoasForceBefore.Newtons, 0.2);
    }

    [Fact]
    public void A_fit_finds_the_tightness_that_was_put_in()
    {
        Properties.ForSeeds(
            40,
            seed =>
            {
                var random = new Random(seed);
                var person = AnyPerson(random);
                var tightness = (random.NextDouble() * 40) - 15;
                var pelvis = PosteriorTilt.FromDegrees(random.NextDouble() * 15);
                var leg = new HangingLeg(person, new HipTissue(Angle.FromDegrees(tightness)), pelvis.Angle.Degrees, 0);
                Assert.True(leg.TryFindFree(double.PositiveInfinity, out var rest));
                if (Math.Abs(rest.Hip) > 40)
                {
                    return;
                }

                var fit = TightnessFit.Compute(new FitQuestion(person, HipFlexion.FromDegrees(rest.Hip), null) { Pelvis = pelvis });
                var side = Assert.Single(fit.Sides);
                Assert.Equal(tightness, side.Tightness!.Likely.Degrees, 1e-3);
                Assert.Equal(100 * Normal.ShareBelow(tightness / 7), side.Percentile.Likely, 0.01);
                Assert.True(side.Percentile.Least < side.Percentile.Likely && side.Percentile.Likely < side.Percentile.Most);
                Assert.Null(fit.Difference);
                Assert.Contains(CannotTell.Psoas, fit.CannotTell);
            }
        );
    }

    [Fact]
    public void A_fit_says_what_it_cannot_tell()
    {
        TightnessFit Fit(double left, double right, double uncertainty) =>
            TightnessFit.Compute(
                new FitQuestion(Person.TypicalMan, HipFlexion.FromDegrees(left), HipFlexion.FromDegrees(right))
                {
                    Uncertainty = Angle.FromDegrees(uncertainty),
                }
            );
        Assert.Equal(
            [CannotTell.WhichSide, CannotTell.LeftAgainstOthers, CannotTell.RightAgainstOthers, CannotTell.Psoas],
            Fit(-16, -15, 4).CannotTell
        );
        Assert.Equal([CannotTell.Psoas], Fit(-25, 5, 4).CannotTell);
        Assert.Equal([], Fit(-25, 5, 0.5).CannotTell);
        Assert.Equal(0.7, Fit(-25, 5, 0.5).DetectableDifference.Degrees / 2, 0.01);
        Assert.Equal(-30, Fit(-25, 5, 4).Difference!.Value.Degrees, 1e-9);
    }

    [Theory]
    // published points of the normal distribution
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(3.5, 0.999767370920964)]
    [InlineData(-4, 0.0000316712418331)]
    public void The_bell_curve_has_its_shares(double deviations, double share) => Assert.Equal(share, Normal.ShareBelow(deviations), 1e-13);

    [Fact]
    public void A_population_is_the_same_on_any_day_and_spread_as_it_was_drawn()
    {
        var study = PopulationStudy.Compute(new StudyQuestion(6000, 7), null, TestContext.Current.CancellationToken);
        var again = PopulationStudy.Compute(new StudyQuestion(1500, 7), null, TestContext.Current.CancellationToken);
        Assert.Equal(study.People.Take(1500), again.People);
        Assert.NotEqual(
            study.People[0],
            PopulationStudy.Compute(new StudyQuestion(1, 8), null, TestContext.Current.CancellationToken).People[0]
        );

        // six thousand draws: means within four standard errors
        Assert.Equal(0, study.Spread(person => person.Tightness.Degrees).Mean, 4 * 7 / Math.Sqrt(6000));
        Assert.Equal(7, study.Spread(person => person.Tightness.Degrees).Spread, 0.3);
        Assert.Equal(0.5, study.People.Count(person => person.Sex == Sex.Female) / 6000.0, 0.026);
        Assert.InRange(study.ReachOnBed, 0.05, 0.95);
        Assert.Equal(
            study.ReachOnBed,
            study.People.Count(person => person.MomentOnBed.NewtonMetres >= 15 * person.MomentFactor) / 6000.0,
            1e-12
        );
        Assert.True(
            study.Spread(person => person.HipOverEdge.Angle.Degrees).Mean < study.Spread(person => person.HipOnBed.Angle.Degrees).Mean - 3
        );
        Assert.All(study.People, person => Assert.True(person.HipOnBed.Angle.Degrees >= -person.PelvisOnBed.Angle.Degrees - 1e-9));

        // each of them against the one-person answer
        foreach (var person in study.People.Take(25))
        {
            var rest = RestExplanation.Find(
                new RestSetting(new Person(person.Sex, person.Mass, person.Height), StretchLevel.OverTheEdge)
                {
                    Tissue = new HipTissue(person.Tightness),
                    Pelvis = person.PelvisOverEdge,
                    Hold = TimeSpan.FromSeconds(5),
                }
            );
            Assert.Equal(rest.Hip.Angle.Degrees, person.HipOverEdge.Angle.Degrees, 1e-4);
            Assert.Equal(rest.PsoasElongation.Millimetres, person.PsoasOverEdge.Millimetres, 1e-3);
            Assert.Equal(rest.PassiveHipMoment.NewtonMetres, person.MomentOverEdge.NewtonMetres, 1e-3);
        }
    }

    [Fact]
    public void Everything_outside_its_range_is_refused_with_the_range()
    {
        var fine = new RestSetting(Person.TypicalMan, StretchLevel.OverTheEdge);
        (Action Asks, string Says)[] wrong =
        [
            (() => _ = new Person(Sex.Male, Mass.FromKilograms(-3), Length.FromMetres(1.8)), "mass is 30 to 250 kg, not -3"),
            (() => _ = new Person(Sex.Male, Mass.FromKilograms(70), Length.FromMetres(18)), "height is 1.2 to 2.3 m, not 18"),
            (() => _ = new Person((Sex)7, Mass.FromKilograms(70), Length.FromMetres(1.8)), "sex is female or male"),
            (() => Mass.FromKilograms(double.NaN), "finite"),
            (() => HipFlexion.FromDegrees(double.NaN), "finite"),
            (
                () => PostureExplanation.Compute(Person.Generic, Side.Right, new JointPose(HipFlexion.FromDegrees(400), default)),
                "hip flexion is -30 to 120 degrees, not 400"
            ),
            (
                () => PostureExplanation.Compute(Person.Generic, Side.Right, new JointPose(default, KneeFlexion.FromDegrees(-1))),
                "knee flexion is 0 to 120 degrees, not -1"
            ),
            (
                () => PostureExplanation.Compute(Person.Generic, Side.Right, new JointPose(default, default, HipAdduction.FromDegrees(31))),
                "hip adduction is -50 to 30 degrees, not 31"
            ),
            (
                () => PostureExplanation.Compute(Person.Generic, Side.Right, new JointPose(default, default)).Find("soleus"),
                "There is no muscle soleus. The muscles: psoas, iliacus"
            ),
            (
                () => RestExplanation.Find(fine with { Tissue = new HipTissue(Angle.FromDegrees(99)) }),
                "tightness is -30 to 30 degrees, not 99"
            ),
            (
                () => RestExplanation.Find(fine with { Tissue = new HipTissue(PsoasShortening: Length.FromMetres(1)) }),
                "shortening is -30 to 40 mm, not 1000"
            ),
            (() => RestExplanation.Find(fine with { FootFurther = 4 }), "is 0 to 3, not 4"),
            (() => RestExplanation.Find(fine with { Hold = TimeSpan.FromHours(1) }), "hold is 5 to 180 s, not 3600"),
            (() => RestExplanation.Find(fine with { AnkleMass = Mass.FromKilograms(11) }), "mass at the ankle is 0 to 10 kg, not 11"),
            (() => RestExplanation.Find(fine with { Edge = Length.FromMillimetres(-1) }), "is 0 to 400 mm, not -1"),
            (
                () => StandingExplanation.Find(Person.Generic, default, LumbarStiffness.FromNewtonMetresPerDegree(0)),
                "lumbar stiffness is 0.3 to 5 N·m a degree, not 0"
            ),
            (() => TightnessFit.Compute(new FitQuestion(Person.Generic, null, null)), "at least one side"),
            (
                () => TightnessFit.Compute(new FitQuestion(Person.Generic, HipFlexion.FromDegrees(46), null)),
                "measured hip angle is -45 to 45 degrees, not 46"
            ),
            (
                () => PopulationStudy.Compute(new StudyQuestion(0, 1), null, CancellationToken.None),
                "number of people is 1 to 1000000, not 0"
            ),
            (() => Table.Read("nobody"), "There is no table nobody"),
        ];
        Assert.All(
            wrong,
            one => Assert.Contains(one.Says, Assert.ThrowsAny<ArgumentException>(one.Asks).Message, StringComparison.Ordinal)
        );

        // the ends of a range belong to it
        _ = PostureExplanation.Compute(
            Person.Generic,
            Side.Right,
            new JointPose(
                HipFlexion.FromDegrees(-30),
                KneeFlexion.FromDegrees(120),
                HipAdduction.FromDegrees(-50),
                HipRotation.FromDegrees(40),
                LordosisChange.FromDegrees(-40)
            )
        );
        _ = new Person(Sex.Female, Mass.FromKilograms(30), Length.FromMetres(1.2));
    }

    [Fact]
    public void A_root_that_is_not_there_is_not_invented()
    {
        var balance = new Parabola();
        Assert.False(Roots.TryFind(ref balance, -1, 1, 1e-9, out _, out var residual));
        Assert.Equal(2, residual);
        var error = new NoConvergenceException("a resting leg", "N m", 0.25);
        Assert.Equal("No balance of a resting leg was found: 0.25 N m are left over.", error.Message);
        Assert.Equal(0.25, error.Residual);
    }

    [Fact]
    public void Every_table_names_its_sources_licence_population_and_units()
    {
        var catalogue = Repository.Protocols.Sources;
        Assert.True(Table.Names.Length >= 17);
        Assert.All(
            Table.Names,
            name =>
            {
                var table = Table.Read(name);
                Assert.All(table.Sources, source => Assert.True(catalogue.Contains(source), $"{name} cites {source}."));
                Assert.All(new[] { table.Licence, table.Population, table.Units }, text => Assert.NotEqual("", text));
                Assert.NotEmpty(table.Rows);
                Assert.All(table.Rows, row => Assert.Equal(table.Columns.Length, row.Length));
            }
        );
    }

    private static Person AnyPerson(Random random) =>
        new(
            random.Next(2) == 0 ? Sex.Female : Sex.Male,
            Mass.FromKilograms(45 + (60 * random.NextDouble())),
            Length.FromMetres(1.5 + (0.5 * random.NextDouble()))
        );

    private static RestSetting AnySetting(Random random) =>
        new(AnyPerson(random), random.Next(3) == 0 ? StretchLevel.OnTheBed : StretchLevel.OverTheEdge)
        {
            Tissue = new HipTissue(
                Angle.FromDegrees((random.NextDouble() * 60) - 30),
                random.Next(2) == 0 ? default : Length.FromMillimetres(20 * random.NextDouble()),
                random.Next(2) == 0 ? default : Length.FromMillimetres(10 * random.NextDouble()),
                random.Next(2) == 0 ? default : Length.FromMillimetres(10 * random.NextDouble())
            ),
            Pelvis = PosteriorTilt.FromDegrees((random.NextDouble() * 30) - 10),
            Edge = random.Next(2) == 0 ? default : Length.FromMillimetres(400 * random.NextDouble()),
            FootFurther = random.Next(4),
            AnkleMass = random.Next(2) == 0 ? default : Mass.FromKilograms(5 * random.NextDouble()),
        };

    private readonly struct Parabola : IBalance
    {
        public double At(double x) => (x * x) + 1;
    }
}
