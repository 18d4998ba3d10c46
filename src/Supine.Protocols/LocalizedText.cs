using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>A text in English and in the languages it has been translated to.</summary>
public sealed class LocalizedText
{
    private readonly ImmutableArray<(Language Language, string Text)> _texts;

    /// <param name="texts">English first.</param>
    internal LocalizedText(ImmutableArray<(Language Language, string Text)> texts) => _texts = texts;

    /// <summary>The languages it is written in.</summary>
    public IEnumerable<Language> Languages => _texts.Select(text => text.Language);

    /// <summary>The text in a language; in English where it is not translated.</summary>
    public string In(Language language) => FindIn(language) ?? _texts[0].Text;

    /// <summary>The text in a language, or null where it is not translated.</summary>
    public string? FindIn(Language language)
    {
        foreach (var (written, text) in _texts)
        {
            if (written == language)
            {
                return text;
            }
        }

        return null;
    }
}
