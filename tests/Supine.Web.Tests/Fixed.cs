using FsCheck;

namespace Supine.Web.Tests;

/// <summary>Property tests draw the same cases on every run.</summary>
internal static class Fixed
{
    public static Config Seed { get; } = Config.QuickThrowOnFailure.WithReplay(20_261, 41_007).WithMaxTest(200);
}
