using Supine.Motion;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>What the samples of a phone give.</summary>
public class PhoneMeasurementTests
{
    private static readonly string Clean = Read("clean.json");

    [Fact]
    public void It_carries_the_angle_and_half_of_its_interval_as_they_were_measured()
    {
        var measured = Assert.IsType<Reading.Measured>(Inclinometer.Measure(System.Text.Encoding.UTF8.GetBytes(Clean)));
        var kept = PhoneMeasurement.Compute(new(IsCut: false, [Clean]));
        Assert.Equal(new(measured.ThighBelowHorizontal, null, measured.Uncertainty, null, 1, null), kept);
        Assert.True(measured.Uncertainty.Degrees > 0.5);
    }

    [Fact]
    public void Repeats_are_one_reading() => Assert.Equal(3, PhoneMeasurement.Compute(new(IsCut: false, [Clean, Clean, Clean])).Repeats);

    [Theory]
    [InlineData("slid-phone.csv", false, "phoneSlid")]
    [InlineData("slid-phone.csv", true, PhoneMeasurement.SensorSilent)]
    public void Without_an_angle_there_is_the_word_of_the_reason(string file, bool isCut, string reason) =>
        Assert.Equal(new(null, null, null, null, 1, reason), PhoneMeasurement.Compute(new(isCut, [Read(file)])));

    [Fact]
    public void What_is_no_recording_is_a_reason_and_not_thrown() =>
        Assert.Equal(new(null, null, null, null, 2, "malformed"), PhoneMeasurement.Compute(new(IsCut: false, [Clean, "tMs,phase\n"])));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, "tests/golden/recordings", file));
}
