using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Checking;
using Supine.Biomechanics.Tissue;

namespace Supine.Tests.Biomechanics;

/// <summary>A bigger body resists with more, by as much as what is published allows, and what was not measured is said to be so.</summary>
public class BodySizeTests
{
    [Fact]
    public void Both_published_slopes_hold_the_models()
    {
        var slopes = SizeSlopes.Compute(BodySize.Exponent);
        var (least, likely, most) = SizeSlopes.PublishedCorrelation;

        // hussein-farrag-2022: r = −0.291 of 300; by Fisher's transformation
        Assert.Equal((-0.391, -0.291, -0.184), (Math.Round(least, 3), likely, Math.Round(most, 3)));
        Assert.InRange(slopes.BodyMassCorrelation, least, most);
        Assert.InRange(slopes.WomenMoreDegrees, 0.1, 3);
    }

    [Theory]
    // a moment that is the same for all; one that grows as the weight does; one that grows too fast
    [InlineData(0, false, false)]
    [InlineData(1, false, false)]
    [InlineData(2.5, false, true)]
    public void Other_exponents_contradict_what_is_published(double exponent, bool isCorrelationMet, bool isSexMet)
    {
        var slopes = SizeSlopes.Compute(exponent);
        var (least, _, most) = SizeSlopes.PublishedCorrelation;
        Assert.Equal(isCorrelationMet, slopes.BodyMassCorrelation >= least && slopes.BodyMassCorrelation <= most);
        Assert.Equal(isSexMet, slopes.WomenMoreDegrees > 0);
    }

    [Fact]
    public void The_chosen_exponent_is_one_of_those_allowed()
    {
        var (least, most) = SizeSlopes.AllowedExponents();
        Assert.InRange(BodySize.Exponent, least, most);
        Assert.InRange(most - least, 0.2, 1);
    }

    [Fact]
    public void Tissue_twice_as_strong_rests_like_half_the_weight()
    {
        Assert.Equal(1, BodySize.MomentFactor(Person.Generic), 1e-12);
        foreach (var (sex, kilograms, metres) in new[] { (Sex.Female, 48.0, 1.58), (Sex.Male, 75.0, 1.75), (Sex.Male, 120.0, 1.9) })
        {
            var person = new Person(sex, Mass.FromKilograms(kilograms), Length.FromMetres(metres));
            var factor = BodySize.MomentFactor(person);
            Assert.Equal(Math.Pow(kilograms * metres / (75.3 * 1.7), 1.9), factor, 1e-12);
            Assert.Equal(factor, BodySize.ForceFactor(person) * metres / 1.7, 1e-12);
            var (own, reference) = (new PassiveLeg(person, HipTissue.Mean), new PassiveLeg(Person.Generic, HipTissue.Mean));
            Assert.Equal(factor * reference.Moments(-12, 55).Hip, own.Moments(-12, 55).Hip, 1e-9);
            Assert.Equal(factor * reference.Moments(-12, 55).Knee, own.Moments(-12, 55).Knee, 1e-9);

            // a muscle that is as much shorter as the body is bigger adds as much more
            double More(Person whose, double millimetres) =>
                new PassiveLeg(whose, new HipTissue(PsoasShortening: Length.FromMillimetres(millimetres))).Moments(-12, 55).Hip
                - new PassiveLeg(whose, HipTissue.Mean).Moments(-12, 55).Hip;
            Assert.True(More(Person.Generic, 10) > 1);
            Assert.Equal(factor * More(Person.Generic, 10), More(person, 10 * metres / 1.7), 1e-6);

            // and the posture's muscles and capsule are as much stronger
            double Sum(Person whose) =>
                PostureExplanation
                    .Compute(whose, Side.Right, new JointPose(HipFlexion.FromDegrees(-10), KneeFlexion.FromDegrees(30)))
                    .PassiveHipMoment.NewtonMetres;
            Assert.Equal(factor * Sum(Person.Generic), Sum(person), 1e-6);
        }
    }

    [Fact]
    public void A_short_psoas_tips_the_pelvis_of_a_stronger_body_further_against_the_same_back()
    {
        double Tilt(double kilograms) =>
            StandingExplanation
                .Find(
                    new Person(Sex.Male, Mass.FromKilograms(kilograms), Length.FromMetres(1.75)),
                    Length.FromMillimetres(10),
                    LumbarStiffness.FromNewtonMetresPerDegree(1)
                )
                .PelvicTilt.Degrees;
        Assert.True(Tilt(60) < Tilt(75) && Tilt(75) < Tilt(100));
    }

    [Theory]
    // hip and tightness, degrees
    [InlineData(-15, 0, false)]
    [InlineData(-15.01, 0, true)]
    [InlineData(-14, 1, false)]
    [InlineData(-14, 1.01, true)]
    [InlineData(-16, -5, true)]
    [InlineData(40, 0, false)]
    public void A_hip_is_beyond_measuring_itself_or_by_the_curve_it_is_read_from(double hip, double tightness, bool isBeyond) =>
        Assert.Equal(isBeyond, Measured.IsBeyond(hip, tightness));

    [Theory]
    [InlineData(16.99, true)]
    [InlineData(17, false)]
    [InlineData(40, false)]
    [InlineData(40.01, true)]
    public void A_body_is_beyond_measuring_by_its_mass_index(double index, bool isBeyond)
    {
        var person = new Person(Sex.Female, Mass.FromKilograms(index * 4), Length.FromMetres(2));
        Assert.Equal(isBeyond, Measured.Find(person, false, false).Contains(Extrapolation.BodySize));
    }

    [Fact]
    public void Every_answer_says_in_what_it_goes_beyond()
    {
        AssertSame(Rest(Person.TypicalMan, StretchLevel.OnTheBed, 0), []);
        AssertSame(Rest(Person.TypicalMan, StretchLevel.OnTheBed, 10), [Extrapolation.HipExtension]);
        AssertSame(Rest(Person.TypicalMan, StretchLevel.OverTheEdge, 0), [Extrapolation.HipExtension]);
        var heavy = new Person(Sex.Male, Mass.FromKilograms(250), Length.FromMetres(1.75));
        AssertSame(Rest(heavy, StretchLevel.OnTheBed, 0), [Extrapolation.BodySize]);

        ImmutableArray<Extrapolation> Standing(double millimetres) =>
            StandingExplanation
                .Find(Person.TypicalMan, Length.FromMillimetres(millimetres), LumbarStiffness.FromNewtonMetresPerDegree(1))
                .Extrapolations;
        AssertSame(Standing(5), []);
        AssertSame(Standing(40), [Extrapolation.MuscleLength]);

        AssertSame(Fit(-8), [Extrapolation.HipExtension, Extrapolation.MuscleLength]);
        AssertSame(Posture(-15), []);
        AssertSame(Posture(-16), [Extrapolation.HipExtension]);

        var study = PopulationStudy.Compute(new StudyQuestion(400, 3), null, TestContext.Current.CancellationToken);
        Assert.Equal(
            study.People.Count(person => person.HipOverEdge.Angle.Degrees - Math.Max(0, person.Tightness.Degrees) < -15),
            study.People.Count(person => person.IsBeyondMeasured)
        );
        Assert.InRange(study.People.Count(person => person.IsBeyondMeasured), 200, 399);
    }

    private static void AssertSame(ImmutableArray<Extrapolation> found, Extrapolation[] expected) => Assert.Equal(expected, found);

    private static ImmutableArray<Extrapolation> Rest(Person person, StretchLevel level, double tightness) =>
        RestExplanation
            .Find(new RestSetting(person, level) { Tissue = new HipTissue(Angle.FromDegrees(tightness)), Hold = TimeSpan.FromSeconds(5) })
            .Extrapolations;

    private static ImmutableArray<Extrapolation> Fit(double degrees) =>
        TightnessFit.Compute(new FitQuestion(Person.TypicalMan, HipFlexion.FromDegrees(degrees), null)).Sides[0].Extrapolations;

    private static ImmutableArray<Extrapolation> Posture(double degrees) =>
        PostureExplanation.Compute(Person.TypicalMan, Side.Right, new JointPose(HipFlexion.FromDegrees(degrees), default)).Extrapolations;
}
