using Supine.Biomechanics;
using Supine.Motion;

namespace Supine.Tests.Motion;

/// <summary>Three ways to say where up is agree, and none of them knows more than gravity does.</summary>
public class UpDirectionTests
{
    // rounding of a few sines
    private const double Rounding = 1e-12;

    [Fact]
    public void Orientation_angles_and_quaternion_and_acceleration_agree()
    {
        var turned = 0;
        Properties.ForSeeds(
            200,
            seed =>
            {
                var random = new Random(seed);
                var (alpha, beta, gamma) = (random.NextDouble() * 360, (random.NextDouble() * 360) - 180, (random.NextDouble() * 180) - 90);

                // Z-X'-Y'' as W3C writes it, by half angles
                var (x, y, z, w) = Product(Product(About(2, alpha), About(0, beta)), About(1, gamma));
                Assert.True(UpDirection.TryFromQuaternion(x, y, z, w, out var byQuaternion));
                var byAngles = UpDirection.FromOrientation(Angle.FromDegrees(beta), Angle.FromDegrees(gamma));
                Assert.InRange(byAngles.AngleTo(byQuaternion).Radians, 0, 1e-9);

                // what a still accelerometer feels: the third row of the rotation, by turning the axes themselves
                var felt = Acceleration.FromMetresPerSecondSquared(
                    9.81 * Height(x, y, z, w, 0),
                    9.81 * Height(x, y, z, w, 1),
                    9.81 * Height(x, y, z, w, 2)
                );
                Assert.True(UpDirection.TryFromAcceleration(felt, AccelerationSign.PointsUp, out var byAcceleration));
                Assert.InRange(byAngles.AngleTo(byAcceleration).Radians, 0, 1e-9);
                turned += Math.Abs(beta) > 20 && Math.Abs(gamma) > 20 ? 1 : 0;
            }
        );
        Assert.InRange(turned, 50, 200);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 1)]
    [InlineData(90, 0, 0, 1, 0)]
    [InlineData(-90, 0, 0, -1, 0)]
    [InlineData(0, 90, -1, 0, 0)]
    [InlineData(180, 0, 0, 0, -1)]
    public void Known_attitudes_have_known_directions(double beta, double gamma, double x, double y, double z)
    {
        var up = UpDirection.FromOrientation(Angle.FromDegrees(beta), Angle.FromDegrees(gamma));
        Assert.Equal(x, up.X, Rounding);
        Assert.Equal(y, up.Y, Rounding);
        Assert.Equal(z, up.Z, Rounding);
    }

    [Fact]
    public void A_platform_that_points_down_says_the_same_with_its_sign_named()
    {
        Assert.True(
            UpDirection.TryFromAcceleration(Acceleration.FromMetresPerSecondSquared(1, 2, 9), AccelerationSign.PointsUp, out var up)
        );
        Assert.True(
            UpDirection.TryFromAcceleration(Acceleration.FromMetresPerSecondSquared(-1, -2, -9), AccelerationSign.PointsDown, out var down)
        );
        Assert.Equal(up, down);
    }

    [Fact]
    public void What_has_no_direction_is_refused_and_the_default_has_one()
    {
        Assert.False(UpDirection.TryFromAcceleration(default, AccelerationSign.PointsUp, out _));
        Assert.False(UpDirection.TryFromQuaternion(0, 0, 0, 0, out _));
        Assert.False(UpDirection.TryFromQuaternion(double.NaN, 0, 0, 1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Acceleration.FromMetresPerSecondSquared(0, double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Acceleration.FromMetresPerSecondSquared(1e200, 0, 1e200));
        Assert.Equal(1, default(UpDirection).Vector.Length);
        Assert.False(UpDirection.TryMean([default, Script.Of(new(0, 0, -1))], out _));
    }

    private static (double X, double Y, double Z, double W) About(int axis, double degrees)
    {
        var (sin, cos) = Math.SinCos(Angle.FromDegrees(degrees / 2).Radians);
        return (axis == 0 ? sin : 0, axis == 1 ? sin : 0, axis == 2 ? sin : 0, cos);
    }

    private static (double X, double Y, double Z, double W) Product(
        (double X, double Y, double Z, double W) a,
        (double X, double Y, double Z, double W) b
    ) =>
        (
            (a.W * b.X) + (a.X * b.W) + (a.Y * b.Z) - (a.Z * b.Y),
            (a.W * b.Y) - (a.X * b.Z) + (a.Y * b.W) + (a.Z * b.X),
            (a.W * b.Z) + (a.X * b.Y) - (a.Y * b.X) + (a.Z * b.W),
            (a.W * b.W) - (a.X * b.X) - (a.Y * b.Y) - (a.Z * b.Z)
        );

    /// <summary>How high the end of a device axis stands once the quaternion has turned it.</summary>
    private static double Height(double x, double y, double z, double w, int axis) =>
        Product(Product((x, y, z, w), (axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0, 0)), (-x, -y, -z, w)).Z;
}
