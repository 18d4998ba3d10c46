using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supine.Protocols.Prescribing;

/// <summary>What became of reading kept answers.</summary>
public abstract record ScreeningReading
{
    private ScreeningReading() { }

    /// <summary>They are answers to the table.</summary>
    /// <param name="Answers">The answers.</param>
    /// <param name="AnsweredAt">When they were given.</param>
    public sealed record Succeeded(ScreeningAnswers Answers, DateTimeOffset AnsweredAt) : ScreeningReading;

    /// <summary>They are not.</summary>
    /// <param name="Sentence">What is wrong and what to do.</param>
    public sealed record Failed(string Sentence) : ScreeningReading;
}

/// <summary>Answers as the JSON that the page saves and the command line reads: <c>edition, answeredAt, yes[], released[]</c>, each release
/// with <c>question, by, profession, on</c> and, if there are any, <c>until</c> and <c>limits[]</c>; any other member is passed
/// over.</summary>
public static class ScreeningJson
{
    private const string Shape =
        "Save it from the page /screening, or write {\"edition\": 2, \"answeredAt\": \"2026-11-21T08:00:00Z\", \"yes\": [], "
        + "\"released\": []}.";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes answers.</summary>
    public static string Write(ScreeningAnswers answers, DateTimeOffset answeredAt)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return JsonSerializer.Serialize(
            new Written(
                answers.Edition,
                answeredAt,
                [.. answers.Yes],
                [
                    .. answers.Released.Select(release => new WrittenRelease(
                        release.Question,
                        release.Clearance.By,
                        release.Clearance.Profession,
                        release.Clearance.On,
                        release.Until,
                        release.Limits.IsEmpty ? null : [.. release.Limits.Select(ScreeningTable.WordOf)]
                    )),
                ]
            ),
            Options
        );
    }

    /// <summary>Reads answers to a table.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="table">What was asked.</param>
    public static ScreeningReading Read(ReadOnlySpan<byte> json, ScreeningTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Written? written;
        try
        {
            written = JsonSerializer.Deserialize<Written>(json, Options);
        }
        catch (JsonException)
        {
            return new ScreeningReading.Failed($"These are no answers. {Shape}");
        }

        if (
            written is not { Edition: { } edition, AnsweredAt: { } answeredAt, Yes: { } yes, Released: { } released }
            || yes.Any(id => id is null)
        )
        {
            return new ScreeningReading.Failed($"These answers are not whole. {Shape}");
        }

        if (edition != table.Edition)
        {
            return new ScreeningReading.Failed(
                $"They answer edition {edition} of the questions, and this is edition {table.Edition}. Answer the questions again."
            );
        }

        if (yes.FirstOrDefault(id => table.Find(id) is null) is { } unknown)
        {
            return new ScreeningReading.Failed(
                $"There is no question `{Shapes.Shorten(unknown)}`. Known: "
                    + $"{string.Join(", ", table.Questions.Select(question => question.Id))}."
            );
        }

        var releases = ImmutableArray.CreateBuilder<ScreeningRelease>();
        foreach (var (release, index) in released.Select((release, index) => (release, index)))
        {
            if (
                release is not { Question: { } question, On: { } on }
                || string.IsNullOrWhiteSpace(release.By)
                || string.IsNullOrWhiteSpace(release.Profession)
                || (release.Limits ?? []).Any(limit => ScreeningTable.FindLimit(limit) is null)
            )
            {
                return new ScreeningReading.Failed(
                    $"released[{index}]: name `question`, `by`, `profession` and `on`, a day; `until` is a day and `limits` a "
                        + "list, if there are any."
                );
            }

            if (!yes.Contains(question) || releases.Any(known => known.Question == question))
            {
                return new ScreeningReading.Failed(
                    $"`{Shapes.Shorten(question)}` is released and not among `yes`, or released twice. Name each once, in both."
                );
            }

            releases.Add(
                new(
                    question,
                    new(release.By, release.Profession, on),
                    release.Until,
                    [.. (release.Limits ?? []).Select(limit => ScreeningTable.FindLimit(limit)!.Value)]
                )
            );
        }

        return new ScreeningReading.Succeeded(new(edition, [.. yes], releases.ToImmutable()), answeredAt);
    }

    private sealed record Written(int? Edition, DateTimeOffset? AnsweredAt, string[]? Yes, WrittenRelease?[]? Released);

    private sealed record WrittenRelease(string? Question, string? By, string? Profession, DateOnly? On, DateOnly? Until, string[]? Limits);
}
