using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Checking;

/// <summary>How hip extension at level 2 changes with sex and body-mass index in the model, to hold against what is published.</summary>
/// <param name="WomenMoreDegrees">Mean of women less mean of men.</param>
/// <param name="BodyMassCorrelation">Of extension with body-mass index.</param>
/// <remarks>
/// Simulated as <c>hussein-farrag-2022</c> describes its people: as many of each of four classes of body-mass index, both sexes. Within a
/// class evenly spread from 17 to 18.5, 25, 30 and 40 kg/m² (choices: not read); heights as in <see cref="PopulationStudy"/>, tightness
/// and error of measurement too.
/// </remarks>
internal sealed record SizeSlopes(double WomenMoreDegrees, double BodyMassCorrelation)
{
    private const int People = 4000;
    private const double ErrorDegrees = 4;
    private static readonly double[] Classes = [17, 18.5, 25, 30, 40];

    /// <summary>The published correlation of hip extension with body-mass index, and its 95 % interval by Fisher's
    /// transformation.</summary>
    public static (double Least, double Likely, double Most) PublishedCorrelation { get; } = Interval(-0.291, 300);

    /// <summary>The slopes with an exponent of <see cref="BodySize"/>.</summary>
    public static SizeSlopes Compute(double exponent)
    {
        var draws = new Draws(21);
        var people = ImmutableArray.CreateBuilder<(Sex Sex, double BodyMassIndex, double Extension)>(People);
        Span<(double Thigh, double Shank, double Foot)> weights = stackalloc (double, double, double)[Lanes.Count];
        Span<double> tightness = stackalloc double[Lanes.Count];
        Span<double> indices = stackalloc double[Lanes.Count];
        for (var start = 0; start < People; start += Lanes.Count)
        {
            // four at once: women and men in turn, each four of one class
            var group = start / Lanes.Count % (Classes.Length - 1);
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var sex = SexOf(lane);
                var (mean, spread) = PopulationStudy.Heights(sex);
                var height = draws.Normal(mean, spread);
                indices[lane] = Classes[group] + (draws.Uniform() * (Classes[group + 1] - Classes[group]));
                tightness[lane] = draws.Normal(0, TightnessFit.SpreadDegrees);
                var mass = indices[lane] * height * height;
                var factor = BodySize.MomentFactor(mass, height, exponent);
                var person = new Person(sex, Mass.FromKilograms(mass), Length.FromMetres(height));
                var (thigh, shank, foot) = new LegWeight(person, 0).FirstMoments;
                weights[lane] = (thigh / factor, shank / factor, foot / factor);
            }

            var isDone = HangingLegs.TryFind(
                Vector256.Create(weights[0].Thigh, weights[1].Thigh, weights[2].Thigh, weights[3].Thigh),
                Vector256.Create(weights[0].Shank, weights[1].Shank, weights[2].Shank, weights[3].Shank),
                Vector256.Create(weights[0].Foot, weights[1].Foot, weights[2].Foot, weights[3].Foot),
                Vector256.Create<double>(tightness),
                Vector256.Create(TightnessFit.UsualPelvis.Degrees),
                out var hips,
                out _
            );
            if (!isDone.Equals(Vector256<double>.AllBitsSet))
            {
                throw new NoConvergenceException("four resting legs", "N m", double.NaN);
            }

            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                people.Add((SexOf(lane), indices[lane], draws.Normal(-hips[lane], ErrorDegrees)));
            }
        }

        double Mean(Sex sex) => people.Where(person => person.Sex == sex).Average(person => person.Extension);
        return new(
            Mean(Sex.Female) - Mean(Sex.Male),
            Validation.Correlation(people.Select(person => (person.BodyMassIndex, person.Extension)))
        );
    }

    /// <summary>The exponents that put both slopes where they were published: the correlation in its interval, women above
    /// men.</summary>
    public static (double Least, double Most) AllowedExponents()
    {
        var (least, _, most) = PublishedCorrelation;
        var steps = Enumerable.Range(0, 61).Select(step => step / 20.0).Where(IsAllowed).ToList();
        return (steps[0], steps[^1]);

        bool IsAllowed(double exponent)
        {
            var slopes = Compute(exponent);
            return slopes.BodyMassCorrelation >= least && slopes.BodyMassCorrelation <= most && slopes.WomenMoreDegrees > 0;
        }
    }

    private static Sex SexOf(int lane) => lane % 2 == 0 ? Sex.Female : Sex.Male;

    private static (double Least, double Likely, double Most) Interval(double correlation, int people)
    {
        var half = Quantile.Normal / Math.Sqrt(people - 3);
        return (Math.Tanh(Math.Atanh(correlation) - half), correlation, Math.Tanh(Math.Atanh(correlation) + half));
    }
}
