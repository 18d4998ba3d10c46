using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Supine.Protocols;

/// <summary>A YAML node with its place. Only what protocols need: no anchors, no tags, a bounded depth.</summary>
internal abstract record Node(Mark At);

internal sealed record ScalarNode(Mark At, string Value, bool Plain) : Node(At);

internal sealed record SequenceNode(Mark At, IReadOnlyList<Node> Items) : Node(At);

internal sealed record MappingNode(Mark At, IReadOnlyList<MappingEntry> Entries) : Node(At);

internal sealed record MappingEntry(ScalarNode Key, Node Value);

/// <summary>Bytes to nodes. Whatever the bytes, the answer is nodes or faults, never an exception.</summary>
internal static class Yaml
{
    /// <summary>More than any protocol needs, and little enough to be read at once.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The language itself needs seven.</summary>
    public const int MostDepth = 24;

    public static Node? Read(ReadOnlySpan<byte> bytes, Faults faults)
    {
        if (bytes.Length > MostBytes)
        {
            faults.Add("P003", Mark.Start, $"The file is larger than {MostBytes / 1024} KiB.", "Split it into several protocols.");
            return null;
        }

        if (!TryDecode(bytes, faults, out var text))
        {
            return null;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            return ReadDocument(parser, text, faults);
        }
        catch (YamlException fault)
        {
            var at = new Mark((int)Math.Max(1, fault.Start.Line), (int)Math.Max(1, fault.Start.Column));
            if (FindTab(text) is { } tab && (at == Mark.Start || at.Line >= tab.Line))
            {
                faults.Add("P002", tab, "This is not YAML: a tab indents this line.", "Indent it with spaces.");
                return null;
            }

            AddSyntax(at, FirstSentence(fault.Message), faults);
            return null;
        }
        catch (ScannerException)
        {
            AddSyntax(parser.Current is { } last ? MarkOf(last) : Mark.Start, "The text after this cannot be read.", faults);
            return null;
        }
    }

    // YamlDotNet says of a tab that it is somewhere: the first line that one indents is the place.
    private static Mark? FindTab(string text)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = content[..(content.Length - content.TrimStart(" \t").Length)];
            if (indent.Length < content.Length && indent.IndexOf('\t') is >= 0 and var column)
            {
                return new(line, column + 1);
            }
        }

        return null;
    }

    private static void AddSyntax(Mark at, string what, Faults faults) =>
        faults.Add("P002", at, $"This is not YAML: {what}", "Check indentation, quotes and brackets here and on the lines beside it.");

    // YamlDotNet's scanner answers some bad texts with its own internal failures instead of a YamlException; found by fuzzing.
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception fault)
            when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new ScannerException(fault);
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, Faults faults, out string text)
    {
        text = "";
        var content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var valid = 0;
        var line = 1;
        var column = 1;
        while (valid < content.Length)
        {
            var status = Rune.DecodeFromUtf8(content[valid..], out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                faults.Add("P001", new Mark(line, column), "The file is not UTF-8 text here.", "Save it as UTF-8.");
                return false;
            }

            if (rune.Value < 0x20 && rune.Value is not ('\n' or '\r' or '\t') || rune.Value is 0x7F or 0xFEFF)
            {
                faults.Add("P001", new Mark(line, column), $"The character U+{rune.Value:X4} is not text.", "Delete it.");
                return false;
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            valid += length;
        }

        text = Encoding.UTF8.GetString(content);
        return true;
    }

    private static Node? ReadDocument(Parser parser, string text, Faults faults)
    {
        Node? root = null;
        var documents = 0;
        while (MoveNext(parser))
        {
            switch (parser.Current)
            {
                case StreamStart or StreamEnd or DocumentEnd or Comment:
                    break;
                case DocumentStart start:
                    if (++documents > 1)
                    {
                        faults.Add("P006", MarkOf(start), "A second document begins here.", "Keep one protocol in a file.");
                        return null;
                    }

                    break;
                default:
                    root = ReadNode(parser, text, depth: 1, faults);
                    if (root is null)
                    {
                        return null;
                    }

                    break;
            }
        }

        if (root is null)
        {
            faults.Add("P006", Mark.Start, "The file is empty.", "Begin with `supine: 1`.");
        }

        return root;
    }

    // Leaves the parser on the last event of the node, so that the caller moves on.
    private static Node? ReadNode(Parser parser, string text, int depth, Faults faults)
    {
        var current = parser.Current;
        if (current is null)
        {
            return null;
        }

        var at = MarkOf(current);
        if (depth > MostDepth)
        {
            faults.Add("P003", at, $"Lists and mappings are nested deeper than {MostDepth}.", "Flatten them.");
            return null;
        }

        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
        {
            faults.Add("P004", at, "Anchors and aliases are not part of the language.", "Write the value out.");
            return null;
        }

        if (current is NodeEvent { Tag.IsEmpty: false })
        {
            faults.Add("P004", at, "Tags are not part of the language.", "Delete the tag.");
            return null;
        }

        switch (current)
        {
            case Scalar scalar:
                if (HiddenCharacters.IndexIn(scalar.Value) is >= 0 and var index)
                {
                    faults.Add(
                        "P007",
                        FindHidden(text, scalar) ?? at,
                        $"This has a character that cannot be seen (U+{(int)scalar.Value[index]:X4}).",
                        "Type the text anew, without control characters and without characters that turn its direction."
                    );
                }

                return new ScalarNode(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
            case SequenceStart:
                var items = new List<Node>();
                while (MoveNext(parser) && parser.Current is not SequenceEnd)
                {
                    if (ReadNode(parser, text, depth + 1, faults) is not { } item)
                    {
                        return null;
                    }

                    items.Add(item);
                }

                return new SequenceNode(at, items);
            case MappingStart:
                return ReadMapping(parser, text, at, depth, faults);
            default:
                faults.Add("P002", at, "This is not YAML that a protocol can use.", "Write a mapping, a list or a text.");
                return null;
        }
    }

    private static MappingNode? ReadMapping(Parser parser, string text, Mark at, int depth, Faults faults)
    {
        var entries = new List<MappingEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (MoveNext(parser) && parser.Current is not MappingEnd)
        {
            if (ReadNode(parser, text, depth + 1, faults) is not { } key)
            {
                return null;
            }

            if (key is not ScalarNode name)
            {
                faults.Add("P002", key.At, "A key is a single word.", "Write `name: value`.");
                return null;
            }

            if (!MoveNext(parser) || ReadNode(parser, text, depth + 1, faults) is not { } value)
            {
                return null;
            }

            if (seen.Add(name.Value))
            {
                entries.Add(new MappingEntry(name, value));
            }
            else
            {
                faults.Add("P005", name.At, $"`{name.Value}` stands twice in this mapping.", "Keep one of them.");
            }
        }

        return new MappingNode(at, entries);
    }

    // Where the first hidden character of a text stands, or the escape in quotes that makes it; null where neither is found.
    private static Mark? FindHidden(string text, Scalar scalar)
    {
        var isEscaped = scalar.Style == ScalarStyle.DoubleQuoted;
        var (line, column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        for (var i = (int)scalar.Start.Index; i < Math.Min(text.Length, (int)scalar.End.Index); i++, column++)
        {
            if (text[i] == '\n')
            {
                (line, column) = (line + 1, 0);
            }

            if (!char.IsSurrogate(text[i]) && HiddenCharacters.Contain(text.AsSpan(i, 1)))
            {
                return new(line, column);
            }

            if (isEscaped && text[i] == '\\' && i + 1 < text.Length)
            {
                if (MakesHidden(text.AsSpan(i + 1)))
                {
                    return new(line, column);
                }

                // what follows belongs to it, and may be another backslash or a quote
                if (text[i + 1] is not ('\r' or '\n'))
                {
                    (i, column) = (i + 1, column + 1);
                }
            }
        }

        return null;
    }

    // escape: what follows the backslash
    private static bool MakesHidden(ReadOnlySpan<char> escape)
    {
        var digits = escape[0] switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits == 0)
        {
            return escape[0] is '0' or 'a' or 'b' or 't' or '\t' or 'v' or 'f' or 'e';
        }

        return escape.Length > digits
            && int.TryParse(escape[1..(digits + 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code is >= 0 and <= 0xFFFF
            && HiddenCharacters.Contain([(char)code]);
    }

    private static Mark MarkOf(ParsingEvent parsingEvent) =>
        new((int)Math.Max(1, parsingEvent.Start.Line), (int)Math.Max(1, parsingEvent.Start.Column));

    private static string FirstSentence(string message)
    {
        var line = message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
        return line.EndsWith('.') ? line : line + ".";
    }

    private sealed class ScannerException(Exception cause) : Exception(cause.Message, cause);
}
