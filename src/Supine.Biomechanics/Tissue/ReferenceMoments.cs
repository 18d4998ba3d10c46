using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Tissue;

/// <summary>What the whole hip and knee resist with when nobody holds them: measured, muscles, capsule and all.</summary>
/// <remarks>
/// Source id <c>silder-2007</c>: means of 20 young adults lying on the side, digitised every degree. Hip −15° to 80° at four knee angles,
/// knee 0° to 120° at three hip angles. Between the rows straight lines. Departures: below −15° the hip moment goes on growing by the
/// factor
/// it has between −12° and −15°, which nobody has measured; the knee moment goes on in a straight line; elsewhere outside, the nearest row
/// holds.
/// Of the knee's rows those with the ankle at 20° are used at the hip angles −15° and 0° and the one with the ankle at 0° at 45°.
/// Degrees and newton metres; flexing is positive.
/// </remarks>
internal static class ReferenceMoments
{
    /// <summary>The most extended hip that was measured.</summary>
    public const double LeastHip = -15;
    private const double MostHip = 80;
    private const double MostKnee = 120;

    private static readonly double[] KneeRows = [15, 60, 90, 110];
    private static readonly double[] HipRows = [-15, 0, 45];

    // one row a knee angle: the moment at each whole degree of the hip from −15° up, and how it grows below
    private static readonly double[][] HipMoments = ReadHip();
    private static readonly double[] GrowthBelow = [.. HipMoments.Select(row => Math.Log(row[0] / row[3]) / 3)];

    // one row a hip angle: the moment at each whole degree of the knee from 0° up
    private static readonly double[][] KneeMoments = ReadKnee();

    /// <summary>The passive hip moment.</summary>
    public static double Hip(double hipDegrees, double kneeDegrees)
    {
        var knee = Math.Clamp(kneeDegrees, KneeRows[0], KneeRows[^1]);
        var row =
            knee < KneeRows[1] ? 0
            : knee < KneeRows[2] ? 1
            : 2;
        var share = (knee - KneeRows[row]) / (KneeRows[row + 1] - KneeRows[row]);
        return ((1 - share) * HipInRow(row, hipDegrees)) + (share * HipInRow(row + 1, hipDegrees));
    }

    /// <summary>The passive knee moment.</summary>
    public static double Knee(double hipDegrees, double kneeDegrees)
    {
        var hip = Math.Min(hipDegrees, HipRows[^1]);
        var row = hip < HipRows[1] ? 0 : 1;
        var share = (hip - HipRows[row]) / (HipRows[row + 1] - HipRows[row]);
        return ((1 - share) * Along(KneeMoments[row], kneeDegrees, 0, MostKnee))
            + (share * Along(KneeMoments[row + 1], kneeDegrees, 0, MostKnee));
    }

    private static double HipInRow(int row, double hipDegrees) =>
        hipDegrees >= LeastHip
            ? Along(HipMoments[row], hipDegrees, LeastHip, MostHip)
            : HipMoments[row][0] * Math.Exp(GrowthBelow[row] * (LeastHip - hipDegrees));

    /// <summary>Hip and knee moment of four people at once, with their slopes a degree of hip and of knee.</summary>
    public static (Slopes Hip, Slopes Knee) Four(
        Vector256<double> hipDegrees,
        Vector256<double> shiftedHipDegrees,
        Vector256<double> kneeDegrees
    )
    {
        // the hip: two rows side by side; below the last measured angle both go on by their own factor
        var knee = Vector256.Clamp(kneeDegrees, Vector256.Create(KneeRows[0]), Vector256.Create(KneeRows[^1]));
        var inLast = Vector256.GreaterThanOrEqual(knee, Vector256.Create(KneeRows[2]));
        var inMiddle = Vector256.AndNot(Vector256.GreaterThanOrEqual(knee, Vector256.Create(KneeRows[1])), inLast);
        var rowStart = Select(inLast, KneeRows[2], Select(inMiddle, KneeRows[1], Vector256.Create(KneeRows[0])));
        var rowWidth = Select(
            inLast,
            KneeRows[3] - KneeRows[2],
            Select(inMiddle, KneeRows[2] - KneeRows[1], Vector256.Create(KneeRows[1] - KneeRows[0]))
        );
        var row = Select(inLast, 2, Select(inMiddle, 1, Vector256<double>.Zero));
        var share = (knee - rowStart) / rowWidth;
        var place = Vector256.Clamp(shiftedHipDegrees, Vector256.Create(LeastHip), Vector256.Create(MostHip)) - Vector256.Create(LeastHip);
        var below = Vector256.Max(Vector256.Create(LeastHip) - shiftedHipDegrees, Vector256<double>.Zero);
        var (near, nearSlope, nearGrowth) = Pick(HipMoments, GrowthBelow, row, place);
        var (far, farSlope, farGrowth) = Pick(HipMoments, GrowthBelow, row + Vector256<double>.One, place);
        var isBelow = Vector256.GreaterThan(below, Vector256<double>.Zero);
        var isAbove = Vector256.GreaterThan(shiftedHipDegrees, Vector256.Create(MostHip));
        near *= Vector256.Exp(nearGrowth * below);
        far *= Vector256.Exp(farGrowth * below);
        nearSlope = Vector256.ConditionalSelect(
            isAbove,
            Vector256<double>.Zero,
            Vector256.ConditionalSelect(isBelow, -nearGrowth * near, nearSlope)
        );
        farSlope = Vector256.ConditionalSelect(
            isAbove,
            Vector256<double>.Zero,
            Vector256.ConditionalSelect(isBelow, -farGrowth * far, farSlope)
        );
        var isInside = Vector256.Equals(knee, kneeDegrees);
        var hip = new Slopes(
            near + (share * (far - near)),
            nearSlope + (share * (farSlope - nearSlope)),
            Vector256.ConditionalSelect(isInside, (far - near) / rowWidth, Vector256<double>.Zero)
        );

        // the knee, the same way; there the hip's rows go on in a straight line below
        var limited = Vector256.Min(hipDegrees, Vector256.Create(HipRows[2]));
        var isFlexed = Vector256.GreaterThanOrEqual(limited, Vector256.Create(HipRows[1]));
        var hipStart = Select(isFlexed, HipRows[1], Vector256.Create(HipRows[0]));
        var hipWidth = Select(isFlexed, HipRows[2] - HipRows[1], Vector256.Create(HipRows[1] - HipRows[0]));
        var hipRow = Select(isFlexed, 1, Vector256<double>.Zero);
        var hipShare = (limited - hipStart) / hipWidth;
        var bend = Vector256.Clamp(kneeDegrees, Vector256<double>.Zero, Vector256.Create(MostKnee));
        var (low, lowSlope, _) = Pick(KneeMoments, GrowthBelow, hipRow, bend);
        var (high, highSlope, _) = Pick(KneeMoments, GrowthBelow, hipRow + Vector256<double>.One, bend);
        return (
            hip,
            new Slopes(
                low + (hipShare * (high - low)),
                Vector256.ConditionalSelect(Vector256.Equals(limited, hipDegrees), (high - low) / hipWidth, Vector256<double>.Zero),
                lowSlope + (hipShare * (highSlope - lowSlope))
            )
        );
    }

    private static Vector256<double> Select(Vector256<double> where, double value, Vector256<double> otherwise) =>
        Vector256.ConditionalSelect(where, Vector256.Create(value), otherwise);

    // each lane's own cell of its own row
    private static (Vector256<double> Value, Vector256<double> Slope, Vector256<double> Growth) Pick(
        double[][] rows,
        double[] growths,
        Vector256<double> row,
        Vector256<double> place
    )
    {
        Span<double> starts = stackalloc double[4],
            slopes = stackalloc double[4],
            growth = stackalloc double[4],
            indices = stackalloc double[4];
        for (var lane = 0; lane < 4; lane++)
        {
            var index = (int)row[lane];
            var values = rows[index];
            var cell = Math.Min((int)place[lane], values.Length - 2);
            (starts[lane], slopes[lane], growth[lane], indices[lane]) = (
                values[cell],
                values[cell + 1] - values[cell],
                growths[index],
                cell
            );
        }

        var slope = Vector256.Create<double>(slopes);
        return (
            Vector256.Create<double>(starts) + ((place - Vector256.Create<double>(indices)) * slope),
            slope,
            Vector256.Create<double>(growth)
        );
    }

    // between two whole degrees; outside, the last of them
    private static double Along(double[] row, double degrees, double least, double most)
    {
        var place = Math.Clamp(degrees, least, most) - least;
        var index = Math.Min((int)place, row.Length - 2);
        return row[index] + ((place - index) * (row[index + 1] - row[index]));
    }

    private static double[][] ReadHip()
    {
        var table = Table.Read("silder-hip");
        var (hip, knee, moment) = (table.Numbers("hip_deg"), table.Numbers("knee_deg"), table.Numbers("moment_nm"));
        return [.. KneeRows.Select(row => Row(moment, hip, index => knee[index] == row))];
    }

    private static double[][] ReadKnee()
    {
        var table = Table.Read("silder-knee");
        var (hip, ankle, knee, moment) = (
            table.Numbers("hip_deg"),
            table.Numbers("ankle_deg"),
            table.Numbers("knee_deg"),
            table.Numbers("moment_nm")
        );
        return [.. HipRows.Select(row => Row(moment, knee, index => hip[index] == row && ankle[index] >= 0))];
    }

    private static double[] Row(double[] moment, double[] order, Func<int, bool> belongs) =>
        [.. Enumerable.Range(0, moment.Length).Where(belongs).OrderBy(index => order[index]).Select(index => moment[index])];
}

/// <summary>A moment of four people and how it changes a degree of hip and of knee.</summary>
internal readonly record struct Slopes(Vector256<double> Moment, Vector256<double> PerHip, Vector256<double> PerKnee);

/// <summary>What the capsule and all that is not muscle resists extension of the hip with.</summary>
/// <remarks>
/// <code>M = 3.0 N m · exp(0.165 · (−10 − hip))     hip in degrees, flexion positive</code>
/// Source id <c>supine-body</c>: what is left of <c>silder-2007</c> at a nearly straight knee when the muscles of <c>lai-uhlrich-2022</c>
/// are taken away,
/// −15° to −8°. A test of its own: it reaches 5 N m at −13°, cadaver hips without muscles at −12° ± 7° (<c>van-arkel-2015</c>).
/// </remarks>
internal static class HipCapsule
{
    private const double MomentAtTen = 3.0;
    private const double GrowthPerDegree = 0.165;

    public static double Moment(double hipDegrees) => MomentAtTen * Math.Exp(GrowthPerDegree * (-10 - hipDegrees));
}
