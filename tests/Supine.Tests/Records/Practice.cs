using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>What somebody has practised and measured.</summary>
internal static class Practice
{
    /// <summary>A session of a day; what is not named was not measured or not answered.</summary>
    public static PastSession Session(
        DateOnly day,
        int? left = null,
        int? right = null,
        int? pain = null,
        string protocol = "psoas-lying-1",
        EndReason? end = EndReason.Completed,
        StopReason? stop = null
    ) =>
        new(
            $"{day:yyyy-MM-dd} {protocol}",
            protocol,
            "A session",
            new DateTimeOffset(day.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero),
            end,
            left is { } l ? TimeSpan.FromSeconds(l) : null,
            right is { } r ? TimeSpan.FromSeconds(r) : null,
            false,
            pain,
            stop
        );

    /// <summary>A reading whose half interval is 4°.</summary>
    public static HipRecord Reading(
        DateOnly day,
        double? below,
        Side side = Side.Left,
        ReadingMoment moment = ReadingMoment.Alone,
        double? pelvis = null,
        double half = 4
    ) =>
        new(
            "id",
            side,
            new DateTimeOffset(day.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero),
            ReadingMethod.Phone,
            moment,
            below is { } degrees ? Angle.FromDegrees(degrees) : null,
            null,
            pelvis is { } tilt ? Angle.FromDegrees(tilt) : null,
            below is null ? null : Angle.FromDegrees(half),
            pelvis is null ? null : Angle.FromDegrees(2 * half),
            null
        );

    /// <summary>What comes of answering no to everything but these, at 20 to 54.</summary>
    public static Screening Screened(params string[] yes) =>
        Screening.Assess(ScreeningTable.Shipped, new(ScreeningTable.Shipped.Edition, [.. yes, "from-20"], []));

    /// <summary>The protocols that come with the program.</summary>
    public static IReadOnlyList<Protocol> Shipped { get; } = [.. ProtocolFolder.Read(Path.Combine(Repository.Root, "protocols")).Protocols];
}
