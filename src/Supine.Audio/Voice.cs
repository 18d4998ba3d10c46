using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>Who speaks.</summary>
public abstract partial record Voice
{
    private Voice() { }

    /// <summary>Clips in a folder, with a <c>manifest.json</c>: see <see cref="ClipManifest"/>.</summary>
    /// <param name="Folder">Where they are.</param>
    public sealed record ClipPack(string Folder) : Voice;

    /// <summary>A program that writes what it speaks into a WAV file. The text goes to its standard input, unless an argument holds
    /// <c>{text}</c>, or <c>{xml}</c> for the text with its markup escaped.</summary>
    /// <param name="Program">Its name or path.</param>
    /// <param name="Arguments">Each passed on as it is, without a shell; <c>{out}</c>, <c>{language}</c>, <c>{text}</c> and
    /// <c>{xml}</c> are replaced.
    /// How fast it speaks
    /// is written <c>{rate:130}</c>, a number that grows with the rate, or <c>{length:1.2}</c>, one that falls; a program with neither is
    /// slowed down afterwards.</param>
    /// <param name="Patience">How long one sentence may take.</param>
    public sealed partial record SpeechCommand(string Program, ImmutableArray<string> Arguments, TimeSpan Patience) : Voice
    {
        /// <summary>Whether the program itself can be asked to speak slower or faster.</summary>
        public bool KnowsRate => Arguments.Any(argument => RatePattern().IsMatch(argument));

        /// <summary>The arguments with their rate filled in.</summary>
        public ImmutableArray<string> ArgumentsAt(SpeechRate rate) =>
            [
                .. Arguments.Select(argument =>
                    RatePattern()
                        .Replace(
                            argument,
                            match =>
                            {
                                var usual = decimal.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                                var number = match.Groups[1].Value == "rate" ? usual * rate.Ratio : usual / rate.Ratio;
                                return (usual % 1 == 0 ? decimal.Round(number) : decimal.Round(number, 3)).ToString(
                                    "0.###",
                                    CultureInfo.InvariantCulture
                                );
                            }
                        )
                ),
            ];

        [GeneratedRegex(@"\{(rate|length):([0-9]+(?:\.[0-9]+)?)\}")]
        private static partial Regex RatePattern();

        /// <inheritdoc/>
        public bool Equals(SpeechCommand? other) =>
            other is not null && Program == other.Program && Patience == other.Patience && Arguments.SequenceEqual(other.Arguments);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Program, Patience, Arguments.Length);
    }

    /// <summary>The voice that comes with the program: any English sentence, without another program.</summary>
    /// <param name="Engine">Loads itself when it is asked to speak.</param>
    public sealed record BuiltIn(EnglishVoice Engine) : Voice;

    /// <summary>A voice of Kokoro-82M, from a folder of whoever has it: any sentence.</summary>
    /// <param name="Engine">Loads itself when it is asked to speak.</param>
    /// <param name="English">Pronounces English for it; other languages are pronounced by espeak-ng.</param>
    public sealed record Kokoro(KokoroVoice Engine, EnglishVoice English) : Voice;

    /// <summary>Nobody in the track: tones and breathing only, and the device speaks the captions.</summary>
    public sealed record Device : Voice;
}
