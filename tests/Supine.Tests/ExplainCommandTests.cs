using System.Text.Json;
using Supine.Cli;

namespace Supine.Tests;

/// <summary>What <c>supine explain</c> and <c>supine study</c> answer, and what they refuse.</summary>
public class ExplainCommandTests
{
    [Fact]
    public async Task Posture_gives_every_muscle_by_name()
    {
        using var json = await JsonAsync("explain", "posture", "--hip", "−15", "--knee", "60");
        var root = json.RootElement;
        Assert.Equal(-15, Number(root, "hipDegrees"));
        Assert.Equal(32.0, Number(root, "passiveHipMomentNm"), 0.1);
        var muscles = root.GetProperty("muscles").EnumerateArray().ToDictionary(muscle => muscle.GetProperty("name").GetString()!);
        Assert.Superset(
            new HashSet<string>
            {
                "psoas",
                "iliacus",
                "rectusFemoris",
                "tensorFasciaeLatae",
                "sartorius",
                "adductorLongus",
                "bicepsFemorisLong",
                "semimembranosus",
                "semitendinosus",
                "gluteusMaximus1",
                "gluteusMaximus2",
                "gluteusMaximus3",
            },
            muscles.Keys.ToHashSet()
        );
        var psoas = muscles["psoas"];
        Assert.Equal(
            ["name", "lengthMm", "momentArmsMm", "normalisedFibreLength", "passiveForceN", "passiveHipMomentNm", "shareOfPassiveHipMoment"],
            psoas.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ["hipFlexion", "hipAdduction", "hipRotation", "kneeFlexion"],
            psoas.GetProperty("momentArmsMm").EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(23.8, Number(psoas.GetProperty("momentArmsMm"), "hipFlexion"), 0.05);
        Assert.Equal(1.169, Number(psoas, "normalisedFibreLength"), 0.001);
        Assert.Equal(164.8, Number(psoas, "passiveForceN"), 0.1);
        Assert.Equal(11, root.GetProperty("psoasFascicles").GetArrayLength());
    }

    [Fact]
    public async Task Posture_grows_with_the_person()
    {
        using var tall = await JsonAsync("explain", "posture", "--hip", "-10", "--height", "1.87", "--muscle", "psoas");
        using var generic = await JsonAsync("explain", "posture", "--hip", "-10", "--muscle", "psoas");
        var (large, small) = (
            tall.RootElement.GetProperty("muscles").EnumerateArray().Single(),
            generic.RootElement.GetProperty("muscles").EnumerateArray().Single()
        );
        Assert.Equal(1.1, Number(large, "lengthMm") / Number(small, "lengthMm"), 1e-5);

        // the moment by 1.1 to the power of 1.9, the arm by 1.1
        Assert.Equal(Math.Pow(1.1, 0.9), Number(large, "passiveForceN") / Number(small, "passiveForceN"), 1e-4);
    }

    [Fact]
    public async Task Rest_gives_angles_and_a_course()
    {
        using var json = await JsonAsync("explain", "rest", "--level", "2", "--pelvis", "0", "--hold", "45");
        var root = json.RootElement;
        Assert.Equal(-15.84, Number(root, "hipDegrees"), 0.05);
        Assert.Equal(56.1, Number(root, "kneeDegrees"), 0.05);
        Assert.Equal(15.84, Number(root, "thighBelowHorizontalDegrees"), 0.05);
        Assert.Equal(0, Number(root, "carriedByBenchN"));
        Assert.InRange(Number(root, "psoasElongationMm"), 6.5, 7.5);
        var course = root.GetProperty("course").EnumerateArray().ToList();
        Assert.Equal(46, course.Count);
        Assert.Equal(["seconds", "hipDegrees", "kneeDegrees", "relaxedShare"], course[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal((0.0, 45.0), (Number(course[0], "seconds"), Number(course[^1], "seconds")));
    }

    [Fact]
    public async Task Standing_and_fit_answer_in_words_and_as_json()
    {
        using var standing = await JsonAsync("explain", "standing", "--short-psoas", "10", "--lumbar-stiffness", "2");
        Assert.Equal(1.9, Number(standing.RootElement, "pelvicTiltDegrees"), 0.1);
        Assert.Equal(
            ["L5S1", "L4L5", "L3L4", "L2L3", "L1L2"],
            standing.RootElement.GetProperty("joints").EnumerateArray().Select(joint => joint.GetProperty("name").GetString())
        );
        var (exit, said, _) = await RunAsync("explain", "fit", "--left", "-8", "--right", "2");
        Assert.Equal(0, exit);
        Assert.Contains("Cannot tell which side is tighter", said, StringComparison.Ordinal);
        Assert.Contains("Cannot tell how short the psoas is", said, StringComparison.Ordinal);
        using var fit = await JsonAsync("explain", "fit", "--right", "-8");
        Assert.True(fit.RootElement.GetProperty("sides").EnumerateArray().Single().GetProperty("extrapolated").GetBoolean());
        Assert.Equal(-15, Number(fit.RootElement, "measuredToHipDegrees"));
        Assert.True(standing.RootElement.GetProperty("extrapolated").GetBoolean());
        Assert.Equal(
            ["muscleLength"],
            standing.RootElement.GetProperty("extrapolations").EnumerateArray().Select(extrapolation => extrapolation.GetString())
        );
        Assert.Equal("right", fit.RootElement.GetProperty("sides").EnumerateArray().Single().GetProperty("side").GetString());
        Assert.Equal(JsonValueKind.Null, fit.RootElement.GetProperty("differenceDegrees").ValueKind);
    }

    [Fact]
    public async Task Every_answer_reads_as_text_too()
    {
        foreach (
            var (words, says) in new (string[], string)[]
            {
                (["explain", "posture", "--hip", "-15"], "psoas +6.2 mm against standing at ease"),
                (["explain", "rest", "--level", "1"], "the thigh lies level"),
                (["explain", "rest", "--level", "2", "--edge", "150"], "the edge carries"),
                (["explain", "standing"], "the pelvis tips"),
                (["study", "--people", "40"], "40 people, seed 1"),
                (["validate"], " predictions "),
                (["explain", "posture", "--hip", "-16"], "Extrapolated: passive resistance was measured to 15° of extension only."),
                (["explain", "rest", "--level", "2"], "Extrapolated: passive resistance was measured to 15° of extension only."),
                (["explain", "rest", "--level", "1", "--mass", "250"], "Extrapolated: by size"),
                (["explain", "standing", "--short-psoas", "40"], "Extrapolated: a muscle this short"),
                (["explain", "fit", "--left", "-8"], "300 recreational athletes, 250 of them injured"),
                (["study", "--people", "40"], "beyond the 15° of extension that were measured"),
            }
        )
        {
            var (exit, output, error) = await RunAsync(words);
            Assert.Equal((0, ""), (exit, error));
            Assert.Contains(says, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Study_writes_everybody_on_a_line_of_their_own()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "people.csv");
        var (exit, output, _) = await RunAsync("study", "--people", "1030", "--seed", "3", "--out", file);
        Assert.Equal(0, exit);
        Assert.Contains("hip_2_deg", output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(1031, lines.Length);
        Assert.StartsWith("person,sex,mass_kg,height_m,tightness_deg,", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
        Assert.StartsWith("1030,", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hip flexion is -30 to 120 degrees, not 400.", "posture", "--hip", "400")]
    [InlineData("hip flexion is -30 to 120 degrees, not NaN.", "posture", "--hip", "NaN")]
    [InlineData("knee flexion is 0 to 120 degrees, not -5.", "posture", "--knee", "-5")]
    [InlineData("hip flexion is -30 to 120 degrees, not much.", "posture", "--hip", "much")]
    [InlineData("there is no muscle soleus. The muscles: psoas, iliacus,", "posture", "--muscle", "soleus")]
    [InlineData("mass is 30 to 250 kg, not -3.", "rest", "--mass", "-3")]
    [InlineData("height is 1.2 to 2.3 m, not 175.", "rest", "--height", "175")]
    [InlineData("level is 1 to 2, not 3.", "rest", "--level", "3")]
    [InlineData("write a whole number", "rest", "--foot-further", "1.5")]
    [InlineData("is 0 to 3, not 4.", "rest", "--foot-further", "4")]
    [InlineData("write female or male", "rest", "--sex", "other")]
    [InlineData("lumbar stiffness is 0.3 to 5 N·m a degree, not 0.", "standing", "--lumbar-stiffness", "0")]
    [InlineData("Give --left, --right or both.", "fit")]
    [InlineData("measured hip angle is -45 to 45 degrees, not 90.", "fit", "--left", "90")]
    [InlineData("uncertainty is 0.5 to 15 degrees, not 0.", "fit", "--left", "0", "--uncertainty", "0")]
    public async Task What_lies_outside_its_range_is_refused_with_the_range(string says, params string[] words)
    {
        var (exit, output, error) = await RunAsync(["explain", .. words]);
        Assert.Equal(2, exit);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static async Task<JsonDocument> JsonAsync(params string[] words)
    {
        var (exit, output, error) = await RunAsync([.. words, "--json"]);
        Assert.Equal((0, ""), (exit, error));
        return JsonDocument.Parse(output);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
