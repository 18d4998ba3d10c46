using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;

namespace Supine.Bench;

/// <summary>The same muscle paths over the same postures, here and in MuJoCo, in one run: lengths and moment arms compared, postures a
/// second.</summary>
/// <remarks>
/// MuJoCo is the distribution's own library (Debian <c>libmujoco-dev</c>), called by <c>bench/mujoco/evaluate.c</c>; its model is written
/// from our tables. It is
/// timed over kinematics, lengths and moment arms, and is given the knee's positions ready computed, since it has no joint like it; ours
/// computes
/// them. Fibres and forces, which MuJoCo has no like of, are timed here only and said apart. One core, in turns, the best of all rounds on
/// both sides.
/// </remarks>
internal static class MujocoComparison
{
    private const int Postures = 4096;
    private const int Rounds = 12;
    private const int Turns = 6;

    public static int Run(string folder)
    {
        var scratch = Directory.CreateTempSubdirectory("supine-mujoco-").FullName;
        var postures = BodyBenchPostures.Draw(Postures);
        var (model, positions, results, program) = (
            Path.Combine(scratch, "model.xml"),
            Path.Combine(scratch, "postures.bin"),
            Path.Combine(scratch, "results.bin"),
            Path.Combine(scratch, "evaluate")
        );
        File.WriteAllText(model, WriteModel());
        File.WriteAllBytes(positions, MemoryMarshal.AsBytes<double>([.. postures.SelectMany(PositionsOf)]).ToArray());
        var libraries = Directory.GetFiles(
            Path.Combine(folder, "lib"),
            "libmujoco.so*",
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = 2,
                IgnoreInaccessible = true,
            }
        );
        if (libraries.Length == 0)
        {
            Console.Error.WriteLine($"There is no libmujoco.so below {folder}. On Debian: apt-get install libmujoco-dev.");
            return 2;
        }

        var library = Path.GetDirectoryName(libraries[0])!;
        Start(
            "gcc",
            "-O3",
            "-march=native",
            $"-I{Path.Combine(folder, "include")}",
            "-o",
            program,
            Path.Combine(Checkout.Root, "bench", "mujoco", "evaluate.c"),
            $"-L{library}",
            "-lmujoco",
            $"-Wl,-rpath,{library}",
            $"-Wl,-rpath-link,{library}"
        );

        // in turns, so that a busy machine disturbs all alike
        var one = new OnePosture();
        var batch = new PostureBatch(Person.Generic, BodyBenchPostures.Batch);
        var single = new PostureBatch(Person.Generic, 1);
        (string Name, Action Evaluate)[] ours =
        [
            ("one at a time, as defined: lengths and arms", () => ForEach(postures, one.MeasurePaths)),
            ("one at a time, as defined: fibres and forces too", () => ForEach(postures, one.Evaluate)),
            ("one at a time, three lanes idle: fibres and forces too", () => ForBatches(postures, 1, single.Evaluate)),
            ("batches of 64: lengths and arms", () => ForBatches(postures, BodyBenchPostures.Batch, batch.MeasurePaths)),
            ("batches of 64: fibres and forces too", () => ForBatches(postures, BodyBenchPostures.Batch, batch.Evaluate)),
        ];
        var theirs = 0.0;
        var best = new double[ours.Length];
        for (var turn = 0; turn < Turns; turn++)
        {
            theirs = Math.Max(
                theirs,
                double.Parse(
                    Start(program, model, positions, results, Rounds.ToString(CultureInfo.InvariantCulture)).Split(' ')[0],
                    CultureInfo.InvariantCulture
                )
            );
            for (var i = 0; i < ours.Length; i++)
            {
                best[i] = Math.Max(best[i], Time(ours[i].Evaluate));
            }
        }

        var (length, arm) = Compare(postures, MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(results)), batch);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{PostureBatch.Muscles} muscles, {Postures} postures, one core; largest difference of a length "
                    + $"{1e9 * length:0.######} nm, of a moment arm {1e9 * arm:0.######} nm"
            )
        );
        Console.WriteLine(FormattableString.Invariant($"{"MuJoCo: lengths and arms", -56}{theirs, 12:#,##0} a second"));
        foreach (var ((name, _), perSecond) in ours.Zip(best))
        {
            Console.WriteLine(FormattableString.Invariant($"{name, -56}{perSecond, 12:#,##0} a second   {perSecond / theirs, 5:0.0} ×"));
        }

        Directory.Delete(scratch, recursive: true);
        return 0;
    }

    private delegate void EvaluateOne(in JointCoordinates posture);

    private delegate void EvaluateMany(ReadOnlySpan<JointCoordinates> postures);

    private static void ForEach(JointCoordinates[] postures, EvaluateOne evaluate)
    {
        foreach (ref readonly var posture in postures.AsSpan())
        {
            evaluate(posture);
        }
    }

    private static void ForBatches(JointCoordinates[] postures, int batch, EvaluateMany evaluate)
    {
        for (var start = 0; start < postures.Length; start += batch)
        {
            evaluate(postures.AsSpan(start, batch));
        }
    }

    private static double Time(Action evaluate)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            evaluate();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Postures / best;
    }

    // their rows are about their joints: the hip's three are ours, the knee's nine follow the knee angle
    private static (double Length, double Arm) Compare(JointCoordinates[] postures, ReadOnlySpan<double> theirs, PostureBatch batch)
    {
        const int joints = 12,
            hipJoints = 3;
        var (muscles, length, arm) = (PostureBatch.Muscles, 0.0, 0.0);
        for (var start = 0; start < postures.Length; start += batch.Capacity)
        {
            batch.MeasurePaths(postures.AsSpan(start, batch.Capacity));
            for (var posture = 0; posture < batch.Capacity; posture++)
            {
                var own = theirs.Slice((start + posture) * muscles * (1 + joints), muscles * (1 + joints));
                var slopes = KneeCurves.Select(curve => curve.Evaluate(postures[start + posture].KneeFlexion).Slope).ToArray();
                for (var muscle = 0; muscle < muscles; muscle++)
                {
                    var row = own.Slice(muscles + (muscle * joints), joints);
                    length = Math.Max(length, Math.Abs(own[muscle] - batch.LengthsMetres(muscle)[posture]));
                    for (var hip = 0; hip < hipJoints; hip++)
                    {
                        arm = Math.Max(arm, Math.Abs(row[hip] + batch.ArmsMetres(muscle, (Coordinate)hip)[posture]));
                    }

                    var knee = 0.0;
                    for (var joint = hipJoints; joint < joints; joint++)
                    {
                        knee -= row[joint] * slopes[joint - hipJoints];
                    }

                    arm = Math.Max(arm, Math.Abs(knee - batch.ArmsMetres(muscle, Coordinate.KneeFlexion)[posture]));
                }
            }
        }

        return (length, arm);
    }

    private static string Start(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} answered {process.ExitCode}.");
    }

    // hip: three hinges; knee: three slides and three hinges; patella: two slides and a hinge
    private static double[] PositionsOf(JointCoordinates q) =>
        [q.HipFlexion, q.HipAdduction, q.HipRotation, .. KneeCurves.Select(curve => curve.Evaluate(q.KneeFlexion).Value)];

    private static Curve[] KneeCurves { get; } =
    [
        Knee.Generic.ShiftX,
        Knee.Generic.ShiftY,
        Knee.Generic.ShiftZ,
        new Polynomial(1, 0),
        Knee.Generic.TurnZ,
        Knee.Generic.TurnY,
        Knee.Generic.PatellaX,
        Knee.Generic.PatellaY,
        Knee.Generic.PatellaTurn,
    ];

    private static string WriteModel()
    {
        var knee = Knee.Generic;
        var parts = Enum.GetValues<Bone>().ToDictionary(bone => bone, bone => Parts(bone));
        const string inertial = "<inertial pos=\"0 0 0\" mass=\"1\" diaginertia=\"1 1 1\"/>";
        string Joint(string kind, string axis) => $"<joint type=\"{kind}\" axis=\"{axis}\"/>";
        var text = new StringBuilder();
        text.AppendLine("<mujoco><compiler angle=\"radian\"/><option gravity=\"0 0 0\"/><worldbody>");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"pelvis\">{inertial}{parts[Bone.Pelvis]}");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"<body name=\"femur\" pos=\"{Numbers(Skeleton.GenericHipCentre)}\">{inertial}{Joint("hinge", "0 0 1")}"
                + $"{Joint("hinge", "1 0 0")}{Joint("hinge", "0 1 0")}{parts[Bone.Femur]}"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"<body name=\"knee\" {Place(knee.OnFemur)}>{inertial}{Joint("slide", "1 0 0")}{Joint("slide", "0 1 0")}"
                + $"{Joint("slide", "0 0 1")}{Joint("hinge", "1 0 0")}{Joint("hinge", "0 0 1")}{Joint("hinge", "0 1 0")}"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"<body name=\"tibia\" {Place(knee.OnTibia.Inverse)}>{inertial}{parts[Bone.Tibia]}</body></body>"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"<body name=\"patella\" pos=\"{Numbers(knee.PatellaOrigin)}\">{inertial}{Joint("slide", "1 0 0")}"
                + $"{Joint("slide", "0 1 0")}{Joint("hinge", "0 0 1")}{parts[Bone.Patella]}</body>"
        );
        text.AppendLine("</body></body></worldbody><tendon>");
        foreach (var muscle in Anatomy.Muscles)
        {
            text.Append(CultureInfo.InvariantCulture, $"<spatial name=\"{muscle.Name}\">");
            foreach (var index in Enumerable.Range(0, muscle.Path.Points.Count()))
            {
                text.Append(CultureInfo.InvariantCulture, $"<site site=\"{muscle.Name}{index}\"/>");
                text.Append(index == muscle.Path.WrapAfter ? $"<geom geom=\"{muscle.Name}\"/>" : "");
            }

            text.AppendLine("</spatial>");
        }

        return text.AppendLine("</tendon></mujoco>").ToString();
    }

    private static string Parts(Bone bone)
    {
        var text = new StringBuilder();
        foreach (var muscle in Anatomy.Muscles)
        {
            foreach (
                var (point, index) in muscle.Path.Points.Select((point, index) => (point, index)).Where(pair => pair.point.Bone == bone)
            )
            {
                text.Append(CultureInfo.InvariantCulture, $"<site name=\"{muscle.Name}{index}\" pos=\"{Numbers(point.At)}\"/>");
            }

            if (muscle.Path.Cylinder is { } cylinder && cylinder.Bone == bone)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<geom name=\"{muscle.Name}\" type=\"cylinder\" size=\"{cylinder.Radius} 0.1\" contype=\"0\" conaffinity=\"0\" "
                        + $"mass=\"0\" {Place(cylinder.OnBone)}/>"
                );
            }
        }

        return text.ToString();
    }

    private static string Place(Frame frame)
    {
        // the rotation as a quaternion, from its largest part
        var r = frame.Turn;
        double[] squares = [1 + r.X.X + r.Y.Y + r.Z.Z, 1 + r.X.X - r.Y.Y - r.Z.Z, 1 - r.X.X + r.Y.Y - r.Z.Z, 1 - r.X.X - r.Y.Y + r.Z.Z];
        var largest = Array.IndexOf(squares, squares.Max());
        var s = 2 * Math.Sqrt(squares[largest]);
        double[] q = largest switch
        {
            0 => [s / 4, (r.Y.Z - r.Z.Y) / s, (r.Z.X - r.X.Z) / s, (r.X.Y - r.Y.X) / s],
            1 => [(r.Y.Z - r.Z.Y) / s, s / 4, (r.X.Y + r.Y.X) / s, (r.X.Z + r.Z.X) / s],
            2 => [(r.Z.X - r.X.Z) / s, (r.X.Y + r.Y.X) / s, s / 4, (r.Y.Z + r.Z.Y) / s],
            _ => [(r.X.Y - r.Y.X) / s, (r.X.Z + r.Z.X) / s, (r.Y.Z + r.Z.Y) / s, s / 4],
        };
        return FormattableString.Invariant($"pos=\"{Numbers(frame.Origin)}\" quat=\"{q[0]:R} {q[1]:R} {q[2]:R} {q[3]:R}\"");
    }

    private static string Numbers(Vector3 v) => FormattableString.Invariant($"{v.X:R} {v.Y:R} {v.Z:R}");
}
