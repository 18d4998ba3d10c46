using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>Has a voice of Kokoro speak one sentence: English by the built-in pronunciation, other languages by espeak-ng's.</summary>
internal static partial class KokoroSpeech
{
    private const string Espeak = "espeak-ng";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Kokoro has one symbol for two that espeak-ng ties together.</summary>
    private static readonly ImmutableArray<(string Tied, string Symbol)> Ties =
    [
        ("t^ʃ", "ʧ"),
        ("t^s", "ʦ"),
        ("d^ʒ", "ʤ"),
        ("d^z", "ʣ"),
        ("a^ɪ", "I"),
        ("a^ʊ", "W"),
        ("e^ɪ", "A"),
        ("o^ʊ", "O"),
        ("ɔ^ɪ", "Y"),
        ("^", ""),
        ("-", ""),
    ];

    public static async Task<Speaking> SpeakAsync(
        Voice.Kokoro voice,
        Language language,
        string text,
        SpeechRate rate,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var isEnglish = language == Language.English;
        var (phonemes, problem) = isEnglish
            ? PronounceEnglish(voice, text)
            : await PronounceAsync(language, Pronunciations.Respell(text, language), time, cancellationToken);
        if (problem is not null)
        {
            return new Speaking.Failed(problem);
        }

        var speed = SpeedOf(language) * (double)rate.Ratio;
        var outcome = await Task.Run(() => voice.Engine.Speak(phonemes, speed, cancellationToken), cancellationToken);
        return BuiltInSpeech.Finish(outcome, voice.Engine.Name, text);
    }

    /// <summary>The calm speed for a language.</summary>
    internal static double SpeedOf(Language language) =>
        language == Language.English ? KokoroVoice.CalmEnglishSpeed : KokoroVoice.CalmSpeed;

    /// <summary>A text in the symbols of Kokoro, or why not.</summary>
    internal static async Task<(ImmutableArray<string> Phonemes, RenderProblem? Problem)> PronounceAsync(
        Language language,
        string text,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var phonemes = new StringBuilder();
        foreach (Match part in Part().Matches(text.ReplaceLineEndings(" ")))
        {
            if (part.Groups[1].Value.Any(char.IsLetterOrDigit))
            {
                var end = await ChildProcess.RunAsync(
                    Espeak,
                    ["-v", language.Code, "-q", "--ipa", "--tie=^", "--stdin"],
                    part.Groups[1].Value + "\n",
                    Patience,
                    time,
                    cancellationToken
                );
                switch (end)
                {
                    case ProcessEnd.Succeeded(var output):
                        phonemes.Append(phonemes.Length > 0 ? " " : "").Append(Clean(output));
                        break;
                    case ProcessEnd.Missing:
                        return ([], new RenderProblem.MissingProgram(Espeak));
                    case ProcessEnd.Failed(var reason):
                        return ([], new RenderProblem.SpeechFailed(Espeak, text, reason));
                }
            }

            phonemes.Append(part.Groups[2].Value.Trim());
        }

        return ([phonemes.ToString()], null);
    }

    private static (ImmutableArray<string> Phonemes, RenderProblem? Problem) PronounceEnglish(Voice.Kokoro voice, string text) =>
        voice.English.FindPhonemes(text) switch
        {
            Pronunciation.Found found => (found.Sentences, null),
            Pronunciation.Refused(var reason) => ([], new RenderProblem.TextRefused(voice.Engine.Name, text, reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Clean(string ipa)
    {
        // where espeak-ng changes to another language for a word, it says so in brackets
        var clean = Spaces().Replace(OtherLanguage().Replace(ipa, ""), " ").Trim();
        foreach (var (tied, symbol) in Ties)
        {
            clean = clean.Replace(tied, symbol, StringComparison.Ordinal);
        }

        return clean;
    }

    [GeneratedRegex("([^,.;:?!…]*)([,.;:?!…]*)")]
    private static partial Regex Part();

    [GeneratedRegex(@"\([a-z-]+\)")]
    private static partial Regex OtherLanguage();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
