using Supine.Cli;

namespace Supine.Tests.Figure;

public class FigureCommandTests
{
    [Theory]
    [InlineData("--hip", "-30", "120", "-30.1", "120.1")]
    [InlineData("--opposite-hip", "-30", "120", "-31", "121")]
    [InlineData("--knee", "0", "120", "-0.1", "120.1")]
    [InlineData("--opposite-knee", "0", "120", "-1", "121")]
    [InlineData("--pelvis", "-20", "30", "-21", "31")]
    [InlineData("--trunk", "0", "95", "-1", "96")]
    public void An_angle_outside_its_joints_range_is_refused_with_the_range(
        string option,
        string least,
        string most,
        string below,
        string above
    )
    {
        Assert.Empty(FigureCommand.Create().Parse([option, least]).Errors);
        Assert.Empty(FigureCommand.Create().Parse([option, most]).Errors);
        foreach (var wrong in new[] { below, above, "NaN", "wide" })
        {
            var error = Assert.Single(FigureCommand.Create().Parse([option, wrong]).Errors);
            Assert.Equal($"{option} is {least} to {most} degrees, not {wrong}.", error.Message);
        }
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, FigureCommand.Create().Parse(["--hip", "200", "--knee", "-5", "--surface", "wall"]).Errors.Count);

    [Fact]
    public void A_protocol_and_angles_exclude_each_other()
    {
        Assert.StartsWith(
            "--knee:",
            Assert.Single(FigureCommand.Create().Parse(["psoas-lying-2", "--knee", "30"]).Errors).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "--step:",
            Assert.Single(FigureCommand.Create().Parse(["--step", "hold"]).Errors).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Angles_are_drawn_as_they_were_given()
    {
        var (exit, output, _) = Run("--hip", "-22", "--knee", "55", "--pelvis", "10", "--surface", "edge", "--blanket");
        Assert.Equal(ExitCode.Fine, exit);
        var drawn = new DrawnFigure(output);
        Assert.Equal(22, drawn.Numbers("near-hip", "rotate")[0]);
        Assert.Equal(55, drawn.Numbers("near-knee", "rotate")[0]);
        Assert.Equal(1, drawn.Numbers("blanket", "scale")[1]);
    }

    [Fact]
    public void A_step_of_a_protocol_is_drawn_with_its_title()
    {
        var (exit, output, _) = Run("psoas-lying-2", "--step", "let-go", "--side", "left", "--lang", "de", "--labels");
        Assert.Equal(ExitCode.Fine, exit);
        var drawn = new DrawnFigure(output);
        Assert.Equal("Das linke Bein hängen lassen", drawn.Root.Attribute("aria-label")!.Value);
        Assert.True(drawn.OnPage("head").X > drawn.OnPage("near-foot").X);
        Assert.Contains("unterer Rücken", output, StringComparison.Ordinal);
        // without a step it is the hold, which is this one
        Assert.Equal(output, Run("psoas-lying-2", "--side", "left", "--lang", "de", "--labels").Output);
    }

    [Fact]
    public void A_step_that_is_not_there_is_answered_with_those_that_are()
    {
        var (exit, output, error) = Run("psoas-lying-2", "--step", "jump");
        Assert.Equal(ExitCode.BadUsage, exit);
        Assert.Empty(output);
        Assert.Contains("let-go", error, StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = FigureCommand.Create().Parse(args).Invoke(new() { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
