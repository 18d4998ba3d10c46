using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace Supine.Web.Charts;

/// <summary>The clock on a person's wall: their now and their today, wherever the server stands.</summary>
/// <param name="time">Tells the instant.</param>
/// <param name="zone">Where the person is: as the asking device says, or else as their device said last, or else UTC.</param>
internal sealed class PersonClock(TimeProvider time, DateTimeZone zone)
{
    /// <summary>The IANA name of the zone.</summary>
    public string Zone => zone.Id;

    /// <summary>This instant, as the person's clock shows it.</summary>
    public DateTimeOffset Now => At(time.GetUtcNow());

    /// <summary>The person's day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>An instant as the person's clock shows it.</summary>
    public DateTimeOffset At(DateTimeOffset instant) => instant.ToInstant().InZone(zone).ToDateTimeOffset();

    /// <summary>The instant at which the person's clock shows a time: the first of two, or as much after a gap as the time lies in
    /// it.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly clock) =>
        LocalDateTime.FromDateTime(day.ToDateTime(clock)).InZone(zone, Resolvers.LenientResolver).ToDateTimeOffset();

    /// <summary>Now, or a millisecond after the latest of what it has to follow: a clock may have been set back, and the later one still
    /// counts.</summary>
    public DateTimeOffset After(DateTimeOffset? latest)
    {
        var now = Now;
        return latest >= now ? latest.Value.AddMilliseconds(1).ToOffset(now.Offset) : now;
    }
}
