using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Cli;

/// <summary><c>supine explain</c>: asks the body model.</summary>
internal static class ExplainCommand
{
    public static Command Create() =>
        new("explain", "Asks the body model: muscles in a posture, a leg let go, standing with a short psoas, what a measured hip says.")
        {
            Posture(),
            Rest(),
            Standing(),
            Fit(),
        };

    private static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON." };

    private static Command Posture()
    {
        var hip = Ranged.Option("--hip", "Hip flexion, extension below zero", ModelRanges.Hip, 0);
        var knee = Ranged.Option("--knee", "Knee flexion", ModelRanges.Knee, 0);
        var adduction = Ranged.Option("--adduction", "Hip adduction", ModelRanges.Adduction, 0);
        var rotation = Ranged.Option("--rotation", "Inward hip rotation", ModelRanges.Rotation, 0);
        var lordosis = Ranged.Option("--lordosis", "Change of the low back's hollow", ModelRanges.Lordosis, 0);
        var muscle = new Option<string?>("--muscle") { Description = "Only this muscle.", HelpName = "name" };
        var (person, json) = (new PersonOptions(), Json());
        var command = new Command(
            "posture",
            "Every muscle that crosses the hip, in a posture, with nobody holding. Without a height it is the adult of 1.70 m the "
                + "model describes."
        )
        {
            hip,
            knee,
            adduction,
            rotation,
            lordosis,
            muscle,
            json,
        };
        person.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(muscle) is { } name && !PostureExplanation.MuscleNames.Contains(name))
            {
                result.AddError($"--muscle: there is no muscle {name}. The muscles: {string.Join(", ", PostureExplanation.MuscleNames)}.");
            }
        });
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var posture = PostureExplanation.Compute(
                person.Read(parsed, Person.Generic),
                Side.Right,
                new JointPose(
                    HipFlexion.FromDegrees(parsed.GetValue(hip)),
                    KneeFlexion.FromDegrees(parsed.GetValue(knee)),
                    HipAdduction.FromDegrees(parsed.GetValue(adduction)),
                    HipRotation.FromDegrees(parsed.GetValue(rotation)),
                    LordosisChange.FromDegrees(parsed.GetValue(lordosis))
                )
            );
            if (parsed.GetValue(muscle) is { } name)
            {
                posture = posture with { Muscles = [posture.Find(name)], Fascicles = name == "psoas" ? posture.Fascicles : [] };
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(BodyJson.Write(posture));
                return ExitCode.Fine;
            }

            output.WriteLine(
                Line(
                    $"hip {posture.Pose.Hip.Angle.Degrees:0.#}°, knee {posture.Pose.Knee.Angle.Degrees:0.#}°: ",
                    $"passive hip moment {posture.PassiveHipMoment.NewtonMetres:0.0} N·m (capsule ",
                    $"{posture.CapsuleMoment.NewtonMetres:0.0}; measured on young adults {posture.MeasuredHipMoment.NewtonMetres:0.0})"
                )
            );
            output.WriteLine(Line($"psoas {Signed(posture.PsoasElongation.Millimetres)} mm against standing at ease"));
            WriteExtrapolations(output, posture.Extrapolations);
            output.WriteLine();
            output.WriteLine("muscle                  length  arms: flexion adduction rotation    knee   fibre   force  share");
            output.WriteLine("                            mm       mm       mm        mm         mm               N      %");
            foreach (var state in posture.Muscles)
            {
                output.WriteLine(
                    Line(
                        $"{state.Name, -23}{state.Length.Millimetres, 7:0.0}{state.Arms.HipFlexion.Millimetres, 13:0.0}",
                        $"{state.Arms.HipAdduction.Millimetres, 9:0.0}{state.Arms.HipRotation.Millimetres, 10:0.0}",
                        $"{state.Arms.KneeFlexion.Millimetres, 11:0.0}{state.NormalisedFibreLength, 8:0.000}",
                        $"{state.PassiveForce.Newtons, 8:0.0}{100 * state.ShareOfPassiveHipMoment, 7:0.0}"
                    )
                );
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Rest()
    {
        var level = Ranged.Whole("--level", "1 on the bed, 2 over the edge", new ModelRange("level", "", 1, 2), 2);
        var tightness = Ranged.Option("--tightness", "Tightness of all that crosses the hip, against the mean", ModelRanges.Tightness, 0);
        var psoas = Ranged.Option("--short-psoas", "The psoas alone, shorter by", ModelRanges.Shortening, 0);
        var iliacus = Ranged.Option("--short-iliacus", "The iliacus alone, shorter by", ModelRanges.Shortening, 0);
        var rectus = Ranged.Option("--short-rectus", "The rectus femoris alone, shorter by", ModelRanges.Shortening, 0);
        var pelvis = Ranged.Optional("--pelvis", "Pelvis tilted back; 10 at level 1 and 5 at level 2 unless given", ModelRanges.Pelvis);
        var edge = Ranged.Option("--edge", "How far from the hip the edge still carries the thigh", ModelRanges.Edge, 0);
        var further = Ranged.Whole("--foot-further", "Steps the foot goes further off the edge", ModelRanges.FootFurther, 0);
        var ankle = Ranged.Option("--ankle-mass", "A mass at the ankle", ModelRanges.AnkleMass, 0);
        var hold = Ranged.Option("--hold", "How long it is held", ModelRanges.Hold, 60);
        var (person, json) = (new PersonOptions(), Json());
        var command = new Command("rest", "Where a leg that is let go comes to rest, what carries it, and what the hold does.")
        {
            level,
            tightness,
            psoas,
            iliacus,
            rectus,
            pelvis,
            edge,
            further,
            ankle,
            hold,
            json,
        };
        person.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var setting = new RestSetting(
                person.Read(parsed),
                parsed.GetValue(level) == 1 ? StretchLevel.OnTheBed : StretchLevel.OverTheEdge
            )
            {
                Tissue = new HipTissue(
                    Angle.FromDegrees(parsed.GetValue(tightness)),
                    Length.FromMillimetres(parsed.GetValue(psoas)),
                    Length.FromMillimetres(parsed.GetValue(iliacus)),
                    Length.FromMillimetres(parsed.GetValue(rectus))
                ),
                Edge = Length.FromMillimetres(parsed.GetValue(edge)),
                FootFurther = parsed.GetValue(further),
                AnkleMass = Mass.FromKilograms(parsed.GetValue(ankle)),
                Hold = TimeSpan.FromSeconds(parsed.GetValue(hold)),
            };
            if (parsed.GetValue(pelvis) is { } tilt)
            {
                setting = setting with { Pelvis = PosteriorTilt.FromDegrees(tilt) };
            }

            if (!RestExplanation.TryFind(setting, out var rest, out var residual))
            {
                error.WriteLine(Line($"supine: no resting place was found; {residual.NewtonMetres:G3} N·m are left over."));
                return ExitCode.Faults;
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(BodyJson.Write(rest));
                return ExitCode.Fine;
            }

            var (at, end) = (rest.Hip.Angle.Degrees, rest.Course[^1]);
            var below = rest.ThighBelowHorizontal.Degrees;
            var thigh =
                Math.Abs(below) < 0.05 ? "lies level" : Line($"{Math.Abs(below):0.0}° {(below > 0 ? "below" : "above")} the horizontal");
            output.WriteLine(Line($"hip {Signed(at)}°, knee {rest.Knee.Angle.Degrees:0.0}°; the thigh {thigh}"));
            output.WriteLine(
                Line(
                    $"psoas {Signed(rest.PsoasElongation.Millimetres)} mm ({Signed(100 * rest.PsoasElongationShare)} %) ",
                    $"against a straight hip"
                )
            );
            output.WriteLine(
                Line(
                    $"its weight turns the hip with {rest.GravityHipMoment.NewtonMetres:0.0} N·m, ",
                    $"the hip resists with {rest.PassiveHipMoment.NewtonMetres:0.0} N·m; {Carried(rest)}"
                )
            );
            output.WriteLine(
                Line(
                    $"the hands on the other knee hold {rest.HandsHold.Newtons:0} N, ",
                    $"against {rest.HoldingMoment.NewtonMetres:0.0} N·m at the pelvis"
                )
            );
            output.WriteLine(
                Line(
                    $"after {end.At.TotalSeconds:0} s: hip {Signed(end.Hip.Angle.Degrees)}° ({Signed(end.Hip.Angle.Degrees - at)}°), ",
                    $"{100 * end.RelaxedShare:0} % of the pull let go"
                )
            );
            if (rest.ShareOfMinuteByHalf is { } share)
            {
                output.WriteLine(Line($"of what happens in 60 s, {100 * share:0} % has happened by 30 s"));
            }

            WriteExtrapolations(output, rest.Extrapolations);

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Standing()
    {
        var psoas = Ranged.Option("--short-psoas", "Both psoas muscles, shorter by", ModelRanges.Shortening, 10);
        var stiffness = Ranged.Option("--lumbar-stiffness", "Stiffness of the whole low back", ModelRanges.LumbarStiffness, 1);
        var (person, json) = (new PersonOptions(), Json());
        var command = new Command("standing", "What a short psoas does to somebody who stands as they are used to standing.")
        {
            psoas,
            stiffness,
            json,
        };
        person.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (
                !StandingExplanation.TryFind(
                    person.Read(parsed),
                    Length.FromMillimetres(parsed.GetValue(psoas)),
                    LumbarStiffness.FromNewtonMetresPerDegree(parsed.GetValue(stiffness)),
                    out var standing,
                    out var residual
                )
            )
            {
                error.WriteLine(Line($"supine: no standing balance was found; {residual.NewtonMetres:G3} N·m are left over."));
                return ExitCode.Faults;
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(BodyJson.Write(standing));
                return ExitCode.Fine;
            }

            output.WriteLine(
                Line(
                    $"the pelvis tips {standing.PelvicTilt.Degrees:0.0}° forward, the low back hollows by ",
                    $"{standing.Lordosis.Angle.Degrees:0.0}°"
                )
            );
            output.WriteLine(
                Line($"each psoas pulls {standing.PsoasForce.Newtons:0} N instead of {standing.PsoasForceBefore.Newtons:0} N")
            );
            output.WriteLine();
            output.WriteLine("joint   compression      more    shear      more   psoas turns it");
            foreach (var joint in standing.Joints.Reverse())
            {
                output.WriteLine(
                    Line(
                        $"{joint.Name, -6}{joint.Compression.Newtons, 11:0} N{Signed(joint.CompressionMore.Newtons, "0"), 8} ",
                        $"N{joint.Shear.Newtons, 7:0} N{Signed(joint.ShearMore.Newtons, "0"), 8} ",
                        $"N{joint.PsoasMoment.NewtonMetres, 9:0.0} N·m"
                    )
                );
            }

            output.WriteLine();
            WriteExtrapolations(output, standing.Extrapolations);
            output.WriteLine("A change from one's own posture. In people, hip extension and pelvic tilt in standing are hardly related.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Fit()
    {
        var left = Ranged.Optional(
            "--left",
            "Hip angle of the hanging left leg, thigh against pelvis, extension below zero",
            ModelRanges.MeasuredHip
        );
        var right = Ranged.Optional("--right", "Hip angle of the hanging right leg", ModelRanges.MeasuredHip);
        var uncertainty = Ranged.Option(
            "--uncertainty",
            "One standard deviation of the hip angle",
            ModelRanges.Uncertainty,
            Math.Round(AngleErrors.UsualHip.Degrees, 1)
        );
        var pelvis = Ranged.Option("--pelvis", "Pelvis tilted back while measuring", ModelRanges.Pelvis, 5);
        var (person, json) = (new PersonOptions(), Json());
        var command = new Command("fit", "What a hip angle measured at level 2 says about tightness, and what it cannot say.")
        {
            left,
            right,
            uncertainty,
            pelvis,
            json,
        };
        person.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(left) is null && result.GetResult(right) is null)
            {
                result.AddError("Give --left, --right or both.");
            }
        });
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            HipFlexion? Measured(Option<double?> option) => parsed.GetValue(option) is { } degrees ? HipFlexion.FromDegrees(degrees) : null;
            var fit = TightnessFit.Compute(
                new FitQuestion(person.Read(parsed), Measured(left), Measured(right))
                {
                    Uncertainty = Angle.FromDegrees(parsed.GetValue(uncertainty)),
                    Pelvis = PosteriorTilt.FromDegrees(parsed.GetValue(pelvis)),
                }
            );
            var sentences = Sentences(fit);
            output.WriteLine(parsed.GetValue(json) ? BodyJson.Write(fit, sentences) : string.Join('\n', sentences));
            return ExitCode.Fine;
        });
        return command;
    }

    private static ImmutableArray<string> Sentences(TightnessFit fit)
    {
        var sentences = ImmutableArray.CreateBuilder<string>();
        foreach (var side in fit.Sides)
        {
            var name = side.Side switch
            {
                Side.Left => "Left",
                Side.Right => "Right",
            };
            var range = Line($"{side.Percentile.Least:0} to {side.Percentile.Most:0}");
            sentences.Add(
                side.Tightness is { } tightness
                    ? Line(
                        $"{name}: {Signed(side.Measured.Angle.Degrees)}° where {Signed(side.Expected.Angle.Degrees)}° is usual: ",
                        $"{Signed(tightness.Likely.Degrees)}° of tightness ({Open(tightness.Least)} to {Open(tightness.Most)}), ",
                        $"tighter than about {side.Percentile.Likely:0} of 100 in the comparison group ({range})."
                    )
                    : Line($"{name}: {Signed(side.Measured.Angle.Degrees)}° lies beyond what tightness alone can explain.")
            );
        }

        sentences.Add("The comparison group: 300 recreational athletes, 250 of them injured (ferber-2010); not adults in general.");
        sentences.AddRange(fit.Sides.SelectMany(side => side.Extrapolations).Distinct().Order().Select(Say));

        foreach (var cannot in fit.CannotTell)
        {
            sentences.Add(
                cannot switch
                {
                    CannotTell.WhichSide => Line(
                        $"Cannot tell which side is tighter: they differ by {Math.Abs(fit.Difference?.Degrees ?? 0):0.0}°, ",
                        $"and less than {fit.DetectableDifference.Degrees:0.0}° can be chance."
                    ),
                    CannotTell.LeftAgainstOthers => "Cannot tell whether the left hip is tighter or more supple than most.",
                    CannotTell.RightAgainstOthers => "Cannot tell whether the right hip is tighter or more supple than most.",
                    CannotTell.Psoas => Line(
                        $"Cannot tell how short the psoas is: 10 mm of it alone would change this angle by ",
                        $"{fit.PsoasTenMillimetres.Degrees:0.0}°, less than the measurement can tell."
                    ),
                }
            );
        }

        foreach (var side in fit.Sides.Where(side => side.PsoasAlone is not null))
        {
            var name = side.Side switch
            {
                Side.Left => "left",
                Side.Right => "right",
            };
            sentences.Add(
                Line(
                    $"If nothing but the {name} psoas were short, it would be by {Signed(side.PsoasAlone!.Likely.Millimetres, "0")} ",
                    $"mm ({Open(side.PsoasAlone.Least)} to {Open(side.PsoasAlone.Most)}); other muscles and the capsule are as likely."
                )
            );
        }

        return sentences.ToImmutable();
    }

    private static void WriteExtrapolations(TextWriter output, ImmutableArray<Extrapolation> extrapolations)
    {
        foreach (var extrapolation in extrapolations)
        {
            output.WriteLine(Say(extrapolation));
        }
    }

    private static string Say(Extrapolation extrapolation) =>
        extrapolation switch
        {
            Extrapolation.HipExtension => Line(
                $"Extrapolated: passive resistance was measured to {-Measured.LeastHip.Angle.Degrees:0}° of extension only."
            ),
            Extrapolation.MuscleLength => "Extrapolated: a muscle this short is stretched further than any that was measured.",
            Extrapolation.BodySize => Line(
                $"Extrapolated: by size, only people with a body-mass index of {Measured.BodyMassIndex.Least:0} to ",
                $"{Measured.BodyMassIndex.Most:0} were compared."
            ),
        };

    private static string Carried(RestExplanation rest) =>
        rest.CarriedBy switch
        {
            CarriedBy.Bench => Line($"the bed carries {rest.CarriedByBench.Newtons:0} N"),
            CarriedBy.Edge => Line($"the edge carries {rest.CarriedByBench.Newtons:0} N"),
            CarriedBy.Tissue => "nothing else carries it",
        };

    private static string Open(Angle? angle) => angle is { } known ? $"{Signed(known.Degrees)}°" : "beyond the model";

    private static string Open(Length? length) => length is { } known ? $"{Signed(known.Millimetres, "0")} mm" : "beyond the model";

    private static string Signed(double value, string format = "0.0")
    {
        var text = Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
        return text.All(letter => letter is '0' or '.') ? text : (value < 0 ? "−" : "+") + text;
    }

    private static string Line(params FormattableString[] parts) => string.Concat(parts.Select(FormattableString.Invariant));
}
