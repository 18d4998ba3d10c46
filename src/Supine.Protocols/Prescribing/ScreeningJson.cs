using System.Text.Json;

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

/// <summary>Answers as the JSON that the page saves and the command line reads: <c>edition, answeredAt, yes[], released[]</c>; any other
/// member is passed over.</summary>
public static class ScreeningJson
{
    private const string Shape =
        "Save it from the page /screening, or write {\"edition\": 1, \"answeredAt\": \"2026-11-21T08:00:00Z\", \"yes\": [], "
        + "\"released\": []}.";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes answers.</summary>
    public static string Write(ScreeningAnswers answers, DateTimeOffset answeredAt)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return JsonSerializer.Serialize(new Written(answers.Edition, answeredAt, [.. answers.Yes], [.. answers.Released]), Options);
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
            || yes.Concat(released).Any(id => id is null)
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

        if (yes.Concat(released).FirstOrDefault(id => table.Find(id) is null) is { } unknown)
        {
            return new ScreeningReading.Failed(
                $"There is no question `{Shapes.Shorten(unknown)}`. Known: "
                    + $"{string.Join(", ", table.Questions.Select(question => question.Id))}."
            );
        }

        return released.Except(yes, StringComparer.Ordinal).FirstOrDefault() is { } loose
            ? new ScreeningReading.Failed($"`{loose}` is released and not among `yes`. Add it there.")
            : new ScreeningReading.Succeeded(new(edition, [.. yes], [.. released]), answeredAt);
    }

    private sealed record Written(int? Edition, DateTimeOffset? AnsweredAt, string[]? Yes, string[]? Released);
}
