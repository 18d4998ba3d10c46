namespace Supine.Web.Tests;

/// <summary>A clock that stands still until it is told to move. Its local time is that of a person in New York in winter.</summary>
internal sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    public static DateTimeOffset Morning { get; } = new(2026, 4, 15, 12, 30, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = now;

    public override TimeZoneInfo LocalTimeZone { get; } =
        TimeZoneInfo.CreateCustomTimeZone("five behind", TimeSpan.FromHours(-5), "five behind", "five behind");

    public override DateTimeOffset GetUtcNow() => Now;
}
