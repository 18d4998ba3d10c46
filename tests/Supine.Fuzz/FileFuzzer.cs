using System.Globalization;
using System.Text;
using Supine.Protocols;

namespace Supine.Fuzz;

/// <summary>Breaks good files in many ways and reads what is left: whatever the bytes, the answer is a value.</summary>
/// <param name="seeds">Good files to begin with.</param>
/// <param name="seed">The same seed makes the same inputs.</param>
public abstract class FileFuzzer(IReadOnlyList<byte[]> seeds, int seed)
{
    private static readonly string[] Fragments =
    [
        "{",
        "}",
        "[",
        "]",
        "- ",
        ": ",
        "\n",
        "  ",
        "\t",
        "#",
        "\"",
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "!!int ",
        "---\n",
        "...\n",
        "? ",
        "%YAML 1.2\n",
        "{side}",
        "{side.es}",
        "{digits}",
        "2-4",
        "{sets|one|#}",
        "{hold",
        "45s",
        "99999999999999999999",
        "-0",
        "1e999",
        ".nan",
        "~",
        "null",
        "true",
        "\uFEFF",
        "\u0000",
        "\u2028",
        "supine: 1\n",
        "steps:\n",
        "hold: prescribed",
        "role: hold\n",
        "0x7fffffff",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{a: {a: {a: {a: {a: {a: {a: {a: {a:",
        "é",
        "𝄞",
        "\ud83e\uddd8",
        "<<: *a\n",
        "@",
        "`",
        ",",
        "? [a]\n: b\n",
    ];

    private readonly Random _random = new(seed);

    /// <summary>How many of the inputs were accepted, to know that not everything is refused at the door.</summary>
    public int Accepted { get; private set; }

    /// <summary>Reads so many broken files; throws <see cref="FuzzException"/> at the first that is not answered with a value.</summary>
    public void Run(int inputs, IProgress<int>? progress = null)
    {
        for (var input = 0; input < inputs; input++)
        {
            var bytes = Mutate(seeds[_random.Next(seeds.Count)]);
            Try(bytes);
            if (input % 1000 == 999)
            {
                progress?.Report(input + 1);
            }
        }
    }

    /// <summary>Reads an input whole. False when it was refused; throws when what came back is no proper answer.</summary>
    protected abstract bool Accept(byte[] bytes, Random random);

    /// <summary>Throws for a refusal that does not say where and what.</summary>
    protected static void CheckRefusal(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (
            diagnostics.Count == 0
            || diagnostics.Any(fault => fault.At.Line < 1 || fault.At.Column < 1 || fault.Message.Length == 0 || fault.Remedy.Length == 0)
        )
        {
            throw new InvalidOperationException("A refusal without a place or a reason.");
        }
    }

    private void Try(byte[] bytes)
    {
        try
        {
            Accepted += Accept(bytes, _random) ? 1 : 0;
        }
        catch (Exception fault) when (fault is not FuzzException)
        {
            throw new FuzzException(bytes, fault);
        }
    }

    private byte[] Mutate(byte[] original)
    {
        var bytes = new List<byte>(original);
        for (var times = _random.Next(1, 6); times > 0; times--)
        {
            MutateOnce(bytes);
        }

        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes)
    {
        var at = bytes.Count == 0 ? 0 : _random.Next(bytes.Count);
        var length = Math.Min(_random.Next(1, 200), bytes.Count - at);
        switch (_random.Next(9))
        {
            case 0 when bytes.Count > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[_random.Next(Fragments.Length)]));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Range(0, _random.Next(1, 8)).Select(_ => (byte)_random.Next(256)));
                break;
            case 5 when _random.Next(20) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                ReplaceNumber(bytes, at);
                break;
            case 7:
                SwapLines(bytes);
                break;
            default:
                // a word for another of the same file: the likeliest way to a file that is almost right
                var from = _random.Next(bytes.Count + 1);
                var word = bytes.Skip(from).TakeWhile(letter => letter > ' ').Take(40).ToList();
                bytes.InsertRange(at, word);
                break;
        }
    }

    private void ReplaceNumber(List<byte> bytes, int at)
    {
        var digit = bytes.FindIndex(at, letter => letter is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0)
        {
            bytes.RemoveAt(digit);
            var numbers = new[] { "0", "-1", "7", "61", "1000000", "0.5", "1e3", _random.Next().ToString(CultureInfo.InvariantCulture) };
            bytes.InsertRange(digit, Encoding.UTF8.GetBytes(numbers[_random.Next(numbers.Length)]));
        }
    }

    private void SwapLines(List<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        var a = _random.Next(lines.Length);
        var b = _random.Next(lines.Length);
        (lines[a], lines[b]) = (lines[b], lines[a]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}

/// <summary>An input that was not answered with a value.</summary>
public sealed class FuzzException(byte[] input, Exception cause) : Exception($"{cause.GetType().Name}: {cause.Message}", cause)
{
    /// <summary>The bytes, to be kept as a test.</summary>
    public ReadOnlyMemory<byte> Input { get; } = input;
}
