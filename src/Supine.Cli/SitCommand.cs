using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Supine.Protocols;
using Supine.Sitting;

namespace Supine.Cli;

/// <summary><c>supine sit</c>: watches over a day of sitting in the terminal.</summary>
internal static class SitCommand
{
    public static Command Create()
    {
        var usual = new PlanDraft();
        var limit = Duration("--limit", "The longest time to sit.", usual.Limit);
        var rest = Duration("--break", "How long a break is; who is away as long has had one.", usual.Break);
        var postpone = Duration("--postpone", "By how long a break is put off.", usual.Postpone);
        var hours = new Option<DaySpan>("--hours")
        {
            Description = "Work, like 09:00-17:00, or 22:00-06:00; all day unless given.",
            HelpName = "span",
            CustomParser = result => Read(result) ?? default,
            DefaultValueFactory = _ => new(TimeOnly.MinValue, new(23, 59)),
        };
        var quiet = new Option<ImmutableArray<DaySpan>>("--quiet")
        {
            Description = "When nothing asks, like 12:00-13:00; may be given more than once.",
            HelpName = "span",
            CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value, result)).OfType<DaySpan>()],
            DefaultValueFactory = _ => [],
        };
        var stretches = new Option<ImmutableArray<TimeOnly>>("--stretch")
        {
            Description = "A time to lie down and stretch, like 12:30; may be given more than once.",
            HelpName = "time",
            CustomParser = result => [.. result.Tokens.Select(token => ReadTime(token.Value, result)).OfType<TimeOnly>()],
            DefaultValueFactory = _ => [],
        };
        var served = new Option<Uri>("--address")
        {
            Description = "Where the program is served, for the addresses in the prompts; http://127.0.0.1:5170 unless given.",
            HelpName = "url",
            CustomParser = ReadAddress,
            DefaultValueFactory = _ => new("http://127.0.0.1:5170"),
        };
        var zone = new Option<string>("--zone")
        {
            Description = "The time zone, like Europe/Berlin; this machine's unless given.",
            HelpName = "name",
            DefaultValueFactory = _ => SittingPlan.NameOf(TimeProvider.System.LocalTimeZone),
        };
        var until = new Option<TimeSpan?>("--for")
        {
            Description = "Ends by itself after this time, like 8h.",
            HelpName = "duration",
            CustomParser = result => ReadDuration(result, "--for"),
        };
        var command = new Command(
            "sit",
            "Asks for a break when somebody has sat for too long. Keys: b break, p put off, s skip one, d do not disturb for an hour, "
                + "q quit."
        )
        {
            limit,
            rest,
            postpone,
            hours,
            quiet,
            stretches,
            served,
            zone,
            until,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                var draft = usual with
                {
                    Zone = parsed.GetValue(zone)!,
                    WorkDays = PlanDraft.EveryDay,
                    Hours = parsed.GetValue(hours),
                    Limit = parsed.GetValue(limit),
                    Break = parsed.GetValue(rest),
                    Postpone = parsed.GetValue(postpone),
                    Quiet = parsed.GetValue(quiet),
                    Stretches = [.. parsed.GetValue(stretches)],
                };
                if (SittingPlan.TryCreate(draft, out var faults) is not { } plan)
                {
                    foreach (var fault in faults)
                    {
                        error.WriteLine($"supine: {Explain(fault)}");
                    }

                    return ExitCode.BadUsage;
                }

                var probe = await IdleProbe.FindAsync(cancellationToken);
                output.WriteLine(
                    probe is null
                        ? "Nothing here tells when you are away: press b when you stand up."
                        : $"Being away for as long as a break counts as one ({probe.Program})."
                );
                var desk = new TerminalDesk(
                    plan,
                    TimeProvider.System,
                    new TerminalKeys().WaitAsync,
                    probe is null ? null : probe.AskAsync,
                    parsed.GetValue(served)!,
                    output
                );
                await desk.RunAsync(parsed.GetValue(until), cancellationToken);
                return ExitCode.Fine;
            }
        );
        return command;
    }

    /// <summary>What is wrong and what would be right, in a sentence.</summary>
    public static string Explain(PlanFault fault) =>
        fault switch
        {
            PlanFault.UnknownZone => "--zone: no time zone has this name; write one like Europe/Berlin.",
            PlanFault.NoWorkDays => "Name at least one day of work.",
            PlanFault.EmptyHours => "--hours: work must not end as it begins.",
            PlanFault.LimitOutOfRange => Between("--limit", SittingPlan.LimitRange),
            PlanFault.BreakOutOfRange => Between("--break", SittingPlan.BreakRange),
            PlanFault.PostponeOutOfRange => "--postpone: write at least 1m and no more than the limit.",
            PlanFault.TooManyStretches => $"--stretch: at most {SittingPlan.MostStretches} a day.",
            PlanFault.NoStretchDays => "Name a day for the stretches.",
            PlanFault.StretchOutOfRange => Between("A stretch", SittingPlan.StretchRange),
            PlanFault.StretchesTooClose => "--stretch: one begins before the one before it is over, or would not be over by midnight.",
            PlanFault.StretchInQuiet => "--stretch: one is in quiet hours.",
            PlanFault.TooManyQuiet => $"--quiet: at most {SittingPlan.MostQuiet} a day.",
            PlanFault.EmptyQuiet => "--quiet: it must not end when it begins.",
        };

    private static string Between(string what, (TimeSpan Least, TimeSpan Most) range) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: write {range.Least.TotalMinutes:0}m to {range.Most.TotalMinutes:0}m.");

    private static Option<TimeSpan> Duration(string name, string description, TimeSpan usual) =>
        new(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} {usual.TotalMinutes:0}m unless given."),
            HelpName = "duration",
            DefaultValueFactory = _ => usual,
            CustomParser = result => ReadDuration(result, name) ?? usual,
        };

    private static TimeSpan? ReadDuration(ArgumentResult result, string name)
    {
        // a day is longer than the durations of protocols
        var text = result.Tokens[^1].Value;
        if (
            text.Length > 1
            && "mh".Contains(text[^1], StringComparison.Ordinal)
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < 1000
        )
        {
            return text[^1] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count);
        }

        if (DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero)
        {
            return duration;
        }

        result.AddError($"{name} {text}: write a time like 30m, 8h or 45s.");
        return null;
    }

    private static DaySpan? Read(ArgumentResult result) => Read(result.Tokens[^1].Value, result);

    private static DaySpan? Read(string text, ArgumentResult result)
    {
        if (text.Split('-') is [var from, var until] && TryRead(from, out var begin) && TryRead(until, out var end))
        {
            return new(begin, end);
        }

        result.AddError($"{text}: write a span like 09:00-17:00.");
        return null;
    }

    private static TimeOnly? ReadTime(string text, ArgumentResult result)
    {
        if (TryRead(text, out var time))
        {
            return time;
        }

        result.AddError($"{text}: write a time like 12:30.");
        return null;
    }

    private static Uri ReadAddress(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"--address {text}: write one like http://127.0.0.1:5170.");
        return new("http://127.0.0.1:5170");
    }

    private static bool TryRead(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
