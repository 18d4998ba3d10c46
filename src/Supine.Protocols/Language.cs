using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>A language texts are written and spoken in: everything that is known of it stands in its file.</summary>
/// <remarks>There is one object for a language, so two are equal when they are the same. Adding one is adding a file: see
/// CONTRIBUTING.</remarks>
public sealed class Language
{
    private readonly DateForms _dates;

    internal Language(
        string code,
        string name,
        TimeSpan speechPerCharacter,
        string? macVoice,
        SpokenForms spoken,
        DateForms dates,
        SessionSentences calls,
        FigureWords figure,
        ImmutableArray<PronouncedWord> pronunciations
    )
    {
        Code = code;
        Name = name;
        SpeechPerCharacter = speechPerCharacter;
        MacVoice = macVoice;
        Spoken = spoken;
        _dates = dates;
        Calls = calls;
        Figure = figure;
        Pronunciations = pronunciations;
    }

    /// <summary>English, which every text is written in.</summary>
    public static Language English => Languages.Shipped.English;

    /// <summary>The ISO 639-1 code: en, de, es.</summary>
    public string Code { get; }

    /// <summary>What it calls itself.</summary>
    public string Name { get; }

    /// <summary>What a calm voice needs for one character.</summary>
    public TimeSpan SpeechPerCharacter { get; }

    /// <summary>The voice that macOS has for it; null where there is none.</summary>
    public string? MacVoice { get; }

    /// <summary>What is said when it happens: while a hold waits, and when it hurts.</summary>
    public SessionSentences Calls { get; }

    /// <summary>What stands in a picture.</summary>
    public FigureWords Figure { get; }

    /// <summary>Words that are to be pronounced otherwise than they are written.</summary>
    public ImmutableArray<PronouncedWord> Pronunciations { get; }

    internal SpokenForms Spoken { get; }

    /// <summary>Whether a text has the form of a code: two small letters.</summary>
    public static bool IsCode(string? text) => text is [>= 'a' and <= 'z', >= 'a' and <= 'z'];

    /// <summary>What a side is called where it stands alone.</summary>
    public string NameOf(Side side) => Spoken.NameOf(side);

    /// <summary>Whether a text names a side, in any of its forms.</summary>
    public bool NamesSide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Spoken.NamesSide(text);
    }

    /// <summary>The categories of counts that have a form of their own, in the order in which a text writes them; the last is
    /// <c>other</c>.</summary>
    public ImmutableArray<string> CountCategories => Spoken.Categories;

    /// <summary>The form of a text that fits a count.</summary>
    /// <param name="forms">One for each of <see cref="CountCategories"/>, in their order; of too few, the last.</param>
    /// <param name="count">How many.</param>
    public string Choose(IReadOnlyList<string> forms, long count)
    {
        ArgumentNullException.ThrowIfNull(forms);
        return forms[Math.Min(Spoken.CategoryOf(count), forms.Count - 1)];
    }

    /// <summary>A day with its weekday, like <c>Sat 21 Nov 2026</c>.</summary>
    public string Write(DateOnly day) => _dates.Write(day);

    /// <summary>A day in a narrow place, like <c>21 Nov</c>.</summary>
    public string WriteShort(DateOnly day) => _dates.WriteShort(day);

    /// <summary>A day's weekday alone, like <c>Sat</c>.</summary>
    public string WriteWeekday(DateOnly day) => _dates.WriteWeekday(day);

    /// <summary>A day's month, like <c>Nov 2026</c>: where a day more or less does not matter.</summary>
    public string WriteMonth(DateOnly day) => _dates.WriteMonth(day);

    /// <summary>Its code.</summary>
    public override string ToString() => Code;
}

/// <summary>A word that a voice says wrongly as it is written.</summary>
/// <param name="Word">The word; it is found whatever its capitals.</param>
/// <param name="Spelling">How to write it for a voice that reads letters; null where that does not help.</param>
/// <param name="Phonemes">Its phonemes, for a voice that takes them; null where its spelling is enough.</param>
public sealed record PronouncedWord(string Word, string? Spelling, string? Phonemes);

/// <summary>The words in a labelled picture.</summary>
/// <param name="Psoas">The muscle.</param>
/// <param name="LowBack">The low back.</param>
public sealed record FigureWords(string Psoas, string LowBack);
