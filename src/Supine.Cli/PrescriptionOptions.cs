using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>The options that make up a prescription, the same for every command that compiles.</summary>
internal sealed class PrescriptionOptions
{
    private readonly Option<TimeSpan?> _hold = Time("--hold", "How long each side is held, like 45s.");
    private readonly Option<int?> _sets = new("--sets") { Description = "How often each side is held.", HelpName = "number" };
    private readonly Option<Side> _first = Choice(
        "--first",
        "The side stretched first.",
        Side.Left,
        ("left", Side.Left),
        ("right", Side.Right)
    );
    private readonly Option<Side?> _only = Choice<Side?>(
        "--only",
        "The one side that is stretched; both unless given.",
        null,
        ("left", Side.Left),
        ("right", Side.Right)
    );
    private readonly Option<Language> _language = LanguageOption.Create("The language spoken.");
    private readonly Option<TimeSpan?> _getReady = Time("--get-ready", "Time to lie down, like 12s.");
    private readonly Option<TimeSpan?> _changeSides = Time("--change-sides", "Time to change sides, like 12s.");
    private readonly Option<Instruction> _instruction = Choice(
        "--instruction",
        "How much is said.",
        Instruction.Full,
        ("full", Instruction.Full),
        ("brief", Instruction.Brief),
        ("bells", Instruction.Bells)
    );
    private readonly Option<SpeechRate> _speechRate = Rate("--speech-rate", "How fast it is said, 0.8 (slower) to 1.2; 1 is calm.");
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A time, count or choice of the protocol's own, like compression=90s, repetitions=4 or grip=thigh.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = true,
    };

    public PrescriptionOptions() =>
        _set.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => !TrySplit(word, out _, out _)))
            {
                result.AddError($"--set {word}: write name=value, the value a time like 90s, a number or the name of an option.");
            }
        });

    public void AddTo(Command command)
    {
        foreach (
            var option in new Option[] { _hold, _sets, _first, _only, _language, _getReady, _changeSides, _instruction, _speechRate, _set }
        )
        {
            command.Add(option);
        }
    }

    public Prescription Read(ParseResult parsed)
    {
        var times = ImmutableSortedDictionary.CreateBuilder<string, TimeSpan>(StringComparer.Ordinal);
        var counts = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var choices = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in parsed.GetValue(_set) ?? [])
        {
            if (!TrySplit(word, out var name, out var value))
            {
                throw new InvalidOperationException("The validator lets no such word through.");
            }

            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                counts[name] = count;
            }
            else if (DurationText.TryParse(value, out var time))
            {
                times[name] = time;
            }
            else
            {
                choices[name] = value;
            }
        }

        return new Prescription
        {
            Hold = parsed.GetValue(_hold),
            Sets = parsed.GetValue(_sets),
            First = parsed.GetValue(_first),
            Only = parsed.GetValue(_only),
            Language = parsed.GetRequiredValue(_language),
            GetReady = parsed.GetValue(_getReady),
            ChangeSides = parsed.GetValue(_changeSides),
            Instruction = parsed.GetValue(_instruction),
            SpeechRate = parsed.GetValue(_speechRate),
            Times = times.ToImmutable(),
            Counts = counts.ToImmutable(),
            Choices = choices.ToImmutable(),
        };
    }

    /// <summary>An option that takes one of a few words.</summary>
    public static Option<T> Choice<T>(string name, string description, T otherwise, params (string Word, T Value)[] choices)
    {
        var words = string.Join("|", choices.Select(choice => choice.Word));
        return new Option<T>(name)
        {
            Description = $"{description} [{words}]",
            HelpName = words,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                var index = Array.FindIndex(choices, choice => choice.Word == word);
                if (index >= 0)
                {
                    return choices[index].Value;
                }

                result.AddError($"{name} {word}: write {string.Join(" or ", choices.Select(choice => choice.Word))}.");
                return otherwise;
            },
        };
    }

    /// <summary>A time, like 45s.</summary>
    public static Option<TimeSpan?> Time(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "time",
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (DurationText.TryParse(word, out var duration) && word.Length > 0)
                {
                    return duration;
                }

                result.AddError($"{name} {word}: write a time like 45s, 1m30s or 500ms.");
                return null;
            },
        };

    private static Option<SpeechRate> Rate(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "rate",
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (!SpeechRate.TryParse(word, out var rate))
                {
                    result.AddError($"{name} {word}: write a number from {SpeechRate.Slowest} to {SpeechRate.Fastest}, like 0.9.");
                }

                return rate;
            },
        };

    // What begins with a digit is a number or a time, and nothing else.
    private static bool TrySplit(string word, out string name, out string value)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        name = equals > 0 ? word[..equals] : "";
        value = equals > 0 ? word[(equals + 1)..] : "";
        return value.Length > 0
            && (
                char.IsAsciiLetterLower(value[0])
                || DurationText.TryParse(value, out _)
                || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            );
    }
}
