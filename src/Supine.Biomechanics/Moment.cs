namespace Supine.Biomechanics;

/// <summary>A moment of force about a joint; its sign is that of the joint's angle. The default is zero; it is never NaN or
/// infinite.</summary>
public readonly record struct Moment
{
    private Moment(double newtonMetres) => NewtonMetres = newtonMetres;

    /// <summary>The moment in newton metres.</summary>
    public double NewtonMetres { get; }

    /// <summary>A moment from newton metres. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Moment FromNewtonMetres(double newtonMetres) =>
        double.IsFinite(newtonMetres)
            ? new(newtonMetres)
            : throw new ArgumentOutOfRangeException(nameof(newtonMetres), newtonMetres, "A moment is a finite number.");
}
