using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Web.Tests.Explain;

public class ExplainTests
{
    [Fact]
    public async Task Without_script_it_is_a_picture_sentences_and_tables()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/explain");
        Assert.NotNull(page.QuerySelector("[data-figure] svg .fig-taut"));
        var rest = RestExplanation.Find(new RestSetting(Person.TypicalWoman, StretchLevel.OverTheEdge));
        var below = rest.ThighBelowHorizontal.Degrees.ToString("F0", CultureInfo.InvariantCulture);
        Assert.Contains($"The thigh hangs {below}° below the horizontal", Means(page, "leg"), StringComparison.Ordinal);
        Assert.Equal(PostureExplanation.MuscleNames.Length, page.QuerySelectorAll("[data-answer=leg] th[lang=la]").Length);
        Assert.Equal(5, page.QuerySelectorAll("[data-answer=standing] tbody tr").Length);
        Assert.Equal(10, page.QuerySelectorAll(".cannot li").Length);
        Assert.Equal("", Means(page, "own"));
        Assert.Contains("L1 to L4", page.QuerySelector(".about")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_is_what_is_answered()
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(
            site,
            HttpStatusCode.OK,
            ("level", "1"),
            ("tightness", "5"),
            ("pelvis", "10"),
            ("hold", "30"),
            ("sex", "male"),
            ("mass", "90"),
            ("height", "185")
        );
        var rest = RestExplanation.Find(
            new RestSetting(new Person(Sex.Male, Mass.FromKilograms(90), Length.FromMetres(1.85)), StretchLevel.OnTheBed)
            {
                Tissue = new HipTissue(Angle.FromDegrees(5)),
                Hold = TimeSpan.FromSeconds(30),
            }
        );
        var hands = (rest.HandsHold.Newtons / 9.81).ToString("F0", CultureInfo.InvariantCulture);
        Assert.Contains($"as if it weighed {hands} kg", Means(page, "leg"), StringComparison.Ordinal);
        Assert.Contains("In 30 seconds", Means(page, "leg"), StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("tightness", "5"), ("mass", "90"), ("height", "185") })
        {
            Assert.Equal(value, page.QuerySelector($"[name={name}]")!.GetAttribute("value"));
        }

        Assert.NotNull(page.QuerySelector("[name=level][value='1'][checked]"));
    }

    [Theory]
    [InlineData("usual", "1", "0", "10", "The thigh lies level")]
    [InlineData("stiff", "1", "15", "10", "The thigh stays")]
    [InlineData("edge", "2", "0", "5", "The thigh hangs")]
    public async Task An_example_sets_what_it_is_about_and_leaves_whose_body_it_is(
        string preset,
        string level,
        string tightness,
        string pelvis,
        string result
    )
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(site, HttpStatusCode.OK, ("preset", preset), ("mass", "90"), ("tightness", "3"), ("foot", "2"));
        Assert.NotNull(page.QuerySelector($"[name=level][value='{level}'][checked]"));
        Assert.Equal(
            (tightness, pelvis, "0", "90"),
            (
                page.QuerySelector("#tightness")!.GetAttribute("value"),
                page.QuerySelector("#pelvis")!.GetAttribute("value"),
                page.QuerySelector("#foot")!.GetAttribute("value"),
                page.QuerySelector("[name=mass]")!.GetAttribute("value")
            )
        );
        Assert.Equal([preset], page.QuerySelectorAll("[name=preset][aria-pressed=true]").Select(button => button.GetAttribute("value")));
        Assert.StartsWith(result, page.QuerySelector("[data-answer=result]")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moment_of_the_hold_is_another_picture()
    {
        await using var site = await TestSite.StartAsync();
        var (start, later) = (await AskAsync(site, HttpStatusCode.OK, ("at", "0")), await AskAsync(site, HttpStatusCode.OK, ("at", "45")));
        Assert.NotEqual(start.QuerySelector("[data-figure] svg")!.OuterHtml, later.QuerySelector("[data-figure] svg")!.OuterHtml);
        Assert.NotEqual(start.QuerySelector("[data-dot]")!.GetAttribute("cx"), later.QuerySelector("[data-dot]")!.GetAttribute("cx"));
    }

    [Fact]
    public async Task The_hold_comes_as_pictures_from_its_beginning_to_its_end()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.PostAsync(
            "/explain/hold",
            new FormUrlEncodedContent([new("level", "2"), new("hold", "45")]),
            TestSite.Cancelled
        );
        var pictures = TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled)).QuerySelectorAll("[data-second]");
        double Number(IElement picture, string name) => double.Parse(picture.GetAttribute(name)!, CultureInfo.InvariantCulture);
        Assert.Equal(0, Number(pictures[0], "data-second"));
        Assert.Equal(45, Number(pictures[^1], "data-second"));
        Assert.True(pictures.Length > 8);
        foreach (var (before, after) in pictures.Zip(pictures.Skip(1)))
        {
            Assert.True(Number(before, "data-second") < Number(after, "data-second"));
            Assert.True(Number(before, "data-hip") > Number(after, "data-hip"), "the leg sinks");
            Assert.True(Number(before, "data-relaxed") < Number(after, "data-relaxed"), "the pull lets go");
        }
    }

    [Fact]
    public async Task Muscles_are_told_of_any_posture()
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(site, HttpStatusCode.OK, ("hip", "-15"), ("knee", "60"), ("rotation", "20"));
        var table = page.QuerySelector("[data-answer=leg] th[lang=la]")!.Closest("table")!;
        Assert.Contains(
            "hip −15°, knee 60°, adduction 0°, rotation 20°",
            table.QuerySelector("caption")!.TextContent,
            StringComparison.Ordinal
        );
        var psoas = PostureExplanation
            .Compute(
                Person.TypicalWoman,
                Side.Right,
                new JointPose(HipFlexion.FromDegrees(-15), KneeFlexion.FromDegrees(60), Rotation: HipRotation.FromDegrees(20))
            )
            .Find("psoas");
        string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture).Replace('-', '−');
        Assert.Equal(
            [
                "psoas",
                Whole(psoas.Length.Millimetres),
                Whole(psoas.Arms.HipFlexion.Millimetres),
                Whole(psoas.Arms.HipAdduction.Millimetres),
                Whole(psoas.Arms.HipRotation.Millimetres),
            ],
            table.QuerySelector("tbody tr")!.Children.Take(5).Select(cell => cell.TextContent)
        );
        Assert.Contains(Whole(psoas.PassiveForce.Newtons), table.QuerySelector("tbody tr")!.Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task What_goes_beyond_what_was_measured_is_marked()
    {
        await using var site = await TestSite.StartAsync();
        const string hip = "Extrapolated: how a hip resists was measured to 15° of extension only.";
        var hanging = await AskAsync(site, HttpStatusCode.OK, ("level", "2"), ("psoas", "20"), ("left", "12"));
        Assert.Contains(hip, Means(hanging, "leg"), StringComparison.Ordinal);
        Assert.Contains(hip, Means(hanging, "own"), StringComparison.Ordinal);
        Assert.Contains("300 recreational athletes, 250 of them injured", Means(hanging, "own"), StringComparison.Ordinal);
        Assert.Contains("Extrapolated: a muscle this short", Means(hanging, "standing"), StringComparison.Ordinal);
        Assert.DoesNotContain("Extrapolated: a muscle", Means(hanging, "own"), StringComparison.Ordinal);

        var lying = await AskAsync(site, HttpStatusCode.OK, ("level", "1"), ("psoas", "5"));
        Assert.DoesNotContain("Extrapolated", Means(lying, "leg") + Means(lying, "standing"), StringComparison.Ordinal);
        var heavy = await AskAsync(site, HttpStatusCode.OK, ("level", "1"), ("mass", "250"), ("height", "175"));
        Assert.Contains("body-mass index of 17 to 40", Means(heavy, "leg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_measured_hips_are_explained_side_by_side()
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(site, HttpStatusCode.OK, ("left", "12"), ("right", "-3,5"), ("uncertainty", "2"));
        var sides = page.QuerySelectorAll("[data-answer=own] .sides section");
        Assert.Equal(["Left", "Right"], sides.Select(side => side.QuerySelector("h3")!.TextContent));
        Assert.All(sides, side => Assert.NotNull(side.QuerySelector("svg")));

        // 3.5° above the horizontal with the pelvis 5° back is a hip at −1.5°
        var fit = TightnessFit.Compute(
            new FitQuestion(Person.TypicalWoman, HipFlexion.FromDegrees(-17), HipFlexion.FromDegrees(-1.5))
            {
                Uncertainty = Angle.FromDegrees(2),
            }
        );
        var right = fit.Sides[1].Tightness!.Likely.Degrees.ToString("F0", CultureInfo.InvariantCulture);
        Assert.Contains($"Right: {right}° tighter than the mean", Means(page, "own"), StringComparison.Ordinal);
        Assert.Contains("The sides differ by 16°", Means(page, "own"), StringComparison.Ordinal);
        Assert.Contains("10 mm of it would change the angle", Means(page, "own"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_side_alone_is_explained_and_nothing_is_said_of_a_difference()
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(site, HttpStatusCode.OK, ("right", "8"));
        Assert.Equal("Right", Assert.Single(page.QuerySelectorAll("[data-answer=own] h3")).TextContent);
        Assert.DoesNotContain("differ", Means(page, "own"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_right_is_all_said_with_its_range_and_stays_written()
    {
        await using var site = await TestSite.StartAsync();
        var page = await AskAsync(
            site,
            HttpStatusCode.UnprocessableEntity,
            ("pelvis", "400"),
            ("mass", "-3"),
            ("left", "NaN"),
            ("right", "<b>"),
            ("height", "1.80"),
            ("tightness", "7")
        );
        var faults = page.QuerySelectorAll("[data-answer=faults] li").Select(fault => fault.TextContent).ToList();
        Assert.Equal(
            [
                "Height in cm goes from 120 to 230; “1.80” is ignored.",
                "Left thigh, degrees goes from -50 to 40; “NaN” is ignored.",
                "Weight in kg goes from 30 to 250; “-3” is ignored.",
                "Pelvis tilted back goes from -20 to 30; “400” is ignored.",
                "Right thigh, degrees goes from -50 to 40; “<b>” is ignored.",
            ],
            faults
        );
        Assert.Equal("-3", page.QuerySelector("[name=mass]")!.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("[name=mass]")!.GetAttribute("aria-invalid"));
        Assert.Null(page.QuerySelector("[name=uncertainty]")!.GetAttribute("aria-invalid"));
        Assert.Equal("7", page.QuerySelector("[name=tightness]")!.GetAttribute("value"));

        // what is right is still answered
        Assert.NotNull(page.QuerySelector("[data-figure] svg"));
    }

    public static TheoryData<string, double, double> Ends =>
        new(
            from asked in new[]
            {
                ("tightness", -30.0, 30.0),
                ("pelvis", -20, 30),
                ("foot", 0, 3),
                ("hold", 5, 180),
                ("mass", 30, 250),
                ("height", 120, 230),
                ("psoas", -30, 40),
                ("stiffness", 0.3, 5),
                ("left", -50, 40),
                ("right", -50, 40),
                ("uncertainty", 0.5, 15),
                ("hip", -30, 120),
                ("knee", 0, 120),
                ("adduction", -50, 30),
                ("rotation", -40, 40),
            }
            select asked
        );

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Every_number_is_taken_up_to_its_ends_and_refused_beyond(string name, double least, double most)
    {
        await using var site = await TestSite.StartAsync();
        string Written(double value) => value.ToString(CultureInfo.InvariantCulture);
        foreach (var end in new[] { least, most })
        {
            Assert.Empty((await AskAsync(site, HttpStatusCode.OK, (name, Written(end)))).QuerySelectorAll("[data-answer=faults] li"));
        }

        foreach (var beyond in new[] { least - 0.1, most + 0.1 })
        {
            Assert.Single(
                (await AskAsync(site, HttpStatusCode.UnprocessableEntity, (name, Written(beyond)))).QuerySelectorAll(
                    "[data-answer=faults] li"
                )
            );
        }
    }

    [Fact]
    public async Task Nothing_of_it_is_kept_by_anybody()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.PostAsync("/explain", new FormUrlEncodedContent([new("left", "12")]), TestSite.Cancelled);
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var page = TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.Equal("post", page.QuerySelector("#ask")!.GetAttribute("method"));
        Assert.Equal("", (await site.GetPageAsync("/explain")).QuerySelector("[name=left]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("de", "1,9")]
    [InlineData("es", "1,9")]
    [InlineData("en", "1.9")]
    public async Task A_number_has_the_decimal_sign_of_its_reader(string language, string percent)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/explain");
        request.Headers.Add("Accept-Language", language);
        var page = TestSite.Parse(
            await (await site.Client.SendAsync(request, TestSite.Cancelled)).Content.ReadAsStringAsync(TestSite.Cancelled)
        );
        var share = 100 * RestExplanation.Find(new RestSetting(Person.TypicalWoman, StretchLevel.OverTheEdge)).PsoasElongationShare;
        Assert.Contains(
            $"{share.ToString("F1", CultureInfo.InvariantCulture).Replace('.', percent[1])} %",
            Means(page, "leg"),
            StringComparison.Ordinal
        );
    }

    private static async Task<IHtmlDocument> AskAsync(TestSite site, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        var answer = await site.Client.PostAsync(
            "/explain",
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            TestSite.Cancelled
        );
        Assert.Equal(expected, answer.StatusCode);
        return TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
    }

    // the sentence above the picture and those below it are one answer
    private static string Means(IHtmlDocument page, string answer) =>
        string.Concat(
                (answer == "leg" ? ["result", "leg"] : new[] { answer }).Select(part =>
                    page.QuerySelector($"[data-answer={part}]")!.TextContent
                )
            )
            .Trim();
}
