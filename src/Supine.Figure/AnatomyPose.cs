using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Biomechanics.Answers;

namespace Supine.Figure;

/// <summary>Which muscles are drawn.</summary>
internal enum Muscles
{
    All,
    PsoasAlone,
}

/// <summary>The body model's bones and muscles in the drawing's units, on the pelvis: the hip's centre is the origin, the belly to the
/// right.</summary>
internal sealed record AnatomyPose
{
    // every drawing of a muscle has as many points, so that one can turn into another
    private const int PointsOfCourse = 16;

    /// <summary>How much thicker than the sketch the body is drawn, on every side.</summary>
    public const double Flesh = 5;

    // where the sacrum's upper end is in its own outline
    private static readonly Vector SacralEnd = new(-1, -35);

    public required Placement Sacrum { get; init; }

    /// <summary>L5 to L1.</summary>
    public required ImmutableArray<Placement> Vertebrae { get; init; }

    public required ImmutableArray<ImmutableArray<Vector>> Psoas { get; init; }

    public required double PsoasTension { get; init; }

    public required ImmutableArray<Vector> RectusFemoris { get; init; }

    public required double RectusFemorisTension { get; init; }

    public required Vector LegMassCentre { get; init; }

    public static AnatomyPose Of(FigureAnatomy anatomy)
    {
        var bones = anatomy.Posture.Bones;
        var hip = bones.HipCentre;

        // the model's thigh is drawn as long as the figure's, so that the knees meet
        var scale = FigurePose.ThighLength / Distance(hip, bones.KneeCentre);
        Vector On(BodyPoint point) => scale * new Vector(point.Forward.Metres - hip.Forward.Metres, hip.Up.Metres - point.Up.Metres);

        // a vertebra lies between two discs; above the highest disc it goes on as below
        var discs = bones.LumbarJoints.Select(On).ToList();
        discs.Add(discs[^1] + (discs[^1] - discs[^2]));
        var vertebrae = discs.Zip(discs.Skip(1), (below, above) => Placement.At(0.5 * (below + above), (below - above).DegreesFromDown()));

        return new AnatomyPose
        {
            Sacrum = Placement.At(discs[0] - SacralEnd),
            Vertebrae = [.. vertebrae],
            Psoas = [.. anatomy.Posture.Fascicles.Select(fascicle => Course(fascicle.Path.Select(On)))],
            PsoasTension = Tension(anatomy.Psoas),
            RectusFemoris = Course(anatomy.Posture.Find("rectusFemoris").Path.Select(On)),
            RectusFemorisTension = Tension(anatomy.RectusFemoris),
            LegMassCentre = On(bones.LegMassCentre),
        };

        static double Tension(Biomechanics.Force force) => Math.Clamp(force.Newtons / FigureAnatomy.Taut.Newtons, 0, 1);
    }

    /// <summary>Writes hip bone, spine and muscles, the muscles over the bones.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="muscles">Which of them.</param>
    /// <param name="prefix">What the names of the parts begin with, where a drawing has them twice.</param>
    public void Append(StringBuilder svg, Muscles muscles = Muscles.All, string prefix = "")
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"fig-bone fig-ilium\" d=\"{FigureShapes.Ilium}\"/>");
        Spine(svg, $"{prefix}sacrum", Sacrum, FigureShapes.Sacrum);
        for (var index = 0; index < Vertebrae.Length; index++)
        {
            Spine(svg, $"{prefix}l{5 - index}", Vertebrae[index], FigureShapes.Vertebra);
        }

        foreach (var fascicle in Psoas)
        {
            Muscle(svg, "", fascicle, PsoasTension);
        }

        if (muscles == Muscles.All)
        {
            Muscle(svg, " fig-broad", RectusFemoris, RectusFemorisTension);
        }
    }

    private static void Spine(StringBuilder svg, string name, Placement placement, string outline) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g data-joint=\"{name}\" transform=\"{placement.ToTransform()}\"><path class=\"fig-bone fig-spine\" d=\"{outline}\"/></g>"
        );

    // a muscle at rest, and over it its tension
    private static void Muscle(StringBuilder svg, string more, ImmutableArray<Vector> course, double tension)
    {
        var points = string.Join(' ', course.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"fig-slack{more}\" points=\"{points}\"/>");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polyline class=\"fig-taut{more}\" points=\"{points}\" stroke-opacity=\"{tension:0.##}\"/>"
        );
    }

    // equally spaced along the course
    private static ImmutableArray<Vector> Course(IEnumerable<Vector> course)
    {
        var points = course.ToList();
        var lengths = points.Zip(points.Skip(1), (from, to) => (to - from).Length).ToList();
        var step = lengths.Sum() / (PointsOfCourse - 1);
        var drawn = ImmutableArray.CreateBuilder<Vector>(PointsOfCourse);
        var (part, before) = (0, 0.0);
        for (var index = 0; index < PointsOfCourse; index++)
        {
            var at = index * step;
            while (part < lengths.Count - 1 && before + lengths[part] < at)
            {
                before += lengths[part++];
            }

            var share = lengths[part] == 0 ? 0 : Math.Min(1, (at - before) / lengths[part]);
            drawn.Add(points[part] + (share * (points[part + 1] - points[part])));
        }

        return drawn.MoveToImmutable();
    }

    private static double Distance(BodyPoint a, BodyPoint b) =>
        new Vector(a.Forward.Metres - b.Forward.Metres, a.Up.Metres - b.Up.Metres).Length;
}
