using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supine.Biomechanics;

namespace Supine.Protocols.Prescribing;

/// <summary>What became of reading a question.</summary>
public abstract record SuggestionReading
{
    private SuggestionReading() { }

    /// <summary>It is one.</summary>
    /// <param name="Question">The question.</param>
    public sealed record Succeeded(SuggestionQuestion Question) : SuggestionReading;

    /// <summary>It is not.</summary>
    /// <param name="Sentence">Where, what is wrong, and what to do.</param>
    public sealed record Failed(string Sentence) : SuggestionReading;
}

/// <summary>Questions and suggestions as JSON.</summary>
public static class SuggestionJson
{
    private const string Example = """
        {"screening": {"edition": 2, "answeredAt": "2026-11-21T08:00:00Z", "yes": [], "released": []},
         "goal": "reach",
         "now": {"level": 1, "holdSeconds": 30, "sets": 1, "first": "left", "daysPerWeek": 5},
         "prescribed": [{"dial": "level", "by": "the practice"}],
         "sessions": [{"day": "2026-11-20", "level": 1, "holdSeconds": 30, "sets": 1, "completed": true,
                       "pain": 1, "painNextDay": 0, "stopReason": null, "backArched": false}],
         "at": "2026-11-21T09:00:00Z",
         "asked": {"by": "Dr. Okafor", "profession": "physiotherapist", "on": "2026-11-21"},
         "readings": {"left": {"belowDegrees": 4.5, "uncertaintyDegrees": 2.2, "beforeDegrees": 3.8}}}
        """;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a question: <c>screening</c> as <see cref="ScreeningJson"/>, and, each if there is one,
    /// <c>goal, now, prescribed[], sessions[], at, asked, readings</c>. <c>at</c> is the time it is, and without it the time the file is
    /// read; a session was told of at <c>toldAt</c>, and without it at the end of its day in UTC; it has a whole hold where it says so
    /// (<c>wholeHold</c>), and without that where it was completed.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="clock">What tells the time where the file does not.</param>
    /// <param name="protocols">Those that there are.</param>
    public static SuggestionReading Read(ReadOnlySpan<byte> json, TimeProvider clock, IEnumerable<Protocol> protocols)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Written? written;
        try
        {
            written = JsonSerializer.Deserialize<Written>(json, Options);
        }
        catch (JsonException fault)
        {
            var where = fault.Path is { Length: > 0 } path ? $" at {path}" : "";
            return new SuggestionReading.Failed(
                $"This is no question{where}, line {(fault.LineNumber ?? 0) + 1}. Write for example\n{Example}"
            );
        }

        if (written?.Screening is not { ValueKind: JsonValueKind.Object } answers)
        {
            return new SuggestionReading.Failed($"`screening` is missing: the safety questions come first. Write for example\n{Example}");
        }

        var read = ScreeningJson.Read(System.Text.Encoding.UTF8.GetBytes(answers.GetRawText()), ScreeningTable.Shipped);
        return read switch
        {
            ScreeningReading.Failed failed => new SuggestionReading.Failed($"screening: {failed.Sentence}"),
            ScreeningReading.Succeeded(var given, _) when (written.At ?? clock.GetUtcNow()) is var at => Build(
                written,
                at,
                Screening.Assess(ScreeningTable.Shipped, given.On(DateOnly.FromDateTime(at.DateTime))),
                protocols
            ),
            _ => throw new InvalidOperationException("Reading succeeds or fails."),
        };
    }

    /// <summary>Writes a suggestion: <c>result</c> (<c>do</c> or <c>notNow</c>), the rule, its sentence, the values and what is
    /// prescribed; <c>until</c> where it is to rest so long.</summary>
    /// <param name="suggestion">It.</param>
    /// <param name="language">Of the sentence.</param>
    public static string Write(Suggestion suggestion, Language language)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        var why = suggestion.Rule.Why.In(language);
        return suggestion switch
        {
            Suggestion.NotNow notNow => JsonSerializer.Serialize(
                new
                {
                    Result = "notNow",
                    Rule = notNow.Rule.Id,
                    Why = why,
                    notNow.Ask,
                    notNow.Until,
                },
                Options
            ),
            Suggestion.Prescribe { Programme: var programme } next => JsonSerializer.Serialize(
                new
                {
                    Result = "do",
                    Rule = next.Rule.Id,
                    Why = why,
                    next.Changed,
                    Programme = new WrittenProgramme(
                        programme.Level,
                        programme.Hold.TotalSeconds,
                        programme.Sets,
                        programme.First,
                        programme.Days
                    ),
                    programme.MinutesPerWeek,
                    Values = next.Values.Select(value => new
                    {
                        Name = value.Dial is { } dial ? JsonNamingPolicy.CamelCase.ConvertName(dial.ToString()) : "minutesPerWeek",
                        Why = value.Why.In(language),
                        LockedBy = value.PrescribedBy,
                    }),
                },
                Options
            ),
            _ => throw new InvalidOperationException("A suggestion is to do something, or not now."),
        };
    }

    private static SuggestionReading Build(Written written, DateTimeOffset at, Screening screening, IEnumerable<Protocol> protocols)
    {
        static SuggestionReading.Failed No(string where, string what) => new($"{where}: {what}");
        static bool IsProgramme(int? level, double? hold, int? sets) =>
            level is 1 or 2 && hold is >= 30 and <= 60 && sets is >= 1 and <= Suggesting.MostSets;
        const string Ranges = "`level` is 1 or 2, `holdSeconds` 30 to 60, `sets` 1 to 4.";

        Programme? now = null;
        if (written.Now is { } current)
        {
            if (
                !IsProgramme(current.Level, current.HoldSeconds, current.Sets)
                || current.First is not { } first
                || current.DaysPerWeek is not (>= 2 and <= 7)
            )
            {
                return No("now", $"{Ranges} `first` is left or right, `daysPerWeek` 2 to 7.");
            }

            now = new(
                current.Level!.Value,
                TimeSpan.FromSeconds(current.HoldSeconds!.Value),
                current.Sets!.Value,
                first,
                current.DaysPerWeek.Value
            );
        }

        DateTimeOffset? toldAt = null;
        var sessions = ImmutableArray.CreateBuilder<DoneSession>();
        foreach (var (session, index) in (written.Sessions ?? []).Select((session, index) => (session, index)))
        {
            if (
                !IsProgramme(session.Level, session.HoldSeconds, session.Sets)
                || session.Day is not { } day
                || session.Completed is not { } isWhole
                || session.Pain is not (null or (>= 0 and <= 10))
                || session.PainNextDay is not (null or (>= 0 and <= 10))
            )
            {
                return No(
                    $"sessions[{index}]",
                    $"{Ranges} `day` is a date, `completed` true or false, `pain` and `painNextDay` 0 to 10 or null."
                );
            }

            sessions.Add(
                new(
                    day,
                    session.Level!.Value,
                    TimeSpan.FromSeconds(session.HoldSeconds!.Value),
                    session.Sets!.Value,
                    isWhole,
                    session.Pain,
                    session.PainNextDay,
                    session.StopReason,
                    session.BackArched
                )
                {
                    HasWholeHold = session.WholeHold ?? isWhole,
                }
            );
            if (sessions[^1].IsReasonToRest)
            {
                var told = session.ToldAt ?? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
                toldAt = toldAt > told ? toldAt : told;
            }
        }

        foreach (var (value, index) in (written.Prescribed ?? []).Select((value, index) => (value, index)))
        {
            if (value.Dial is null || string.IsNullOrWhiteSpace(value.By))
            {
                return No($"prescribed[{index}]", "`dial` is level, hold, sets, first or days, and `by` says who prescribed it.");
            }
        }

        foreach (var (name, reading) in new[] { ("left", written.Readings?.Left), ("right", written.Readings?.Right) })
        {
            if (
                reading
                is not (
                    null
                    or { BelowDegrees: >= -60 and <= 60, UncertaintyDegrees: > 0 and <= 30, BeforeDegrees: null or (>= -60 and <= 60) }
                )
            )
            {
                return No($"readings.{name}", "`belowDegrees` and `beforeDegrees` are -60 to 60, `uncertaintyDegrees` above 0 to 30.");
            }
        }

        if (
            written.Asked is { } asked
            && (string.IsNullOrWhiteSpace(asked.By) || string.IsNullOrWhiteSpace(asked.Profession) || asked.On is null)
        )
        {
            return No("asked", "`by` and `profession` say who was asked, and `on` is the day.");
        }

        static HangingThigh? Thigh(WrittenReading? reading) =>
            reading is { BelowDegrees: { } below, UncertaintyDegrees: { } uncertainty }
                ? new(Angle.FromDegrees(below), Angle.FromDegrees(uncertainty))
                {
                    Before = reading.BeforeDegrees is { } before ? Angle.FromDegrees(before) : null,
                }
                : null;
        ImmutableArray<DoneSession> done = [.. sessions.OrderBy(session => session.Day)];
        return new SuggestionReading.Succeeded(
            new(
                screening,
                Suggesting.LevelsOf(screening, protocols),
                now,
                [.. (written.Prescribed ?? []).Select(value => new PrescribedDial(value.Dial!.Value, value.By!))],
                done,
                Thigh(written.Readings?.Left),
                Thigh(written.Readings?.Right)
            )
            {
                Goal = written.Goal,
                AfterPain = AfterPain.Find(toldAt, done, written.Asked?.On, at),
            }
        );
    }

    private sealed record Written(
        JsonElement? Screening,
        WrittenProgramme? Now,
        WrittenValue[]? Prescribed,
        WrittenSession[]? Sessions,
        WrittenReadings? Readings,
        Goal? Goal,
        DateTimeOffset? At,
        WrittenClearance? Asked
    );

    private sealed record WrittenProgramme(int? Level, double? HoldSeconds, int? Sets, Side? First, int? DaysPerWeek);

    private sealed record WrittenValue(Dial? Dial, string? By);

    private sealed record WrittenSession(
        DateOnly? Day,
        int? Level,
        double? HoldSeconds,
        int? Sets,
        bool? Completed,
        int? Pain,
        int? PainNextDay,
        StopReason? StopReason,
        bool? BackArched,
        bool? WholeHold,
        DateTimeOffset? ToldAt
    );

    private sealed record WrittenReadings(WrittenReading? Left, WrittenReading? Right);

    private sealed record WrittenReading(double? BelowDegrees, double? UncertaintyDegrees, double? BeforeDegrees);

    private sealed record WrittenClearance(string? By, string? Profession, DateOnly? On);
}
