using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using NodaTime;
using Supine.Sitting;

namespace Supine.Tests.Sitting;

/// <summary>How Outlook reads the calendar's time zone, by Microsoft's published rules: MS-OXCICAL 2.1.3.1.1.19 and MS-STANOICAL 2.2.47. It
/// takes one part for standard and one for daylight saving time, each with a yearly rule; of several it takes one, or none.</summary>
public partial class OutlookZoneTests
{
    private const int FirstYear = 2026;
    private const int Years = 30;

    // Their clocks change on "the Friday on or after the 23rd" and the like, which no rule that Outlook reads can say.
    private static readonly ImmutableHashSet<string> BeyondOutlook =
    [
        "America/Godthab",
        "America/Nuuk",
        "America/Scoresbysund",
        "Asia/Jerusalem",
        "Asia/Tel_Aviv",
        "Israel",
    ];

    private static IEnumerable<IGrouping<int, Instant>> ChangesOf(DateTimeZone zone) =>
        zone.GetZoneIntervals(Instant.FromUtc(FirstYear, 1, 1, 0, 0), Instant.FromUtc(FirstYear + Years, 1, 1, 0, 0))
            .Skip(1)
            .Select(interval => interval.Start)
            .GroupBy(change => change.InUtc().Year);

    private static IEnumerable<DateTimeZone> ZonesWith(Func<ImmutableArray<int>, bool> changesAYear) =>
        SittingPlan
            .Zones.Select(id => DateTimeZoneProviders.Tzdb[id])
            .Where(zone => changesAYear([.. ChangesOf(zone).Select(year => year.Count())]));

    public static TheoryData<string> YearlyZones =>
        [.. ZonesWith(counts => counts.Length == Years && counts.All(count => count == 2)).Select(zone => zone.Id)];

    [Fact]
    public void Many_zones_have_yearly_changes_and_most_of_the_sitting_tests_zones_are_among_them()
    {
        Assert.True(YearlyZones.Count > 100, $"{YearlyZones.Count}");
        Assert.Equal(
            ["Africa/Casablanca", "America/Sao_Paulo", "Asia/Kolkata"],
            SittingCalendarTests
                .Zones.Select(row => row.Data.Item1)
                .Except(YearlyZones.Select(row => row.Data))
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(YearlyZones))]
    public void A_zone_with_yearly_changes_has_one_part_of_each_kind_with_a_yearly_rule(string zone)
    {
        var parts = PartsOf(zone);
        Assert.Equal(["DAYLIGHT", "STANDARD"], parts.Select(part => part.Kind).Order(StringComparer.Ordinal));
        Assert.All(parts, part => Assert.StartsWith("RRULE:FREQ=YEARLY;", Rule().Match(part.Lines).Value, StringComparison.Ordinal));
        Assert.Equal(!BeyondOutlook.Contains(zone), parts.All(part => OneWeekday().IsMatch(part.Lines)));
    }

    [Theory]
    [MemberData(nameof(YearlyZones))]
    [InlineData("America/Havana")] // its clocks did not go back in 2026
    public void Its_rules_give_the_changes_of_the_zone_itself(string zone)
    {
        // A change at the midnight after a certain day may be written as the last second of that day.
        var expected = ChangesOf(DateTimeZoneProviders.Tzdb[zone]).SelectMany(year => year).ToList();
        var found = ReadZone(Write(zone))
            .TimeZoneInfos.SelectMany(Expand)
            .Where(change => change.InUtc().Year is >= FirstYear and < FirstYear + Years)
            .Order()
            .ToList();
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected.Zip(found, (one, other) => one - other), late => Assert.InRange(late, Duration.Zero, Duration.FromSeconds(1)));
    }

    [Fact]
    public void A_zone_without_changes_has_one_part_for_standard_time()
    {
        var zones = ZonesWith(counts => counts.IsEmpty).ToList();
        Assert.True(zones.Count > 100);
        Assert.All(
            zones,
            zone =>
            {
                var part = Assert.Single(PartsOf(zone.Id));
                Assert.Equal("STANDARD", part.Kind);
                Assert.DoesNotContain("RRULE", part.Lines, StringComparison.Ordinal);
            }
        );
    }

    // Of several parts of a kind, Outlook takes the one that begins last.
    [Fact]
    public void The_rules_come_after_a_year_that_is_an_exception()
    {
        var parts = ReadZone(Write("America/Havana")).TimeZoneInfos;
        Assert.True(parts.Count > 2);
        Assert.All(
            parts.GroupBy(part => part.Name, part => part),
            kind => Assert.NotNull(kind.MaxBy(part => part.Start!.Value)!.RecurrenceRule)
        );
    }

    [Theory]
    [InlineData("Africa/Casablanca")]
    [InlineData("America/Vancouver")]
    [InlineData("Asia/Gaza")]
    public void A_zone_without_yearly_rules_is_described_change_by_change(string zone)
    {
        var parts = PartsOf(zone);
        Assert.True(parts.Count > 2);
        Assert.All(parts, part => Assert.DoesNotContain("RRULE", part.Lines, StringComparison.Ordinal));
    }

    private static IEnumerable<Instant> Expand(VTimeZoneInfo part) =>
        new CalendarEvent { Start = part.Start, RecurrenceRule = part.RecurrenceRule } // without a rule, once
            .GetOccurrences()
            .TakeWhile(occurrence => occurrence.Period.StartTime.Year <= FirstYear + Years)
            .Select(occurrence =>
                LocalDateTime
                    .FromDateTime(occurrence.Period.StartTime.Value)
                    .WithOffset(Offset.FromTimeSpan(part.OffsetFrom!.Offset))
                    .ToInstant()
            );

    private static VTimeZone ReadZone(string calendar) => Assert.Single(Ical.Net.Calendar.Load(calendar)!.TimeZones);

    private static List<(string Kind, string Lines)> PartsOf(string zone) =>
        [
            .. Part()
                .Matches(Write(zone).Replace("\r\n ", "", StringComparison.Ordinal))
                .Select(part => (part.Groups[1].Value, part.Groups[2].Value)),
        ];

    private static string Write(string zone) =>
        SittingCalendarTests.Calendar(new() { Zone = zone, Stretches = [new(12, 0)] }, new(FirstYear, 1, 1)).Write();

    [GeneratedRegex("BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:\\1", RegexOptions.Singleline)]
    private static partial Regex Part();

    // One occurrence of one day of the week, and no day of the month beside it.
    [GeneratedRegex("^RRULE:FREQ=YEARLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU);BYMONTH=[0-9]+\r$", RegexOptions.Multiline)]
    private static partial Regex OneWeekday();

    [GeneratedRegex("^RRULE:.*$", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
