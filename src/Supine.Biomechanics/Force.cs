namespace Supine.Biomechanics;

/// <summary>A force, pulling where that makes a difference. The default is zero; it is never NaN or infinite.</summary>
public readonly record struct Force
{
    private Force(double newtons) => Newtons = newtons;

    /// <summary>The force in newtons.</summary>
    public double Newtons { get; }

    /// <summary>A force from newtons. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Force FromNewtons(double newtons) =>
        double.IsFinite(newtons)
            ? new(newtons)
            : throw new ArgumentOutOfRangeException(nameof(newtons), newtons, "A force is a finite number.");
}
