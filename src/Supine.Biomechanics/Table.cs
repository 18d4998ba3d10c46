using System.Collections.Immutable;
using System.Globalization;

namespace Supine.Biomechanics;

/// <summary>A table that is built into the library.</summary>
/// <param name="Name">Its file's name in <c>Tables/</c>, without the ending.</param>
/// <param name="Sources">Ids of <c>protocols/sources.yaml</c>.</param>
/// <param name="Licence">What it may be used under.</param>
/// <param name="Population">Whom its numbers describe.</param>
/// <param name="Units">Of its columns.</param>
/// <param name="Columns">In order.</param>
/// <param name="Rows">Cells as written.</param>
public sealed record Table(
    string Name,
    ImmutableArray<string> Sources,
    string Licence,
    string Population,
    string Units,
    ImmutableArray<string> Columns,
    ImmutableArray<ImmutableArray<string>> Rows
)
{
    /// <summary>Every table that is built in.</summary>
    public static ImmutableArray<string> Names { get; } =
    [.. typeof(Table).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>Reads one of <see cref="Names"/>.</summary>
    public static Table Read(string name)
    {
        using var stream =
            typeof(Table).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no table {name}. The tables: {string.Join(", ", Names)}.", nameof(name));
        using var reader = new StreamReader(stream);
        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        ImmutableArray<string> columns = [];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                header.Add(line[1..colon].Trim(), line[(colon + 1)..].Trim());
            }
            else if (columns.IsEmpty)
            {
                columns = [.. line.Split(',')];
            }
            else
            {
                rows.Add([.. line.Split(',')]);
            }
        }

        return new Table(
            name,
            [.. header["source"].Split(", ")],
            header["licence"],
            header["population"],
            header["units"],
            columns,
            rows.ToImmutable()
        );
    }

    /// <summary>Where a column is; throws <see cref="ArgumentException"/>, with all names, for one that is not there.</summary>
    public int Column(string name) =>
        Columns.IndexOf(name) is var index and >= 0
            ? index
            : throw new ArgumentException($"{Name} has no column {name}. Its columns: {string.Join(", ", Columns)}.", nameof(name));

    /// <summary>A cell as a number, in its column's unit.</summary>
    public static double Number(ImmutableArray<string> row, int column) =>
        double.Parse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A column as numbers.</summary>
    internal double[] Numbers(string column)
    {
        var index = Column(column);
        return [.. Rows.Select(row => Number(row, index))];
    }
}
