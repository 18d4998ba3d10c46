using System.Globalization;
using System.Text;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>A random but right protocol, written as a clinician would write it, with a random but right prescription.</summary>
internal sealed class GeneratedProtocol
{
    private static readonly string[] Words =
    [
        "breathe",
        "slowly",
        "let",
        "the",
        "leg",
        "sink",
        "hip",
        "grow",
        "heavy",
        "and",
        "rest",
        "your",
        "knee",
        "back",
        "flat",
        "now",
        "gravity",
        "does",
        "it",
    ];

    private readonly Random _random;
    private readonly StringBuilder _yaml = new();
    private int _steps;

    public GeneratedProtocol(int seed, bool holdOfTheStretch = true)
    {
        _random = new Random(seed);
        var hold = holdOfTheStretch ? (30_000, 60_000) : (1_000, 180_000);
        Prescription = new Prescription
        {
            Language = Languages.Shipped.All[_random.Next(3)],
            Hold = TimeSpan.FromMilliseconds(_random.Next(hold.Item1, hold.Item2 + 1)),
            Sets = _random.Next(1, 4),
            First = (Side)_random.Next(2),
            GetReady = TimeSpan.FromMilliseconds(_random.Next(0, 120_001)),
            ChangeSides = TimeSpan.FromMilliseconds(_random.Next(0, 120_001)),
            Instruction = (Instruction)_random.Next(2),
            SpeechRate = SpeechRate.FromPercent(_random.Next(3) == 0 ? 100 : _random.Next(80, 121)),
        };
        Sides = new[] { "each", "one", "both" }[_random.Next(3)];
        Write(hold);
    }

    public Prescription Prescription { get; }

    public string Sides { get; }

    public byte[] Bytes => Encoding.UTF8.GetBytes(_yaml.ToString());

    public CueSequence Compile() => Compile(Prescription);

    public CueSequence Compile(Prescription prescription)
    {
        var compilation = ProtocolCompiler.Compile(Bytes, "generated", sources: null, prescription);
        return compilation is Compilation.Succeeded succeeded
            ? succeeded.Sequence
            : throw new InvalidOperationException(string.Join('\n', ((Compilation.Failed)compilation).Diagnostics) + "\n" + _yaml);
    }

    private void Write((int Least, int Most) hold)
    {
        _yaml.Append(
            CultureInfo.InvariantCulture,
            $$"""
            supine: 1
            id: generated
            audience: home
            title: { en: t, de: t, es: t }
            summary: { en: s, de: s, es: s }
            surface: { en: s, de: s, es: s }
            muscles: [psoas]
            sources: [somebody]
            sides: {{Sides}}
            dose:
              hold: { least: {{hold.Least}}ms, most: {{hold.Most}}ms, default: {{hold.Most}}ms }
              sets: { least: 1, most: 3, default: 1 }
              days-per-week: { least: 1, most: 7, default: 3 }
            stops: [{ en: s, de: s, es: s }]
            not-for: [{ en: s, de: s, es: s }]
            postures:
              lying: { surface: flat, stretched: { hip: 0, knee: 0 }, opposite: { hip: 0, knee: 0 } }
            steps:

            """
        );
        WriteSection("begin", _random.Next(0, 3), onSide: false, hold: false);
        WriteSection("each-side", _random.Next(0, 3), onSide: Sides != "both", hold: true);
        if (Sides == "each")
        {
            WriteSection("change", _random.Next(0, 3), onSide: true, hold: false);
        }

        WriteSection("finish", _random.Next(0, 3), onSide: false, hold: false);
    }

    private void WriteSection(string name, int steps, bool onSide, bool hold)
    {
        _yaml.AppendLine(CultureInfo.InvariantCulture, $"  {name}:{(steps == 0 && !hold ? " []" : "")}");
        var holdAt = hold ? _random.Next(steps + 1) : -1;
        for (var step = 0; step < steps + (hold ? 1 : 0); step++)
        {
            if (step == holdAt)
            {
                WriteHold(onSide);
            }
            else
            {
                WriteStep(onSide);
            }
        }
    }

    private void WriteHead(string role) =>
        _yaml.AppendLine(
            CultureInfo.InvariantCulture,
            $"    - {{id: s{_steps++}, role: {role}, posture: lying, title: {{ en: t, de: t, es: t }},"
        );

    private void WriteHold(bool onSide)
    {
        WriteHead("hold");
        _yaml.AppendLine(CultureInfo.InvariantCulture, $"       say: {Sentences(onSide, 3)},");
        _yaml.AppendLine(CultureInfo.InvariantCulture, $"       during: {Sentences(onSide, 4)},");
        _yaml.AppendLine(CultureInfo.InvariantCulture, $"       breath: {{ in: {_random.Next(1, 6)}s, out: {_random.Next(6, 12)}s }},");
        if (Sides == "each")
        {
            _yaml.AppendLine(
                "       before-change: { en: \"Next, your {otherSide} side.\", de: \"Als Nächstes die {otherSide.e} Seite.\", es: "
                    + "\"Después, el lado {otherSide}.\" },"
            );
        }

        _yaml.AppendLine(
            "       half-way: { en: Half way., de: Die Hälfte., es: La mitad. }, last-ten: { en: Ten more seconds., de: "
                + "Noch zehn Sekunden., es: Diez segundos más. }}"
        );
    }

    private void WriteStep(bool onSide)
    {
        switch (_random.Next(4))
        {
            case 0:
                WriteHead("breathe");
                _yaml.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"       breath: {{ in: 2s, out: 3500ms }}, breaths: {_random.Next(1, 5)}, say: {Sentences(onSide, 2)}}}"
                );
                break;
            case 1:
                WriteHead("compress");
                _yaml.AppendLine(CultureInfo.InvariantCulture, $"       time: {_random.Next(1, 90_000)}ms, say: {Sentences(onSide, 2)}}}");
                break;
            case 2:
                WriteHead("contract-relax");
                _yaml.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"       contract: {_random.Next(4_000, 20_000)}ms, relax: {_random.Next(4_000, 20_000)}ms, repetitions: "
                        + $"{_random.Next(1, 6)},"
                );
                _yaml.AppendLine(
                    "       on-contract: { en: Press., de: Drücken., es: Empuja. }, on-relax: { en: Let go., de: Loslassen., es: Suelta. }}"
                );
                break;
            default:
                WriteHead(new[] { "prepare", "move", "check", "release", "change-sides", "measure", "rise" }[_random.Next(7)]);
                var time = new[] { "get-ready", "change-sides", _random.Next(0, 20_000) + "ms" }[_random.Next(3)];
                _yaml.AppendLine(CultureInfo.InvariantCulture, $"       time: {time}, say: {Sentences(onSide, 4)}}}");
                break;
        }
    }

    private string Sentences(bool onSide, int most)
    {
        var sentences = Enumerable
            .Range(0, _random.Next(0, most + 1))
            .Select(_ =>
            {
                var only = _random.Next(4) switch
                {
                    0 => "only: full, ",
                    1 => "only: brief, ",
                    _ => "",
                };
                return $"{{ {only}en: \"{Sentence(onSide, "side")}\", de: \"{Sentence(onSide, "side.es")}\", es: "
                    + $"\"{Sentence(onSide, "side.f")}\" }}";
            });
        return $"[{string.Join(", ", sentences)}]";
    }

    private string Sentence(bool onSide, string side)
    {
        var words = Enumerable.Range(0, _random.Next(1, 18)).Select(_ => Words[_random.Next(Words.Length)]).ToList();
        if (onSide && _random.Next(2) == 0)
        {
            words.Add($"{{{side}}}");
        }

        if (_random.Next(5) == 0)
        {
            words.Add("{hold}");
        }

        return string.Join(' ', words) + ".";
    }
}
