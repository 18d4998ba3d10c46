using System.Text.Json;

namespace Supine.Speech.Text;

/// <summary>Reads a word that is in no lexicon, letter by letter, with a small net.</summary>
/// <remarks>Each letter has four places for symbols, most of them blank; symbols that repeat fall together.</remarks>
internal sealed class UnknownWords : IDisposable
{
    /// <summary>Longer words are cut here by the net; they are read in parts.</summary>
    private const int MostLetters = 24;

    private readonly OnnxModel _model;
    private readonly Dictionary<char, int> _letters;
    private readonly List<string> _symbols;

    private UnknownWords(OnnxModel model, Dictionary<char, int> letters, List<string> symbols) =>
        (_model, _letters, _symbols) = (model, letters, symbols);

    /// <summary>Opens the net.</summary>
    /// <param name="model">The net.</param>
    /// <param name="symbols">Its letters and symbols in order, JSON.</param>
    public static UnknownWords Open(byte[] model, byte[] symbols)
    {
        using var tables = JsonDocument.Parse(symbols);
        var letters = tables
            .RootElement.GetProperty("in")
            .EnumerateArray()
            .Select((letter, place) => (Letter: letter.GetString()!, Place: place))
            .ToDictionary(one => one.Letter[0], one => one.Place + 1);
        var spoken = tables.RootElement.GetProperty("out").EnumerateArray().Select(one => one.GetString()!).ToList();
        return new(OnnxModel.Open(model), letters, spoken);
    }

    /// <summary>Whether the net knows a letter.</summary>
    public bool Knows(char letter) => _letters.ContainsKey(letter);

    /// <summary>The phonemes of a word; empty where it has none of the net's letters.</summary>
    public string Read(string word)
    {
        var parts = new List<string>();
        var from = 0;
        for (var at = 0; at <= word.Length; at++)
        {
            // what is no letter parts a word
            if (at == word.Length || !_letters.ContainsKey(word[at]))
            {
                var ids = word[from..at].Select(letter => (long)_letters[letter]).ToArray();
                parts.AddRange(ids.Chunk(MostLetters).Select(ReadPart));
                from = at + 1;
            }
        }

        return string.Join(' ', parts);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private string ReadPart(long[] ids)
    {
        using var input = OnnxModel.Row(ids);
        using var outputs = _model.Run(new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["chars"] = input }, _model.Outputs);
        var phonemes = new System.Text.StringBuilder();
        var before = 0L;
        foreach (var id in outputs[0].GetTensorDataAsSpan<long>())
        {
            if (id != before && id > 0)
            {
                // three symbols of espeak-ng that the voice does not have
                var symbol = _symbols[(int)id - 1];
                phonemes.Append(symbol is "-" or "1" or "ʀ" ? "" : symbol);
            }

            before = id;
        }

        return phonemes.ToString();
    }
}
