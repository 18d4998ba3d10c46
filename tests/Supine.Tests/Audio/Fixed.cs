using FsCheck;

namespace Supine.Tests.Audio;

/// <summary>Property tests run the same cases every time.</summary>
internal static class Fixed
{
    public static Config Seed { get; } = Config.QuickThrowOnFailure.WithReplay(20_261, 41_007).WithMaxTest(100);
}
