using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

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
        {"screening": {"edition": 1, "answeredAt": "2026-11-21T08:00:00Z", "yes": [], "released": []},
         "now": {"level": 1, "holdSeconds": 30, "sets": 1, "first": "left", "daysPerWeek": 5},
         "prescribed": [{"dial": "level", "by": "the practice"}],
         "sessions": [{"day": "2026-11-20", "level": 1, "holdSeconds": 30, "sets": 1, "completed": true,
                       "pain": 1, "painNextDay": 0, "stoppedForPain": false, "tingling": false, "backArched": false}],
         "readings": {"left": {"belowDegrees": 4.5, "uncertaintyDegrees": 2.2}},
         "body": {"sex": "female", "massKilograms": 62, "heightMetres": 1.65}}
        """;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a question: <c>screening</c> as <see cref="ScreeningJson"/>, and, each if there is one,
    /// <c>now, prescribed[], sessions[], readings, body</c>.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="protocols">Those that there are.</param>
    public static SuggestionReading Read(ReadOnlySpan<byte> json, IEnumerable<Protocol> protocols)
    {
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
            ScreeningReading.Succeeded succeeded => Build(written, Screening.Assess(ScreeningTable.Shipped, succeeded.Answers), protocols),
            _ => throw new InvalidOperationException("Reading succeeds or fails."),
        };
    }

    /// <summary>Writes a suggestion: <c>result</c> (<c>do</c> or <c>notNow</c>), the rule, its sentence, the values and what is
    /// prescribed.</summary>
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

    private static SuggestionReading Build(Written written, Screening screening, IEnumerable<Protocol> protocols)
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
                    session.Tingling,
                    session.BackArched
                )
                {
                    StoppedForPain = session.StoppedForPain,
                }
            );
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
            if (reading is not (null or { BelowDegrees: >= -60 and <= 60, UncertaintyDegrees: > 0 and <= 30 }))
            {
                return No($"readings.{name}", "`belowDegrees` is -60 to 60, `uncertaintyDegrees` above 0 to 30.");
            }
        }

        Person person;
        try
        {
            var sex = written.Body?.Sex ?? Sex.Female;
            var typical = Person.Typical(sex);
            person = new(
                sex,
                written.Body?.MassKilograms is { } mass ? Mass.FromKilograms(mass) : typical.Mass,
                written.Body?.HeightMetres is { } height ? Length.FromMetres(height) : typical.Height
            );
        }
        catch (ArgumentOutOfRangeException fault)
        {
            return No("body", fault.Message);
        }

        static HangingThigh? Thigh(WrittenReading? reading) =>
            reading is { BelowDegrees: { } below, UncertaintyDegrees: { } uncertainty }
                ? new(Angle.FromDegrees(below), Angle.FromDegrees(uncertainty))
                : null;
        var (left, right) = (Thigh(written.Readings?.Left), Thigh(written.Readings?.Right));
        return new SuggestionReading.Succeeded(
            new(
                screening,
                Suggesting.LevelsOf(screening, protocols),
                now,
                [.. (written.Prescribed ?? []).Select(value => new PrescribedDial(value.Dial!.Value, value.By!))],
                [.. sessions.OrderBy(session => session.Day)],
                left,
                right,
                Forecast.OnTheBed(person, left, right)
            )
        );
    }

    private sealed record Written(
        JsonElement? Screening,
        WrittenProgramme? Now,
        WrittenValue[]? Prescribed,
        WrittenSession[]? Sessions,
        WrittenReadings? Readings,
        WrittenBody? Body
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
        bool StoppedForPain,
        bool Tingling,
        bool BackArched
    );

    private sealed record WrittenReadings(WrittenReading? Left, WrittenReading? Right);

    private sealed record WrittenReading(double? BelowDegrees, double? UncertaintyDegrees);

    private sealed record WrittenBody(Sex? Sex, double? MassKilograms, double? HeightMetres);
}

/// <summary>What the body model expects of a measured person.</summary>
public static class Forecast
{
    /// <summary>
    /// The passive moment of the tighter hip at level 1, as in the reference adult, N·m; null without a reading. The reading's
    /// uncertainty is taken at its cautious end: tighter, so that the bed stretches more and level 2 is farther.
    /// </summary>
    /// <param name="person">Whose hip.</param>
    /// <param name="left">The left thigh at level 2.</param>
    /// <param name="right">The right.</param>
    public static Moment? OnTheBed(Person person, HangingThigh? left, HangingThigh? right)
    {
        var tighter = new[] { left, right }
            .OfType<HangingThigh>()
            .Select(thigh => thigh.Below - thigh.Uncertainty)
            .OrderBy(below => below.Degrees)
            .Select(below => (Angle?)below)
            .FirstOrDefault();
        if (tighter is not { } below)
        {
            return null;
        }

        var hip = Angle.FromDegrees(
            Math.Clamp((-below - TightnessFit.UsualPelvis).Degrees, ModelRanges.MeasuredHip.Least, ModelRanges.MeasuredHip.Most)
        );
        var fit = TightnessFit.Compute(new(person, new HipFlexion(hip), null));
        // beyond what tightness explains it is at an end of its range: very tight, or very supple
        var tightness =
            fit.Sides[0].Tightness?.Likely.Degrees
            ?? (hip.Degrees > fit.Sides[0].Expected.Angle.Degrees ? ModelRanges.Tightness.Most : ModelRanges.Tightness.Least);
        return OnTheBed(person, Angle.FromDegrees(tightness));
    }

    /// <summary>The passive moment of a hip at level 1, as in the reference adult, N·m: a bigger body resists with more and needs more
    /// before it is a stretch.</summary>
    /// <param name="person">Whose hip.</param>
    /// <param name="tightness">Of all that crosses it; −30 to 30°.</param>
    public static Moment OnTheBed(Person person, Angle tightness) =>
        RestExplanation.Find(new RestSetting(person, StretchLevel.OnTheBed) { Tissue = new HipTissue(tightness) }).ReferenceHipMoment;
}
