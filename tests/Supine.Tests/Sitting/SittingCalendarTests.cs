using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Supine.Sitting;

namespace Supine.Tests.Sitting;

public partial class SittingCalendarTests
{
    private const int TwoYears = 731;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    // Each changes its clocks in a way of its own, or not at all; the times to stretch lie where days lose and repeat an hour.
    public static TheoryData<string, int> Zones =>
        new()
        {
            { "Europe/Berlin", 2026 },
            { "America/New_York", 2026 },
            { "Australia/Lord_Howe", 2026 }, // by half an hour
            { "Asia/Kolkata", 2026 }, // never, and half an hour off
            { "America/Sao_Paulo", 2018 }, // at midnight, and then no more
            { "America/Santiago", 2026 }, // at midnight
            { "Africa/Casablanca", 2026 }, // by the moon
            { "Africa/Cairo", 2026 },
            { "Pacific/Chatham", 2026 }, // three quarters of an hour off
            { "America/St_Johns", 2026 },
        };

    /// <summary>What ical.js makes of these files is compared with these instants in tests/golden/sitting.test.ts.</summary>
    [Theory]
    [MemberData(nameof(Zones))]
    public void A_calendar_and_what_is_in_it_for_two_years(string zone, int year)
    {
        var calendar = Calendar(
            new()
            {
                Zone = zone,
                Limit = TimeSpan.FromMinutes(110),
                Stretches = [new(0, 0), new(0, 15), new(1, 45), new(2, 15), new(2, 45), new(20, 0)],
            },
            new(year, 1, 1)
        );
        AssertGolden(zone.Replace('/', '-'), calendar, new(year, 1, 1), 10);
    }

    private static void AssertGolden(string name, SittingCalendar calendar, DateOnly from, int? count = null)
    {
        var series = calendar
            .ListInstances(TwoYears)
            .GroupBy(instance => $"{instance.Appointment.Activity.ToString().ToLowerInvariant()}-{instance.Appointment.At:HHmm}")
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => Summarize([.. one.Select(instance => instance.At.UtcDateTime)]));
        Assert.Equal(count ?? series.Count, series.Count);
        Assert.True(series.Count > 3);
        Repository.AssertGolden($"tests/golden/sitting/{name}.ics", calendar.Write());
        Repository.AssertGolden(
            $"tests/golden/sitting/{name}.json",
            JsonSerializer.Serialize(
                new
                {
                    days = TwoYears,
                    from = $"{from:yyyy-MM-dd}",
                    series,
                },
                Readable
            ) + "\n"
        );
    }

    [Fact]
    public void A_break_leads_to_its_own_address() =>
        Assert.Contains("URL:http://127.0.0.1:5170/sitting/break\r\n", Calendar(new(), new(2026, 1, 1)).Write(), StringComparison.Ordinal);

    [Fact]
    public void A_calendar_of_nights_and_what_is_in_it_for_two_years()
    {
        // over the nights in which the clocks change, and asked for on both of their days
        var calendar = Calendar(
            new()
            {
                Zone = "Europe/Berlin",
                WorkDays = [DayOfWeek.Saturday, DayOfWeek.Sunday, DayOfWeek.Wednesday],
                Hours = new(new(22, 0), new(6, 0)),
                Limit = TimeSpan.FromMinutes(60),
                StretchDays = PlanDraft.EveryDay,
                Stretches = [new(2, 30)],
            },
            new(2026, 1, 1)
        );
        AssertGolden("Europe-Berlin-nights", calendar, new(2026, 1, 1));
    }

    [Fact]
    public void Lines_are_short_and_words_are_escaped()
    {
        var words = new CalendarWords("Día; de estar, sentado\\" + string.Concat(Enumerable.Repeat("ñ🧘", 30)), "Break", "Stretch");
        var written = (Calendar(new() { Stretches = [new(12, 0)] }, new(2026, 1, 1)) with { Words = words }).Write();
        Assert.All(written.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Contains(
            "NAME:Día\\; de estar\\, sentado\\\\ñ🧘",
            written.Replace("\r\n ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Ids_are_the_same_whenever_it_is_read_and_what_stays_keeps_its_id()
    {
        var draft = new PlanDraft { Stretches = [new(12, 30), new(20, 0)] };
        var before = Calendar(draft, new(2026, 1, 1));
        var after = Calendar(draft with { Stretches = [new(12, 30), new(21, 0)] }, new(2026, 5, 1)) with
        {
            ChangedAt = before.ChangedAt.AddDays(100),
        };
        var ids = IdsOf(before);
        Assert.Equal(ids, ids.Distinct());
        Assert.Equal(ids.Select(id => id.Replace("2000", "2100", StringComparison.Ordinal)), IdsOf(after));
        Assert.Contains("stretch-1230-0123456789abcdef0123456789abcdef@supine", ids);
    }

    [Fact]
    public void Whoever_wants_no_breaks_in_it_gets_the_stretches_and_their_address()
    {
        var written = (Calendar(new() { Stretches = [new(12, 30)] }, new(2026, 1, 1)) with { Content = CalendarContent.Stretches }).Write();
        Assert.Equal(1, written.Split("BEGIN:VEVENT").Length - 1);
        Assert.Equal(1, written.Split("BEGIN:VALARM").Length - 1);
        Assert.Contains("URL:http://127.0.0.1:5170/\r\n", written, StringComparison.Ordinal);
    }

    private static List<string> IdsOf(SittingCalendar calendar) =>
        [.. Id().Matches(calendar.Write().Replace("\r\n ", "", StringComparison.Ordinal)).Select(match => match.Groups[1].Value)];

    internal static SittingCalendar Calendar(PlanDraft draft, DateOnly from) =>
        new(
            GeneratedPlans.Create(draft),
            Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
            from,
            new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero),
            CalendarContent.Everything,
            new("Sitting", "Stand up for a moment", "Supine"),
            new("http://127.0.0.1:5170/"),
            new("http://127.0.0.1:5170/sitting/break")
        );

    // the stretches of time in which it is always at the same time of the UTC day, and a digest of every instant
    private static object Summarize(List<DateTime> instants)
    {
        var runs = new List<string[]>();
        for (var i = 0; i < instants.Count; i++)
        {
            if (i == 0 || instants[i].TimeOfDay != instants[i - 1].TimeOfDay)
            {
                runs.Add([Write(instants[i]), Write(instants[i])]);
            }

            runs[^1][1] = Write(instants[i]);
        }

        var all = string.Join('\n', instants.Select(Write));
        return new
        {
            count = instants.Count,
            runs,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))),
        };
    }

    private static string Write(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("UID:(.*)\r")]
    private static partial Regex Id();
}
