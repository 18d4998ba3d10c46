using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;
using Supine.Biomechanics;

namespace Supine.Figure;

/// <summary>Draws a person in a posture on a bed or bench, from the side, as SVG.</summary>
/// <remarks>Two drawings with the same options have the same elements in the same order and differ only in the
/// <c>transform</c> of their <c>data-joint</c> groups (and, between the sides, of the one mirroring group); with an anatomy also in the
/// <c>points</c> of its muscles, equally many in every drawing, and in the <c>stroke-opacity</c> of their tension.</remarks>
public static class FigureDrawing
{
    /// <summary>The drawing of a posture, the leg of the given side stretched and nearest to the eye.</summary>
    public static string Render(Posture posture, Side stretched, FigureOptions options)
    {
        ArgumentNullException.ThrowIfNull(posture);
        ArgumentNullException.ThrowIfNull(options);
        return new Writer(FigurePose.Of(posture), options).Write(stretched);
    }

    /// <summary>The joints of a posture's drawing without anatomy, each with its transform: all that differs between two of
    /// them.</summary>
    public static ImmutableArray<(string Joint, string Transform)> ListJoints(Posture posture)
    {
        ArgumentNullException.ThrowIfNull(posture);
        var writer = new Writer(FigurePose.Of(posture), new FigureOptions(""));
        writer.Write(Side.Right);
        return [.. writer.Joints];
    }

    private sealed class Writer(FigurePose pose, FigureOptions options)
    {
        private readonly StringBuilder _svg = new();

        public List<(string Joint, string Transform)> Joints { get; } = [];

        public string Write(Side stretched)
        {
            var title = SecurityElement.Escape(options.Title);
            _svg.Append(
                CultureInfo.InvariantCulture,
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\" viewBox=\"{ViewBox(stretched)}\" role=\"img\" "
                    + $"aria-label=\"{title}\"><title>{title}</title>"
            );
            if (options.Styling == FigureStyling.Embedded)
            {
                _svg.Append("<style>").Append(FigureStyle.EmbeddedCss).Append("</style>");
            }

            // the right side is seen with the head to the left; its mirror image shows the left side
            _svg.Append(
                stretched switch
                {
                    Side.Right => "<g transform=\"translate(0 0) scale(1 1)\">",
                    Side.Left => "<g transform=\"translate(480 0) scale(-1 1)\">",
                }
            );
            Stretch(
                "view",
                pose.View,
                () =>
                {
                    if (options.Anatomy is null)
                    {
                        Stretch("floor", pose.Floor, () => Path("frame", "M0 0L100 0L100 5L0 5Z"));
                        Stretch("wall", pose.Wall, () => Path("cushion", "M0 0L7 0L7-100L0-100Z"));
                        Stretch("furniture", pose.Furniture, Bench);
                    }
                    else
                    {
                        // the model's spine needs a thicker back than the sketch's
                        Joint("surface", Placement.At(0, AnatomyPose.Flesh), Bench);
                    }

                    Joint(
                        "hips",
                        pose.Hips,
                        () =>
                        {
                            Joint("trunk", pose.Trunk, Body);
                            if (options.Anatomy is { } anatomy)
                            {
                                Path("level", "M0 0L150 0");
                                Joint(
                                    "weight",
                                    Placement.At(OnHips(AnatomyPose.Of(anatomy).LegMassCentre)),
                                    () => Path("weight", FigureShapes.Weight)
                                );
                            }
                        }
                    );
                    Stretch(
                        "blanket",
                        pose.Blanket,
                        () =>
                        {
                            Path("blanket", "M-66 .5C-72 .5-72-7-66-7C-50-4-6-4 8-7C14-7 14 .5 8 .5Z");
                            Path("fold", "M-66-3C-48-.5-8-.5 8-3");
                        }
                    );
                }
            );
            _svg.Append("</g>");
            if (options.Labels is { } labels)
            {
                // outside the mirror, so that words stay readable
                if (options.Anatomy is { } anatomy)
                {
                    Names(labels, AnatomyPose.Of(anatomy), stretched);
                }
                else
                {
                    Label("low-back", labels.LowBack, pose.LowBackLabel, stretched);
                    Label("psoas", labels.Psoas, pose.PsoasLabel, stretched);
                }
            }

            _svg.Append("</svg>");
            return _svg.ToString();
        }

        private void Names(FigureLabels labels, AnatomyPose anatomy, Side stretched)
        {
            Vector On(Vector onPelvis) => pose.Hips.Apply(OnHips(onPelvis));
            var below = pose.Hips.Move.Y + 68;
            var (lowBack, psoas, rectus, weight) = (
                On(anatomy.Vertebrae[2].Move),
                On(anatomy.Psoas[3][6]),
                On(anatomy.RectusFemoris[7]),
                On(anatomy.LegMassCentre)
            );
            Label("low-back", labels.LowBack, (lowBack, new(lowBack.X - 22, below)), stretched);
            Label("psoas", labels.Psoas, (psoas, new(psoas.X + 24, below)), stretched);
            if (labels.RectusFemoris is { } name)
            {
                Label("rectus-femoris", name, (rectus, rectus + new Vector(44, -34)), stretched, fromBelow: true);
            }

            if (labels.Gravity is { } gravity)
            {
                Joint("gravity-label", Placement.At(Seen(weight + new Vector(0, 48), stretched)), () => Text(gravity));
            }
        }

        private void Text(string text) => _svg.Append("<text class=\"fig-label\">").Append(SecurityElement.Escape(text)).Append("</text>");

        // outside the mirror, where the mirror shows it
        private Vector Seen(Vector onView, Side stretched)
        {
            var seen = pose.View.Apply(onView);
            return stretched switch
            {
                Side.Right => seen,
                Side.Left => seen with { X = FigurePose.Width - seen.X },
            };
        }

        private void Label(string name, string text, (Vector Point, Vector Name) label, Side stretched, bool fromBelow = false)
        {
            var (point, word) = (Seen(label.Point, stretched), Seen(label.Name, stretched));
            Stretch(
                $"{name}-leader",
                FigurePose.Span(word - new Vector(0, fromBelow ? -3 : 11), point, 10),
                () => Path("leader", "M0 0L0 10")
            );
            Joint($"{name}-label", Placement.At(word), () => Text(text));
        }

        private void Bench()
        {
            Path("frame", "M58 188L68 188L62 290L56 290Z");
            Joint(
                "bench-end",
                pose.BenchEnd,
                () =>
                {
                    Path("frame", "M-40 22L-30 22L-28 122L-34 122Z");
                    Path("cushion", "M-10 0L-8 0C-2 0 0 3 0 8C0 14-2 18-8 18L-10 18Z");
                }
            );
            Path("cushion", "M32 168L30 168C24 168 22 171 22 176C22 182 24 186 30 186L32 186Z");
            Stretch(
                "bench",
                pose.Bench,
                () =>
                {
                    Path("cushion", "M0 0L100 0L100 18L0 18Z");
                    Path("frame", "M0 18L100 18L100 26L0 26Z");
                }
            );
        }

        private void Body()
        {
            Arm("far", pose.FarArm, "body");
            Joint("far-pelvis", pose.Pelvis, () => Leg("far", pose.FarLeg, "far", () => { }));
            Joint(
                "head",
                Placement.At(0, -134),
                () =>
                {
                    Path("body", FigureShapes.Head);
                    Path("hair", FigureShapes.Hair);
                    Path("arm", FigureShapes.Ear);
                }
            );
            Path("body", FigureShapes.Thorax);
            Stretch("loin", pose.Loin, () => Path("body", FigureShapes.Loin));
            Joint(
                "pelvis",
                pose.Pelvis,
                () =>
                {
                    Path("body", FigureShapes.Pelvis);
                    Leg(
                        "near",
                        pose.NearLeg,
                        "body",
                        () => Path("bone fig-femur", FigureShapes.Femur),
                        options.Anatomy is null ? null : () => Path("bone fig-tibia", FigureShapes.Tibia)
                    );
                }
            );
            Arm("near", pose.NearArm, "arm");
            if (options.Anatomy is { } anatomy)
            {
                Joint("anatomy", pose.Pelvis, () => AnatomyPose.Of(anatomy).Append(_svg));
                return;
            }

            Joint(
                "pelvic-bones",
                pose.PelvicBones,
                () =>
                {
                    Path("bone fig-ilium", FigureShapes.Ilium);
                    Path("bone fig-spine", FigureShapes.Sacrum);
                }
            );
            for (var index = 0; index < pose.Vertebrae.Count; index++)
            {
                Joint($"l{5 - index}", pose.Vertebrae[index], () => Path("bone fig-spine", FigureShapes.Vertebra));
            }

            Stretch("psoas-tendon", pose.PsoasTendon, () => Path("psoas", FigureShapes.PsoasTendon));
            Stretch(
                "psoas",
                pose.PsoasBelly,
                () =>
                {
                    Path("psoas", FigureShapes.PsoasBelly);
                    Path("fibre", FigureShapes.PsoasFibres);
                }
            );
        }

        // with an anatomy the picture is closer, from the chest to the feet
        private string ViewBox(Side stretched) =>
            (options.Anatomy, stretched) switch
            {
                (null, _) => $"0 0 {FigurePose.Width} {FigurePose.Height}",
                (_, Side.Right) => "124 2 332 288",
                (_, Side.Left) => "24 2 332 288",
            };

        // from the pelvis, which turns on the trunk, to the hips as the page shows them
        private Vector OnHips(Vector onPelvis) => pose.Trunk.Apply(pose.Pelvis.Apply(onPelvis));

        private void Leg(string which, LegPose leg, string tone, Action inThigh, Action? inShank = null) =>
            Joint(
                $"{which}-hip",
                leg.Hip,
                () =>
                {
                    Joint(
                        $"{which}-knee",
                        leg.Knee,
                        () =>
                        {
                            Joint($"{which}-foot", leg.Ankle, () => Path(tone, FigureShapes.Foot));
                            Path(tone, FigureShapes.Shank);
                            inShank?.Invoke();
                        }
                    );
                    Path(tone, FigureShapes.Thigh);
                    inThigh();
                }
            );

        private void Arm(string which, ArmPose arm, string tone) =>
            Joint(
                $"{which}-shoulder",
                arm.Shoulder,
                () =>
                {
                    Joint(
                        $"{which}-elbow",
                        arm.Elbow,
                        () =>
                        {
                            Stretch($"{which}-hand", arm.Wrist, () => Path(tone, FigureShapes.Hand));
                            Path(tone, FigureShapes.Forearm);
                        }
                    );
                    Path(tone, FigureShapes.UpperArm);
                }
            );

        private void Joint(string name, Placement placement, Action content) => Group(name, placement.ToTransform(), content);

        private void Stretch(string name, Placement placement, Action content) => Group(name, placement.ToStretchingTransform(), content);

        private void Group(string name, string transform, Action content)
        {
            Joints.Add((name, transform));
            _svg.Append(CultureInfo.InvariantCulture, $"<g data-joint=\"{name}\" transform=\"{transform}\">");
            content();
            _svg.Append("</g>");
        }

        private void Path(string tone, string outline)
        {
            var flesh = (options.Anatomy, tone) switch
            {
                ({ }, "body") => " fig-flesh",
                ({ }, "far") => " fig-far-flesh",
                _ => "",
            };
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"fig-{tone}{flesh}\" d=\"{outline}\"/>");
        }
    }
}
