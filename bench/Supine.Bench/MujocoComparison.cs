using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;

namespace Supine.Bench;

/// <summary>The same muscle paths over the same postures, here and in MuJoCo, in one run: lengths compared, postures a second.</summary>
/// <remarks>
/// MuJoCo is the native library (Debian <c>libmujoco-dev</c>), called by <c>bench/mujoco/evaluate.c</c>; its model is written from our tables. It is timed over
/// kinematics, lengths and moment arms; here fibres and forces are in it as well, unless said. The better of several rounds counts on both sides.
/// </remarks>
internal static class MujocoComparison
{
    private const int Postures = 4096;
    private const int Rounds = 12;

    public static int Run(string folder)
    {
        var scratch = Directory.CreateTempSubdirectory("supine-mujoco-").FullName;
        var postures = BodyBenchPostures.Draw(Postures);
        var (model, positions, lengths, program) = (Path.Combine(scratch, "model.xml"), Path.Combine(scratch, "postures.bin"), Path.Combine(scratch, "lengths.bin"), Path.Combine(scratch, "evaluate"));
        File.WriteAllText(model, WriteModel());
        File.WriteAllBytes(positions, MemoryMarshal.AsBytes<double>([.. postures.SelectMany(PositionsOf)]).ToArray());
        var libraries = Directory.GetFiles(Path.Combine(folder, "lib"), "libmujoco.so*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true });
        if (libraries.Length == 0)
        {
            Console.Error.WriteLine($"There is no libmujoco.so below {folder}. On Debian: apt-get install libmujoco-dev.");
            return 2;
        }

        var library = Path.GetDirectoryName(libraries[0])!;
        Start("gcc", "-O3", "-march=native", $"-I{Path.Combine(folder, "include")}", "-o", program, Path.Combine(Checkout.Root, "bench", "mujoco", "evaluate.c"), $"-L{library}", "-lmujoco", $"-Wl,-rpath,{library}", $"-Wl,-rpath-link,{library}");

        // in turns, so that a busy machine disturbs both
        var evaluator = new PostureEvaluator(Person.Generic, Side.Right);
        double theirs = 0, paths = 0, everything = 0;
        for (var turn = 0; turn < 3; turn++)
        {
            theirs = Math.Max(theirs, double.Parse(Start(program, model, positions, lengths, Rounds.ToString(CultureInfo.InvariantCulture)).Split(' ')[0], CultureInfo.InvariantCulture));
            paths = Math.Max(paths, Time(postures, evaluator.MeasurePaths));
            everything = Math.Max(everything, Time(postures, evaluator.Evaluate));
        }

        var recorded = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(lengths));
        var largest = 0.0;
        for (var posture = 0; posture < Postures; posture++)
        {
            evaluator.MeasurePaths(postures[posture]);
            for (var muscle = 0; muscle < evaluator.Lengths.Length; muscle++)
            {
                var difference = Math.Abs(recorded[(posture * evaluator.Lengths.Length) + muscle] - evaluator.Lengths[muscle]);
                largest = Math.Max(largest, difference);
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{evaluator.Lengths.Length} muscles, {Postures} postures, one core; largest difference of a length {1e6 * largest:0.###} µm"));
        Console.WriteLine(FormattableString.Invariant($"MuJoCo, lengths and moment arms        {theirs,12:#,##0} a second"));
        Console.WriteLine(FormattableString.Invariant($"here, lengths and moment arms          {paths,12:#,##0} a second   {paths / theirs:0.0} ×"));
        Console.WriteLine(FormattableString.Invariant($"here, with fibres and forces           {everything,12:#,##0} a second   {everything / theirs:0.0} ×"));
        Directory.Delete(scratch, recursive: true);
        return 0;
    }

    private delegate void Evaluate(in JointCoordinates posture);

    private static double Time(JointCoordinates[] postures, Evaluate evaluate)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (ref readonly var posture in postures.AsSpan())
            {
                evaluate(posture);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return postures.Length / best;
    }

    private static string Start(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} answered {process.ExitCode}.");
    }

    // hip: three hinges; knee: three slides and three hinges; patella: two slides and a hinge
    private static double[] PositionsOf(JointCoordinates q)
    {
        var knee = Knee.Generic;
        double At(Curve curve) => curve.Evaluate(q.KneeFlexion).Value;
        return
        [
            q.HipFlexion, q.HipAdduction, q.HipRotation,
            At(knee.ShiftX), At(knee.ShiftY), At(knee.ShiftZ), q.KneeFlexion, At(knee.TurnZ), At(knee.TurnY),
            At(knee.PatellaX), At(knee.PatellaY), At(knee.PatellaTurn),
        ];
    }

    private static string WriteModel()
    {
        var knee = Knee.Generic;
        var parts = Enum.GetValues<Bone>().ToDictionary(bone => bone, bone => Parts(bone));
        const string inertial = "<inertial pos=\"0 0 0\" mass=\"1\" diaginertia=\"1 1 1\"/>";
        string Joint(string kind, string axis) => $"<joint type=\"{kind}\" axis=\"{axis}\"/>";
        var text = new StringBuilder();
        text.AppendLine("<mujoco><compiler angle=\"radian\"/><option gravity=\"0 0 0\"/><worldbody>");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"pelvis\">{inertial}{parts[Bone.Pelvis]}");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"femur\" pos=\"{Numbers(Skeleton.GenericHipCentre)}\">{inertial}{Joint("hinge", "0 0 1")}{Joint("hinge", "1 0 0")}{Joint("hinge", "0 1 0")}{parts[Bone.Femur]}");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"knee\" {Place(knee.OnFemur)}>{inertial}{Joint("slide", "1 0 0")}{Joint("slide", "0 1 0")}{Joint("slide", "0 0 1")}{Joint("hinge", "1 0 0")}{Joint("hinge", "0 0 1")}{Joint("hinge", "0 1 0")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"tibia\" {Place(knee.OnTibia.Inverse)}>{inertial}{parts[Bone.Tibia]}</body></body>");
        text.AppendLine(CultureInfo.InvariantCulture, $"<body name=\"patella\" pos=\"{Numbers(knee.PatellaOrigin)}\">{inertial}{Joint("slide", "1 0 0")}{Joint("slide", "0 1 0")}{Joint("hinge", "0 0 1")}{parts[Bone.Patella]}</body>");
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
            foreach (var (point, index) in muscle.Path.Points.Select((point, index) => (point, index)).Where(pair => pair.point.Bone == bone))
            {
                text.Append(CultureInfo.InvariantCulture, $"<site name=\"{muscle.Name}{index}\" pos=\"{Numbers(point.At)}\"/>");
            }

            if (muscle.Path.Cylinder is { } cylinder && cylinder.Bone == bone)
            {
                text.Append(CultureInfo.InvariantCulture, $"<geom name=\"{muscle.Name}\" type=\"cylinder\" size=\"{cylinder.Radius} 0.1\" contype=\"0\" conaffinity=\"0\" mass=\"0\" {Place(cylinder.OnBone)}/>");
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
