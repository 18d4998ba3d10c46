using System.Collections.Immutable;
using System.Text.Json;
using Supine.Biomechanics.Checking;
using Supine.Cli;

namespace Supine.Tests.Biomechanics;

/// <summary>The targets, all of them, and the page they are written on.</summary>
public class ValidationTests
{
    // what the model does not meet; each row says why
    private static readonly string[] Missed =
    [
        "V24 knee, from 3 s on, degrees",
        "V36 lying, between 0.10 and 0.15 MPa",
        "V43 mean, degrees",
        "V43 standard deviation, degrees",
        "V43 % of them in the model's 95 % interval",
        "V44 standard deviation, degrees",
        "V44 % of them in the model's 95 % interval",
        "V45 mean, degrees",
        "V46 mean, degrees",
        "V47 correlation, between 0.16 and 0.73",
    ];

    [Fact]
    public void Every_target_is_there_and_only_those_known_are_missed()
    {
        var targets = Validation.Compute();
        Assert.Equal(Enumerable.Range(1, 47).Select(number => $"V{number}"), targets.Select(target => target.Id).Distinct());
        Assert.All(
            targets,
            target => Assert.True(double.IsFinite(target.Got) && double.IsFinite(target.Expected) && target.Tolerance >= 0, target.Id)
        );
        Assert.Equal(Missed, targets.Where(target => !target.IsMet).Select(target => $"{target.Id} {target.Quantity}"));
        Assert.All(targets.Where(target => !target.IsMet), target => Assert.NotEqual("", target.Note));
        Assert.All(
            targets,
            target => Assert.True(Repository.Protocols.Sources.Contains(target.SourceId), $"{target.Id} cites {target.SourceId}.")
        );

        // a number that only another program of ours gives is never a prediction
        Assert.DoesNotContain(
            targets,
            target => target.Evidence == Evidence.Predicted && (target.From == ExpectedFrom.Computed || target.SourceId == "supine-body")
        );
        Assert.Equal(
            ["V16", "V19", "V23", "V24", "V36", "V38", "V43", "V44", "V45", "V46", "V47"],
            targets.Where(target => target.Evidence == Evidence.Predicted).Select(target => target.Id).Distinct()
        );
    }

    [Fact]
    public void The_headline_counts_predictions_alone_and_misses_come_first()
    {
        ValidationTarget Row(string id, Evidence evidence, double got) =>
            new(id, "", "", Comparison.Near, 10, 0.5, got, ExpectedFrom.Read, evidence, "");
        ImmutableArray<ValidationTarget> targets =
        [
            Row("verified", Evidence.Verified, 10),
            Row("met", Evidence.Predicted, 10),
            Row("missed", Evidence.Predicted, 12),
            Row("fitted", Evidence.Fitted, 10),
            Row("fitted and missed", Evidence.Fitted, 12),
        ];
        Assert.Equal("Of 2 predictions 1 are met and 1 are missed.", ValidateCommand.Headline(targets));
        Assert.Equal(["missed", "met", "fitted and missed", "fitted", "verified"], ValidateCommand.InOrder(targets).Select(row => row.Id));
    }

    [Fact]
    public void What_was_registered_is_as_it_was_hashed_and_the_page_says_whether_the_model_moved()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "models", "predictions"), "*.json");
        Assert.NotEmpty(files);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "models", "validation.md"));
        foreach (var file in files)
        {
            var registered = RegisteredPredictions.Read(File.ReadAllText(file));
            Assert.True(registered.IsIntact, $"{file} was changed after it was registered.");
            Assert.Equal(Path.GetFileNameWithoutExtension(file), $"{registered.Day:yyyy-MM-dd}");
            Assert.Equal(File.ReadAllText(file), registered.Write());
            Assert.Contains(registered.Hash, page, StringComparison.Ordinal);
            Assert.False((registered with { Day = registered.Day.AddDays(1) }).IsIntact);
            var first = registered.Predictions[0];
            Assert.All(
                new[] { first with { Value = first.Value + 0.01 }, first with { Most = first.Most + 0.01 }, first with { Against = "" } },
                changed => Assert.False((registered with { Predictions = registered.Predictions.SetItem(0, changed) }).IsIntact)
            );
        }
    }

    [Fact]
    public void A_model_that_says_something_else_has_moved()
    {
        var prediction = new Prediction("P1", "an angle", 10, 5, 15, "a table");
        var registered = RegisteredPredictions.Of(new DateOnly(2026, 11, 30), [prediction]);
        bool IsMoved(params ImmutableArray<Prediction> now) => Assert.Single(registered.Compare(now)).IsMoved;
        Assert.False(IsMoved(prediction));
        Assert.False(IsMoved(prediction with { Value = 10.01 }));
        Assert.True(IsMoved(prediction with { Value = 10.02 }));
        Assert.True(IsMoved(prediction with { Least = 4.9 }));
        Assert.True(IsMoved(prediction with { Most = 15.1 }));
        Assert.True(IsMoved(prediction with { Quantity = "another" }));
        Assert.True(IsMoved());
    }

    [Fact]
    public async Task A_registered_file_is_named_after_its_day_and_never_written_again()
    {
        var folder = Directory.CreateTempSubdirectory("supine-").FullName;
        var file = Path.Combine(folder, "2026-11-30.json");
        async Task<(int Exit, string Error)> Register(string path)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            return (await CommandLine.RunAsync(["validate", "--register", path], output, error), error.ToString());
        }

        Assert.Equal((0, ""), await Register(file));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.True(RegisteredPredictions.Read(text).IsIntact);
        var (exit, said) = await Register(file);
        Assert.Equal(1, exit);
        Assert.Contains("is registered already", said, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(1, (await Register(Path.Combine(folder, "today.json"))).Exit);
    }

    [Theory]
    [InlineData(Comparison.Near, 10.5, true)]
    [InlineData(Comparison.Near, 9.5, true)]
    [InlineData(Comparison.Near, 10.51, false)]
    [InlineData(Comparison.Near, 9.49, false)]
    [InlineData(Comparison.AtLeast, 9.5, true)]
    [InlineData(Comparison.AtLeast, 99, true)]
    [InlineData(Comparison.AtLeast, 9.49, false)]
    [InlineData(Comparison.AtMost, 10.5, true)]
    [InlineData(Comparison.AtMost, -99, true)]
    [InlineData(Comparison.AtMost, 10.51, false)]
    public void A_target_is_met_up_to_its_tolerance(Comparison comparison, double got, bool isMet) =>
        Assert.Equal(isMet, new ValidationTarget("V0", "", "", comparison, 10, 0.5, got, ExpectedFrom.Read, Evidence.Predicted, "").IsMet);

    [Fact]
    public void The_page_and_its_figures_are_what_the_command_writes()
    {
        var registered = ValidateCommand.FindRegistered(new FileInfo(Path.Combine(Repository.Root, "docs", "models", "validation.md")));
        foreach (var (name, text) in ValidationDocument.Write(Validation.Compute(), registered, "validation"))
        {
            Repository.AssertGolden(Path.Combine("docs", "models", name), text);
        }
    }

    [Fact]
    public async Task The_command_line_gives_the_same_as_json()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["validate", "--json"], output, error));
        using var json = JsonDocument.Parse(output.ToString());
        var targets = json.RootElement.GetProperty("targets").EnumerateArray().ToList();
        Assert.Equal(
            targets.Count(target => target.GetProperty("evidence").GetString() == "predicted"),
            json.RootElement.GetProperty("predictionsMet").GetInt32() + json.RootElement.GetProperty("predictionsMissed").GetInt32()
        );
        Assert.All(
            targets,
            target =>
            {
                Assert.Equal(
                    [
                        "id",
                        "name",
                        "quantity",
                        "comparison",
                        "expected",
                        "got",
                        "residual",
                        "tolerance",
                        "met",
                        "mark",
                        "evidence",
                        "source",
                        "note",
                    ],
                    target.EnumerateObject().Select(member => member.Name)
                );
                Assert.Equal(
                    target.GetProperty("got").GetDouble() - target.GetProperty("expected").GetDouble(),
                    target.GetProperty("residual").GetDouble(),
                    1e-12
                );
                Assert.Contains(target.GetProperty("mark").GetString(), new[] { "READ", "COMPUTED" });
            }
        );
    }

    [Fact]
    public void On_axes_of_powers_of_ten_what_grows_in_proportion_is_straight_and_evenly_spaced()
    {
        var chart = Chart.Render(
            "t",
            "x",
            "y",
            [new("", SeriesLook.Strong, [(100, 1), (1_000, 10), (10_000, 100)])],
            ChartAxes.Logarithmic
        );
        Assert.Contains("<polyline points=\"64,308 344,162 624,16\"", chart, StringComparison.Ordinal);
        Assert.Contains(">10,000</text>", chart, StringComparison.Ordinal);
    }
}
