using Supine.Biomechanics;

namespace Supine.Tests.Biomechanics;

public class BodySegmentsTests
{
    /// <summary>Rounding of doubles, in metres.</summary>
    private const double Tiny = 1e-12;

    [Fact]
    public void Lengths_are_the_same_in_every_posture()
    {
        var body = BodySegments.Mean;
        GeneratedPostures.ForAll(posture =>
        {
            var joints = body.ComputeJoints(posture);
            Assert.Equal(body.Trunk.Metres, Distance(joints.Hip, joints.Shoulder), Tiny);
            Assert.Equal(body.Back.Metres, Distance(joints.Hip, joints.Cervicale), Tiny);
            Assert.Equal(body.HeadAndNeck.Metres, Distance(joints.Cervicale, joints.Vertex), Tiny);
            foreach (var leg in new[] { joints.Stretched, joints.Opposite })
            {
                Assert.Equal(body.Thigh.Metres, Distance(joints.Hip, leg.Knee), Tiny);
                Assert.Equal(body.Shank.Metres, Distance(leg.Knee, leg.Ankle), Tiny);
            }
        });
    }

    [Fact]
    public void Angles_come_back_from_the_joints_positions() =>
        GeneratedPostures.ForAll(posture =>
        {
            var joints = BodySegments.Female.ComputeJoints(posture);
            AssertSameAngle(180 - posture.Trunk.Angle.Degrees, Elevation(joints.Hip, joints.Shoulder));
            foreach (var (leg, at) in new[] { (posture.Stretched, joints.Stretched), (posture.Opposite, joints.Opposite) })
            {
                // the thigh against the pelvis, which has turned by rise and tilt
                var thigh = Elevation(joints.Hip, at.Knee);
                AssertSameAngle(leg.Hip.Angle.Degrees, thigh - posture.Pelvis.Angle.Degrees + posture.Trunk.Angle.Degrees);
                AssertSameAngle(leg.Knee.Angle.Degrees, thigh - Elevation(at.Knee, at.Ankle));
            }
        });

    [Fact]
    public void Swapping_the_legs_swaps_their_joints_and_nothing_else() =>
        GeneratedPostures.ForAll(posture =>
        {
            var joints = BodySegments.Male.ComputeJoints(posture);
            var swapped = BodySegments.Male.ComputeJoints(posture with { Stretched = posture.Opposite, Opposite = posture.Stretched });
            Assert.Equal(joints with { Stretched = joints.Opposite, Opposite = joints.Stretched }, swapped);
        });

    [Fact]
    public void A_pelvis_tilted_back_by_the_hips_extension_leaves_the_thigh_on_the_surface()
    {
        var joints = BodySegments.Male.ComputeJoints(
            GeneratedPostures.Of(hip: -12, knee: 0, oppositeHip: 112, oppositeKnee: 110, pelvis: 12)
        );
        Assert.Equal(0, joints.Stretched.Knee.Upward.Metres, Tiny);
        Assert.Equal(0.4222, joints.Stretched.Knee.Footward.Metres, Tiny);
        Assert.Equal(0.4222 + 0.4403, joints.Stretched.Ankle.Footward.Metres, Tiny);
        Assert.True(joints.Opposite.Knee.Footward.Metres < 0, "a knee past the vertical is towards the head");
        Assert.True(joints.Opposite.Knee.Upward.Metres > 0.3);
    }

    [Fact]
    public void A_straight_leg_hangs_below_the_surface_and_sitting_up_lifts_the_head()
    {
        var hanging = BodySegments.Mean.ComputeJoints(GeneratedPostures.Of(hip: -30, knee: 0, oppositeHip: 0, oppositeKnee: 0));
        Assert.Equal(-0.5 * (BodySegments.Mean.Thigh.Metres + BodySegments.Mean.Shank.Metres), hanging.Stretched.Ankle.Upward.Metres, Tiny);
        var sitting = BodySegments.Mean.ComputeJoints(
            GeneratedPostures.Of(hip: 90, knee: 90, oppositeHip: 90, oppositeKnee: 90, trunk: 90)
        );
        Assert.Equal(0, sitting.Vertex.Footward.Metres, Tiny);
        Assert.Equal(BodySegments.Mean.Back.Metres + BodySegments.Mean.HeadAndNeck.Metres, sitting.Vertex.Upward.Metres, Tiny);
    }

    // de-leva-1996, table 4: the trunk's centre of mass as a fraction from either upper end
    [Theory]
    [InlineData("women", 0.3782, 0.4964)]
    [InlineData("men", 0.4310, 0.5138)]
    public void Both_definitions_of_the_trunk_put_its_mass_in_one_place(string row, double fromShoulders, double fromCervicale)
    {
        var body = row == "women" ? BodySegments.Female : BodySegments.Male;
        // lengths are printed to a tenth of a millimetre, fractions to four digits
        Assert.Equal((1 - fromShoulders) * body.Trunk.Metres, (1 - fromCervicale) * body.Back.Metres, 1e-4);
    }

    [Fact]
    public void A_length_is_finite()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.FromMetres(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.FromMetres(double.PositiveInfinity));
        Assert.Equal(default, Length.FromMetres(0));
        Assert.True(BodySegments.Female.Thigh < BodySegments.Mean.Thigh && BodySegments.Mean.Thigh < BodySegments.Male.Thigh);
    }

    private static double Distance(SagittalPoint a, SagittalPoint b) =>
        Math.Sqrt(Math.Pow(a.Footward.Metres - b.Footward.Metres, 2) + Math.Pow(a.Upward.Metres - b.Upward.Metres, 2));

    private static double Elevation(SagittalPoint from, SagittalPoint to) =>
        Math.Atan2(to.Upward.Metres - from.Upward.Metres, to.Footward.Metres - from.Footward.Metres) * (180 / Math.PI);

    private static void AssertSameAngle(double expected, double actual) =>
        Assert.Equal(0, Math.IEEERemainder(expected - actual, 360), 1e-9);
}
