using System.Collections.Concurrent;
using Supine.Storage;

namespace Supine.Web.Charts;

/// <summary>What a row that cannot be read is about.</summary>
internal enum ChartPart
{
    /// <summary>A session.</summary>
    Session,

    /// <summary>A measured hip.</summary>
    Reading,

    /// <summary>The answers to the safety questions.</summary>
    Screening,

    /// <summary>The answers to a questionnaire.</summary>
    Questionnaire,

    /// <summary>The day of sitting.</summary>
    Sitting,

    /// <summary>The size of the body.</summary>
    Body,

    /// <summary>What somebody has prescribed.</summary>
    Prescription,

    /// <summary>An experiment with one's own two sides.</summary>
    Experiment,
}

/// <summary>A row that this version cannot read, whoever wrote it.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Id">Its id; empty where there is one of its kind at most.</param>
internal sealed record UnreadableRow(ChartPart Part, string Id);

/// <summary>The rows of a chart that could not be read so far: each is passed over and told, and takes no page down.</summary>
internal sealed class UnreadableRows
{
    private readonly ConcurrentDictionary<UnreadableRow, bool> _found = new();

    /// <summary>All of them.</summary>
    public IReadOnlyList<UnreadableRow> All => [.. _found.Keys.OrderBy(row => row.Part).ThenBy(row => row.Id, StringComparer.Ordinal)];

    /// <summary>Whether there is one that a suggestion would have to look at.</summary>
    public bool MatterToSuggestions => _found.Keys.Any(row => row.Part is ChartPart.Session or ChartPart.Reading or ChartPart.Prescription);

    /// <summary>What can be read of some rows.</summary>
    public List<T> Read<TRow, T>(ChartPart part, IEnumerable<TRow> rows, Func<TRow, string> idOf, Func<TRow, T> read)
        where T : class => [.. rows.Select(row => TryRead(part, idOf(row), () => read(row))).OfType<T>()];

    /// <summary>A row as it is read; null where it cannot be.</summary>
    public T? TryRead<T>(ChartPart part, string id, Func<T> read)
        where T : class
    {
        var known = StoredRow.TryRead(read);
        if (known is null)
        {
            _found.TryAdd(new(part, id), true);
        }

        return known;
    }

    /// <summary>A stored number within its range.</summary>
    /// <exception cref="OverflowException">It is not.</exception>
    public static int Within(long number, long least, long most) =>
        number >= least && number <= most ? (int)number : throw new OverflowException();

    /// <summary>A stored number within its range, or none.</summary>
    /// <exception cref="OverflowException">It is not.</exception>
    public static int? Within(long? number, long least, long most) => number is { } known ? Within(known, least, most) : null;

    /// <summary>A stored length of time: not negative, and no longer than a day.</summary>
    /// <exception cref="OverflowException">It is.</exception>
    public static TimeSpan Time(long milliseconds) =>
        milliseconds is >= 0 and <= 86_400_000 ? TimeSpan.FromMilliseconds(milliseconds) : throw new OverflowException();

    /// <summary>A stored measure within its range.</summary>
    /// <exception cref="OverflowException">It is not, or no number.</exception>
    public static double Within(double measure, double least, double most) =>
        measure >= least && measure <= most ? measure : throw new OverflowException();
}
