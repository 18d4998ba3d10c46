namespace Supine.Web.Boundary;

/// <summary>Everything that is wrong with what was sent, each with its place: all of it at once, as far as somebody would read.</summary>
internal sealed class Faults
{
    /// <summary>More are not noted.</summary>
    public const int MostNoted = 100;

    private readonly SortedDictionary<string, List<string>> _byPlace = new(StringComparer.Ordinal);

    private int _found;

    /// <summary>Whether nothing is wrong.</summary>
    public bool AreNone => _byPlace.Count == 0;

    /// <summary>Where something is wrong.</summary>
    public IReadOnlyCollection<string> Places => _byPlace.Keys;

    /// <summary>The sentences, in order of their place.</summary>
    public IEnumerable<string> Sentences => _byPlace.Values.SelectMany(sentences => sentences);

    /// <summary>The sentences with their places, in order of those.</summary>
    public IEnumerable<(string Place, string Sentence)> All =>
        _byPlace.SelectMany(pair => pair.Value.Select(sentence => (pair.Key, sentence)));

    /// <summary>Notes a fault.</summary>
    /// <param name="place">The member, as it is written in JSON: <c>spans[0].toMs</c>.</param>
    /// <param name="sentence">What is wrong and what would be right.</param>
    public void Add(string place, string sentence)
    {
        if (++_found > MostNoted)
        {
            return;
        }

        if (!_byPlace.TryGetValue(place, out var sentences))
        {
            _byPlace.Add(place, sentences = []);
        }

        sentences.Add(sentence);
    }

    /// <summary>Notes a fault unless the condition holds.</summary>
    public void Require(bool condition, string place, string sentence)
    {
        if (!condition)
        {
            Add(place, sentence);
        }
    }

    /// <summary>A 422 that names them all.</summary>
    public Faulty ToProblem() =>
        new(
            new(_byPlace.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()))
            {
                Status = Faulty.Status,
                Title = "Some of this cannot be right.",
                Detail = string.Join(' ', Sentences),
            }
        );
}
