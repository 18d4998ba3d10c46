using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Supine.Protocols;

/// <summary>A value with the place it was written at.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="At">Where its node begins.</param>
public readonly record struct Located<T>(T Value, Mark At);

/// <summary>
/// One rule of the grammar: it reads a node into a value, and it describes itself as JSON Schema.
/// Compiler and schema are the same objects, so they cannot drift apart.
/// </summary>
internal abstract class Shape<T>
{
    /// <summary>Reads the node; on any fault it is added and the answer is false, after everything inside was read.</summary>
    public abstract bool TryRead(Node node, Faults faults, out T value);

    /// <summary>The rule as JSON Schema, draft 2020-12. A fresh object each time.</summary>
    public abstract JsonObject ToSchema();
}

internal static partial class Shapes
{
    public static Shape<string> Text(int most) => new TextShape(most);

    public static Shape<string> Id { get; } =
        new PatternShape<string>(
            IdPattern(),
            "a name of small letters, digits and hyphens",
            "Write it like `knee-to-chest`.",
            text => text
        );

    public static Shape<string> LanguageCode { get; } =
        new PatternShape<string>(CodePattern(), "the code of a language", "Write two small letters, like de.", text => text);

    /// <summary>A count, or a range of counts like <c>2-4</c>.</summary>
    public static Shape<(int First, int Last)> Counts { get; } = new CountsShape();

    public static Shape<TimeSpan> Duration { get; } =
        new PatternShape<TimeSpan>(
            DurationText.Pattern(),
            "a duration",
            "Write it like 45s, 1m30s or 500ms.",
            text => DurationText.TryParse(text, out var duration) ? duration : TimeSpan.Zero
        );

    public static Shape<int> Whole(int least, int most) => new WholeShape(least, most);

    public static Shape<double> Degrees(double least, double most) => new DegreesShape(least, most);

    public static Shape<bool> Flag { get; } = new FlagShape();

    public static Shape<TChoice> Choice<TChoice>(params (string Word, TChoice Value)[] choices) => new ChoiceShape<TChoice>(choices);

    public static Shape<ImmutableArray<T>> List<T>(Shape<T> item, int least = 0, int most = 64) => new ListShape<T>(item, least, most);

    public static Shape<ImmutableArray<(Located<string> Name, T Value)>> Map<T>(Shape<T> value, int most = 32) =>
        new MapShape<T>(value, most);

    public static Shape<Located<T>> At<T>(Shape<T> shape) => new LocatedShape<T>(shape);

    /// <summary>The shape, and what its value must mean: looked at as soon as it is read, so that a fault elsewhere in the file hides
    /// nothing of it.</summary>
    public static Shape<T> Checked<T>(Shape<T> shape, Action<T, Faults> check) => new CheckedShape<T>(shape, check);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[a-z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();

    [GeneratedRegex("^([0-9]{1,3})-([0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex RangePattern();

    // The YAML 1.2 core schema: what a plain scalar means when it is not text.
    [GeneratedRegex(
        "^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|"
            + @"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex NotText();

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private static bool IsText(ScalarNode scalar) => !scalar.Plain || !NotText().IsMatch(scalar.Value);

    private static string Found(Node node) =>
        node switch
        {
            MappingNode => "a mapping",
            SequenceNode => "a list",
            ScalarNode { Value: "" } => "nothing",
            ScalarNode scalar => $"`{Shorten(scalar.Value)}`",
            _ => "something else",
        };

    internal static string Shorten(string text) => text.Length <= 40 ? text : text[..(char.IsHighSurrogate(text[38]) ? 38 : 39)] + "…";

    private sealed class TextShape(int most) : Shape<string>
    {
        public override bool TryRead(Node node, Faults faults, out string value)
        {
            value = "";
            if (node is not ScalarNode scalar || !IsText(scalar))
            {
                faults.Add(
                    "P103",
                    node.At,
                    $"A text belongs here, not {Found(node)}.",
                    "Write a sentence, in quotes if it looks like a number."
                );
                return false;
            }

            // the schema counts code points, so this does too
            var length = scalar.Value.EnumerateRunes().Count();
            if (length > most || !scalar.Value.AsSpan().ContainsAnyExcept(" \t\r\n"))
            {
                faults.Add(
                    "P105",
                    node.At,
                    length > most ? $"The text has {length} characters; {most} is the most." : "The text is empty.",
                    length > most ? "Split it into shorter sentences." : "Write it or delete the line."
                );
                return false;
            }

            value = scalar.Value;
            return true;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["type"] = "string",
                ["maxLength"] = most,
                ["pattern"] = "[^ \\t\\r\\n]",
            };
    }

    private sealed class PatternShape<T>(Regex pattern, string what, string remedy, Func<string, T> convert) : Shape<T>
    {
        public override bool TryRead(Node node, Faults faults, out T value)
        {
            value = default!;
            if (node is not ScalarNode scalar || !IsText(scalar))
            {
                faults.Add("P103", node.At, $"Expected {what}, not {Found(node)}.", remedy);
                return false;
            }

            if (scalar.Value.Length > 64 || !pattern.IsMatch(scalar.Value))
            {
                faults.Add("P106", node.At, $"`{Shorten(scalar.Value)}` is not {what}.", remedy);
                return false;
            }

            value = convert(scalar.Value);
            return true;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["type"] = "string",
                ["maxLength"] = 64,
                ["pattern"] = pattern.ToString(),
            };
    }

    private sealed class WholeShape(int least, int most) : Shape<int>
    {
        public override bool TryRead(Node node, Faults faults, out int value)
        {
            value = 0;
            if (node is not ScalarNode { Plain: true } scalar || !WholeNumber().IsMatch(scalar.Value))
            {
                faults.Add("P103", node.At, $"Expected a whole number, not {Found(node)}.", $"Write a number from {least} to {most}.");
                return false;
            }

            if (
                !int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                || value < least
                || value > most
            )
            {
                faults.Add("P105", node.At, $"{Shorten(scalar.Value)} is outside {least} to {most}.", "Write a number in that range.");
                return false;
            }

            return true;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["type"] = "integer",
                ["minimum"] = least,
                ["maximum"] = most,
            };
    }

    private sealed class CountsShape : Shape<(int First, int Last)>
    {
        private static readonly Shape<int> Number = Whole(0, 999);

        public override bool TryRead(Node node, Faults faults, out (int First, int Last) value)
        {
            if (node is not ScalarNode scalar || RangePattern().Match(scalar.Value) is not { Success: true } match)
            {
                var read = Number.TryRead(node, faults, out var count);
                value = (count, count);
                return read;
            }

            value = (
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
            );
            if (value.First > value.Last)
            {
                faults.Add("P105", node.At, $"{scalar.Value} is no range of counts.", "Write the smaller number first, like 2-4.");
                return false;
            }

            return true;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["anyOf"] = new JsonArray(
                    Number.ToSchema(),
                    new JsonObject { ["type"] = "string", ["pattern"] = RangePattern().ToString() }
                ),
            };
    }

    private sealed class DegreesShape(double least, double most) : Shape<double>
    {
        public override bool TryRead(Node node, Faults faults, out double value)
        {
            value = 0;
            if (
                node is not ScalarNode { Plain: true } scalar
                || !Number().IsMatch(scalar.Value)
                || !double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            )
            {
                faults.Add("P103", node.At, $"Expected an angle in degrees, not {Found(node)}.", "Write a plain number, like -10 or 112.");
                return false;
            }

            if (!(value >= least && value <= most))
            {
                faults.Add(
                    "P105",
                    node.At,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Shorten(scalar.Value)}° is outside this joint's range, {least}° to {most}°."
                    ),
                    "Write an angle in that range."
                );
                return false;
            }

            return true;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["type"] = "number",
                ["minimum"] = least,
                ["maximum"] = most,
            };
    }

    private sealed class FlagShape : Shape<bool>
    {
        public override bool TryRead(Node node, Faults faults, out bool value)
        {
            value = node is ScalarNode { Plain: true, Value: "true" or "True" or "TRUE" };
            if (value || node is ScalarNode { Plain: true, Value: "false" or "False" or "FALSE" })
            {
                return true;
            }

            faults.Add("P103", node.At, $"Expected true or false, not {Found(node)}.", "Write true or false.");
            return false;
        }

        public override JsonObject ToSchema() => new() { ["type"] = "boolean" };
    }

    private sealed class ChoiceShape<T>((string Word, T Value)[] choices) : Shape<T>
    {
        public override bool TryRead(Node node, Faults faults, out T value)
        {
            if (node is ScalarNode scalar && IsText(scalar))
            {
                foreach (var (word, candidate) in choices)
                {
                    if (word == scalar.Value)
                    {
                        value = candidate;
                        return true;
                    }
                }
            }

            value = default!;
            faults.Add(
                "P104",
                node.At,
                $"{Found(node)} is not known here.",
                $"Write one of: {string.Join(", ", choices.Select(choice => choice.Word))}."
            );
            return false;
        }

        public override JsonObject ToSchema() =>
            new() { ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice.Word))]) };
    }

    private sealed class ListShape<T>(Shape<T> item, int least, int most) : Shape<ImmutableArray<T>>
    {
        public override bool TryRead(Node node, Faults faults, out ImmutableArray<T> value)
        {
            value = [];
            if (node is not SequenceNode list)
            {
                faults.Add("P103", node.At, $"A list belongs here, not {Found(node)}.", "Write each item on its own line, after a hyphen.");
                return false;
            }

            if (list.Items.Count < least || list.Items.Count > most)
            {
                faults.Add(
                    "P107",
                    node.At,
                    $"The list has {list.Items.Count} items; {least} to {most} are possible.",
                    list.Items.Count < least ? "Add what is missing." : "Leave some out."
                );
                return false;
            }

            var all = true;
            var items = ImmutableArray.CreateBuilder<T>(list.Items.Count);
            foreach (var child in list.Items)
            {
                all &= item.TryRead(child, faults, out var read);
                items.Add(read);
            }

            value = items.MoveToImmutable();
            return all;
        }

        public override JsonObject ToSchema()
        {
            var schema = new JsonObject
            {
                ["type"] = "array",
                ["items"] = item.ToSchema(),
                ["maxItems"] = most,
            };
            if (least > 0)
            {
                schema["minItems"] = least;
            }

            return schema;
        }
    }

    private sealed class MapShape<T>(Shape<T> shape, int most) : Shape<ImmutableArray<(Located<string> Name, T Value)>>
    {
        public override bool TryRead(Node node, Faults faults, out ImmutableArray<(Located<string> Name, T Value)> value)
        {
            value = [];
            if (node is not MappingNode mapping)
            {
                faults.Add("P103", node.At, $"Named values belong here, not {Found(node)}.", "Write `name: value` lines.");
                return false;
            }

            if (mapping.Entries.Count > most)
            {
                faults.Add("P107", node.At, $"There are {mapping.Entries.Count} names here; {most} is the most.", "Leave some out.");
                return false;
            }

            var all = true;
            var entries = ImmutableArray.CreateBuilder<(Located<string>, T)>(mapping.Entries.Count);
            foreach (var entry in mapping.Entries)
            {
                if (!IdPattern().IsMatch(entry.Key.Value) || entry.Key.Value.Length > 64)
                {
                    faults.Add(
                        "P106",
                        entry.Key.At,
                        $"`{Shorten(entry.Key.Value)}` is not a name of small letters, digits and hyphens.",
                        "Write it like `knee-to-chest`."
                    );
                    all = false;
                }

                all &= shape.TryRead(entry.Value, faults, out var read);
                entries.Add((new Located<string>(entry.Key.Value, entry.Key.At), read));
            }

            value = entries.MoveToImmutable();
            return all;
        }

        public override JsonObject ToSchema() =>
            new()
            {
                ["type"] = "object",
                ["maxProperties"] = most,
                ["propertyNames"] = new JsonObject { ["pattern"] = IdPattern().ToString(), ["maxLength"] = 64 },
                ["additionalProperties"] = shape.ToSchema(),
            };
    }

    private sealed class CheckedShape<T>(Shape<T> shape, Action<T, Faults> check) : Shape<T>
    {
        public override bool TryRead(Node node, Faults faults, out T value)
        {
            var read = shape.TryRead(node, faults, out value);
            if (read)
            {
                check(value, faults);
            }

            return read;
        }

        public override JsonObject ToSchema() => shape.ToSchema();
    }

    private sealed class LocatedShape<T>(Shape<T> shape) : Shape<Located<T>>
    {
        public override bool TryRead(Node node, Faults faults, out Located<T> value)
        {
            var read = shape.TryRead(node, faults, out var inner);
            value = new Located<T>(inner, node.At);
            return read;
        }

        public override JsonObject ToSchema() => shape.ToSchema();
    }
}

/// <summary>One key of a mapping.</summary>
internal abstract class Field(string name, string description, bool required)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public bool Required { get; } = required;

    public abstract bool TryRead(Node node, Faults faults, out object? value);

    public abstract JsonObject ToSchema();

    public static Field<T> Must<T>(string name, Shape<T> shape, string description) => new(name, shape, description, required: true);

    public static Field<T> May<T>(string name, Shape<T> shape, string description) => new(name, shape, description, required: false);
}

internal sealed class Field<T>(string name, Shape<T> shape, string description, bool required) : Field(name, description, required)
{
    public override bool TryRead(Node node, Faults faults, out object? value)
    {
        var read = shape.TryRead(node, faults, out var inner);
        value = inner;
        return read;
    }

    public override JsonObject ToSchema()
    {
        var schema = shape.ToSchema();
        schema["description"] = Description;
        return schema;
    }
}

/// <summary>The values of a mapping that was read, by field.</summary>
internal sealed class FieldValues(Mark at)
{
    private readonly Dictionary<Field, object?> _values = [];

    public Mark At { get; } = at;

    public void Set(Field field, object? value) => _values[field] = value;

    /// <summary>The value of a field that must be there.</summary>
    public T Of<T>(Field<T> field) => (T)_values[field]!;

    /// <summary>The value of a field that may be absent.</summary>
    public bool TryOf<T>(Field<T> field, out T value)
    {
        var found = _values.TryGetValue(field, out var held);
        value = found ? (T)held! : default!;
        return found;
    }

    public T? OrNull<T>(Field<T> field)
        where T : class => TryOf(field, out var value) ? value : null;

    public T? OrNone<T>(Field<T> field)
        where T : struct => TryOf(field, out var value) ? value : null;

    public ImmutableArray<T> OrEmpty<T>(Field<ImmutableArray<T>> field) => TryOf(field, out var value) ? value : [];
}

/// <summary>A mapping with known keys.</summary>
internal sealed class RecordShape<T>(string what, Field[] fields, Func<FieldValues, T> make) : Shape<T>
{
    public override bool TryRead(Node node, Faults faults, out T value)
    {
        value = default!;
        if (node is not MappingNode mapping)
        {
            faults.Add(
                "P103",
                node.At,
                $"A mapping belongs here: {what}.",
                $"Write the keys {string.Join(", ", fields.Where(field => field.Required).Select(field => field.Name))}."
            );
            return false;
        }

        var all = true;
        var values = new FieldValues(node.At);
        foreach (var entry in mapping.Entries)
        {
            var field = Array.Find(fields, candidate => candidate.Name == entry.Key.Value);
            if (field is null)
            {
                faults.Add(
                    "P102",
                    entry.Key.At,
                    $"`{Shapes.Shorten(entry.Key.Value)}` is not a key of {what}.",
                    $"Known keys: {string.Join(", ", fields.Select(known => known.Name))}."
                );
                all = false;
                continue;
            }

            all &= field.TryRead(entry.Value, faults, out var read);
            values.Set(field, read);
        }

        foreach (var missing in fields.Where(field => field.Required && !mapping.Entries.Any(entry => entry.Key.Value == field.Name)))
        {
            faults.Add(
                "P101",
                node.At,
                $"{char.ToUpperInvariant(what[0])}{what[1..]} lacks `{missing.Name}`: {missing.Description}",
                $"Add `{missing.Name}:`."
            );
            all = false;
        }

        if (all)
        {
            value = make(values);
        }

        return all;
    }

    public override JsonObject ToSchema()
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            properties[field.Name] = field.ToSchema();
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. fields.Where(field => field.Required).Select(field => JsonValue.Create(field.Name))]),
            ["properties"] = properties,
        };
    }
}
