using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Supine.Bench.Motion;
using Supine.Cli;
using Supine.Fuzz;
using Supine.Motion;

namespace Supine.Tests.Motion;

/// <summary>The recorded files that C# and TypeScript both read, the reader of such files, and the command.</summary>
public class RecordingsTests
{
    private const string Folder = "tests/golden/recordings";

    // a file keeps thousandths of m/s²; another machine's sine may round the last one otherwise
    private const double Thousandth = 0.0011;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly SimulatedThigh Clean = new()
    {
        Rate = 25,
        Noise = 0.05,
        Breath = 0.3,
        PauseSeconds = 1,
    };

    /// <summary>Each file, what it should say, and the truth the simulator knows.</summary>
    public static TheoryData<string, string, double?, double?> Files =>
        new()
        {
            { "clean.csv", "measured", 12, null },
            { "clean.json", "measured", 12, null },
            { "misplaced-by-30.csv", "measured", 12, null },
            { "opposite-sign.csv", "measured", 12, 18 },
            { "sloped-bench.csv", "measured", 12, null },
            { "with-pelvis.csv", "measured", 12, 18 },
            // made by the live page's own course (src/client/sensing/phone/course.test.ts)
            { "live-with-pelvis.csv", "measured", 12, 18 },
            { "raised-thigh.csv", "measured", -4, null },
            { "too-few-samples.csv", "tooFewSamples", null, null },
            { "moved-at-zero.csv", "moved", null, null },
            { "slid-phone.csv", "phoneSlid", null, null },
            { "small-sweep.csv", "sweepTooSmall", null, null },
            { "not-still.csv", "notStill", null, null },
            { "wrong-order.csv", "wrongOrder", null, null },
            { "phone-on-its-edge.csv", "implausible", null, null },
            { "malformed.csv", "malformed", null, null },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void Recordings_are_measured_within_their_uncertainty_or_refused_with_their_reason(
        string file,
        string says,
        double? below,
        double? extension
    )
    {
        var reading = Inclinometer.Measure(Bytes(file));
        Assert.Equal(says, reading is Reading.Rejected rejected ? ReadingJson.WordOf(rejected.Reason) : "measured");
        if (reading is Reading.Measured measured)
        {
            Assert.Equal(below!.Value, measured.ThighBelowHorizontal.Degrees, 0.25);
            Assert.Equal(extension, measured.Hip is HipReading.Known hip ? Math.Round(hip.Extension.Degrees) : null);
        }
    }

    [Fact]
    public void Recordings_are_what_the_simulator_makes()
    {
        foreach (var (file, text) in Simulated())
        {
            if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            {
                Repository.AssertGolden($"{Folder}/{file}", text);
            }

            var (kept, made) = (Encoding.UTF8.GetString(Bytes(file)).Split(',', '\n', ':', '}'), text.Split(',', '\n', ':', '}'));
            Assert.Equal(made.Length, kept.Length);
            foreach (var (was, now) in kept.Zip(made))
            {
                Assert.True(
                    was == now || Math.Abs(Number(was) - Number(now)) < Thousandth,
                    $"{file} has {was} where the simulator makes {now}."
                );
            }
        }
    }

    [Fact]
    public void Expected_answers_are_what_this_program_answers()
    {
        var expected = Files
            .Select(row => row.Data.Item1)
            .ToDictionary(
                file => file,
                file =>
                {
                    using var json = JsonDocument.Parse(
                        ReadingJson.Write(Inclinometer.Measure(Bytes(file)), [(file, Inclinometer.Measure(Bytes(file)))])
                    );
                    return json
                        .RootElement.EnumerateObject()
                        .Where(member =>
                            member.Name
                                is "result"
                                    or "thighBelowHorizontalDegrees"
                                    or "pelvisDegrees"
                                    or "hipExtensionDegrees"
                                    or "uncertaintyDegrees"
                                    or "hipExtensionUncertaintyDegrees"
                                    or "reason"
                        )
                        .ToDictionary(member => member.Name, member => member.Value.Clone());
                }
            );
        Repository.AssertGolden($"{Folder}/expected.json", JsonSerializer.Serialize(expected, Indented) + "\n");
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_line()
    {
        var faults = Faults(Encoding.UTF8.GetString(Bytes("malformed.csv")));
        Assert.Equal([1, 3, 4, 5, 6, 6, 8, 9, 10, 12], faults.Select(fault => fault.Line));
        Assert.All(faults, fault => Assert.True(fault.Message.EndsWith('.') && fault.Remedy.EndsWith('.')));
    }

    [Theory]
    [InlineData("", 1, "The file is empty.")]
    [InlineData(" \n ", 1, "The file is empty.")]
    [InlineData("time;phase;x;y;z", 1, "The header is not tMs,phase,x,y,z.")]
    [InlineData("tMs;phase;x;y;z\n0;zero;0;0,5;9.81", 2, "z is no number.")]
    [InlineData("tMs;phase;x;y;z\n1.000;zero;0,1;0;9,81", 2, "x is no number.")]
    [InlineData("tMs;phase;x;y;z\n0;zero;0;0;1.009,81", 2, "z is no number.")]
    [InlineData("tMs;phase;x;y;z\n0;zero;0;0", 2, "There are 4 fields, not 5.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,0,0", 2, "There are 4 fields, not 5.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,0,0,9,81", 2, "There are 6 fields, not 5.")]
    [InlineData("tMs,phase,x,y,z\n0,Zero,0,0,9.81", 2, "The phase is none that is known.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,NaN,0,9.81", 2, "x is no number.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,0,1e999,9.81", 2, "y is no number.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,0,2e6,9.81", 2, "y is no acceleration.")]
    [InlineData("tMs,phase,x,y,z\n-1,zero,0,0,9.81", 2, "tMs is 0 to 10000000000000.")]
    [InlineData("tMs,phase,x,y,z\n5,zero,0,0,9.81\n4,zero,0,0,9.81", 3, "tMs goes back.")]
    [InlineData("tMs,phase,x,y,z\n0,zero,0,0,1", 2, "A phone that lies still feels 9.81 m/s²; half of these samples are at 1.00 or more.")]
    [InlineData(
        "tMs,phase,x,y,z\n0,zero,0,0,9.81\n1,zero,0,0,9.81\n2,zero,0,0,0",
        4,
        "This sample feels 0 m/s²: the phone fell or was knocked."
    )]
    [InlineData("{}", 1, "There is no array of samples.")]
    [InlineData("{\"samples\":{}}", 1, "There is no array of samples.")]
    [InlineData("[\n1]", 2, "This sample is no object.")]
    [InlineData("[\n{\"tMs\":0,\"phase\":\"zero\",\"x\":0,\"y\":0,\n\"z\":\"9.81\"}]", 2, "z is no number.")]
    [InlineData("[{\"tMs\":0,\"phase\":3,\"x\":0,\"y\":0,\"z\":9.81}]", 1, "The phase is none that is known.")]
    [InlineData("[{\"tMs\":1e999,\"phase\":\"zero\",\"x\":0,\"y\":0,\"z\":9.81}]", 1, "tMs is no number.")]
    [InlineData("[\n\n{]", 3, "This is no JSON.")]
    [InlineData("[] []", 1, "This is no JSON.")]
    [InlineData("[{\"\\ud800\":1,\"phase\":\"\\ud800\"}]", 1, "tMs is no number.")]
    public void A_fault_has_its_line_and_says_what_is_wrong(string text, int line, string message) =>
        Assert.Contains(Faults(text), fault => fault.Line == line && fault.Message == message);

    [Theory]
    [InlineData("\uFEFFtMs,phase,x,y,z\r\n0 , zero, 0,0, 9.81\r\n\r\n")]
    [InlineData("tMs, phase, x, y, z\n0,zero,-0,+0,9.81e0")]
    [InlineData("\uFEFF [{\"tMs\":0,\"note\":[1,{}],\"phase\":\"zero\",\"x\":0,\"y\":0,\"z\":9.81}] ")]
    [InlineData("{\"device\":{\"samples\":[]},\"samples\":[{\"z\":9.81,\"y\":0,\"x\":0,\"phase\":\"zero\",\"tMs\":0}]}")]
    [InlineData("tMs;phase;x;y;z\r\n0;zero;-0,0;0;9,81\r\n")]
    [InlineData("\uFEFFtMs;phase;x;y;z\n0;zero;0;0.0;9.81")]
    [InlineData("tMs\tphase\tx\ty\tz\n0\tzero\t0\t0\t9,81")]
    [InlineData("tMs\tphase\tx\ty\tz\n0\tzero\t0\t0\t9.81")]
    [InlineData("sep=;\r\ntMs;phase;x;y;z\r\n0;zero;0;0;9,81")]
    public void What_means_the_same_is_read_the_same(string text) =>
        Assert.Equal(
            new Sample(TimeSpan.Zero, Phase.Zero, default),
            Assert.Single(Assert.IsType<RecordingReading.Succeeded>(RecordedFile.Read(Encoding.UTF8.GetBytes(text))).Recording.Samples)
        );

    [Theory]
    [InlineData(';', ',', "\r\n", "\uFEFF")]
    [InlineData(';', '.', "\n", "")]
    [InlineData('\t', ',', "\r\n", "")]
    public void What_went_through_a_spreadsheet_has_the_same_samples(char separator, char mark, string lineEnd, string begin)
    {
        var clean = Encoding.UTF8.GetString(Bytes("clean.csv"));
        var saved = begin + clean.Replace(',', separator).Replace('.', mark).ReplaceLineEndings(lineEnd);
        var before = Assert.IsType<RecordingReading.Succeeded>(RecordedFile.Read(Encoding.UTF8.GetBytes(clean))).Recording.Samples;
        var after = Assert.IsType<RecordingReading.Succeeded>(RecordedFile.Read(Encoding.UTF8.GetBytes(saved))).Recording.Samples;
        Assert.True(before.Length > 100);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void A_file_in_utf_16_has_one_fault_that_names_it(string name, bool withMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Encoding.UTF8.GetString(Bytes("clean.csv")))];
        var fault = Assert.Single(Assert.IsType<RecordingReading.Failed>(RecordedFile.Read(bytes)).Faults);
        Assert.Equal((1, "The file is in UTF-16."), (fault.Line, fault.Message));
        Assert.Contains("UTF-8", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_unread() =>
        Assert.Contains(
            Assert.IsType<RecordingReading.Failed>(RecordedFile.Read(new byte[RecordedFile.MostBytes + 1])).Faults,
            fault => fault.Message.StartsWith("The file has 16.0 MB", StringComparison.Ordinal)
        );

    [Fact]
    public void Broken_recordings_are_answered_with_values()
    {
        var fuzzer = new RecordingFuzzer([Bytes("clean.csv"), Bytes("clean.json"), Bytes("with-pelvis.csv")], seed: 20_261_121);
        fuzzer.Run(1500);
        Assert.InRange(fuzzer.Accepted, 20, 1400);
        Assert.InRange(fuzzer.Measured, 10, fuzzer.Accepted);
    }

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        var (before, was) = (ReadingJson.Write(Inclinometer.Measure(Bytes("with-pelvis.csv")), []), CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal(before, ReadingJson.Write(Inclinometer.Measure(Bytes("with-pelvis.csv")), []));
            Assert.Contains(Faults("tMs,phase,x,y,z\n0,zero,0,0,1"), fault => fault.Message.Contains("1.00", StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = was;
        }
    }

    [Fact]
    public async Task The_command_says_it_in_sentences()
    {
        var (exit, said, error) = await RunAsync("clean.csv");
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(
            @"^The thigh hangs 1[12]\.\d° below the horizontal, ± 2\.\d° \(95 %\), from one recording\.\nThe pelvis was not measured",
            said
        );
        (_, said, _) = await RunAsync("with-pelvis.csv");
        Assert.Matches(@"\nThe pelvis is tilted \d\.\d° back: the hip itself is extended by 1[78]\.\d°, ± \d\.\d°\.\n", said);
        (_, said, _) = await RunAsync("raised-thigh.csv");
        Assert.StartsWith("The thigh is raised ", said, StringComparison.Ordinal);
        (exit, said, _) = await RunAsync("clean.csv", "misplaced-by-30.csv", "clean.json");
        Assert.Equal(0, exit);
        Assert.Contains("from 3 recordings.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_answers_in_json()
    {
        var (exit, text, _) = await RunAsync("with-pelvis.csv", "with-pelvis.csv", "--json");
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        Assert.Equal(
            [
                "result",
                "thighBelowHorizontalDegrees",
                "pelvisDegrees",
                "hipExtensionDegrees",
                "uncertaintyDegrees",
                "hipExtensionUncertaintyDegrees",
                "repeats",
                "reason",
                "oneDeviationDegrees",
                "recordings",
            ],
            root.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            (0, "measured", 2, JsonValueKind.Null),
            (exit, root.GetProperty("result").GetString(), root.GetProperty("repeats").GetInt32(), root.GetProperty("reason").ValueKind)
        );
        Assert.Equal(18, root.GetProperty("hipExtensionDegrees").GetDouble(), 0.5);

        (exit, text, _) = await RunAsync("clean.csv", "malformed.csv", "--json");
        using var rejected = JsonDocument.Parse(text);
        root = rejected.RootElement;
        Assert.Equal((1, "rejected", "malformed"), (exit, root.GetProperty("result").GetString(), root.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("thighBelowHorizontalDegrees").ValueKind);
        Assert.Equal(
            ["measured", "rejected"],
            root.GetProperty("recordings").EnumerateArray().Select(one => one.GetProperty("result").GetString())
        );
        Assert.Equal(10, root.GetProperty("recordings")[1].GetProperty("faults").GetArrayLength());
    }

    [Theory]
    [InlineData("too-few-samples.csv", "hold has ")]
    [InlineData("moved-at-zero.csv", "the phone moved by ")]
    [InlineData("slid-phone.csv", "no longer lay as it did at zero")]
    [InlineData("small-sweep.csv", "Lift it by 15° at least")]
    [InlineData("not-still.csv", "Wait until it hangs still.")]
    [InlineData("wrong-order.csv", "The order is zero, sweep, hold")]
    [InlineData("phone-on-its-edge.csv", "which no bench does")]
    [InlineData("malformed.csv", "malformed.csv:3: ")]
    public async Task The_command_says_why_not_and_answers_1(string file, string says)
    {
        var (exit, output, error) = await RunAsync(file);
        Assert.Equal((1, ""), (exit, error));
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_names_a_file_that_is_not_there_and_answers_2()
    {
        var (exit, output, error) = await RunAsync("clean.csv", "nobody.csv");
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("there is no file", error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync()).Exit);
    }

    private static IEnumerable<(string File, string Text)> Simulated()
    {
        var pelvis = Clean with { PelvisRecorded = true, Pelvis = 6 };
        foreach (
            var (name, thigh) in new (string, SimulatedThigh)[]
            {
                ("clean", Clean),
                ("misplaced-by-30", Clean with { Placed = (30, 5, -8) }),
                ("opposite-sign", pelvis with { Sign = -1, BenchRecorded = true, BenchSlope = 4, Placed = (-12, 3, 6) }),
                ("sloped-bench", Clean with { BenchSlope = 5, BenchRecorded = true }),
                ("with-pelvis", pelvis),
                ("raised-thigh", Clean with { Raised = 4 }),
                ("too-few-samples", Clean with { HoldSeconds = 1.5 }),
                ("moved-at-zero", Clean with { MovesAtZero = 4 }),
                ("slid-phone", Clean with { SlipBeforeHold = (0, 0, 20) }),
                ("small-sweep", Clean with { Sweep = 10 }),
                ("not-still", Clean with { MovesInHold = 8 }),
                ("phone-on-its-edge", Clean with { BenchRecorded = true, BenchPlaced = 60 }),
            }
        )
        {
            yield return ($"{name}.csv", SimulatedThigh.AsCsv(thigh.Record(new Random(1)).Samples));
        }

        var samples = Clean.Record(new Random(1)).Samples;
        yield return (
            "clean.json",
            "{\"samples\":[\n"
                + string.Join(
                    ",\n",
                    samples.Select(felt =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{{\"tMs\":{felt.AtMs:0},\"phase\":\"{RecordedFile.WordOf(felt.Phase)}\",\"x\":{felt.X:0.000},\"y\":"
                                + $"{felt.Y:0.000},\"z\":{felt.Z:0.000}}}"
                        )
                    )
                )
                + "\n]}\n"
        );
        var swapped = samples.Select(felt =>
            felt with
            {
                Phase = felt.Phase switch
                {
                    Phase.Sweep => Phase.Hold,
                    Phase.Hold => Phase.Sweep,
                    _ => felt.Phase,
                },
            }
        );
        yield return ("wrong-order.csv", SimulatedThigh.AsCsv([.. swapped]));
    }

    private static System.Collections.Immutable.ImmutableArray<RecordingFault> Faults(string text) =>
        Assert.IsType<RecordingReading.Failed>(RecordedFile.Read(Encoding.UTF8.GetBytes(text))).Faults;

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Repository.Root, Folder, file));

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] files)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(
            ["angle", .. files.Select(file => file.StartsWith('-') ? file : Path.Combine(Repository.Root, Folder, file))],
            output,
            error
        );
        return (exit, output.ToString(), error.ToString());
    }
}
