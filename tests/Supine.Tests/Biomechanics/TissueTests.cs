using System.Runtime.Intrinsics;
using Supine.Biomechanics;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Tests.Biomechanics;

/// <summary>Curves, fibres in series with tendons, and what they add up to.</summary>
public class TissueTests
{
    [Fact]
    public void The_passive_curve_is_the_published_one()
    {
        // millard-2013, printed to eight digits
        var table = Table.Read("passive-curve");
        var (fibre, standard, psoas) = (table.Numbers("fibre"), table.Numbers("force_standard"), table.Numbers("force_psoas"));
        for (var i = 0; i < fibre.Length; i++)
        {
            Assert.Equal(standard[i], ForceCurve.Passive(0, 0.7).Evaluate(fibre[i]).Value, 1e-8);
            Assert.Equal(psoas[i], Anatomy.Find("psoas").Tissue.Curve.Evaluate(fibre[i]).Value, 1e-8);
        }

        Assert.True(standard.Max() > 1);
    }

    [Fact]
    public void The_tendon_curve_is_the_published_one()
    {
        var table = Table.Read("tendon-curve");
        foreach (var (tendon, force) in table.Numbers("tendon").Zip(table.Numbers("force")))
        {
            Assert.Equal(force, ForceCurve.Tendon.Evaluate(tendon).Value, 1e-8);
        }
    }

    [Fact]
    public void A_curves_slope_is_its_difference_and_it_never_falls()
    {
        foreach (var curve in Anatomy.Muscles.Select(muscle => muscle.Tissue.Curve).Append(ForceCurve.Tendon))
        {
            var last = 0.0;
            for (var x = 0.6; x < 2.2; x += 0.0037)
            {
                var (value, slope) = curve.Evaluate(x);
                Assert.True(value >= last);
                last = value;
                Assert.Equal((curve.Evaluate(x + 1e-6).Value - curve.Evaluate(x - 1e-6).Value) / 2e-6, slope, 2e-3);
            }

            Assert.True(last > 1);
        }
    }

    [Fact]
    public void Fibres_and_tendon_pull_equally_and_fill_the_length()
    {
        var pulling = 0;
        var skeleton = new Skeleton(1, Side.Right);
        GeneratedPoses.ForAll(q =>
        {
            skeleton.Pose(q);
            foreach (var muscle in Anatomy.Muscles.Concat(Anatomy.Fascicles))
            {
                var length = muscle.Path.Length(skeleton);
                var tissue = muscle.Tissue;
                Assert.True(tissue.TryFindEquilibrium(length, out var state), $"{muscle.Name} at {length}");
                Assert.InRange(Math.Abs(state.Residual), 0, 1e-6 * tissue.MaximumForce);
                var fibre = state.NormalisedFibre * tissue.OptimalFibre;
                var sine = tissue.OptimalFibre * Math.Sin(tissue.Pennation) / fibre;
                var cosine = Math.Sqrt(1 - (sine * sine));
                Assert.Equal(
                    state.Force,
                    tissue.MaximumForce * tissue.Curve.Evaluate(state.NormalisedFibre).Value * cosine,
                    1e-6 * tissue.MaximumForce
                );
                if (state.Force > 0)
                {
                    pulling++;
                    Assert.Equal(
                        state.Force,
                        tissue.MaximumForce * ForceCurve.Tendon.Evaluate((length - (fibre * cosine)) / tissue.SlackTendon).Value,
                        1e-6 * tissue.MaximumForce
                    );
                }
            }
        });
        Assert.True(pulling > 1000);
    }

    [Fact]
    public void A_longer_muscle_never_pulls_less()
    {
        foreach (var muscle in Anatomy.Muscles)
        {
            var last = 0.0;
            var slack = muscle.Tissue.SlackTendon + muscle.Tissue.OptimalFibre;
            for (var length = 0.5 * slack; length < 1.3 * slack; length += 0.001)
            {
                var force = muscle.Tissue.FindEquilibrium(length).Force;
                Assert.True(force >= last - 1e-9, $"{muscle.Name} at {length}");
                last = force;
            }

            Assert.True(last > 0.1 * muscle.Tissue.MaximumForce);
        }
    }

    [Fact]
    public void Forces_and_fibres_are_those_of_an_independent_program()
    {
        var table = Table.Read("muscle-grid");
        var (length, fibre, force) = (table.Numbers("length_m"), table.Numbers("normalised_fibre"), table.Numbers("force_n"));
        for (var i = 0; i < length.Length; i++)
        {
            var state = Anatomy.Find(table.Rows[i][0]).Tissue.FindEquilibrium(length[i]);
            Assert.True(
                Math.Abs(force[i] - state.Force) < 0.02 + (1e-3 * force[i]),
                $"{table.Rows[i][0]} at {length[i]}: {state.Force} N but {force[i]}"
            );
            if (force[i] == 0)
            {
                // slack: how short a fibre that pulls nothing is matters to nobody
                continue;
            }

            Assert.True(
                Math.Abs(fibre[i] - state.NormalisedFibre) < 2e-4,
                $"{table.Rows[i][0]} at {length[i]}: fibre {state.NormalisedFibre} but {fibre[i]}"
            );
        }
    }

    [Fact]
    public void The_table_gives_the_same_as_the_search_from_slack_to_beyond_its_end()
    {
        // cubic pieces of a five-hundredth of the reach: far below what the curves themselves are known to
        var pulling = 0;
        foreach (var muscle in Anatomy.Muscles)
        {
            var table = new PassiveForceTable(muscle.Tissue);
            for (var along = -0.5; along < 3; along += 0.0137)
            {
                // four neighbours, so that a group has slack and taut lanes, and lanes inside and beyond the table
                var lengths =
                    Vector256.Create(along, along + 0.4, along + 0.8, along + 1.2) * muscle.Tissue.OptimalFibre
                    + Vector256.Create(muscle.Tissue.SlackTendon);
                var (forces, fibres) = table.At(lengths);
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    var exact = muscle.Tissue.FindEquilibrium(lengths[lane]);
                    var (force, fibre) = table.At(lengths[lane]);
                    Assert.Equal(exact.Force, force, 2e-5 * muscle.Tissue.MaximumForce);
                    Assert.Equal(exact.NormalisedFibre, fibre, 1e-5);
                    Assert.Equal(force, forces[lane], 1e-11 * muscle.Tissue.MaximumForce * (1 + (force / muscle.Tissue.MaximumForce)));
                    Assert.Equal(fibre, fibres[lane], 1e-12);
                    pulling += force > 0.01 * muscle.Tissue.MaximumForce ? 1 : 0;
                }
            }
        }

        Assert.True(pulling > 5000, $"only {pulling} of them pulled");
    }

    [Fact]
    public void Round_a_closed_loop_of_hip_and_knee_the_muscles_give_back_what_they_took()
    {
        // work of the joint moments along a circle in the plane of hip and knee, at rest: elastic energy is a function of the posture
        const int steps = 4000;
        var skeleton = new Skeleton(1, Side.Right);
        MomentArms arms = default;
        foreach (
            var name in new[]
            {
                "psoas",
                "iliacus",
                "rectusFemoris",
                "semimembranosus",
                "gluteusMaximus1",
                "tensorFasciaeLatae",
                "adductorLongus",
            }
        )
        {
            var muscle = Anatomy.Find(name);
            var (work, moved) = (0.0, 0.0);
            for (var i = 0; i < steps; i++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * i / steps);
                var (hip, knee) = (0.5 + (0.9 * cos), 1.0 + (0.9 * sin));
                var (adduction, rotation) = (0.2 * sin, 0.3 * cos);
                skeleton.Pose(new(hip, adduction, rotation, knee, 0));
                var force = muscle.Tissue.FindEquilibrium(muscle.Path.Measure(skeleton, ref arms)).Force;
                var step = 2 * Math.PI / steps;
                var power =
                    force
                    * (
                        (arms[Coordinate.HipFlexion] * -0.9 * sin)
                        + (arms[Coordinate.KneeFlexion] * 0.9 * cos)
                        + (arms[Coordinate.HipAdduction] * 0.2 * cos)
                        + (arms[Coordinate.HipRotation] * -0.3 * sin)
                    );
                work += power * step;
                moved += Math.Abs(power * step);
            }

            Assert.True(moved > 0.1, $"{name} did nothing: {moved} J");
            Assert.InRange(Math.Abs(work), 0, 2e-4 * moved);
        }
    }
}
