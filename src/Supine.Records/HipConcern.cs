using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>What was measured twice and is for somebody to look at who can examine a hip.</summary>
public abstract record HipConcern
{
    private HipConcern() { }

    /// <summary>How far it has to be, on two measuring days in a row.</summary>
    public static Angle From => Suggesting.ToBeExamined;

    /// <summary>A thigh stays above the horizontal: the hip may not straighten.</summary>
    /// <param name="Side">Which.</param>
    /// <param name="Above">How far, on the day it was less.</param>
    public sealed record StaysAbove(Side Side, Angle Above) : HipConcern;

    /// <summary>One thigh hangs much less than the other.</summary>
    /// <param name="Less">The one that hangs less.</param>
    /// <param name="Apart">By how much, on the day it was less.</param>
    public sealed record SidesApart(Side Less, Angle Apart) : HipConcern;

    // angles are kept in radians; a rounding of the last digit decides nothing
    private const double Rounding = 1e-9;

    /// <summary>What the two latest measuring days of a side, and the two latest of both sides, show.</summary>
    public static ImmutableArray<HipConcern> FindAll(IReadOnlyCollection<HipRecord> readings)
    {
        var found = ImmutableArray.CreateBuilder<HipConcern>();
        var (left, right) = (HipDay.FindAll(Side.Left, readings), HipDay.FindAll(Side.Right, readings));
        foreach (var (side, days) in new[] { (Side.Left, left), (Side.Right, right) })
        {
            if (Twice([.. days.Select(day => -day.Below.Degrees)]) is { } above)
            {
                found.Add(new StaysAbove(side, Angle.FromDegrees(above)));
            }
        }

        var both = left.Join(
                right,
                one => (one.Day, one.Method),
                other => (other.Day, other.Method),
                (one, other) => (one.Below - other.Below).Degrees
            )
            .ToList();
        if (Twice(both) is { } leftLower)
        {
            found.Add(new SidesApart(Side.Right, Angle.FromDegrees(leftLower)));
        }
        else if (Twice([.. both.Select(difference => -difference)]) is { } rightLower)
        {
            found.Add(new SidesApart(Side.Left, Angle.FromDegrees(rightLower)));
        }

        return found.ToImmutable();
    }

    private static double? Twice(List<double> degrees) =>
        degrees.Count >= 2 && Math.Min(degrees[^1], degrees[^2]) is var less && less >= From.Degrees - Rounding ? less : null;
}
