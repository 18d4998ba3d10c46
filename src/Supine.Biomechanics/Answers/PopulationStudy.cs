using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>A population to simulate.</summary>
/// <param name="People">How many.</param>
/// <param name="Seed">The same seed gives the same people, on any number of cores.</param>
public sealed record StudyQuestion(int People, int Seed)
{
    /// <summary>Standard deviation of tightness.</summary>
    public Angle TightnessSpread { get; init; } = TightnessFit.Spread;

    /// <summary>Standard deviation of a measured hip angle.</summary>
    public Angle MeasurementError { get; init; } = Angle.FromDegrees(4);

    /// <summary>The passive moment of the hip from which a stretch counts as one, in the reference adult; in others it grows with the
    /// body, as the moment does (see <see cref="BodySize"/>). A choice: nobody has published such a threshold.</summary>
    public Moment StretchMoment { get; init; } = Moment.FromNewtonMetres(15);
}

/// <summary>One simulated person.</summary>
/// <param name="Sex">Half of them women.</param>
/// <param name="Mass">From height and a body-mass index.</param>
/// <param name="Height">By sex.</param>
/// <param name="Tightness">Of everything that crosses the hip.</param>
/// <param name="PelvisOnBed">Posterior tilt at level 1.</param>
/// <param name="PelvisOverEdge">Posterior tilt at level 2.</param>
/// <param name="HipOnBed">Resting hip at level 1.</param>
/// <param name="HipOverEdge">Resting hip at level 2.</param>
/// <param name="KneeOverEdge">Resting knee at level 2.</param>
/// <param name="ThighBelowMeasured">What a measurement at level 2 would say the thigh hangs below the horizontal.</param>
/// <param name="MomentOnBed">Passive hip moment at level 1.</param>
/// <param name="MomentOverEdge">Passive hip moment at level 2.</param>
/// <param name="PsoasOnBed">Elongation of the psoas at level 1.</param>
/// <param name="PsoasOverEdge">Elongation of the psoas at level 2.</param>
public readonly record struct SimulatedPerson(
    Sex Sex,
    Mass Mass,
    Length Height,
    Angle Tightness,
    PosteriorTilt PelvisOnBed,
    PosteriorTilt PelvisOverEdge,
    HipFlexion HipOnBed,
    HipFlexion HipOverEdge,
    KneeFlexion KneeOverEdge,
    Angle ThighBelowMeasured,
    Moment MomentOnBed,
    Moment MomentOverEdge,
    Length PsoasOnBed,
    Length PsoasOverEdge
)
{
    /// <summary>Whether level 2 takes the hip, or the curve it is read from, beyond what was measured.</summary>
    public bool IsBeyondMeasured => Measured.IsBeyond(HipOverEdge.Angle.Degrees, Tightness.Degrees);

    /// <summary>Passive moments against the reference adult's.</summary>
    internal double MomentFactor => BodySize.MomentFactor(Mass.Kilograms, Height.Metres, BodySize.Exponent);
}

/// <summary>How a number is spread over people, in its unit.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Spread">Standard deviation.</param>
/// <param name="Percentiles">The 5th, 25th, 50th, 75th and 95th.</param>
public sealed record Distribution(double Mean, double Spread, ImmutableArray<double> Percentiles);

/// <summary>A simulated population on the two stretches.</summary>
/// <param name="Question">Who they are.</param>
/// <param name="People">Each of them.</param>
/// <param name="ReachOnBed">The share whose hip is stretched at level 1.</param>
/// <param name="NeedEdge">The share whose hip is stretched at level 2 only.</param>
/// <remarks>
/// Sizes, pelvic tilts and the threshold are choices (source id <c>supine-body</c>): women 1.63 ± 0.065 m, men 1.76 ± 0.07 m, body-mass
/// index 25.5 ± 4
/// from 17 to 40, tilt 10° ± 4° at level 1 and 5° ± 4° at level 2. Everybody is drawn from a counter of their own, so chunks and cores
/// change nothing.
/// </remarks>
public sealed record PopulationStudy(StudyQuestion Question, ImmutableArray<SimulatedPerson> People, double ReachOnBed, double NeedEdge)
{
    private const double Degree = Math.PI / 180;
    private const int Chunk = 1024;

    /// <summary>Simulates on all cores.</summary>
    /// <param name="question">Whom.</param>
    /// <param name="progress">Told the share done, from any thread; or null.</param>
    /// <param name="cancellationToken">To stop.</param>
    public static PopulationStudy Compute(StudyQuestion question, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        ModelRanges.People.Check(question.People, nameof(question));
        var people = new SimulatedPerson[question.People];
        var chunks = (question.People + Chunk - 1) / Chunk;
        var done = 0;
        Parallel.For(
            0,
            chunks,
            new ParallelOptions { CancellationToken = cancellationToken },
            chunk =>
            {
                var (from, to) = (chunk * Chunk, Math.Min(question.People, (chunk + 1) * Chunk));
                Simulate(question, people.AsSpan(from, to - from), from);
                progress?.Report((double)Interlocked.Increment(ref done) / chunks);
            }
        );

        var threshold = question.StretchMoment.NewtonMetres;
        bool IsStretch(SimulatedPerson person, Moment moment) => moment.NewtonMetres >= threshold * person.MomentFactor;
        var reach = people.Count(person => IsStretch(person, person.MomentOnBed));
        var need = people.Count(person => !IsStretch(person, person.MomentOnBed) && IsStretch(person, person.MomentOverEdge));
        return new PopulationStudy(
            question,
            System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(people),
            (double)reach / question.People,
            (double)need / question.People
        );
    }

    /// <summary>Mean and standard deviation of height, metres.</summary>
    internal static (double Mean, double Spread) Heights(Sex sex) =>
        sex switch
        {
            Sex.Female => (1.63, 0.065),
            Sex.Male => (1.76, 0.07),
        };

    /// <summary>How a number is spread over the people.</summary>
    public Distribution Spread(Func<SimulatedPerson, double> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var values = People.Select(number).Order().ToArray();
        var mean = values.Average();
        var spread = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
        double Percentile(double share)
        {
            var place = share * (values.Length - 1);
            var below = (int)place;
            return below + 1 < values.Length ? values[below] + ((place - below) * (values[below + 1] - values[below])) : values[below];
        }

        return new Distribution(mean, spread, [Percentile(0.05), Percentile(0.25), Percentile(0.5), Percentile(0.75), Percentile(0.95)]);
    }

    private static void Simulate(StudyQuestion question, Span<SimulatedPerson> people, int first)
    {
        Span<Drawn> drawn = stackalloc Drawn[Lanes.Count];
        var (psoas, leg) = (new PathLanes(Anatomy.Find("psoas").Path), new LegLanes());
        var straight = Psoas(Vector256<double>.Zero, Vector256<double>.Zero);
        for (var start = 0; start < people.Length; start += Lanes.Count)
        {
            // a last group that is not full draws people who are thrown away
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                drawn[lane] = Drawn.Of(question, first + start + lane);
            }

            var tightness = Vector256.Create(drawn[0].Tightness, drawn[1].Tightness, drawn[2].Tightness, drawn[3].Tightness);
            var pelvis = Vector256.Create(
                drawn[0].PelvisOverEdge,
                drawn[1].PelvisOverEdge,
                drawn[2].PelvisOverEdge,
                drawn[3].PelvisOverEdge
            );
            var strength = Vector256.Create(drawn[0].Strength, drawn[1].Strength, drawn[2].Strength, drawn[3].Strength);

            // a leg whose tissue is twice as strong rests like one of half the weight
            var isDone = HangingLegs.TryFind(
                Vector256.Create(drawn[0].Thigh, drawn[1].Thigh, drawn[2].Thigh, drawn[3].Thigh) / strength,
                Vector256.Create(drawn[0].Shank, drawn[1].Shank, drawn[2].Shank, drawn[3].Shank) / strength,
                Vector256.Create(drawn[0].Foot, drawn[1].Foot, drawn[2].Foot, drawn[3].Foot) / strength,
                tightness,
                pelvis,
                out var hips,
                out var knees
            );
            var onBed = Vector256<double>.Zero;
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                ref readonly var person = ref drawn[lane];
                if (BitConverter.DoubleToInt64Bits(isDone[lane]) == 0)
                {
                    var alone = new HangingLeg(
                        person.Person(),
                        new HipTissue(Angle.FromDegrees(person.Tightness)),
                        person.PelvisOverEdge,
                        0
                    );
                    if (!alone.TryFindFree(double.PositiveInfinity, out var rest))
                    {
                        throw new NoConvergenceException("a resting leg", "N m", rest.Residual);
                    }

                    (hips, knees) = (hips.WithElement(lane, rest.Hip), knees.WithElement(lane, rest.Knee));
                }

                onBed = onBed.WithElement(lane, FindOnBed(person));
            }

            var psoasOnBed = Psoas(onBed, Vector256<double>.Zero) - straight;
            var psoasOverEdge = Psoas(hips, knees) - straight;
            for (var lane = 0; lane < Lanes.Count && start + lane < people.Length; lane++)
            {
                people[start + lane] = Answer(drawn[lane], onBed[lane], hips[lane], knees[lane], psoasOnBed[lane], psoasOverEdge[lane]);
            }
        }

        // of the generic adult; degrees and metres
        Vector256<double> Psoas(Vector256<double> hipDegrees, Vector256<double> kneeDegrees)
        {
            leg.Pose(hipDegrees * Degree, Vector256<double>.Zero, Vector256<double>.Zero, kneeDegrees * Degree);
            return psoas.Measure(leg, out _);
        }
    }

    // level 1: on the bed, unless the hip is too tight for a straight leg to weigh it down
    private static double FindOnBed(in Drawn person)
    {
        var onBed = -person.PelvisOnBed;
        var balance = new BedLeg { Person = person };
        if (balance.At(onBed) > 0)
        {
            Roots.TryFind(ref balance, onBed, 85 - person.PelvisOnBed, HangingLeg.Enough, out onBed, out _);
        }

        return onBed;
    }

    private static SimulatedPerson Answer(in Drawn person, double onBed, double hip, double knee, double psoasOnBed, double psoasOverEdge)
    {
        var scale = person.Height / Supine.Biomechanics.Person.Generic.Height.Metres;
        return new SimulatedPerson(
            person.Sex,
            Mass.FromKilograms(person.Mass),
            Length.FromMetres(person.Height),
            Angle.FromDegrees(person.Tightness),
            PosteriorTilt.FromDegrees(person.PelvisOnBed),
            PosteriorTilt.FromDegrees(person.PelvisOverEdge),
            HipFlexion.FromDegrees(onBed),
            HipFlexion.FromDegrees(hip),
            KneeFlexion.FromDegrees(knee),
            Angle.FromDegrees(-hip - person.PelvisOverEdge + person.MeasurementError),
            Moment.FromNewtonMetres(person.Strength * ReferenceMoments.Hip(onBed - person.Tightness, 0)),
            Moment.FromNewtonMetres(person.Strength * ReferenceMoments.Hip(hip - person.Tightness, knee)),
            Length.FromMetres(scale * psoasOnBed),
            Length.FromMetres(scale * psoasOverEdge)
        );
    }

    private struct BedLeg : IBalance
    {
        public Drawn Person;

        public readonly double At(double x)
        {
            var below = (-x - Person.PelvisOnBed) * Degree;
            return (Person.Strength * ReferenceMoments.Hip(x - Person.Tightness, 0))
                - ((Person.Thigh + Person.Shank) * Math.Cos(below))
                - (Person.Foot * Math.Cos(below - (Math.PI / 3)));
        }
    }

    /// <summary>Somebody drawn from the counter of their number.</summary>
    private readonly record struct Drawn(
        Sex Sex,
        double Mass,
        double Height,
        double Tightness,
        double PelvisOnBed,
        double PelvisOverEdge,
        double MeasurementError,
        double Thigh,
        double Shank,
        double Foot,
        double Strength
    )
    {
        public static Drawn Of(StudyQuestion question, int number)
        {
            var draws = new Draws((((ulong)(uint)question.Seed) << 32) ^ (uint)number);
            var sex = draws.Uniform() < 0.5 ? Sex.Female : Sex.Male;
            var (meanHeight, spreadHeight) = Heights(sex);
            var height = Math.Clamp(draws.Normal(meanHeight, spreadHeight), 1.35, 2.1);
            var mass = Math.Clamp(draws.Normal(25.5, 4), 17, 40) * height * height;
            var tightness = Math.Clamp(
                draws.Normal(0, question.TightnessSpread.Degrees),
                ModelRanges.Tightness.Least,
                ModelRanges.Tightness.Most
            );
            var onBed = Math.Clamp(
                draws.Normal(10, AngleErrors.AssumedPelvis.Deviation.Degrees),
                ModelRanges.Pelvis.Least,
                ModelRanges.Pelvis.Most
            );
            var overEdge = Math.Clamp(
                draws.Normal(TightnessFit.UsualPelvis.Degrees, AngleErrors.AssumedPelvis.Deviation.Degrees),
                ModelRanges.Pelvis.Least,
                ModelRanges.Pelvis.Most
            );
            var error = draws.Normal(0, question.MeasurementError.Degrees);
            var person = PersonOf(sex, mass, height);
            var (thigh, shank, foot) = new LegWeight(person, 0).FirstMoments;
            return new(sex, mass, height, tightness, onBed, overEdge, error, thigh, shank, foot, BodySize.MomentFactor(person));
        }

        public Person Person() => PersonOf(Sex, Mass, Height);

        private static Person PersonOf(Sex sex, double mass, double height) =>
            new(sex, Supine.Biomechanics.Mass.FromKilograms(mass), Length.FromMetres(height));
    }
}

/// <summary>Random numbers from a counter: SplitMix64 (Steele, Lea and Flood 2014), and the bell curve by Box and Muller.</summary>
internal struct Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Normal(double mean, double spread)
    {
        // one minus it is never zero
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return mean + (spread * radius * Math.Cos(2 * Math.PI * Uniform()));
    }

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
