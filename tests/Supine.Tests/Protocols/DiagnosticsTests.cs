using System.Text;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>Every fault the compiler knows: where it is shown, and under which code.</summary>
public class DiagnosticsTests
{
    private static readonly string Minimal = File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "golden", "protocols", "minimal.yaml")
    );

    /// <summary>Code · what is replaced · by what · the text at whose place the fault stands.</summary>
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "P002", "stops:\n", "stops: [\n", "" },
            { "P004", "id: minimal", "id: &a minimal", "&a minimal" },
            { "P004", "id: minimal", "id: !!str minimal", "!!str minimal" },
            { "P005", "audience: home", "audience: home\naudience: home", "" },
            { "P006", "sides: each", "sides: each\n---\nsides: each", "" },
            { "P007", "{ en: Bed,", "{ en: \"Bed\\0\",", "\\0\"" },
            { "P007", "{ en: Bed,", "{ en: \"Bed \\\\ \\\"\\u0001\",", "\\u0001" },
            { "P007", "{ en: Bed,", "{ en: \"Bed\\x1b[31m\",", "\\x1b" },
            { "P007", "{ en: Bed,", "{ en: \"Bed\\ufffe\",", "\\ufffe" },
            { "P007", "{ en: Bed,", "{ en: \"Bed\\U0000ffff\",", "\\U0000ffff" },
            { "P002", "  sets: { least", "\t  sets: { least", "\t  sets" },
            { "P002", "  sets: { least", "  \tsets: { least", "\tsets" },
            { "P007", "{ en: Bed,", "{ en: \"Be\\td\",", "\\td" },
            { "P007", "{ en: Bed,", "{ en: \"Bed\\x7f\",", "\\x7f" },
            { "P007", "{ en: Bed,", "{ en: \"\\u202eBed\",", "\\u202e" },
            { "P007", "{ en: Bed,", "{ en: \u2066Bed,", "\u2066Bed" },
            { "P101", "    - id: lie\n      role", "    - role", "role: prepare" },
            { "P101", "audience: home\n", "", "" },
            { "P102", "sides: each", "sides: each\nsites: each", "sites" },
            { "P102", "es: Cama }", "es: Cama, xx: Bed }", "xx: Bed" },
            { "P101", "{ en: Bed, de", "{ de", "{ de: Bett" },
            { "P103", "muscles: [psoas]", "muscles: psoas", "psoas\nsources" },
            { "P103", "{ en: Bed,", "{ en: 12,", "12, de" },
            { "P103", "sets: { least: 1,", "sets: { least: one,", "one, most" },
            { "P103", "hip: 112", "hip: much", "much" },
            { "P103", "stops:\n  - { en: Pain., de: Schmerz., es: Dolor. }", "stops:\n  - Pain", "Pain" },
            { "P104", "audience: home", "audience: homes", "homes" },
            { "P104", "surface: flat", "surface: wall", "wall" },
            { "P105", "hip: 112", "hip: 121", "121" },
            { "P105", "hip: 112", "hip: -30.5", "-30.5" },
            { "P105", "sets: { least: 1,", "sets: { least: 0,", "0, most" },
            { "P105", "{ en: Bed,", "{ en: \" \",", "\" \"" },
            { "P106", "id: minimal", "id: Minimal", "Minimal" },
            { "P106", "least: 30s", "least: half a minute", "half a minute" },
            { "P107", "muscles: [psoas]", "muscles: []", "[]" },
            { "P201", "posture: lying\n      time", "posture: sitting\n      time", "sitting" },
            {
                "P201",
                "postures:\n",
                "postures:\n  unused: { surface: flat, stretched: { hip: 0, knee: 0 }, opposite: { hip: 0, knee: 0 } }\n",
                "unused"
            },
            { "P202", "[vendegnia-psoas]", "[nobody-1999]", "nobody-1999" },
            { "P203", "id: minimal", "id: other", "other" },
            { "P203", "- id: press", "- id: hold", "hold\n      role: compress" },
            { "P203", "    presses: {", "    pressure: {", "" },
            { "P203", "    presses: {", "    hold: {", "hold: { least: 1, most: 9" },
            { "P204", "Half way.", "\"Half {way.\"", "{ en: \"Half" },
            { "P204", "Your {side} leg", "Your {site} leg", "{ en: \"Your" },
            { "P204", "time: pressure", "time: pressures", "pressures" },
            { "P205", "Dein {side.es} Bein", "Dein {side.s} Bein", "{ en: \"Your" },
            { "P205", "Next, your {otherSide} side.", "Next, your {otherSide.s} side.", "{ en: \"Next" },
            { "P205", "{sets|once|# times}", "{sets|once}", "{ en: \"Your" },
            { "P207", "default: 45s", "default: 61s", "{ least: 30s" },
            { "P207", "most: 7", "most: 8", "{ least: 1, most: 8" },
            { "P207", "in: 4s, out: 6s", "in: 6s, out: 4s", "id: hold" },
            { "P207", "in: 4s, out: 6s", "in: 500ms, out: 4s", "id: hold" },
            { "P208", "en: Lie,", "en: \"Lie {side}\",", "id: lie" },
            { "P208", "sides: each", "sides: one", "{ en: \"Next" },
            {
                "P209",
                "en: \"Next, your {otherSide} side.\"",
                "en: \"Next, your {otherSide} side, so begin to think about how you will turn over\"",
                "{ en: \"Next"
            },
            { "P209", "{ en: \"Next, your {otherSide} side.\"", "{ en: \"Next, in {hold}.\"", "{ en: \"Next" },
            { "P212", "before-change: {", "before-change: { only: full,", "{ only" },
            {
                "P209",
                "en: Half way.",
                "en: You have now done the first half of this hold and the rest is still to come",
                "{ en: You have"
            },
            {
                "P209",
                "en: Ten more seconds.",
                "en: \"There are exactly ten more seconds left of this hold before you may let go and move on to the other side of "
                    + "it, so please do stay where you are now\"",
                "{ en: \"There"
            },
            { "P210", "      posture: lying\n      time: get-ready", "      posture: lying", "id: lie" },
            {
                "P211",
                "role: prepare",
                "role: hold\n      breath: { in: 4s, out: 6s }\n      half-way: { en: Half., de: Halb., es: Medio. }\n      last-ten: "
                    + "{ en: Ten., de: Zehn., es: Diez. }",
                "id: lie"
            },
            { "P212", "      breath: { in: 4s, out: 6s }\n", "", "id: hold" },
            { "P212", "role: compress", "role: compress\n      breaths: 3", "id: press" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_has_its_code_and_its_place(string code, string replaced, string by, string place)
    {
        Assert.Contains(replaced, Minimal, StringComparison.Ordinal);
        var source = ReplaceFirst(Minimal, replaced, by);
        var found = Read(source);
        var fault = Assert.Single(found, fault => fault.Code == code && (place.Length == 0 || fault.At == PlaceOf(source, place)));
        Assert.NotEmpty(fault.Message);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void Every_code_of_the_compiler_is_tried_and_explained()
    {
        var sources = string.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "src", "Supine.Protocols"), "*.cs").Select(File.ReadAllText)
        );
        var known = System
            .Text.RegularExpressions.Regex.Matches(sources, "\"(P[0-9]{3})\"")
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var tried = Faults
            .Select(row => row.Data.Item1)
            .Concat(["P001", "P003", "P214", "P301", "P302", "P303", "P304", "P305", "P306", "P307", "P308", "P401"])
            .ToHashSet();
        Assert.True(known.Count > 20);
        Assert.Equal(known.Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
        var explained = File.ReadAllText(Path.Combine(Repository.Root, "docs", "protocol-language.md"));
        Assert.All(known, code => Assert.Contains(code, explained, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once_in_order_of_place()
    {
        var source = Minimal
            .Replace("sides: each", "sides: all", StringComparison.Ordinal)
            .Replace("knee: 110", "knee: 200", StringComparison.Ordinal)
            .Replace("title: { en: Press,", "titel: { en: Press,", StringComparison.Ordinal);
        var found = Read(source);
        Assert.Equal(["P104", "P105", "P101", "P102"], found.Select(fault => fault.Code));
        Assert.Equal(found.Select(fault => fault.At).Order(), found.Select(fault => fault.At));
    }

    [Fact]
    public void A_file_that_is_not_utf8_or_far_too_large_or_far_too_deep_is_refused()
    {
        Assert.Equal("P001", Assert.Single(Read([0x61, 0x3A, 0x20, 0xC3, 0x28])).Code);
        Assert.Equal(new Mark(2, 1), Assert.Single(Read([0x61, 0x0A, 0x00])).At);
        Assert.Equal("P003", Assert.Single(Read(new byte[300 * 1024])).Code);
        Assert.Equal("P003", Assert.Single(Read(Encoding.UTF8.GetBytes(new string('[', 20_000)))).Code);
        Assert.Equal("P006", Assert.Single(Read([])).Code);
    }

    [Theory]
    [InlineData("P301", 29_999)]
    [InlineData(null, 30_000)]
    [InlineData(null, 60_000)]
    [InlineData("P301", 60_001)]
    public void A_hold_is_prescribed_within_the_protocols_range(string? code, int milliseconds) =>
        AssertPrescription(code, new Prescription { Hold = TimeSpan.FromMilliseconds(milliseconds) });

    [Theory]
    [InlineData("P302", 0)]
    [InlineData(null, 1)]
    [InlineData(null, 3)]
    [InlineData("P302", 4)]
    public void Sets_are_prescribed_within_the_protocols_range(string? code, int sets) =>
        AssertPrescription(code, new Prescription { Sets = sets });

    [Theory]
    [InlineData("P304", -1)]
    [InlineData(null, 0)]
    [InlineData(null, 120_000)]
    [InlineData("P304", 120_001)]
    public void Getting_ready_and_changing_sides_take_at_most_two_minutes(string? code, int milliseconds)
    {
        AssertPrescription(code, new Prescription { GetReady = TimeSpan.FromMilliseconds(milliseconds) });
        AssertPrescription(code, new Prescription { ChangeSides = TimeSpan.FromMilliseconds(milliseconds) });
    }

    [Fact]
    public void A_name_the_protocol_does_not_have_is_a_fault_of_the_prescription()
    {
        var none = new Prescription();
        AssertPrescription("P303", none with { Times = none.Times.Add("presure", TimeSpan.FromSeconds(20)) });
        AssertPrescription("P303", none with { Times = none.Times.Add("pressure", TimeSpan.FromSeconds(91)) });
        AssertPrescription("P302", none with { Counts = none.Counts.Add("presses", 10) });
        AssertPrescription(
            null,
            none with
            {
                Times = none.Times.Add("pressure", TimeSpan.FromSeconds(90)),
                Counts = none.Counts.Add("presses", 9),
            }
        );
        AssertPrescription("P301", none with { Hold = TimeSpan.FromTicks(45 * TimeSpan.TicksPerSecond + 1) });
    }

    [Fact]
    public void A_session_longer_than_two_hours_is_refused()
    {
        var source = Minimal
            .Replace("most: 3, default: 1 }", "most: 50, default: 50 }", StringComparison.Ordinal)
            .Replace("most: 90s, default: 30s", "most: 20m, default: 20m", StringComparison.Ordinal);
        var compiled = ProtocolCompiler.Compile(
            Encoding.UTF8.GetBytes(source),
            "minimal.yaml",
            Repository.Protocols.Sources,
            new Prescription()
        );
        Assert.Equal("P305", Assert.Single(Assert.IsType<Compilation.Failed>(compiled).Diagnostics).Code);
    }

    private static void AssertPrescription(string? code, Prescription prescription)
    {
        var compiled = ProtocolCompiler.Compile(
            Encoding.UTF8.GetBytes(Minimal),
            "minimal.yaml",
            Repository.Protocols.Sources,
            prescription
        );
        if (code is null)
        {
            Assert.IsType<Compilation.Succeeded>(compiled);
        }
        else
        {
            var fault = Assert.Single(Assert.IsType<Compilation.Failed>(compiled).Diagnostics);
            Assert.Equal(code, fault.Code);
            Assert.True(fault.At > Mark.Start);
        }
    }

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Read(string source) => Read(Encoding.UTF8.GetBytes(source));

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Read(byte[] source) =>
        Assert.IsType<ProtocolReading.Failed>(ProtocolCompiler.Read(source, "minimal.yaml", Repository.Protocols.Sources)).Diagnostics;

    private static Mark PlaceOf(string source, string text)
    {
        var index = source.IndexOf(text, StringComparison.Ordinal);
        Assert.True(index >= 0, $"“{text}” is not in the broken file.");
        var before = source[..index];
        return new Mark(before.Count(letter => letter == '\n') + 1, index - before.LastIndexOf('\n'));
    }

    private static string ReplaceFirst(string text, string replaced, string by)
    {
        var index = text.IndexOf(replaced, StringComparison.Ordinal);
        return text[..index] + by + text[(index + replaced.Length)..];
    }
}
