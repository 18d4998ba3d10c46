using System.Collections.Immutable;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Geometry;

/// <summary>A muscle of the model: its course and its tissue.</summary>
internal sealed record Muscle(string Name, MusclePath Path, PassiveMuscle Tissue)
{
    public Muscle For(double scale, Side side) => new(Name, Path.For(scale, side), Tissue.For(scale));
}

/// <summary>The muscles as the tables give them: right side of the generic adult.</summary>
internal static class Anatomy
{
    /// <summary>Every muscle that crosses the hip; the psoas as a single line.</summary>
    public static ImmutableArray<Muscle> Muscles { get; } = ReadMuscles();

    /// <summary>The psoas as eleven fascicles from the lumbar spine, continued to the lesser trochanter.</summary>
    /// <remarks>
    /// Source ids <c>wilkinson-2021</c> (origins), <c>bogduk-1992</c> (areas), <c>rajagopal-2016</c> (from the pelvic brim on): a composite
    /// of our own.
    /// The single line's force is shared by area; fibre length and pennation are its own; each tendon is as long as makes every fibre,
    /// standing
    /// at ease, as stretched as the single line's.
    /// </remarks>
    public static ImmutableArray<Muscle> Fascicles { get; } = ReadFascicles();

    public static Muscle Find(string name) =>
        Muscles.FirstOrDefault(muscle => muscle.Name == name)
        ?? throw new ArgumentException(
            $"There is no muscle {name}. The muscles: {string.Join(", ", Muscles.Select(muscle => muscle.Name))}.",
            nameof(name)
        );

    private static ImmutableArray<Muscle> ReadMuscles()
    {
        var (points, wraps, muscles) = (Table.Read("path-points"), Table.Read("wraps"), Table.Read("muscles"));
        return
        [
            .. muscles.Rows.Select(row =>
            {
                double Number(string column) => Table.Number(row, muscles.Column(column));
                return new Muscle(
                    row[0],
                    ReadPath(row[0], points, wraps),
                    new PassiveMuscle(
                        Number("maximum_isometric_force_n"),
                        Number("optimal_fibre_length_m"),
                        Number("tendon_slack_length_m"),
                        Number("pennation_rad"),
                        ForceCurve.Passive(Number("strain_at_zero"), Number("strain_at_one"))
                    )
                );
            }),
        ];
    }

    /// <summary>A muscle's path from a table of points and one of cylinders.</summary>
    public static MusclePath ReadPath(string muscle, Table points, Table wraps)
    {
        var own = points.Rows.Where(row => row[0] == muscle).Select(row => (BoneOf(row[1]), PointOf(points, row))).ToList();
        var wrap = wraps.Rows.FirstOrDefault(row => row[0] == muscle);
        return wrap.IsDefault
            ? new MusclePath(own, null, -1)
            : new MusclePath(own, CylinderOf(wraps, wrap), (int)Table.Number(wrap, wraps.Column("after_point")) - 1);
    }

    private static ImmutableArray<Muscle> ReadFascicles()
    {
        var (table, whole) = (Table.Read("psoas-fascicles"), Find("psoas"));
        var wrap = Table.Read("wraps").Rows.First(row => row[0] == whole.Name);
        var below = Table
            .Read("path-points")
            .Rows.Where(row => row[0] == whole.Name)
            .Skip(1)
            .Select(row => (BoneOf(row[1]), PointOf(Table.Read("path-points"), row)))
            .ToList();
        var area = table.Numbers("area_mm2");
        var standing = new Skeleton(1, Side.Right);

        // how far the single line's fibres are stretched, standing at ease, if its tendon did not give
        var along = whole.Path.Length(standing) - whole.Tissue.SlackTendon;
        return
        [
            .. table.Rows.Select(
                (row, index) =>
                {
                    var path = new MusclePath([(BoneOf(row[1]), PointOf(table, row)), .. below], CylinderOf(Table.Read("wraps"), wrap), 1);
                    return new Muscle(
                        row[0],
                        path,
                        whole.Tissue with
                        {
                            MaximumForce = whole.Tissue.MaximumForce * area[index] / area.Sum(),
                            SlackTendon = path.Length(standing) - along,
                        }
                    );
                }
            ),
        ];
    }

    private static WrapCylinder CylinderOf(Table table, ImmutableArray<string> row)
    {
        double Number(string column) => Table.Number(row, table.Column(column));
        return new WrapCylinder(
            BoneOf(row[table.Column("bone")]),
            new Frame(Rotation.BodyXyz(Number("turn_x_rad"), Number("turn_y_rad"), Number("turn_z_rad")), PointOf(table, row)),
            Number("radius_m")
        );
    }

    private static Vector3 PointOf(Table table, ImmutableArray<string> row) =>
        new(Table.Number(row, table.Column("x_m")), Table.Number(row, table.Column("y_m")), Table.Number(row, table.Column("z_m")));

    private static Bone BoneOf(string name) => Enum.Parse<Bone>(name, ignoreCase: true);
}
