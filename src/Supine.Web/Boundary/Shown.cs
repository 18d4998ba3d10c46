using System.Globalization;

namespace Supine.Web.Boundary;

/// <summary>How times are written for people.</summary>
internal static class Shown
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Missing = "—";

    /// <summary>Minutes and seconds, <c>1:30</c>; a dash where there is none. Begun seconds do not count.</summary>
    public static string Length(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{(int)known.TotalMinutes}:{known.Seconds:00}") : Missing;

    /// <summary>A day with its weekday, <c>Sat 21 Nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day in a narrow place, <c>21 Nov</c>.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A time of day, <c>07:30</c>.</summary>
    public static string TimeOfDay(DateTimeOffset time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
