using System.Runtime.Intrinsics;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;

namespace Supine.Tests.Biomechanics;

/// <summary>Four legs at once against one leg alone, which defines what is right.</summary>
public class PostureBatchTests
{
    // a length is a sum of a dozen parts of a metre, and one is reckoned in the pelvis's frame, the other in the femur's: some thousand
    // roundings
    private const double Metres = 1e-13;

    // an arm divides by a part's length, a few millimetres in the shortest
    private const double ArmMetres = 1e-11;

    // cubic pieces of the tissue's table: see PassiveForceTable
    private const double ShareOfMaximumForce = 2e-5;
    private const double NormalisedFibre = 1e-5;

    [Theory]
    [InlineData(Side.Right)]
    [InlineData(Side.Left)]
    public void Lengths_and_arms_are_those_of_one_leg_alone(Side side)
    {
        var person = Person.TypicalMan;
        var batch = new PostureBatch(person, 7);
        var skeleton = new Skeleton(person.Scale, side);
        var muscles = Anatomy.Muscles.Select(muscle => muscle.For(person.Scale, side)).ToList();
        var (touching, leaving) = (new int[muscles.Count], new int[muscles.Count]);
        MomentArms arms = default;
        Properties.ForAll(
            400,
            GeneratedPoses.Any.ArrayOf(7),
            postures =>
            {
                batch.MeasurePaths(postures);
                for (var posture = 0; posture < postures.Length; posture++)
                {
                    skeleton.PoseLeg(postures[posture]);
                    for (var muscle = 0; muscle < muscles.Count; muscle++)
                    {
                        Assert.Equal(muscles[muscle].Path.Measure(skeleton, ref arms), batch.LengthsMetres(muscle)[posture], Metres);
                        for (var coordinate = Coordinate.HipFlexion; coordinate <= Coordinate.KneeFlexion; coordinate++)
                        {
                            Assert.Equal(arms[coordinate], batch.ArmsMetres(muscle, coordinate)[posture], ArmMetres);
                        }

                        (muscles[muscle].Path.Touches(skeleton) ? touching : leaving)[muscle]++;
                    }
                }
            }
        );

        // every cylinder is touched; all but those that no posture lets go of are left
        Assert.All(Enumerable.Range(0, muscles.Count), muscle => Assert.Equal(muscles[muscle].Path.WrapAfter >= 0, touching[muscle] > 0));
        Assert.True(
            muscles.Where((muscle, index) => muscle.Path.WrapAfter >= 0 && touching[index] > 20 && leaving[index] > 20).Count() >= 10
        );
    }

    [Fact]
    public void Fibres_and_forces_are_those_of_the_search()
    {
        var batch = new PostureBatch(Person.TypicalMan, 4);
        var skeleton = new Skeleton(Person.TypicalMan.Scale, Side.Right);
        var muscles = Anatomy.Muscles.Select(muscle => muscle.For(Person.TypicalMan.Scale, Side.Right)).ToList();
        var most = 0.0;
        Properties.ForAll(
            100,
            GeneratedPoses.Any.ArrayOf(4),
            postures =>
            {
                batch.Evaluate(postures);
                for (var posture = 0; posture < postures.Length; posture++)
                {
                    skeleton.PoseLeg(postures[posture]);
                    for (var muscle = 0; muscle < muscles.Count; muscle++)
                    {
                        var exact = muscles[muscle].Tissue.FindEquilibrium(muscles[muscle].Path.Length(skeleton));
                        Assert.Equal(
                            exact.Force,
                            batch.ForcesNewtons(muscle)[posture],
                            ShareOfMaximumForce * muscles[muscle].Tissue.MaximumForce
                        );
                        Assert.Equal(exact.NormalisedFibre, batch.NormalisedFibres(muscle)[posture], NormalisedFibre);
                        most = Math.Max(most, exact.Force);
                    }
                }
            }
        );
        Assert.True(most > 300);
    }

    [Fact]
    public void A_posture_has_the_same_numbers_alone_and_among_others()
    {
        // but for a last place: the runtime's sines take another way when a neighbour's angle is large
        var (all, alone) = (new PostureBatch(Person.Generic, 16), new PostureBatch(Person.Generic, 1));
        Properties.ForAll(
            10,
            GeneratedPoses.Any.ArrayOf(11),
            postures =>
            {
                all.Evaluate(postures);
                Assert.Equal(postures.Length, all.Count);
                for (var posture = 0; posture < postures.Length; posture++)
                {
                    alone.Evaluate(postures.AsSpan(posture, 1));
                    for (var muscle = 0; muscle < PostureBatch.Muscles; muscle++)
                    {
                        Assert.Equal(all.LengthsMetres(muscle)[posture], alone.LengthsMetres(muscle)[0], Metres);
                        Assert.Equal(all.ForcesNewtons(muscle)[posture], alone.ForcesNewtons(muscle)[0], 1e-8);
                        Assert.Equal(
                            all.ArmsMetres(muscle, Coordinate.KneeFlexion)[posture],
                            alone.ArmsMetres(muscle, Coordinate.KneeFlexion)[0],
                            ArmMetres
                        );
                    }
                }
            }
        );
        all.Evaluate([]);
        Assert.Equal(0, all.LengthsMetres(0).Length);
    }

    [Fact]
    public void More_postures_than_there_is_room_for_are_refused()
    {
        var batch = new PostureBatch(Person.Generic, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Evaluate(new JointCoordinates[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new PostureBatch(Person.Generic, 0);
        });
    }

    [Fact]
    public void Postures_are_evaluated_without_allocating()
    {
        JointCoordinates[] postures = [.. Enumerable.Range(0, 10).Select(i => JointCoordinates.Sagittal(-0.4 + (0.2 * i), 1))];
        var batch = new PostureBatch(Person.Generic, postures.Length);
        var leg = new HangingLeg(Person.TypicalMan, new HipTissue(PsoasShortening: Length.FromMillimetres(10)), 5, 0);
        batch.Evaluate(postures);
        Assert.True(leg.TryFindFree(double.PositiveInfinity, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            batch.Evaluate(postures);
            Assert.True(leg.TryFindFree(double.PositiveInfinity, out _));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_angle_of_a_point_is_that_of_the_mathematics_library()
    {
        for (var angle = 0.0; angle <= Math.PI; angle += Math.PI / 20_000)
        {
            var (sin, cos) = Math.SinCos(angle);
            var (y, x) = (Vector256.Create(1, 1e-9, 1e9, 0.3) * sin, Vector256.Create(1, 1e-9, 1e9, 0.3) * cos);
            var found = Lanes.AngleAbove(y, x);
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                // one unit in the last place of π
                Assert.Equal(Math.Atan2(y[lane], x[lane]), found[lane], 4.5e-16);
            }
        }

        var ends = Lanes.AngleAbove(Vector256.Create(0.0, 0, 1, 1), Vector256.Create(1.0, -1, 0, 1));
        Assert.Equal(Vector256.Create(0, Math.PI, Math.PI / 2, Math.PI / 4), ends);
    }

    [Fact]
    public void A_path_that_is_not_of_the_leg_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
        {
            _ = new PathLanes(Anatomy.Fascicles[0].Path);
        });
    }
}
