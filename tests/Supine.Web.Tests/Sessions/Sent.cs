using System.Globalization;
using System.Text.Json.Nodes;

namespace Supine.Web.Tests.Sessions;

/// <summary>What a page sends.</summary>
internal static class Sent
{
    public static DateTimeOffset Start { get; } = new(2026, 4, 15, 11, 0, 0, TimeSpan.Zero);

    public static string NewId() => Guid.CreateVersion7(Start).ToString();

    public static string At(double seconds) => Start.AddMilliseconds(Math.Round(seconds * 1000)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Report(string track, params (double Second, long FromMs, long ToMs)[] spans) => new()
    {
        ["track"] = track,
        ["startedAt"] = At(0),
        ["utcOffsetMinutes"] = -300,
        ["spans"] = new JsonArray([.. spans.Select(span => new JsonObject { ["startedAt"] = At(span.Second), ["fromMs"] = span.FromMs, ["toMs"] = span.ToMs })]),
        ["end"] = null,
    };

    public static JsonObject Ended(this JsonObject report, string reason, double second)
    {
        report["end"] = new JsonObject { ["reason"] = reason, ["at"] = At(second) };
        return report;
    }
}
