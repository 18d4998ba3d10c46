using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>How the phone lies on the thigh: where up was while the leg lay flat, and the axis the leg turns about; both in the axes of the
/// device.</summary>
/// <remarks>
/// h = normalize(Σ u0 × u_i) over the sweep; with l = h × u0, the thigh's long axis, an elevation is atan2(l·u, hypot(u0·u, h·u)).
/// Three departures from the obvious: <c>docs/models/inclinometer.md</c> says why.
/// </remarks>
public sealed record Hinge
{
    private readonly Vector _zero;
    private readonly Vector _axis;
    private readonly Vector _long;

    private Hinge(in Vector zero, in Vector axis) => (_zero, _axis, _long) = (zero, axis, Vector.Cross(axis, zero));

    /// <summary>The hinge of a leg that was lifted and lowered; there is none where it was not lifted at all.</summary>
    /// <param name="zero">Up while the leg lay flat.</param>
    /// <param name="sweep">Up while it was lifted and lowered, evenly spread over time or not.</param>
    /// <param name="hinge">The hinge, where the answer is true.</param>
    public static bool TryFind(UpDirection zero, ImmutableArray<UpDirection> sweep, [NotNullWhen(true)] out Hinge? hinge)
    {
        var u0 = zero.Vector;
        var sum = default(Vector);
        foreach (var up in sweep)
        {
            sum += Vector.Cross(u0, up.Vector);
        }

        hinge = UpDirection.TryFrom(sum, out var axis) ? new(u0, axis.Vector) : null;
        return hinge is not null;
    }

    /// <summary>How far the thigh is raised above where it lay at zero; negative where it hangs. −90° to 90°.</summary>
    public Angle RaisedFromZero(UpDirection up)
    {
        var u = up.Vector;
        var (across, along) = (Vector.Dot(_axis, u), Vector.Dot(_zero, u));
        return Angle.FromRadians(Math.Atan2(Vector.Dot(_long, u), Math.Sqrt((across * across) + (along * along))));
    }

    /// <summary>How far up has left the plane it turns in: zero for a leg that turns about the hinge alone under a phone that stays where
    /// it is.</summary>
    public Angle OutOfPlane(UpDirection up) => Angle.FromRadians(Math.Asin(Math.Clamp(Vector.Dot(_axis, up.Vector), -1, 1)));

    /// <summary>The angle between this axis and another, 0° to 90°, to compare how well it was found.</summary>
    internal Angle AxisAngleTo(in Vector axis)
    {
        var between = Vector.RadiansBetween(_axis, axis);
        return Angle.FromRadians(Math.Min(between, Math.PI - between));
    }
}
