using System.Globalization;

namespace Supine.Web.Boundary;

/// <summary>How times are written for people, and days in forms and rows.</summary>
internal static class Format
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Missing = "—";

    /// <summary>Minutes and seconds, <c>1:30</c>; a dash where there is none. Begun seconds do not count.</summary>
    public static string Length(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{(int)known.TotalMinutes}:{known.Seconds:00}") : Missing;

    /// <summary>Seconds to a tenth, <c>2.4</c>.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A time of day, <c>07:30</c>.</summary>
    public static string TimeOfDay(DateTimeOffset time) => TimeOfDay(TimeOnly.FromDateTime(time.DateTime));

    /// <summary>A time of day, like 14:05.</summary>
    public static string TimeOfDay(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day as forms and rows have it, <c>2026-04-16</c>.</summary>
    public static string IsoDay(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The day that is written so; null where none is.</summary>
    public static DateOnly? FindIsoDay(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private const string DayFormat = "yyyy-MM-dd";
}
