using FsCheck;
using FsCheck.Fluent;

namespace Supine.Tests;

/// <summary>Property tests with a fixed seed: the same cases on every machine, and another seed on request.</summary>
internal static class Properties
{
    /// <summary>Checks a property over generated seeds; a failure names the seed that broke it.</summary>
    /// <param name="cases">How many.</param>
    /// <param name="property">Throws when it does not hold.</param>
    public static void ForSeeds(int cases, Action<int> property) => ForAll(cases, Gen.Choose(0, int.MaxValue), property);

    /// <summary>Checks a property over generated values; a failure names the value that broke it.</summary>
    /// <param name="cases">How many.</param>
    /// <param name="values">What they are drawn from.</param>
    /// <param name="property">Throws when it does not hold.</param>
    public static void ForAll<T>(int cases, Gen<T> values, Action<T> property)
    {
        var root = Environment.GetEnvironmentVariable("SUPINE_TEST_SEED") is { } named
            ? ulong.Parse(named, System.Globalization.CultureInfo.InvariantCulture)
            : 20_261_121UL;
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(root, 1UL);
        Check.One(config, Prop.ForAll(values.ToArbitrary(), property));
    }
}
