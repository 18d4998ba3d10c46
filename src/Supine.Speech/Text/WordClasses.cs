using System.Collections.Immutable;
using System.Text.Json;

namespace Supine.Speech.Text;

/// <summary>Finds the class of each word in a sentence, as the Penn Treebank names them: an averaged perceptron.</summary>
/// <remarks>A word's class is that with the largest sum of weights over its features; frequent unambiguous words stand in a
/// table.</remarks>
internal sealed class WordClasses
{
    private readonly ImmutableArray<string> _classes;
    private readonly Dictionary<string, string> _known;
    private readonly HashSet<string> _vocabulary;
    private readonly Dictionary<string, (int From, int Count)> _features;
    private readonly (byte Class, float Weight)[] _weights;

    private WordClasses(
        ImmutableArray<string> classes,
        Dictionary<string, string> known,
        HashSet<string> vocabulary,
        Dictionary<string, (int From, int Count)> features,
        (byte Class, float Weight)[] weights
    ) => (_classes, _known, _vocabulary, _features, _weights) = (classes, known, vocabulary, features, weights);

    /// <summary>Reads the model.</summary>
    /// <exception cref="JsonException">It is no such model.</exception>
    public static WordClasses Read(ReadOnlySpan<byte> json)
    {
        var classes = new List<string>();
        var known = new Dictionary<string, string>(16_000);
        var vocabulary = new HashSet<string>(24_000);
        var features = new Dictionary<string, (int, int)>(80_000);
        var weights = new List<(byte, float)>(400_000);
        var reader = new Utf8JsonReader(json);
        Json.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "tags":
                    classes.AddRange(Json.ReadStrings(ref reader));
                    break;
                case "vocab":
                    vocabulary.UnionWith(Json.ReadStrings(ref reader));
                    break;
                case "tagdict":
                    Json.Expect(ref reader, JsonTokenType.StartObject);
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        var word = reader.GetString()!;
                        reader.Read();
                        known[word] = string.Intern(reader.GetString()!);
                    }

                    break;
                case "weights":
                    Json.Expect(ref reader, JsonTokenType.StartObject);
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        var (feature, from) = (reader.GetString()!, weights.Count);
                        Json.Expect(ref reader, JsonTokenType.StartObject);
                        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                        {
                            var name = reader.GetString()!;
                            reader.Read();
                            weights.Add(((byte)classes.IndexOf(name), reader.GetSingle()));
                        }

                        features[feature] = (from, weights.Count - from);
                    }

                    break;
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }

        return new([.. classes], known, vocabulary, features, [.. weights]);
    }

    /// <summary>The class of each word.</summary>
    /// <param name="words">As written, marks too.</param>
    public string[] Find(IReadOnlyList<string> words)
    {
        string[] near = ["-START2-", "-START-", .. words.Select(Normalise), "-END-", "-END2-"];
        var found = new string[words.Count];
        var (before, beforeThat) = ("-START-", "-START2-");
        for (var i = 0; i < words.Count; i++)
        {
            found[i] = _known.GetValueOrDefault(words[i]) ?? Decide(words[i], near.AsSpan(i, 5), i == 0, before, beforeThat);
            (before, beforeThat) = (found[i], before);
        }

        return found;
    }

    private string Decide(string word, ReadOnlySpan<string> near, bool isFirst, string before, string beforeThat)
    {
        Span<float> sums = stackalloc float[_classes.Length];
        sums.Clear();
        Add(sums, "b");
        Add(sums, isFirst ? "i0" : "i+");
        Add(sums, "s3=" + Last3(word));
        Add(sums, "p1=" + word[..1]);
        Add(sums, "w=" + near[2]);
        Add(sums, "w-1=" + near[1]);
        Add(sums, "w-2=" + near[0]);
        Add(sums, "w+1=" + near[3]);
        Add(sums, "w+2=" + near[4]);
        Add(sums, "s3-1=" + Last3(near[1]));
        Add(sums, "s3+1=" + Last3(near[3]));
        Add(sums, "sh=" + ShapeOf(word));
        Add(sums, "t-1=" + before);
        Add(sums, "t-2=" + beforeThat);
        Add(sums, $"t-12={before},{beforeThat}");
        var best = 0;
        for (var i = 1; i < sums.Length; i++)
        {
            // of two that weigh the same, the later by name
            if (sums[i] > sums[best] || (sums[i] == sums[best] && string.CompareOrdinal(_classes[i], _classes[best]) > 0))
            {
                best = i;
            }
        }

        return _classes[best];
    }

    private void Add(Span<float> sums, string feature)
    {
        if (_features.TryGetValue(feature, out var place))
        {
            foreach (var (which, weight) in _weights.AsSpan(place.From, place.Count))
            {
                sums[which] += weight;
            }
        }
    }

    private string Normalise(string word)
    {
        if (word.IndexOf('-', StringComparison.Ordinal) > 0)
        {
            return "!HYPHEN";
        }

        if (char.IsAsciiDigit(word[0]))
        {
            return word.Length == 4 && word.All(char.IsAsciiDigit) ? "!YEAR" : "!DIGITS";
        }

        var small = word.ToLowerInvariant();
        return _vocabulary.Contains(small) ? small : $"<{ShapeOf(word)}>";
    }

    private static string Last3(string word) => word.Length <= 3 ? word : word[^3..];

    private static string ShapeOf(string word) =>
        word.All(char.IsLetter)
            ? word.All(char.IsLower)
                ? "x"
                : word.All(char.IsUpper)
                    ? word.Length == 1
                        ? "X1"
                        : "XX"
                    : char.IsUpper(word[0]) && word.AsSpan(1).IndexOfAnyInRange('A', 'Z') < 0
                        ? "Xx"
                        : "xX"
            : string.Concat(
                word.Take(4)
                    .Select(one =>
                        char.IsDigit(one) ? 'd'
                        : char.IsLetter(one) ? 'x'
                        : one
                    )
            );
}
