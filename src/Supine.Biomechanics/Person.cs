namespace Supine.Biomechanics;

/// <summary>Which row of the body tables a person is read from.</summary>
public enum Sex
{
    /// <summary>The women's row.</summary>
    Female,

    /// <summary>The men's row.</summary>
    Male,
}

/// <summary>A person as the body model sees them.</summary>
public sealed record Person
{
    /// <summary>A person. Throws <see cref="ArgumentOutOfRangeException"/> outside <see cref="ModelRanges"/>.</summary>
    /// <param name="sex">Which row of the body tables.</param>
    /// <param name="mass">Body mass.</param>
    /// <param name="height">Standing height.</param>
    public Person(Sex sex, Mass mass, Length height)
    {
        Sex = Enum.IsDefined(sex) ? sex : throw new ArgumentOutOfRangeException(nameof(sex), sex, "sex is female or male.");
        ModelRanges.Mass.Check(mass.Kilograms, nameof(mass));
        ModelRanges.Height.Check(height.Metres, nameof(height));
        (Mass, Height) = (mass, height);
    }

    /// <summary>Which row of the body tables.</summary>
    public Sex Sex { get; }

    /// <summary>Body mass.</summary>
    public Mass Mass { get; }

    /// <summary>Standing height.</summary>
    public Length Height { get; }

    /// <summary>The adult the muscle model describes: 75.3 kg, 1.70 m (source id <c>rajagopal-2016</c>).</summary>
    public static Person Generic { get; } = Of(Sex.Male, 75.3, 1.70);

    /// <summary>The man the predictions are given for.</summary>
    public static Person TypicalMan { get; } = Of(Sex.Male, 75, 1.75);

    /// <summary>The woman the predictions are given for.</summary>
    public static Person TypicalWoman { get; } = Of(Sex.Female, 62, 1.65);

    /// <summary>Who stands for a sex where no size is given.</summary>
    public static Person Typical(Sex sex) =>
        sex switch
        {
            Sex.Female => TypicalWoman,
            Sex.Male => TypicalMan,
        };

    /// <summary>Size against the generic adult: all lengths of the muscle model grow with height.</summary>
    internal double Scale => Height.Metres / Generic.Height.Metres;

    /// <summary>Mass over the square of height, kilograms a square metre.</summary>
    internal double BodyMassIndex => Mass.Kilograms / (Height.Metres * Height.Metres);

    private static Person Of(Sex sex, double kilograms, double metres) =>
        new(sex, Mass.FromKilograms(kilograms), Length.FromMetres(metres));
}
