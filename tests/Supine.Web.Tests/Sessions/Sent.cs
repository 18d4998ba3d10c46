using System.Globalization;
using System.Text.Json.Nodes;

namespace Supine.Web.Tests.Sessions;

/// <summary>What a page sends.</summary>
internal static class Sent
{
    public static DateTimeOffset Start { get; } = new(2026, 4, 15, 11, 0, 0, TimeSpan.Zero);

    public static string NewId() => Guid.CreateVersion7(Start).ToString();

    public static string At(double seconds) =>
        Start
            .AddMilliseconds(Math.Round(seconds * 1000))
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Report(string track, params (double Second, long FromMs, long ToMs)[] spans) =>
        new()
        {
            ["track"] = track,
            ["startedAt"] = At(0),
            ["utcOffsetMinutes"] = -300,
            ["spans"] = new JsonArray([
                .. spans.Select(span => new JsonObject
                {
                    ["startedAt"] = At(span.Second),
                    ["fromMs"] = span.FromMs,
                    ["toMs"] = span.ToMs,
                }),
            ]),
            ["end"] = null,
            ["milder"] = null,
        };

    public static JsonObject Answers(
        string at,
        int? pain = null,
        int? footDangle = null,
        string? note = null,
        string? stopReason = null,
        bool? backArched = null,
        int? painNextDay = null
    ) =>
        new()
        {
            ["answeredAt"] = at,
            ["pain"] = pain,
            ["footDangle"] = footDangle,
            ["note"] = note,
            ["stopReason"] = stopReason,
            ["backArched"] = backArched,
            ["painNextDay"] = painNextDay,
        };

    /// <summary>A session of a day of April, played whole unless there is a reason to stop. Gives its id.</summary>
    public static async Task<string> PractiseAsync(
        TestSite site,
        int day,
        int pain,
        string protocol = "psoas-lying-1",
        string? stopReason = null,
        bool? backArched = false,
        int? painNextDay = null,
        double? heldSeconds = null
    )
    {
        var sequence = await site.CompileAsync(protocol);
        var start = new DateTimeOffset(2026, 4, day, 12, 0, 0, TimeSpan.Zero);
        string Then(double seconds) =>
            start.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var total = (long)
            (
                heldSeconds is { } held ? Supine.Protocols.PlannedHold.FindAll(sequence)[0].At + TimeSpan.FromSeconds(held) : sequence.Total
            ).TotalMilliseconds;
        var id = Guid.CreateVersion7(start).ToString();
        var report = new JsonObject
        {
            ["track"] = sequence.Hash,
            ["startedAt"] = Then(0),
            ["utcOffsetMinutes"] = -300,
            ["spans"] = new JsonArray(
                new JsonObject
                {
                    ["startedAt"] = Then(0),
                    ["fromMs"] = 0,
                    ["toMs"] = total,
                }
            ),
            ["end"] = new JsonObject
            {
                ["reason"] = stopReason is null && heldSeconds is null ? "completed" : "stopped",
                ["at"] = Then((total / 1000.0) + 1),
            },
            ["milder"] = null,
        };
        (await site.PutAsync($"/api/sessions/{id}", report)).EnsureSuccessStatusCode();
        var answers = Answers(Then(900), pain, stopReason: stopReason, backArched: backArched, painNextDay: painNextDay);
        (await site.PutAsync($"/api/sessions/{id}/after", answers)).EnsureSuccessStatusCode();
        return id;
    }

    public static JsonObject Ended(this JsonObject report, string reason, double second)
    {
        report["end"] = new JsonObject { ["reason"] = reason, ["at"] = At(second) };
        return report;
    }
}
