using System.Globalization;
using System.Text;

namespace Supine.Cli;

/// <summary>One series of a chart.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Look">Colour, and whether it is a line, a dashed line, points or a band.</param>
/// <param name="Points">In order of x.</param>
/// <param name="Upper">The band's upper edge; null for what is no band.</param>
internal sealed record Series(
    string Name,
    SeriesLook Look,
    IReadOnlyList<(double X, double Y)> Points,
    IReadOnlyList<(double X, double Y)>? Upper = null
);

/// <summary>How a series is drawn.</summary>
internal enum SeriesLook
{
    Strong,
    Second,
    Third,
    Dashed,
    Points,
    Band,
}

/// <summary>How both axes of a chart are divided.</summary>
internal enum ChartAxes
{
    Linear,

    /// <summary>By powers of ten; for numbers above zero.</summary>
    Logarithmic,
}

/// <summary>A plain chart as SVG: axes with round numbers, series told apart by line as well as by colour.</summary>
internal static class Chart
{
    private const double Width = 640;
    private const double PlotHeight = 292;
    private const double Left = 64;
    private const double Right = 16;
    private const double LegendRow = 18;
    private const double Bottom = 52;

    public static string Render(string title, string xName, string yName, IReadOnlyList<Series> series, ChartAxes axes = ChartAxes.Linear)
    {
        var all = series.SelectMany(one => one.Points.Concat(one.Upper ?? [])).ToList();
        if (all.Count == 0)
        {
            // axes without anything on them
            all.Add((1, 1));
        }

        var (xs, ys) = axes switch
        {
            ChartAxes.Linear => (
                Ticks(all.Min(point => point.X), all.Max(point => point.X)),
                Ticks(Math.Min(0, all.Min(point => point.Y)), all.Max(point => point.Y))
            ),
            ChartAxes.Logarithmic => (
                Powers(all.Min(point => point.X), all.Max(point => point.X)),
                Powers(all.Min(point => point.Y), all.Max(point => point.Y))
            ),
        };

        // by powers of ten a whole one above the most would be mostly empty
        var (mostX, mostY) = axes switch
        {
            ChartAxes.Linear => (xs[^1], ys[^1]),
            ChartAxes.Logarithmic => (all.Max(point => point.X), all.Max(point => point.Y)),
        };
        double Share(double at, double least, double most) =>
            axes switch
            {
                ChartAxes.Linear => (at - least) / (most - least),
                ChartAxes.Logarithmic => Math.Log(at / least) / Math.Log(most / least),
            };
        // the legend stands above the plot, where no line can run through it
        var top = 16 + (LegendRow * series.Count(one => one.Name.Length > 0));
        var bottom = top + PlotHeight;
        var height = bottom + Bottom;
        double X(double x) => Left + (Share(x, xs[0], mostX) * (Width - Left - Right));
        double Y(double y) => bottom - (Share(y, ys[0], mostY) * PlotHeight);
        string Path(IEnumerable<(double X, double Y)> points) =>
            string.Join(' ', points.Select(point => $"{N(X(point.X))},{N(Y(point.Y))}"));

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(Width)} {N(height)}\" "
                + $"font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (var x in xs)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{N(X(x))} {N(top)}V{N(bottom)}\" stroke=\"#e3e3df\"/><text x=\"{N(X(x))}\" y=\"{N(bottom + 16)}\" "
                    + $"text-anchor=\"middle\" fill=\"#444\">{Number(x)}</text>\n"
            );
        }

        foreach (var y in ys)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{N(Left)} {N(Y(y))}H{N(Width - Right)}\" stroke=\"{(y == 0 ? "#8a8a84" : "#e3e3df")}\"/><text "
                    + $"x=\"{N(Left - 8)}\" y=\"{N(Y(y) + 4)}\" text-anchor=\"end\" fill=\"#444\">{Number(y)}</text>\n"
            );
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{N((Left + Width - Right) / 2)}\" y=\"{N(height - 12)}\" text-anchor=\"middle\" fill=\"#222\">{xName}</text>\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text transform=\"translate(16 {N((top + bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\" fill=\"#222\">{yName}</text>\n"
        );
        foreach (var one in series)
        {
            svg.Append(
                one.Look switch
                {
                    SeriesLook.Band =>
                        $"<polygon points=\"{Path(one.Points)} {Path(one.Upper!.Reverse())}\" fill=\"#1f6f6b\" fill-opacity=\"0.15\"/>\n",
                    SeriesLook.Points => string.Concat(
                        one.Points.Select(point =>
                            $"<circle cx=\"{N(X(point.X))}\" cy=\"{N(Y(point.Y))}\" r=\"4\" fill=\"none\" stroke=\"#222\" "
                            + "stroke-width=\"1.5\"/>"
                        )
                    ) + "\n",
                    _ => $"<polyline points=\"{Path(one.Points)}\" fill=\"none\" {Stroke(one.Look)}/>\n",
                }
            );
        }

        var (row, legend) = (14.0, Left);
        foreach (var one in series.Where(one => one.Name.Length > 0))
        {
            svg.Append(
                one.Look switch
                {
                    SeriesLook.Band =>
                        $"<rect x=\"{N(legend)}\" y=\"{N(row - 5)}\" width=\"24\" height=\"10\" fill=\"#1f6f6b\" fill-opacity=\"0.15\"/>",
                    SeriesLook.Points =>
                        $"<circle cx=\"{N(legend + 12)}\" cy=\"{N(row)}\" r=\"4\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.5\"/>",
                    _ => $"<path d=\"M{N(legend)} {N(row)}h24\" {Stroke(one.Look)}/>",
                }
            );
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(legend + 32)}\" y=\"{N(row + 4)}\" fill=\"#222\">{one.Name}</text>\n");
            row += LegendRow;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Stroke(SeriesLook look) =>
        look switch
        {
            SeriesLook.Second => "stroke=\"#b4551d\" stroke-width=\"2\"",
            SeriesLook.Third => "stroke=\"#4b5fae\" stroke-width=\"2\" stroke-dasharray=\"8 3 2 3\"",
            SeriesLook.Dashed => "stroke=\"#222\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\"",
            _ => "stroke=\"#1f6f6b\" stroke-width=\"2.5\"",
        };

    // round numbers from below the least to above the most
    private static double[] Ticks(double least, double most)
    {
        // one value only: an axis needs a length all the same
        (least, most) = most - least < 1e-9 ? (least - 0.5, most + 0.5) : (least, most);
        var rough = (most - least) / 6;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (new[] { 1.0, 2, 5, 10 }.First(one => one * power >= rough));
        var first = (long)Math.Floor(least / step);
        var last = (long)Math.Ceiling(most / step);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(index => (first + index) * step)];
    }

    // powers of ten, from below the least to below the most
    private static double[] Powers(double least, double most)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(least)), (int)Math.Floor(Math.Log10(most)));
        return [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))];
    }

    private static string Number(double value) =>
        value.ToString(value >= 1000 ? "#,##0" : "0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
