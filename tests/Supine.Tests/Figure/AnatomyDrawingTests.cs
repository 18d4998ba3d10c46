using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Figure;

namespace Supine.Tests.Figure;

/// <summary>The figure with the body model's bones and muscles in it, read back from the SVG.</summary>
public partial class AnatomyDrawingTests
{
    /// <summary>Points are written to a tenth of a unit, turns to a hundredth of a degree.</summary>
    private const double Rounding = 0.25;

    private static readonly Force Half = Force.FromNewtons(FigureAnatomy.Taut.Newtons / 2);

    public static TheoryData<StretchLevel, double, int> Legs =>
        new(
            from level in new[] { StretchLevel.OnTheBed, StretchLevel.OverTheEdge }
            from tightness in new[] { -8.0, 0, 12 }
            from foot in new[] { 0, 3 }
            select (level, tightness, foot)
        );

    [Theory]
    [MemberData(nameof(Legs))]
    public void Every_leg_is_the_same_elements_with_as_many_numbers(StretchLevel level, double tightness, int foot)
    {
        var expected = WithoutNumbers(Draw(StretchLevel.OverTheEdge, 0, 0));
        Assert.Equal(11 + 1, Regex.Count(expected, "fig-taut"));
        Assert.Equal(expected, WithoutNumbers(Draw(level, tightness, foot)));
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void The_psoas_runs_from_the_five_vertebrae_to_one_point_of_the_femur(StretchLevel level, double tightness, int foot)
    {
        var drawn = new DrawnFigure(Draw(level, tightness, foot));
        var psoas = Courses(drawn, "fig-slack").Where(course => !course.IsBroad).Select(course => course.Points).ToList();
        Assert.Equal(11, psoas.Count);

        var end = psoas[0][^1];
        Assert.All(psoas, course => AssertNear(end, course[^1], Rounding));
        var hip = drawn.OnPage("near-hip");

        // the lesser trochanter is 57 mm from the hip's centre
        Assert.InRange(Distance(hip, end), 11.6, 13.6);

        // it turns with the thigh: seen from the femur it is at the same place in every posture
        var other = new DrawnFigure(Draw(StretchLevel.OverTheEdge, 5, 1));
        AssertNear(OnFemur(other, Courses(other, "fig-slack")[0].Points[^1]), OnFemur(drawn, end), 0.6);

        // each fascicle begins beside a vertebra, and every vertebra has one
        var vertebrae = Enumerable.Range(1, 5).Select(number => drawn.OnPage($"l{number}")).ToList();
        var nearest = psoas
            .Select(course => vertebrae.Select((at, index) => (index, Far: Distance(at, course[0]))).MinBy(pair => pair.Far))
            .ToList();
        Assert.All(nearest, pair => Assert.InRange(pair.Far, 0, 9));
        Assert.Equal(5, nearest.Select(pair => pair.index).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void The_rectus_femoris_ends_below_the_knee(StretchLevel level, double tightness, int foot)
    {
        var drawn = new DrawnFigure(Draw(level, tightness, foot));
        var course = Assert.Single(Courses(drawn, "fig-slack"), course => course.IsBroad).Points;
        var knee = drawn.OnPage("near-knee");

        // the tuberosity of the tibia is 71 mm from the knee's centre
        Assert.InRange(Distance(knee, course[^1]), 13.5, 17.5);
        Assert.InRange(Distance(drawn.OnPage("near-hip"), course[0]), 5, 16);
    }

    [Fact]
    public void Tension_is_the_force_of_the_scale_it_is_drawn_with()
    {
        double Opacity(Force force) =>
            double.Parse(
                TautPattern().Match(Draw(StretchLevel.OverTheEdge, 0, 0, psoas: force)).Groups[1].Value,
                CultureInfo.InvariantCulture
            );
        Assert.Equal(0.5, Opacity(Half));
        Assert.Equal(0, Opacity(Force.FromNewtons(0)));
        Assert.Equal(1, Opacity(Force.FromNewtons(2 * FigureAnatomy.Taut.Newtons)));
    }

    [Theory]
    [InlineData(Side.Left)]
    [InlineData(Side.Right)]
    public void Hips_knee_and_foot_of_the_leg_are_in_the_picture(Side side)
    {
        foreach (var (level, tightness, foot) in Legs.Select(row => row.Data))
        {
            var drawn = new DrawnFigure(Draw(level, tightness, foot, side));
            var box = drawn
                .Root.Attribute("viewBox")!
                .Value.Split(' ')
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture))
                .ToArray();
            foreach (var joint in new[] { "near-hip", "near-knee", "near-foot", "l1" })
            {
                var (x, y) = drawn.OnPage(joint);
                Assert.InRange(x, box[0], box[0] + box[2]);
                Assert.InRange(y, box[1], box[1] + box[3]);
            }
        }
    }

    [Fact]
    public void The_weight_hangs_straight_down_from_the_leg()
    {
        var drawn = new DrawnFigure(Draw(StretchLevel.OverTheEdge, 0, 0));
        var (from, to) = (drawn.OnPage("weight"), drawn.OnPage("weight", 0, 34));
        Assert.Equal(from.X, to.X, Rounding);
        Assert.True(to.Y > from.Y + 20);
        Assert.InRange(from.X, drawn.OnPage("near-hip").X, drawn.OnPage("near-knee").X);
    }

    [Fact]
    public void A_strict_page_accepts_it()
    {
        var svg = Draw(StretchLevel.OverTheEdge, 0, 0);
        Assert.DoesNotMatch(@"\sstyle=|<style|\sid=|\son\w+=|href", svg);
        Assert.DoesNotMatch(@"NaN|∞|\d[eE][-+]?\d", svg);
    }

    [Fact]
    public void Somebody_standing_tilts_by_the_models_own_angle_and_the_thigh_stays()
    {
        var (as_before, tilted) = (DrawStanding(0), DrawStanding(10));
        Assert.Equal(0, as_before.Drawn.Numbers("fig-now", "rotate")[0]);
        Assert.InRange(tilted.Tilt.Degrees, 1, 8);
        Assert.Equal(tilted.Tilt.Degrees, tilted.Drawn.Numbers("fig-now", "rotate")[0], 0.01);
        Assert.Equal(0, tilted.Drawn.Numbers("fig-before", "rotate")[0]);

        // the psoas still ends on the same place of a thigh that did not move
        var courses = Courses(tilted.Drawn, "fig-slack");
        Assert.Equal(2 * 11, courses.Count);
        AssertNear(courses[0].Points[^1], courses[^1].Points[^1], 0.5);
        Assert.True(Distance(courses[0].Points[0], courses[11].Points[0]) > 1, "its beginning has moved");
    }

    private static (DrawnFigure Drawn, Angle Tilt) DrawStanding(double millimetres)
    {
        var person = Person.TypicalWoman;
        var standing = StandingExplanation.Find(person, Length.FromMillimetres(millimetres), LumbarStiffness.FromNewtonMetresPerDegree(1));
        var svg = StandingDrawing.Render(
            PostureExplanation.Compute(person, Side.Right, new JointPose(default, default)),
            PostureExplanation.Compute(
                person,
                Side.Right,
                new JointPose(new HipFlexion(standing.PelvicTilt), default, Lordosis: standing.Lordosis)
            ),
            standing,
            "standing"
        );
        return (new DrawnFigure(svg), standing.PelvicTilt);
    }

    private static string Draw(StretchLevel level, double tightness, int foot, Side side = Side.Right, Force? psoas = null)
    {
        var rest = RestExplanation.Find(
            new RestSetting(Person.TypicalMan, level) { Tissue = new HipTissue(Angle.FromDegrees(tightness)), FootFurther = foot }
        );
        var explained = PostureExplanation.Compute(rest.Setting.Person, side, new JointPose(rest.Hip, rest.Knee, Lordosis: rest.Lordosis));
        var posture = new Posture(
            default,
            rest.Setting.Pelvis,
            new LegPosture(rest.Hip, rest.Knee),
            new LegPosture(HipFlexion.FromDegrees(112), KneeFlexion.FromDegrees(118)),
            level == StretchLevel.OnTheBed ? Surface.Flat : Surface.Edge,
            Hands.OnOppositeKnee,
            SacrumSupport.None
        );
        return FigureDrawing.Render(
            posture,
            side,
            new FigureOptions(
                "a leg",
                Labels: new FigureLabels("psoas", "low back", "rectus", "weight"),
                Anatomy: new FigureAnatomy(explained, psoas ?? Half, Half)
            )
        );
    }

    private static List<(bool IsBroad, List<(double X, double Y)> Points)> Courses(DrawnFigure drawn, string tone) =>
        [
            .. drawn
                .Root.Descendants()
                .Where(element => element.Name.LocalName == "polyline" && element.Attribute("class")!.Value.Split(' ')[0] == tone)
                .Select(element =>
                    (
                        element.Attribute("class")!.Value.Contains("fig-broad", StringComparison.Ordinal),
                        element
                            .Attribute("points")!
                            .Value.Split(' ')
                            .Select(point =>
                                point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()
                            )
                            .Select(point => drawn.OnPage(CarrierOf(element), point[0], point[1]))
                            .ToList()
                    )
                ),
        ];

    private static string CarrierOf(XElement element) =>
        element.Ancestors().First(carrier => carrier.Attribute("data-joint") is not null).Attribute("data-joint")!.Value;

    // a place of the page in the femur's own frame: along the thigh and across it
    private static (double X, double Y) OnFemur(DrawnFigure drawn, (double X, double Y) at)
    {
        var (hip, knee) = (drawn.OnPage("near-hip"), drawn.OnPage("near-knee"));
        var length = Distance(hip, knee);
        var (x, y) = ((knee.X - hip.X) / length, (knee.Y - hip.Y) / length);
        return (((at.X - hip.X) * x) + ((at.Y - hip.Y) * y), ((at.X - hip.X) * -y) + ((at.Y - hip.Y) * x));
    }

    private static void AssertNear((double X, double Y) expected, (double X, double Y) actual, double within) =>
        Assert.True(Distance(expected, actual) <= within, $"{actual} is {Distance(expected, actual):0.00} from {expected}.");

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static string WithoutNumbers(string svg) =>
        AttributePattern().Replace(svg, attribute => $"{attribute.Groups[1].Value}=\"{NumberPattern().Count(attribute.Groups[2].Value)}\"");

    [GeneratedRegex("(transform|points|stroke-opacity)=\"([^\"]*)\"")]
    private static partial Regex AttributePattern();

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    [GeneratedRegex("fig-taut\" points=\"[^\"]*\" stroke-opacity=\"([^\"]*)\"")]
    private static partial Regex TautPattern();
}
