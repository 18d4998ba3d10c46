using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Biomechanics.Checking;
using Supine.Biomechanics.Geometry;

namespace Supine.Tests.Biomechanics;

/// <summary>Paths and moment arms against their definitions, and against programs that were not ours.</summary>
public class GeometryTests
{
    // central differences of a length of half a metre: rounding 1e-16/1e-5, curvature 1e-10
    private const double Step = 1e-5;
    private const double DifferenceTolerance = 2e-7;

    private static readonly Coordinate[] LegCoordinates =
    [
        Coordinate.HipFlexion,
        Coordinate.HipAdduction,
        Coordinate.HipRotation,
        Coordinate.KneeFlexion,
    ];

    [Fact]
    public void A_moment_arm_is_what_the_length_loses_a_radian()
    {
        var largest = 0.0;
        var skeleton = new Skeleton(1, Side.Right);
        var arms = default(MomentArms);
        GeneratedPoses.ForAll(q =>
        {
            foreach (var muscle in Anatomy.Muscles)
            {
                foreach (var coordinate in LegCoordinates)
                {
                    if (IsOnAnEdge(muscle, skeleton, q, coordinate))
                    {
                        continue;
                    }

                    skeleton.Pose(q);
                    muscle.Path.Measure(skeleton, ref arms);
                    var difference =
                        -(
                            LengthAt(muscle.Path, skeleton, q.Moved(coordinate, Step))
                            - LengthAt(muscle.Path, skeleton, q.Moved(coordinate, -Step))
                        ) / (2 * Step);
                    Assert.True(
                        Math.Abs(difference - arms[coordinate]) < DifferenceTolerance,
                        $"{muscle.Name} {coordinate} at {q}: {arms[coordinate]} but {difference}"
                    );
                    largest = Math.Max(largest, Math.Abs(difference));
                }
            }
        });
        Assert.InRange(largest, 0.05, 0.2);
    }

    [Fact]
    public void A_lumbar_moment_arm_is_what_the_fascicle_loses_a_radian()
    {
        var skeleton = new Skeleton(1, Side.Right);
        var arms = default(MomentArms);
        var largest = 0.0;
        GeneratedPoses.ForAll(q =>
        {
            foreach (var fascicle in Anatomy.Fascicles)
            {
                skeleton.Pose(q);
                fascicle.Path.Measure(skeleton, ref arms);
                var shared = 0.0;
                for (var joint = 0; joint < Skeleton.LumbarJoints; joint++)
                {
                    shared += Skeleton.LumbarShares[joint] * arms[(int)Coordinate.L5S1 + joint];
                }

                var difference =
                    -(
                        LengthAt(fascicle.Path, skeleton, q with { Lordosis = q.Lordosis + Step })
                        - LengthAt(fascicle.Path, skeleton, q with { Lordosis = q.Lordosis - Step })
                    ) / (2 * Step);
                Assert.Equal(difference, shared, DifferenceTolerance);
                largest = Math.Max(largest, Math.Abs(shared));
            }
        });
        Assert.InRange(largest, 0.002, 0.1);
        Assert.Equal(1, Skeleton.LumbarShares.ToArray().Sum(), 1e-12);
    }

    [Fact]
    public void Left_is_the_mirror_image_of_right()
    {
        var (right, left) = (new Skeleton(1, Side.Right), new Skeleton(1, Side.Left));
        MomentArms onRight = default,
            onLeft = default;
        GeneratedPoses.ForAll(
            q =>
            {
                right.Pose(q);
                left.Pose(q);
                foreach (var muscle in Anatomy.Muscles.Concat(Anatomy.Fascicles))
                {
                    var mirrored = muscle.For(1, Side.Left);
                    Assert.Equal(muscle.Path.Measure(right, ref onRight), mirrored.Path.Measure(left, ref onLeft), 1e-12);
                    for (var coordinate = 0; coordinate < MomentArms.Arms; coordinate++)
                    {
                        Assert.Equal(onRight[coordinate], onLeft[coordinate], 1e-12);
                    }

                    foreach (var (a, b) in muscle.Path.Trace(right).Zip(mirrored.Path.Trace(left)))
                    {
                        Assert.Equal(0, (a.Mirrored - b).Length, 1e-9);
                    }
                }
            },
            cases: 60
        );
    }

    [Fact]
    public void The_left_cylinders_are_those_the_source_gives()
    {
        // rajagopal-2016: left side as printed
        (string Muscle, Vector3 At, Rotation Turn)[] printed =
        [
            ("psoas", new(-0.074, -0.06, -0.0656), Rotation.BodyXyz(0.25, 0.27, 0.1)),
            ("iliacus", new(-0.071, -0.065, -0.0756), Rotation.BodyXyz(0.32, 0.24, 0.9)),
            ("gluteusMaximus1", new(-0.077, -0.099, -0.061), Rotation.BodyXyz(0.6, -0.45, 0)),
            ("gluteusMaximus2", new(-0.08, -0.083, -0.068), Rotation.BodyXyz(0.75, -0.39, 0)),
            ("gluteusMaximus3", new(-0.083, -0.088, -0.068), Rotation.BodyXyz(0.1, 0, 0)),
        ];
        foreach (var (name, at, turn) in printed)
        {
            var mirrored = Anatomy.Find(name).For(1, Side.Left).Path.Cylinder!.Value.OnBone;
            Assert.Equal(0, (mirrored.Origin - at).Length, 1e-12);

            // an axis and its opposite are the same cylinder
            Assert.Equal(
                1,
                Math.Abs(Vector3.Dot(mirrored.Turn.Z, turn.Z)),
                name == "psoas" || name == "iliacus" || name == "gluteusMaximus3" ? 1e-9 : 1.0
            );
        }
    }

    [Fact]
    public void Lengths_and_arms_do_not_depend_on_where_the_pelvis_is()
    {
        MomentArms here = default,
            there = default;
        var still = new Skeleton(1.1, Side.Right);
        Properties.ForAll(
            60,
            GeneratedPoses.Any.Zip(GeneratedPoses.Any),
            pair =>
            {
                var (q, anywhere) = pair;
                var place = new Frame(
                    Rotation.BodyXyz(anywhere.HipFlexion, anywhere.HipAdduction, anywhere.KneeFlexion),
                    new(anywhere.HipFlexion * 3, anywhere.Lordosis, -7)
                );
                var moved = new Skeleton(1.1, Side.Right, place);
                still.Pose(q);
                moved.Pose(q);
                foreach (var muscle in Anatomy.Muscles.Concat(Anatomy.Fascicles))
                {
                    var path = muscle.Path.For(1.1, Side.Right);
                    Assert.Equal(path.Measure(still, ref here), path.Measure(moved, ref there), 1e-12);
                    for (var coordinate = 0; coordinate < MomentArms.Arms; coordinate++)
                    {
                        Assert.Equal(here[coordinate], there[coordinate], 1e-12);
                    }
                }
            }
        );
    }

    [Fact]
    public void A_body_of_another_size_is_the_same_shape()
    {
        var (one, other) = (new Skeleton(1, Side.Right), new Skeleton(1.25, Side.Right));
        MomentArms small = default,
            large = default;
        GeneratedPoses.ForAll(
            q =>
            {
                one.Pose(q);
                other.Pose(q);
                foreach (var muscle in Anatomy.Muscles.Concat(Anatomy.Fascicles))
                {
                    Assert.Equal(
                        1.25 * muscle.Path.Measure(one, ref small),
                        muscle.For(1.25, Side.Right).Path.Measure(other, ref large),
                        1e-12
                    );
                    for (var coordinate = 0; coordinate < MomentArms.Arms; coordinate++)
                    {
                        Assert.Equal(1.25 * small[coordinate], large[coordinate], 1e-12);
                    }
                }
            },
            cases: 60
        );
    }

    [Fact]
    public void A_path_neither_jumps_nor_kinks_as_it_touches_its_cylinder_and_leaves_it()
    {
        // a line that moves sideways over a cylinder of 5 cm, and its own length either side of touching
        const double radius = 0.05;
        var cylinder = new Frame(Rotation.BodyXyz(0.3, -0.7, 1.1), new(0.02, -0.01, 0.03));
        Properties.ForSeeds(
            300,
            seed =>
            {
                var random = new Random(seed);
                var (half, rise) = (0.06 + (0.1 * random.NextDouble()), 0.2 * (random.NextDouble() - 0.5));
                double LengthAt(double height)
                {
                    var (a, b) = (cylinder * new Vector3(-half, height, 0), cylinder * new Vector3(half, height, rise));
                    return WrapCylinder.TryWrap(cylinder, radius, a, b, out var wrap)
                        ? (wrap.Enters - a).Length + wrap.ArcLength + (b - wrap.Leaves).Length
                        : (b - a).Length;
                }

                Assert.False(
                    WrapCylinder.TryWrap(
                        cylinder,
                        radius,
                        cylinder * new Vector3(-half, radius + 1e-12, 0),
                        cylinder * new Vector3(half, radius + 1e-12, rise),
                        out _
                    )
                );
                Assert.True(
                    WrapCylinder.TryWrap(
                        cylinder,
                        radius,
                        cylinder * new Vector3(-half, radius - 1e-6, 0),
                        cylinder * new Vector3(half, radius - 1e-6, rise),
                        out _
                    )
                );

                // the length grows with the 3/2 power of the depth: no jump, no kink
                Assert.Equal(LengthAt(radius + 1e-9), LengthAt(radius - 1e-9), 1e-12);
                Assert.Equal(0, (LengthAt(radius) - LengthAt(radius - 1e-6)) / 1e-6, 1e-2);
                Assert.True(LengthAt(radius - 0.02) > LengthAt(radius) + 0.0005);
            }
        );
    }

    [Fact]
    public void A_wrapped_path_is_no_longer_than_any_other_way_round_and_lies_outside()
    {
        var cylinder = new Frame(Rotation.BodyXyz(-0.4, 0.2, 0.9), new(0.1, 0.2, 0.3));
        var wrapped = 0;
        Properties.ForSeeds(
            500,
            seed =>
            {
                var random = new Random(seed);
                Vector3 Anywhere() => new(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5);
                var (a, b) = (Anywhere(), Anywhere());
                var radius = 0.01 + (0.2 * random.NextDouble());
                var (localA, localB) = (cylinder.Inverse * a, cylinder.Inverse * b);
                if (!WrapCylinder.TryWrap(cylinder, radius, a, b, out var wrap))
                {
                    return;
                }

                wrapped++;
                var length = (wrap.Enters - a).Length + wrap.ArcLength + (b - wrap.Leaves).Length;

                // the formula with two senses and two arc tangents, written out independently
                double Way(int sense)
                {
                    var (ra, rb) = (
                        Math.Sqrt((localA.X * localA.X) + (localA.Y * localA.Y)),
                        Math.Sqrt((localB.X * localB.X) + (localB.Y * localB.Y))
                    );
                    var from = Math.Atan2(localA.Y, localA.X) + (sense * Math.Acos(radius / ra));
                    var to = Math.Atan2(localB.Y, localB.X) - (sense * Math.Acos(radius / rb));
                    var turn = sense * (to - from) % (2 * Math.PI);
                    turn = turn < 0 ? turn + (2 * Math.PI) : turn;
                    var flat = Math.Sqrt((ra * ra) - (radius * radius)) + (radius * turn) + Math.Sqrt((rb * rb) - (radius * radius));
                    return Math.Sqrt((flat * flat) + Math.Pow(localB.Z - localA.Z, 2));
                }

                Assert.Equal(Math.Min(Way(1), Way(-1)), length, 1e-12);
                Assert.True(length >= (b - a).Length);

                // tangent: on the surface, and at a right angle to the spoke
                foreach (var (touch, end) in new[] { (wrap.Enters, a), (wrap.Leaves, b) })
                {
                    var spoke = cylinder.Inverse * touch with { };
                    var flat = new Vector3(spoke.X, spoke.Y, 0);
                    Assert.Equal(radius, flat.Length, 1e-12);
                    Assert.Equal(0, Vector3.Dot(flat, cylinder.Inverse.Turn * (end - touch)), 1e-12);
                }
            }
        );
        Assert.InRange(wrapped, 50, 450);
    }

    [Fact]
    public void A_path_touches_its_cylinder_and_leaves_it_over_the_range()
    {
        var skeleton = new Skeleton(1, Side.Right);
        foreach (var name in new[] { "psoas", "iliacus", "gluteusMaximus2" })
        {
            var path = Anatomy.Find(name).Path;
            var touching = Enumerable
                .Range(-30, 151)
                .Select(degrees =>
                {
                    skeleton.Pose(JointCoordinates.Sagittal(degrees * (Math.PI / 180), 0));
                    return path.Touches(skeleton);
                })
                .ToList();
            Assert.Contains(true, touching);
            Assert.Contains(false, touching);
        }
    }

    [Theory]
    [InlineData("psoas", "psoas_m")]
    [InlineData("rectusFemoris", "rectus_femoris_m")]
    [InlineData("gluteusMaximus2", "gluteus_maximus_2_m")]
    [InlineData("semimembranosus", "semimembranosus_m")]
    public void Lengths_are_those_of_the_source_models_own_program(string muscle, string column)
    {
        // opensim-core: a walking trial, hip −17° to 29° with adduction and rotation
        const double tolerance = 1e-5;
        var frames = WalkingSubject.Compare(muscle, column).ToList();
        Assert.All(frames, frame => Assert.Equal(frame.Recorded, frame.Computed, tolerance));
        Assert.True(frames.Max(frame => frame.Recorded) - frames.Min(frame => frame.Recorded) > 0.01);
    }

    [Fact]
    public void Lengths_and_arms_are_those_of_an_independent_program()
    {
        // printed to a micrometre; arms by differences there
        var table = Table.Read("muscle-grid");
        var (hip, knee, length, hipArm, kneeArm) = (
            table.Numbers("hip_deg"),
            table.Numbers("knee_deg"),
            table.Numbers("length_m"),
            table.Numbers("hip_arm_m"),
            table.Numbers("knee_arm_m")
        );
        var skeleton = new Skeleton(1, Side.Right);
        MomentArms arms = default;
        for (var i = 0; i < length.Length; i++)
        {
            skeleton.Pose(JointCoordinates.Sagittal(hip[i] * (Math.PI / 180), knee[i] * (Math.PI / 180)));
            var name = table.Rows[i][0];
            Assert.True(
                Math.Abs(length[i] - Anatomy.Find(name).Path.Measure(skeleton, ref arms)) < 5e-6,
                $"{name} at hip {hip[i]}, knee {knee[i]}: length {Anatomy.Find(name).Path.Length(skeleton)} but {length[i]}"
            );
            Assert.True(
                Math.Abs(hipArm[i] - arms[Coordinate.HipFlexion]) < 5e-5,
                $"{name} at hip {hip[i]}, knee {knee[i]}: hip arm {arms[Coordinate.HipFlexion]} but {hipArm[i]}"
            );
            if (knee[i] is > 0 and < 120)
            {
                Assert.True(
                    Math.Abs(kneeArm[i] - arms[Coordinate.KneeFlexion]) < 5e-5,
                    $"{name} at hip {hip[i]}, knee {knee[i]}: knee arm {arms[Coordinate.KneeFlexion]} but {kneeArm[i]}"
                );
            }
        }
    }

    [Fact]
    public void Fascicles_are_those_of_an_independent_program()
    {
        var table = Table.Read("fascicle-grid");
        var (hip, lordosis, length) = (table.Numbers("hip_deg"), table.Numbers("lordosis_deg"), table.Numbers("length_m"));
        var skeleton = new Skeleton(1, Side.Right);
        MomentArms arms = default;
        for (var i = 0; i < length.Length; i++)
        {
            skeleton.Pose(new(hip[i] * (Math.PI / 180), 0, 0, 0, lordosis[i] * (Math.PI / 180)));
            var fascicle = Anatomy.Fascicles.Single(fascicle => fascicle.Name == table.Rows[i][0]);
            Assert.Equal(length[i], fascicle.Path.Measure(skeleton, ref arms), 5e-6);
            for (var joint = 0; joint < Skeleton.LumbarJoints; joint++)
            {
                Assert.Equal(Table.Number(table.Rows[i], 4 + joint) / 1000, arms[(int)Coordinate.L5S1 + joint], 5e-5);
            }
        }
    }

    [Fact]
    public void The_knee_moves_as_its_own_slope_says()
    {
        for (var degrees = 1; degrees < 120; degrees++)
        {
            var at = degrees * (Math.PI / 180);
            foreach (var bone in new Func<double, (Frame Place, Twist Motion)>[] { Knee.Generic.Tibia, Knee.Generic.Patella })
            {
                var point = new Vector3(0.03, -0.06, 0.02);
                var (place, motion) = bone(at);
                var difference = 1 / (2 * Step) * ((bone(at + Step).Place * point) - (bone(at - Step).Place * point));
                Assert.Equal(0, (difference - motion.VelocityOf(place * point)).Length, 1e-6);
            }
        }
    }

    // at the very angle where a path touches or leaves its cylinder both slopes are the same, but a difference over it is only that of a
    // 3/2 power
    private static bool IsOnAnEdge(Muscle muscle, Skeleton skeleton, JointCoordinates q, Coordinate coordinate)
    {
        bool Touches(double by)
        {
            skeleton.Pose(q.Moved(coordinate, by));
            return muscle.Path.Touches(skeleton);
        }

        return Touches(-Step) != Touches(Step);
    }

    private static double LengthAt(MusclePath path, Skeleton skeleton, JointCoordinates q)
    {
        skeleton.Pose(q);
        return path.Length(skeleton);
    }
}
