using System.Collections.Immutable;
using Forms = Supine.Protocols.Located<System.Collections.Immutable.ImmutableArray<(
    Supine.Protocols.Located<string> Name,
    Supine.Protocols.Located<string> Value
)>>;

namespace Supine.Protocols;

internal sealed record WrittenDurationForm(Forms Seconds, Forms Minutes);

/// <summary>A language file whose structure is right; its forms are not yet compared.</summary>
internal sealed record WrittenLanguage(
    Located<string> Code,
    string Name,
    Located<TimeSpan> SpeechPerCharacter,
    string? MacVoice,
    ImmutableArray<(Located<string> Name, ImmutableArray<(int First, int Last)> Counts)> Plurals,
    ImmutableArray<string> Numbers,
    Forms Left,
    Forms Right,
    Located<string> Both,
    Located<ImmutableArray<(Located<string> Name, WrittenDurationForm Form)>> Durations,
    string BreatheIn,
    string BreatheOut,
    WrittenDates Dates,
    SessionSentences Calls,
    FigureWords Figure,
    ImmutableArray<Located<PronouncedWord>> Pronunciations
);

internal sealed record WrittenDates(
    Located<string> Day,
    Located<string> ShortDay,
    ImmutableArray<string> Months,
    ImmutableArray<string> Weekdays
);

/// <summary>The grammar of language files, and the checks of what its shapes cannot say.</summary>
internal static class LanguageFile
{
    // an alphabet's letters are spoken in less, a syllable's or a word's sign takes more
    private static readonly TimeSpan LeastPerCharacter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostPerCharacter = TimeSpan.FromMilliseconds(600);

    private static readonly Shape<string> Words = Shapes.Text(80);

    private const int MostPronunciations = 200;

    // the diphthongs of day, my, go, now and boy are capitals
    private const string PhonemeSymbols = "AIOWYTabdefhijklmnoprstuvwxzæðŋɑɐɒɔəɛɜɡɪɹɾʃʊʌʎʒʔʤʦʣʧβɣɲçøœyʁʏːˈˌθᵊᵻ ";

    private static readonly Shape<Forms> FormsByName = Shapes.At(Shapes.Map(Shapes.At(Words)));

    private static readonly Shape<WrittenLanguage> Grammar = FileShape();

    /// <summary>A language, or null when faults were added.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name; the code must be the same.</param>
    /// <param name="faults">Where faults go.</param>
    public static Language? Read(ReadOnlySpan<byte> bytes, string file, Faults faults)
    {
        if (Yaml.Read(bytes, faults) is not { } root || !Grammar.TryRead(root, faults, out var written))
        {
            return null;
        }

        Check(written, file, faults);
        return faults.Any ? null : Build(written);
    }

    private static void Check(WrittenLanguage written, string file, Faults faults)
    {
        if (Path.GetFileNameWithoutExtension(file) is var name && name != written.Code.Value)
        {
            faults.Add(
                "P203",
                written.Code.At,
                $"The code `{written.Code.Value}` is not the file's name.",
                $"Write `{name}`, or rename the file."
            );
        }

        if (written.SpeechPerCharacter.Value < LeastPerCharacter || written.SpeechPerCharacter.Value > MostPerCharacter)
        {
            faults.Add(
                "P207",
                written.SpeechPerCharacter.At,
                "Nobody speaks like that.",
                $"Between {LeastPerCharacter.TotalMilliseconds} and {MostPerCharacter.TotalMilliseconds} ms: "
                    + "73ms is English, spoken calmly."
            );
        }

        foreach (var (category, _) in written.Plurals.Where(plural => plural.Name.Value == SpokenForms.Other))
        {
            faults.Add("P203", category.At, $"`{SpokenForms.Other}` is what belongs to no category.", "Delete it here.");
        }

        CheckForms(written.Left, [SpokenForms.Plain, .. NamesOf(written.Right)], faults);
        CheckForms(written.Right, NamesOf(written.Left), faults);
        CheckText(written.Both, ["minutes", "seconds"], all: true, faults);
        CheckText(written.Dates.Day, ["weekday", "day", "month", "year"], all: true, faults);
        CheckText(written.Dates.ShortDay, ["day", "month"], all: true, faults);
        if (written.Durations.Value.All(form => form.Name.Value != SpokenForms.Plain))
        {
            AddMissing(SpokenForms.Plain, written.Durations.At, faults);
        }

        CheckPronunciations(written.Pronunciations, faults);
        ImmutableArray<string> categories = [.. written.Plurals.Select(plural => plural.Name.Value), SpokenForms.Other];
        foreach (var forms in written.Durations.Value.SelectMany(duration => new[] { duration.Form.Seconds, duration.Form.Minutes }))
        {
            CheckForms(forms, categories, faults);
            foreach (var (category, text) in forms.Value)
            {
                CheckText(text, ["digits", "words"], all: false, faults);
                if (!categories.Contains(category.Value))
                {
                    faults.Add(
                        "P205",
                        category.At,
                        $"There is no category `{category.Value}` of counts.",
                        $"Known: {string.Join(", ", categories)}."
                    );
                }
            }
        }
    }

    private static void CheckPronunciations(ImmutableArray<Located<PronouncedWord>> words, Faults faults)
    {
        foreach (var word in words)
        {
            if (word.Value is { Spelling: null, Phonemes: null })
            {
                faults.Add(
                    "P205",
                    word.At,
                    $"Nothing says how `{Shapes.Shorten(word.Value.Word)}` is pronounced.",
                    "Add `spelling:`, `phonemes:` or both."
                );
            }

            if (
                word.Value.Phonemes?.FirstOrDefault(symbol => !PhonemeSymbols.Contains(symbol, StringComparison.Ordinal))
                is { } unknown
                    and not '\0'
            )
            {
                faults.Add("P205", word.At, $"`{unknown}` is no phoneme.", "Write phonemes as ./supine say --phonemes prints them.");
            }
        }

        foreach (var twice in words.GroupBy(word => word.Value.Word, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            faults.Add("P205", twice.Last().At, $"`{Shapes.Shorten(twice.Key)}` stands here twice.", "Delete one of them.");
        }
    }

    private static IEnumerable<string> NamesOf(Forms forms) => forms.Value.Select(form => form.Name.Value);

    private static void CheckForms(Forms forms, IEnumerable<string> needed, Faults faults)
    {
        foreach (var missing in needed.Except(NamesOf(forms)))
        {
            AddMissing(missing, forms.At, faults);
        }
    }

    private static void AddMissing(string form, Mark at, Faults faults) =>
        faults.Add("P205", at, $"The form `{form}` is missing.", $"Add `{form}:`.");

    private static void CheckText(Located<string> text, ImmutableArray<string> known, bool all, Faults faults)
    {
        if (!TextTemplate.TryParse(text.Value, out var template, out var fault))
        {
            faults.Add("P204", text.At, $"In this text {fault}.", $"Write placeholders like {{{known[0]}}}.");
            return;
        }

        var used = template.Placeholders.ToList();
        foreach (
            var placeholder in used.Where(placeholder =>
                !known.Contains(placeholder.Name) || placeholder.Form.Length > 0 || !placeholder.Plurals.IsEmpty
            )
        )
        {
            faults.Add(
                "P204",
                text.At,
                $"{{{Shapes.Shorten(placeholder.Name)}}} stands for nothing here.",
                $"Known: {string.Join(", ", known.Select(name => $"{{{name}}}"))}."
            );
        }

        foreach (var missing in known.Where(name => all && used.All(placeholder => placeholder.Name != name)))
        {
            faults.Add("P204", text.At, $"{{{missing}}} is missing.", "Put it where it belongs.");
        }
    }

    private static Language Build(WrittenLanguage written)
    {
        var plurals = written.Plurals.Select(plural => new PluralCategory(plural.Name.Value, plural.Counts)).ToImmutableArray();
        var spoken = new SpokenForms(
            ByName(written.Left),
            ByName(written.Right),
            plurals,
            written.Numbers,
            written.Both.Value,
            written.Durations.Value.ToImmutableDictionary(
                duration => duration.Name.Value,
                duration => new DurationForm(ByCategory(duration.Form.Seconds), ByCategory(duration.Form.Minutes)),
                StringComparer.Ordinal
            ),
            written.BreatheIn,
            written.BreatheOut
        );
        var dates = new DateForms(written.Dates.Day.Value, written.Dates.ShortDay.Value, written.Dates.Months, written.Dates.Weekdays);
        return new(
            written.Code.Value,
            written.Name,
            written.SpeechPerCharacter.Value,
            written.MacVoice,
            spoken,
            dates,
            written.Calls,
            written.Figure,
            [.. written.Pronunciations.Select(pronunciation => pronunciation.Value)]
        );

        ImmutableArray<string> ByCategory(Forms forms)
        {
            var byName = ByName(forms);
            return [.. plurals.Select(plural => byName[plural.Name]), byName[SpokenForms.Other]];
        }
    }

    private static ImmutableDictionary<string, string> ByName(Forms forms) =>
        forms.Value.ToImmutableDictionary(form => form.Name.Value, form => form.Value.Value, StringComparer.Ordinal);

    private static RecordShape<WrittenLanguage> FileShape()
    {
        var version = Field.Must("supine", Shapes.Whole(1, 1), "The version of the format: 1.");
        var code = Field.Must("language", Shapes.At(Shapes.LanguageCode), "The ISO 639-1 code: that of the file's name.");
        var name = Field.Must("name", Words, "What the language calls itself.");
        var speech = Field.Must("speech", SpeechShape(), "How fast it is spoken, and by whom.");
        var plurals = Field.Must(
            "plurals",
            Shapes.Map(Shapes.List(Shapes.Counts, least: 1)),
            "The counts that have a form of their own, by the name of their category."
        );
        var numbers = Field.Must("numbers", Shapes.List(Words, least: 1, most: 100), "Numbers in words, from zero.");
        var sides = Field.Must("sides", SidesShape(), "What the sides are called.");
        var durations = Field.Must("durations", DurationsShape(), "How a duration is said.");
        var dates = Field.Must("dates", DatesShape(), "How a day is written.");
        var phrases = Field.Must("phrases", PhrasesShape(), "What is said whatever the protocol.");
        var calls = Field.Must(
            "calls",
            CallsShape(),
            "What is said when it happens: while a hold waits for the person, and when it hurts."
        );
        var figure = Field.Must("figure", FigureShape(), "What stands in a picture.");
        var pronunciations = Field.May(
            "pronunciations",
            Shapes.List(Shapes.At(PronouncedWordShape()), most: MostPronunciations),
            "Words that a voice says wrongly as they are written."
        );
        return new(
            "a language",
            [version, code, name, speech, plurals, numbers, sides, durations, dates, phrases, calls, figure, pronunciations],
            values => new WrittenLanguage(
                values.Of(code),
                values.Of(name),
                values.Of(speech).PerCharacter,
                values.Of(speech).MacVoice,
                values.Of(plurals),
                values.Of(numbers),
                values.Of(sides).Left,
                values.Of(sides).Right,
                values.Of(durations).Both,
                values.Of(durations).Forms,
                values.Of(phrases).BreatheIn,
                values.Of(phrases).BreatheOut,
                values.Of(dates),
                values.Of(calls),
                values.Of(figure),
                values.OrEmpty(pronunciations)
            )
        );
    }

    private static RecordShape<(Located<TimeSpan> PerCharacter, string? MacVoice)> SpeechShape()
    {
        var perCharacter = Field.Must("per-character", Shapes.At(Shapes.Duration), "What a calm voice needs for one character, like 73ms.");
        var macVoice = Field.May("macos-voice", Words, "The voice macOS has for it.");
        return new("the speech", [perCharacter, macVoice], values => (values.Of(perCharacter), values.OrNull(macVoice)));
    }

    private static RecordShape<(Forms Left, Forms Right)> SidesShape()
    {
        var left = Field.Must("left", FormsByName, "The left side, by form.");
        var right = Field.Must("right", FormsByName, "The right side, by form.");
        return new("the sides", [left, right], values => (values.Of(left), values.Of(right)));
    }

    private static RecordShape<(
        Located<string> Both,
        Located<ImmutableArray<(Located<string> Name, WrittenDurationForm Form)>> Forms
    )> DurationsShape()
    {
        var seconds = Field.Must("seconds", FormsByName, "Seconds, for each category of counts.");
        var minutes = Field.Must("minutes", FormsByName, "Minutes, for each category of counts.");
        var form = new RecordShape<WrittenDurationForm>(
            "a form of durations",
            [seconds, minutes],
            values => new(values.Of(seconds), values.Of(minutes))
        );
        var both = Field.Must("both", Shapes.At(Words), "{minutes} and {seconds} together.");
        var forms = Field.Must("forms", Shapes.At(Shapes.Map(form)), "The forms, by name.");
        return new("the durations", [both, forms], values => (values.Of(both), values.Of(forms)));
    }

    private static RecordShape<WrittenDates> DatesShape()
    {
        var day = Field.Must("day", Shapes.At(Words), "A day with its {weekday}, {day}, {month} and {year}.");
        var shortDay = Field.Must("short-day", Shapes.At(Words), "A {day} of a {month} in a narrow place.");
        var months = Field.Must(
            "months",
            Shapes.List(Words, least: 12, most: 12),
            "The months, as short as they are written, from January."
        );
        var weekdays = Field.Must(
            "weekdays",
            Shapes.List(Words, least: 7, most: 7),
            "The days of the week, as short as they are written, from Monday."
        );
        return new(
            "the dates",
            [day, shortDay, months, weekdays],
            values => new(values.Of(day), values.Of(shortDay), values.Of(months), values.Of(weekdays))
        );
    }

    private static RecordShape<(string BreatheIn, string BreatheOut)> PhrasesShape()
    {
        var breatheIn = Field.Must("breathe-in", Words, "Shown while the breath goes in.");
        var breatheOut = Field.Must("breathe-out", Words, "Shown while it goes out.");
        return new("the phrases", [breatheIn, breatheOut], values => (values.Of(breatheIn), values.Of(breatheOut)));
    }

    private static RecordShape<SessionSentences> CallsShape()
    {
        var waiting = Field.Must("waiting", Words, "The hold begins when the leg is still.");
        var cameOut = Field.Must("came-out", Words, "The person has come out of position.");
        var goesOn = Field.Must("goes-on", Words, "It was waited long enough.");
        var hurts = Field.Must("hurts", Words, "It hurts: what does it feel like?");
        return new(
            "the calls",
            [waiting, cameOut, goesOn, hurts],
            values => new(values.Of(waiting), values.Of(cameOut), values.Of(goesOn), values.Of(hurts))
        );
    }

    private static RecordShape<PronouncedWord> PronouncedWordShape()
    {
        var word = Field.Must("word", Words, "The word, in small letters unless it is always written otherwise.");
        var spelling = Field.May("spelling", Words, "How to write it so that a voice that spells says it right.");
        var phonemes = Field.May("phonemes", Words, "Its phonemes, as ./supine say --phonemes prints them.");
        return new(
            "a pronunciation",
            [word, spelling, phonemes],
            values => new(values.Of(word), values.OrNull(spelling), values.OrNull(phonemes))
        );
    }

    private static RecordShape<FigureWords> FigureShape()
    {
        var psoas = Field.Must("psoas", Words, "The muscle.");
        var lowBack = Field.Must("low-back", Words, "The low back.");
        return new("the words of the figure", [psoas, lowBack], values => new(values.Of(psoas), values.Of(lowBack)));
    }
}
