using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Supine.Tests.Figure;

/// <summary>A drawing as a renderer sees it: read back from the SVG text, with nothing taken from the code that wrote it.</summary>
internal sealed partial class DrawnFigure
{
    private readonly XElement _svg;

    public DrawnFigure(string svg)
    {
        _svg = XDocument.Parse(svg).Root!;
        Joints = _svg.Descendants()
            .Where(element => element.Attribute("data-joint") is not null)
            .ToDictionary(element => element.Attribute("data-joint")!.Value);
    }

    public XElement Root => _svg;

    public IReadOnlyDictionary<string, XElement> Joints { get; }

    /// <summary>The drawing without the numbers that a posture may change.</summary>
    public string Structure()
    {
        var copy = new XElement(_svg);
        foreach (var joint in copy.Descendants().Where(element => element.Attribute("data-joint") is not null))
        {
            joint.SetAttributeValue(
                "transform",
                string.Join(' ', Functions(joint).Select(function => $"{function.Name}({function.Numbers.Length})"))
            );
        }

        return copy.ToString(SaveOptions.DisableFormatting);
    }

    public double[] Numbers(string joint, string function) =>
        Functions(Joints[joint]).Single(candidate => candidate.Name == function).Numbers;

    /// <summary>Where a point of a joint's frame is on the page.</summary>
    public (double X, double Y) OnPage(string joint, double x = 0, double y = 0) => Apply(Frame(Joints[joint]), x, y);

    /// <summary>Points along the outlines of everything drawn inside a joint's group, on the page.</summary>
    public IEnumerable<(double X, double Y)> Outline(string joint) =>
        Joints[joint]
            .DescendantsAndSelf()
            .Where(element => element.Name.LocalName == "path")
            .SelectMany(path =>
            {
                var frame = Frame(path);
                return AlongPath(path.Attribute("d")!.Value).Select(point => Apply(frame, point.X, point.Y));
            });

    /// <summary>From an element's own frame to the page.</summary>
    private static Matrix3x2 Frame(XElement element)
    {
        var frame = Matrix3x2.Identity;
        foreach (var (name, n) in element.AncestorsAndSelf().SelectMany(carrier => Functions(carrier).Reverse()))
        {
            frame *= name switch
            {
                "translate" => Matrix3x2.CreateTranslation((float)n[0], (float)n[1]),
                "scale" => Matrix3x2.CreateScale((float)n[0], (float)n[1]),
                "rotate" => Matrix3x2.CreateRotation((float)(n[0] * Math.PI / 180)),
                _ => throw new InvalidOperationException($"A drawing has no {name}."),
            };
        }

        return frame;
    }

    private static (double X, double Y) Apply(Matrix3x2 frame, double x, double y)
    {
        var point = Vector2.Transform(new Vector2((float)x, (float)y), frame);
        return (point.X, point.Y);
    }

    private static IEnumerable<(string Name, double[] Numbers)> Functions(XElement element) =>
        FunctionPattern()
            .Matches(element.Attribute("transform")?.Value ?? "")
            .Select(match => (match.Groups[1].Value, ReadNumbers(match.Groups[2].Value)));

    // absolute M, L, C and Z are all that the outlines use
    private static IEnumerable<(double X, double Y)> AlongPath(string d)
    {
        Assert.Matches("^[MLCZ0-9 .-]+$", d);
        (double X, double Y) at = default;
        foreach (Match command in CommandPattern().Matches(d))
        {
            var n = ReadNumbers(command.Groups[2].Value);
            if (command.Groups[1].Value == "C")
            {
                for (var i = 0; i < n.Length; i += 6)
                {
                    for (var t = 0.1; t < 1.05; t += 0.1)
                    {
                        var u = 1 - t;
                        yield return (
                            (u * u * u * at.X) + (3 * u * u * t * n[i]) + (3 * u * t * t * n[i + 2]) + (t * t * t * n[i + 4]),
                            (u * u * u * at.Y) + (3 * u * u * t * n[i + 1]) + (3 * u * t * t * n[i + 3]) + (t * t * t * n[i + 5])
                        );
                    }

                    at = (n[i + 4], n[i + 5]);
                }
            }
            else
            {
                for (var i = 0; i < n.Length; i += 2)
                {
                    at = (n[i], n[i + 1]);
                    yield return at;
                }
            }
        }
    }

    private static double[] ReadNumbers(string text) =>
        [.. NumberPattern().Matches(text).Select(match => double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"(\w+)\(([^)]*)\)")]
    private static partial Regex FunctionPattern();

    [GeneratedRegex("([MLCZ])([^MLCZ]*)")]
    private static partial Regex CommandPattern();

    [GeneratedRegex(@"-?(\d+\.?\d*|\.\d+)")]
    private static partial Regex NumberPattern();
}
