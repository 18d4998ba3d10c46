using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Cli;
using Supine.Figure;
using Supine.Protocols;
using Supine.Tests.Biomechanics;

namespace Supine.Tests.Figure;

public partial class FigureDrawingTests
{
    private const double Width = 480;
    private const double Height = 300;

    /// <summary>How far flesh may sink into the cushion, in units of the view box (220 a metre): about 1.5 cm.</summary>
    private const double Softness = 3.4;

    private static readonly FigureOptions Plain = new("A person lying");
    private static readonly FigureOptions Labelled = new("A person lying", FigureStyling.Embedded, new FigureLabels("psoas", "low back"));

    private static readonly Posture LegLetGo = GeneratedPostures.Of(-12, 0, 114, 116, pelvis: 12, hands: Hands.OnOppositeKnee);

    private static readonly Posture LegHanging = GeneratedPostures.Of(
        -22,
        55,
        114,
        116,
        pelvis: 10,
        surface: Surface.Edge,
        hands: Hands.OnOppositeKnee,
        sacrum: SacrumSupport.Blanket
    );

    private static readonly Posture Stepping = GeneratedPostures.Of(
        -22,
        24,
        22,
        34,
        pelvis: 10,
        trunk: 90,
        surface: Surface.Floor,
        hands: Hands.OnSupport
    );

    private static readonly Posture Sitting = GeneratedPostures.Of(85, 85, 85, 88, trunk: 85, surface: Surface.Edge);

    [Fact]
    public void Every_posture_is_the_same_elements_in_the_same_order()
    {
        foreach (var options in new[] { Plain, Labelled })
        {
            var expected = Draw(LegLetGo, options: options).Structure();
            Assert.Contains("near-hip", expected, StringComparison.Ordinal);
            GeneratedPostures.ForAll(posture => Assert.Equal(expected, Draw(posture, options: options).Structure()));
        }
    }

    [Fact]
    public void Two_postures_differ_somewhere() =>
        Assert.NotEqual(FigureDrawing.Render(LegLetGo, Side.Right, Plain), FigureDrawing.Render(LegHanging, Side.Right, Plain));

    [Fact]
    public void Between_two_postures_no_joint_turns_more_than_half_a_circle() =>
        GeneratedPostures.ForAll(
            from a in GeneratedPostures.Any
            from b in GeneratedPostures.Any
            select (a, b),
            pair =>
            {
                var (from, to) = (Draw(pair.a), Draw(pair.b));
                foreach (var joint in from.Joints.Keys)
                {
                    var turn = Math.Abs(from.Numbers(joint, "rotate")[0] - to.Numbers(joint, "rotate")[0]);
                    Assert.True(turn <= 180, $"{joint} turns {turn}°.");
                }
            }
        );

    [Fact]
    public void Hip_knee_and_pelvis_turn_by_the_postures_own_angles() =>
        GeneratedPostures.ForAll(
            GeneratedPostures.Any.Select(posture => posture with { Surface = Surface.Edge }),
            posture =>
            {
                var drawn = Draw(posture);
                Assert.Equal(posture.Trunk.Angle.Degrees - 90, drawn.Numbers("trunk", "rotate")[0], 0.01);
                Assert.Equal(-posture.Pelvis.Angle.Degrees, drawn.Numbers("pelvis", "rotate")[0], 0.01);
                Assert.Equal(-posture.Stretched.Hip.Angle.Degrees, drawn.Numbers("near-hip", "rotate")[0], 0.01);
                Assert.Equal(posture.Stretched.Knee.Angle.Degrees, drawn.Numbers("near-knee", "rotate")[0], 0.01);
                Assert.Equal(-posture.Opposite.Hip.Angle.Degrees, drawn.Numbers("far-hip", "rotate")[0], 0.01);
                Assert.Equal(posture.Opposite.Knee.Angle.Degrees, drawn.Numbers("far-knee", "rotate")[0], 0.01);
            }
        );

    [Fact]
    public void Drawn_joints_are_where_the_body_puts_them() =>
        GeneratedPostures.ForAll(
            GeneratedPostures.Any.Select(posture => posture with { Surface = Surface.Edge }),
            posture =>
            {
                var (drawn, joints) = (Draw(posture), BodySegments.Mean.ComputeJoints(posture));
                var zoom = drawn.Numbers("view", "scale")[0];
                var hip = drawn.OnPage("near-hip");
                foreach (var (name, expected) in new[] { ("near-knee", joints.Stretched.Knee), ("near-foot", joints.Stretched.Ankle) })
                {
                    // the page's numbers have two decimals, and a leg's length multiplies those of its angles
                    var at = drawn.OnPage(name);
                    Assert.Equal(expected.Footward.Metres * 220 * zoom, at.X - hip.X, 0.1);
                    Assert.Equal(-expected.Upward.Metres * 220 * zoom, at.Y - hip.Y, 0.1);
                }
            }
        );

    [Fact]
    public void The_whole_person_is_inside_the_picture_in_every_posture() =>
        GeneratedPostures.ForAll(posture => AssertInside(Draw(posture), "hips"));

    [Fact]
    public void Every_step_of_the_shipped_protocols_is_inside_the_picture()
    {
        var postures = Directory
            .GetFiles(Path.Combine(Repository.Root, "protocols"), "*.yaml")
            .Where(file => !file.EndsWith("sources.yaml", StringComparison.Ordinal))
            .SelectMany(file => CompileCommand.Compile(file, new Prescription(), TextWriter.Null).Sequence!.Steps)
            .Select(step => step.Posture)
            .Distinct()
            .ToList();
        Assert.True(postures.Count > 5);
        Assert.All(postures, posture => AssertInside(Draw(posture, options: Labelled), "view"));
    }

    [Fact]
    public void Lying_pictures_line_up()
    {
        var atRest = Draw(LegLetGo).OnPage("hips");
        Assert.All(
            new[]
            {
                LegHanging,
                GeneratedPostures.Of(0, 0, 0, 0),
                GeneratedPostures.Of(45, 90, 45, 90),
                GeneratedPostures.Of(-26, 30, 115, 115, 10, surface: Surface.Edge),
            },
            posture => Assert.Equal(atRest, Draw(posture).OnPage("hips"))
        );
    }

    [Fact]
    public void On_a_flat_surface_the_body_rests_on_it_and_does_not_sink_in() =>
        GeneratedPostures.ForAll(
            GeneratedPostures.Any.Select(posture => posture with { Surface = Surface.Flat, Trunk = default }),
            posture =>
            {
                var drawn = Draw(posture);
                var zoom = drawn.Numbers("view", "scale")[0];
                var top = drawn.OnPage("bench").Y;
                foreach (
                    var joint in new[]
                    {
                        "near-hip",
                        "far-hip",
                        "pelvis",
                        "near-shoulder",
                        "far-shoulder",
                        "head",
                        "l1",
                        "l3",
                        "l5",
                        "pelvic-bones",
                    }
                )
                {
                    var below = (drawn.Outline(joint).Max(point => point.Y) - top) / zoom;
                    Assert.True(below <= Softness, $"{joint} is {below:0.0} below the top.");
                }

                Assert.True(drawn.Outline("pelvis").Max(point => point.Y) >= top - 1, "the buttock touches the surface");
            }
        );

    [Fact]
    public void A_leg_let_go_at_the_edge_hangs_below_the_surface()
    {
        var drawn = Draw(LegHanging);
        var top = drawn.OnPage("bench").Y;
        Assert.True(drawn.OnPage("near-knee").Y > top);
        Assert.True(drawn.OnPage("near-foot").Y > top + 80);
        Assert.True(drawn.OnPage("bench-end").X < drawn.OnPage("near-knee").X - 60, "the bench ends at the gluteal fold");
        Assert.True(Draw(LegLetGo).OnPage("bench-end").X > Draw(LegLetGo).OnPage("near-foot").X, "a flat surface carries the foot");
    }

    [Fact]
    public void A_knee_pulled_to_the_chest_is_held_by_both_hands() =>
        GeneratedPostures.ForAll(
            from elevation in Gen.Choose(105, 132)
            from pelvis in Gen.Choose(0, 20)
            from knee in Gen.Choose(95, 120)
            where elevation - pelvis <= 120
            select GeneratedPostures.Of(-12, 0, elevation - pelvis, knee, pelvis, hands: Hands.OnOppositeKnee),
            posture =>
            {
                var drawn = Draw(posture);
                var shin = drawn.OnPage("far-knee", 12, 14);
                foreach (var hand in new[] { "near-hand", "far-hand" })
                {
                    // a hand's breadth and its length: from the wrist the palm covers the shin
                    var wrist = drawn.OnPage(hand);
                    var distance = Math.Sqrt(Math.Pow(wrist.X - shin.X, 2) + Math.Pow(wrist.Y - shin.Y, 2));
                    Assert.True(distance < 26, $"{hand} is {distance:0.0} from the shin.");
                }
            }
        );

    [Fact]
    public void A_thigh_pulled_to_the_chest_is_held_from_behind_and_nothing_touches_the_knee() =>
        GeneratedPostures.ForAll(
            from elevation in Gen.Choose(105, 132)
            from pelvis in Gen.Choose(0, 20)
            from knee in Gen.Choose(80, 120)
            where elevation - pelvis <= 120
            select GeneratedPostures.Of(-12, 0, elevation - pelvis, knee, pelvis, hands: Hands.BehindOppositeThigh),
            posture =>
            {
                var drawn = Draw(posture);
                // on the thigh, from the hip: its back is on the side of the negative numbers, the knee 95 below
                var behind = drawn.OnPage("far-hip", -14, 58);
                var knee = drawn.OnPage("far-knee");
                foreach (var hand in new[] { "near-hand", "far-hand" })
                {
                    // the middle of the palm
                    var palm = drawn.OnPage(hand, 0, 18);
                    Assert.InRange(Distance(palm, behind), 0, 18);
                    Assert.True(Distance(palm, knee) > 20, $"{hand} is {Distance(palm, knee):0.0} from the knee.");
                }
            }
        );

    private static double Distance((double X, double Y) from, (double X, double Y) to) =>
        Math.Sqrt(Math.Pow(from.X - to.X, 2) + Math.Pow(from.Y - to.Y, 2));

    [Fact]
    public void Standing_the_feet_are_on_the_floor_and_nothing_is_below_it() =>
        GeneratedPostures.ForAll(
            from hip in Gen.Choose(-25, 5)
            from knee in Gen.Choose(0, 30)
            from oppositeHip in Gen.Choose(0, 30)
            from oppositeKnee in Gen.Choose(0, 40)
            from pelvis in Gen.Choose(-5, 15)
            let posture = GeneratedPostures.Of(
                hip,
                knee,
                oppositeHip,
                oppositeKnee,
                pelvis,
                trunk: 90,
                surface: Surface.Floor,
                hands: Hands.OnSupport
            )
            let joints = BodySegments.Mean.ComputeJoints(posture)
            // a heel that would have to be higher than this cannot be stood on
            where Math.Abs(joints.Stretched.Ankle.Upward.Metres - joints.Opposite.Ankle.Upward.Metres) < 0.09
            select posture,
            posture =>
            {
                var drawn = Draw(posture);
                var zoom = drawn.Numbers("view", "scale")[0];
                var floor = drawn.OnPage("floor").Y;
                foreach (var foot in new[] { "near-foot", "far-foot" })
                {
                    var below = (drawn.Outline(foot).Max(point => point.Y) - floor) / zoom;
                    Assert.True(Math.Abs(below) <= Softness, $"{foot} is {below:0.0} below the floor.");
                }

                Assert.True((drawn.Outline("hips").Max(point => point.Y) - floor) / zoom <= Softness, "nothing is below the floor");
                Assert.Equal(0, drawn.Numbers("furniture", "scale")[0]);
            }
        );

    [Fact]
    public void Somebody_who_stands_holds_on_to_a_wall_and_the_foot_is_behind()
    {
        var drawn = Draw(Stepping);
        var (wall, zoom) = (drawn.OnPage("wall").X, drawn.Numbers("view", "scale")[0]);
        Assert.All(
            new[] { "near-hand", "far-hand" },
            hand =>
            {
                Assert.InRange(drawn.Outline(hand).Max(point => point.X), wall - (6 * zoom), wall + (3 * zoom));
                Assert.True(drawn.OnPage(hand).Y < drawn.OnPage("near-hip").Y, "the hands are above the hips");
            }
        );
        Assert.True(drawn.OnPage("near-foot").X < drawn.OnPage("near-hip").X - (50 * zoom));
        Assert.True(drawn.OnPage("far-foot").X > drawn.OnPage("near-hip").X);
        Assert.Equal(
            (0, 0, 1),
            (
                Draw(LegLetGo).Numbers("floor", "scale")[0],
                Draw(LegLetGo).Numbers("wall", "scale")[1],
                Draw(LegLetGo).Numbers("furniture", "scale")[1]
            )
        );
    }

    [Fact]
    public void Tilting_the_pelvis_back_flattens_the_low_back()
    {
        var lordosis = Enumerable
            .Range(-4, 11)
            .Select(fives =>
            {
                var drawn = Draw(LegLetGo with { Pelvis = PosteriorTilt.FromDegrees(5 * fives) });
                return drawn.Numbers("l5", "rotate")[0] - drawn.Numbers("l1", "rotate")[0];
            })
            .ToList();
        Assert.True(lordosis[0] > 20, "tilted forwards the low back is hollow");
        Assert.All(lordosis.Zip(lordosis.Skip(1)), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void Extending_the_hip_lengthens_the_psoas_and_its_end_stays_on_the_femur()
    {
        var lengths = Enumerable
            .Range(0, 13)
            .Select(tens =>
            {
                var drawn = Draw(
                    LegHanging with
                    {
                        Stretched = LegHanging.Stretched with { Hip = HipFlexion.FromDegrees(90 - (10 * tens)) },
                    }
                );
                var (end, trochanter) = (drawn.OnPage("psoas-tendon", 0, 21), drawn.OnPage("near-hip", -3, 17));
                Assert.Equal(trochanter.X, end.X, 0.3);
                Assert.Equal(trochanter.Y, end.Y, 0.3);
                return (66 * drawn.Numbers("psoas", "scale")[1]) + (21 * drawn.Numbers("psoas-tendon", "scale")[1]);
            })
            .ToList();
        Assert.True(lengths[^1] > lengths[0] + 8);
        Assert.All(lengths.Zip(lengths.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void The_blanket_is_there_when_asked_for()
    {
        Assert.Equal(1, Draw(LegHanging).Numbers("blanket", "scale")[1]);
        Assert.Equal(0, Draw(LegLetGo).Numbers("blanket", "scale")[1]);
    }

    [Fact]
    public void The_left_side_is_the_mirror_image_with_readable_words()
    {
        var (right, left) = (Draw(LegHanging, Side.Right, Labelled), Draw(LegHanging, Side.Left, Labelled));
        Assert.True(right.OnPage("head").X < right.OnPage("near-foot").X, "right side: the head is to the left");
        foreach (var joint in right.Joints.Keys.Where(name => !name.EndsWith("-label", StringComparison.Ordinal)))
        {
            Assert.Equal(Width - right.OnPage(joint).X, left.OnPage(joint).X, 0.05);
            Assert.Equal(right.OnPage(joint).Y, left.OnPage(joint).Y, 0.05);
        }

        // a word runs to the right of where it stands, mirrored or not
        Assert.All(new[] { "psoas-label", "low-back-label" }, word => Assert.True(left.OnPage(word, 1).X > left.OnPage(word).X));
        Assert.Equal(2, left.Root.Descendants().Count(element => element.Name.LocalName == "text"));
        Assert.DoesNotContain("<text", FigureDrawing.Render(LegHanging, Side.Left, Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_is_text_whatever_it_holds()
    {
        const string Title = "<script>\"a\" & 'b'</script>";
        var drawn = Draw(LegLetGo, options: new FigureOptions(Title, Labels: new FigureLabels(Title, Title)));
        Assert.Equal(Title, drawn.Root.Attribute("aria-label")!.Value);
        Assert.Equal(Title, drawn.Root.Elements().First().Value);
        Assert.Equal("img", drawn.Root.Attribute("role")!.Value);
        Assert.DoesNotContain(drawn.Root.Descendants(), element => element.Name.LocalName == "script");
    }

    [Fact]
    public void A_strict_page_accepts_it() =>
        GeneratedPostures.ForAll(posture =>
        {
            var svg = FigureDrawing.Render(posture, Side.Left, Plain);
            Assert.DoesNotMatch(@"\sstyle=|<style|\sid=|\son\w+=|href", svg);
            Assert.DoesNotMatch(@"\.\d{3}|NaN|∞|-0[^.\d]|\d[eE][-+]?\d", svg);
        });

    [Fact]
    public void The_readers_decimal_comma_changes_nothing()
    {
        var expected = FigureDrawing.Render(LegHanging, Side.Right, Labelled);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, FigureDrawing.Render(LegHanging, Side.Right, Labelled));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_class_that_is_drawn_has_its_colour_in_light_and_dark()
    {
        var classes = ClassPattern()
            .Matches(FigureDrawing.Render(LegHanging, Side.Right, Labelled))
            .SelectMany(match => match.Groups[1].Value.Split(' '))
            .Distinct();
        Assert.All(classes.Where(name => name != "fig"), name => Assert.Contains($".{name}", FigureStyle.Css, StringComparison.Ordinal));
        foreach (var tone in new[] { "body", "far", "psoas", "bone", "cushion" })
        {
            var values = Regex
                .Matches(FigureStyle.Css, $"--figure-{tone}:(#[0-9A-F]{{6}})")
                .Select(match => match.Groups[1].Value)
                .Distinct();
            Assert.Equal(2, values.Count());
        }
    }

    [Theory]
    [InlineData("leg-let-go")]
    [InlineData("leg-hanging-left")]
    [InlineData("sitting")]
    [InlineData("leg-hanging-labelled")]
    [InlineData("standing-left")]
    public void Drawings_stay_as_they_were_looked_at(string name)
    {
        var svg = name switch
        {
            "leg-let-go" => FigureDrawing.Render(LegLetGo, Side.Right, Plain),
            "leg-hanging-left" => FigureDrawing.Render(LegHanging, Side.Left, Plain),
            "standing-left" => FigureDrawing.Render(Stepping, Side.Left, Labelled),
            "sitting" => FigureDrawing.Render(Sitting, Side.Right, Plain),
            _ => FigureDrawing.Render(LegHanging, Side.Right, Labelled),
        };
        Repository.AssertGolden($"tests/golden/figure/{name}.svg", svg + "\n");
    }

    private static DrawnFigure Draw(Posture posture, Side side = Side.Right, FigureOptions? options = null) =>
        new(FigureDrawing.Render(posture, side, options ?? Plain));

    private static void AssertInside(DrawnFigure drawn, string joint)
    {
        var outline = drawn.Outline(joint).ToList();
        Assert.InRange(outline.Min(point => point.X), 0, Width);
        Assert.InRange(outline.Max(point => point.X), 0, Width);
        Assert.InRange(outline.Min(point => point.Y), 0, Height);
        Assert.InRange(outline.Max(point => point.Y), 0, Height);
    }

    [GeneratedRegex("class=\"([^\"]+)\"")]
    private static partial Regex ClassPattern();
}
