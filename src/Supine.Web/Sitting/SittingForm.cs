using System.Collections.Immutable;
using System.Globalization;
using Supine.Sitting;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Sitting;

/// <summary>The plan as it stands in the page's form: what somebody typed stays, even if it cannot be read.</summary>
public sealed record SittingForm
{
    /// <summary>So many times to stretch can be typed in.</summary>
    public const int StretchFields = 3;

    /// <summary>So many quiet hours.</summary>
    public const int QuietFields = 3;

    /// <summary>How a time of day is sent.</summary>
    public const string TimeFormat = "HH:mm";

    /// <summary>The week as people begin it.</summary>
    public static ImmutableArray<DayOfWeek> Week { get; } =
    [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public required string Zone { get; init; }

    public required ImmutableHashSet<string> WorkDays { get; init; }

    public required string From { get; init; }

    public required string Until { get; init; }

    public required string Limit { get; init; }

    public required string Break { get; init; }

    public required string Postpone { get; init; }

    public required ImmutableHashSet<string> StretchDays { get; init; }

    public required ImmutableArray<string> Stretches { get; init; }

    public required string Stretch { get; init; }

    public required ImmutableArray<(string From, string Until)> Quiet { get; init; }

    public required CalendarContent Content { get; init; }

    /// <summary>A plan as it is typed.</summary>
    public static SittingForm Of(PlanDraft draft, CalendarContent content) =>
        new()
        {
            Zone = draft.Zone,
            WorkDays = [.. draft.WorkDays.Select(WordOf)],
            From = Write(draft.Hours.From),
            Until = Write(draft.Hours.Until),
            Limit = Write(draft.Limit),
            Break = Write(draft.Break),
            Postpone = Write(draft.Postpone),
            StretchDays = [.. draft.StretchDays.Select(WordOf)],
            Stretches = [.. draft.Stretches.Select(Write)],
            Stretch = Write(draft.Stretch),
            Quiet = [.. draft.Quiet.Select(span => (Write(span.From), Write(span.Until)))],
            Content = content,
        };

    /// <summary>What was sent.</summary>
    public static SittingForm Read(IFormCollection form) =>
        new()
        {
            Zone = One(form, "zone"),
            WorkDays = [.. form["workDay"].OfType<string>()],
            From = One(form, "from"),
            Until = One(form, "until"),
            Limit = One(form, "limit"),
            Break = One(form, "break"),
            Postpone = One(form, "postpone"),
            StretchDays = [.. form["stretchDay"].OfType<string>()],
            Stretches = [.. form["stretch"].OfType<string>().Take(StretchFields)],
            Stretch = One(form, "length"),
            Quiet = [.. form["quietFrom"].Zip(form["quietUntil"], (from, until) => (from ?? "", until ?? "")).Take(QuietFields)],
            Content = form["content"] == "stretches" ? CalendarContent.Stretches : CalendarContent.Everything,
        };

    /// <summary>A day as the form names it.</summary>
    public static string WordOf(DayOfWeek day) => day.ToString().ToLowerInvariant();

    /// <summary>The plan, or null with everything that is wrong with it.</summary>
    internal SittingPlan? ToPlan(Texts texts, Faults faults)
    {
        var draft = new PlanDraft
        {
            Zone = Zone.Trim(),
            WorkDays = [.. Week.Where(day => WorkDays.Contains(WordOf(day)))],
            Hours = new(ReadTime("from", From, texts, faults), ReadTime("until", Until, texts, faults)),
            Limit = ReadMinutes("limit", Limit, texts, faults),
            Break = ReadMinutes("break", Break, texts, faults),
            Postpone = ReadMinutes("postpone", Postpone, texts, faults),
            StretchDays = [.. Week.Where(day => StretchDays.Contains(WordOf(day)))],
            Stretches = [.. Stretches.Where(time => time.Length > 0).Select(time => ReadTime("stretch", time, texts, faults))],
            Stretch = ReadMinutes("length", Stretch, texts, faults),
            Quiet =
            [
                .. Quiet
                    .Where(span => span.From.Length + span.Until.Length > 0)
                    .Select(span => new DaySpan(ReadTime("quiet", span.From, texts, faults), ReadTime("quiet", span.Until, texts, faults))),
            ],
        };
        if (!faults.AreNone)
        {
            return null;
        }

        var plan = SittingPlan.TryCreate(draft, out var found);
        foreach (var fault in found)
        {
            faults.Add(FieldOf(fault), Explain(fault, texts));
        }

        return plan;
    }

    /// <summary>The fields in which something can be wrong, in the order of the form.</summary>
    public static ImmutableArray<string> Fields { get; } =
    ["workDay", "from", "until", "limit", "break", "postpone", "quiet", "stretch", "length", "stretchDay", "zone"];

    private static string FieldOf(PlanFault fault) =>
        fault switch
        {
            PlanFault.UnknownZone => "zone",
            PlanFault.NoWorkDays => "workDay",
            PlanFault.EmptyHours => "until",
            PlanFault.LimitOutOfRange => "limit",
            PlanFault.BreakOutOfRange => "break",
            PlanFault.PostponeOutOfRange => "postpone",
            PlanFault.TooManyStretches or PlanFault.StretchesTooClose or PlanFault.StretchInQuiet => "stretch",
            PlanFault.NoStretchDays => "stretchDay",
            PlanFault.StretchOutOfRange => "length",
            PlanFault.TooManyQuiet or PlanFault.EmptyQuiet => "quiet",
        };

    internal static string Explain(PlanFault fault, Texts texts) =>
        fault switch
        {
            PlanFault.UnknownZone => texts["sitting.unknownZone"],
            PlanFault.NoWorkDays => texts["sitting.noWorkDays"],
            PlanFault.EmptyHours => texts["sitting.emptyHours"],
            PlanFault.LimitOutOfRange => texts["sitting.limitOutOfRange", Between(SittingPlan.LimitRange)],
            PlanFault.BreakOutOfRange => texts["sitting.breakOutOfRange", Between(SittingPlan.BreakRange)],
            PlanFault.PostponeOutOfRange => texts["sitting.postponeOutOfRange"],
            PlanFault.TooManyStretches => texts["sitting.tooMany", ("most", SittingPlan.MostStretches)],
            PlanFault.NoStretchDays => texts["sitting.noStretchDays"],
            PlanFault.StretchOutOfRange => texts["sitting.stretchOutOfRange", Between(SittingPlan.StretchRange)],
            PlanFault.StretchesTooClose => texts["sitting.stretchesTooClose"],
            PlanFault.StretchInQuiet => texts["sitting.stretchInQuiet"],
            PlanFault.TooManyQuiet => texts["sitting.tooMany", ("most", SittingPlan.MostQuiet)],
            PlanFault.EmptyQuiet => texts["sitting.emptyQuiet"],
        };

    private static (string, object)[] Between((TimeSpan Least, TimeSpan Most) range) =>
        [("least", (int)range.Least.TotalMinutes), ("most", (int)range.Most.TotalMinutes)];

    private static string One(IFormCollection form, string name) => form[name].ToString();

    private static string Write(TimeOnly time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Write(TimeSpan time) => time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);

    private static TimeOnly ReadTime(string place, string text, Texts texts, Faults faults)
    {
        faults.Require(
            TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time),
            place,
            texts["sitting.needsTime"]
        );
        return time;
    }

    private static TimeSpan ReadMinutes(string place, string text, Texts texts, Faults faults)
    {
        faults.Require(
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 1000,
            place,
            $"{texts[$"sitting.{place}"]}: {texts["sitting.needsMinutes"]}"
        );
        return TimeSpan.FromMinutes(Math.Min(minutes, 1000));
    }
}
