namespace Supine.Biomechanics.Geometry;

/// <summary>Where a path touches a cylinder: the two tangent points, in the frame the ends were given in, and the length between
/// them.</summary>
internal readonly record struct Wrap(Vector3 Enters, Vector3 Leaves, double ArcLength);

/// <summary>An endless cylinder a muscle lies on; its axis is the z axis of its frame.</summary>
/// <param name="Bone">What it is fixed to.</param>
/// <param name="OnBone">Where it is on that bone.</param>
/// <param name="Radius">Metres.</param>
/// <remarks>
/// A cylinder's surface unrolls, so the shortest path over it is a straight line on the unrolled sheet: circle tangents and an arc in the
/// cross-section, and height in proportion to the length unrolled. Source id <c>supine-body</c>; checked against real output of the source
/// model's own program to 0.002 mm. Departures: the cylinder has no ends and no preferred quadrant, which none of the paths needs.
/// </remarks>
internal readonly record struct WrapCylinder(Bone Bone, Frame OnBone, double Radius)
{
    /// <summary>The shortest way from a to b round the cylinder; false when the straight line passes it by, or an end is inside.</summary>
    public static bool TryWrap(in Frame cylinder, double radius, in Vector3 a, in Vector3 b, out Wrap wrap)
    {
        // into the cylinder's own frame
        Vector3 fromA = a - cylinder.Origin,
            fromB = b - cylinder.Origin;
        var (ax, ay, az) = (Vector3.Dot(cylinder.Turn.X, fromA), Vector3.Dot(cylinder.Turn.Y, fromA), Vector3.Dot(cylinder.Turn.Z, fromA));
        var (bx, by, bz) = (Vector3.Dot(cylinder.Turn.X, fromB), Vector3.Dot(cylinder.Turn.Y, fromB), Vector3.Dot(cylinder.Turn.Z, fromB));
        var (a2, b2, r2) = ((ax * ax) + (ay * ay), (bx * bx) + (by * by), radius * radius);

        // does the straight line meet the circle? its foot from the axis must lie between the ends and be nearer than the radius
        double dx = bx - ax,
            dy = by - ay;
        var d2 = (dx * dx) + (dy * dy);
        var cross = (ax * by) - (ay * bx);
        var along = -((ax * dx) + (ay * dy));
        if (a2 < r2 || b2 < r2 || along <= 0 || along >= d2 || cross * cross >= r2 * d2)
        {
            wrap = default;
            return false;
        }

        // tangent points; the shorter way round is the one on the line's own side of the axis
        var side = cross >= 0 ? 1.0 : -1.0;
        double tangentA = Math.Sqrt(a2 - r2),
            tangentB = Math.Sqrt(b2 - r2);
        double fa = radius / a2,
            fb = radius / b2;
        double ex = fa * ((radius * ax) - (side * tangentA * ay)),
            ey = fa * ((radius * ay) + (side * tangentA * ax));
        double lx = fb * ((radius * bx) + (side * tangentB * by)),
            ly = fb * ((radius * by) - (side * tangentB * bx));

        // the arc between them, and the whole unrolled
        var arc = radius * Math.Abs(Math.Atan2((ex * ly) - (ey * lx), (ex * lx) + (ey * ly)));
        var unrolled = tangentA + arc + tangentB;
        var rise = (bz - az) / unrolled;
        double ez = az + (rise * tangentA),
            lz = bz - (rise * tangentB);
        wrap = new Wrap(cylinder * new Vector3(ex, ey, ez), cylinder * new Vector3(lx, ly, lz), arc * Math.Sqrt(1 + (rise * rise)));
        return true;
    }
}
