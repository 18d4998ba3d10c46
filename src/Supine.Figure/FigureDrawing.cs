using System.Globalization;
using System.Security;
using System.Text;
using Supine.Biomechanics;

namespace Supine.Figure;

/// <summary>Draws a person in a posture on a bed or bench, from the side, as SVG.</summary>
/// <remarks>Two drawings with the same options have the same elements in the same order and differ only in the
/// <c>transform</c> of their <c>data-joint</c> groups (and, between the sides, of the one mirroring group).</remarks>
public static class FigureDrawing
{
    /// <summary>The drawing of a posture, the leg of the given side stretched and nearest to the eye.</summary>
    public static string Render(Posture posture, Side stretched, FigureOptions options)
    {
        ArgumentNullException.ThrowIfNull(posture);
        ArgumentNullException.ThrowIfNull(options);
        return new Writer(FigurePose.Of(posture), options).Write(stretched);
    }

    private sealed class Writer(FigurePose pose, FigureOptions options)
    {
        private readonly StringBuilder _svg = new();

        public string Write(Side stretched)
        {
            var title = SecurityElement.Escape(options.Title);
            _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\" viewBox=\"0 0 {FigurePose.Width} {FigurePose.Height}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>");
            if (options.Styling == FigureStyling.Embedded)
            {
                _svg.Append("<style>").Append(FigureStyle.EmbeddedCss).Append("</style>");
            }

            // the right side is seen with the head to the left; its mirror image shows the left side
            _svg.Append(stretched switch
            {
                Side.Right => "<g transform=\"translate(0 0) scale(1 1)\">",
                Side.Left => "<g transform=\"translate(480 0) scale(-1 1)\">",
            });
            Stretch("view", pose.View, () =>
            {
                Bench();
                Joint("hips", pose.Hips, () => Joint("trunk", pose.Trunk, Body));
                Stretch("blanket", pose.Blanket, () =>
                {
                    Path("blanket", "M-66 .5C-72 .5-72-7-66-7C-50-4-6-4 8-7C14-7 14 .5 8 .5Z");
                    Path("fold", "M-66-3C-48-.5-8-.5 8-3");
                });
            });
            _svg.Append("</g>");
            if (options.Labels is { } labels)
            {
                // outside the mirror, so that words stay readable
                Label("low-back", labels.LowBack, pose.LowBackLabel, stretched);
                Label("psoas", labels.Psoas, pose.PsoasLabel, stretched);
            }

            _svg.Append("</svg>");
            return _svg.ToString();
        }

        private void Label(string name, string text, (Vector Point, Vector Name) label, Side stretched)
        {
            Vector Seen(Vector onView)
            {
                var seen = pose.View.Apply(onView);
                return stretched switch { Side.Right => seen, Side.Left => seen with { X = FigurePose.Width - seen.X } };
            }

            var (point, word) = (Seen(label.Point), Seen(label.Name));
            Stretch($"{name}-leader", FigurePose.Span(word - new Vector(0, 11), point, 10), () => Path("leader", "M0 0L0 10"));
            Joint($"{name}-label", Placement.At(word), () => _svg.Append("<text class=\"fig-label\">").Append(SecurityElement.Escape(text)).Append("</text>"));
        }

        private void Bench()
        {
            Path("frame", "M58 188L68 188L62 290L56 290Z");
            Joint("bench-end", pose.BenchEnd, () =>
            {
                Path("frame", "M-40 22L-30 22L-28 122L-34 122Z");
                Path("cushion", "M-10 0L-8 0C-2 0 0 3 0 8C0 14-2 18-8 18L-10 18Z");
            });
            Path("cushion", "M32 168L30 168C24 168 22 171 22 176C22 182 24 186 30 186L32 186Z");
            Stretch("bench", pose.Bench, () =>
            {
                Path("cushion", "M0 0L100 0L100 18L0 18Z");
                Path("frame", "M0 18L100 18L100 26L0 26Z");
            });
        }

        private void Body()
        {
            Arm("far", pose.FarArm, "body");
            Joint("far-pelvis", pose.Pelvis, () => Leg("far", pose.FarLeg, "far", () => { }));
            Joint("head", Placement.At(0, -134), () =>
            {
                Path("body", FigureShapes.Head);
                Path("hair", FigureShapes.Hair);
                Path("arm", FigureShapes.Ear);
            });
            Path("body", FigureShapes.Thorax);
            Stretch("loin", pose.Loin, () => Path("body", FigureShapes.Loin));
            Joint("pelvis", pose.Pelvis, () =>
            {
                Path("body", FigureShapes.Pelvis);
                Leg("near", pose.NearLeg, "body", () => Path("bone fig-femur", FigureShapes.Femur));
            });
            Arm("near", pose.NearArm, "arm");
            Joint("pelvic-bones", pose.PelvicBones, () =>
            {
                Path("bone fig-ilium", FigureShapes.Ilium);
                Path("bone fig-spine", FigureShapes.Sacrum);
            });
            for (var index = 0; index < pose.Vertebrae.Count; index++)
            {
                Joint($"l{5 - index}", pose.Vertebrae[index], () => Path("bone fig-spine", FigureShapes.Vertebra));
            }

            Stretch("psoas-tendon", pose.PsoasTendon, () => Path("psoas", FigureShapes.PsoasTendon));
            Stretch("psoas", pose.PsoasBelly, () =>
            {
                Path("psoas", FigureShapes.PsoasBelly);
                Path("fibre", FigureShapes.PsoasFibres);
            });
        }

        private void Leg(string which, LegPose leg, string tone, Action inThigh) => Joint($"{which}-hip", leg.Hip, () =>
        {
            Joint($"{which}-knee", leg.Knee, () =>
            {
                Joint($"{which}-foot", leg.Ankle, () => Path(tone, FigureShapes.Foot));
                Path(tone, FigureShapes.Shank);
            });
            Path(tone, FigureShapes.Thigh);
            inThigh();
        });

        private void Arm(string which, ArmPose arm, string tone) => Joint($"{which}-shoulder", arm.Shoulder, () =>
        {
            Joint($"{which}-elbow", arm.Elbow, () =>
            {
                Stretch($"{which}-hand", arm.Wrist, () => Path(tone, FigureShapes.Hand));
                Path(tone, FigureShapes.Forearm);
            });
            Path(tone, FigureShapes.UpperArm);
        });

        private void Joint(string name, Placement placement, Action content) => Group(name, placement.ToTransform(), content);

        private void Stretch(string name, Placement placement, Action content) => Group(name, placement.ToStretchingTransform(), content);

        private void Group(string name, string transform, Action content)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"<g data-joint=\"{name}\" transform=\"{transform}\">");
            content();
            _svg.Append("</g>");
        }

        private void Path(string tone, string outline) =>
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"fig-{tone}\" d=\"{outline}\"/>");
    }
}
