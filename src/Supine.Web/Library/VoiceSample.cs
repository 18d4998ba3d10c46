using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Supine.Protocols;

namespace Supine.Web.Library;

/// <summary>The sentence by which the voices of a language are compared.</summary>
internal static class VoiceSample
{
    // Long enough to hear how somebody speaks, and short enough to compare.
    private const int CharactersAtMost = 80;

    private static readonly ConditionalWeakTable<ProtocolFolder, ConcurrentDictionary<Language, string?>> Found = [];

    /// <summary>The longest that is often said during a hold of the mildest session; null where nothing is spoken in the
    /// language.</summary>
    public static string? Find(ProtocolFolder folder, Language language) =>
        Found.GetOrCreateValue(folder).GetOrAdd(language, static (language, folder) => Search(folder, language), folder);

    private static string? Search(ProtocolFolder folder, Language language)
    {
        var mildest = folder.SpokenIn(language).FirstOrDefault(protocol => protocol.Audience == Audience.Home);
        var holds = mildest?.EachSide.Where(step => step.Role == StepRole.Hold).Select(step => step.Title.In(language)).ToHashSet() ?? [];
        return mildest is null
            ? null
            : Phrases
                .Find(mildest, language)
                .Where(phrase => phrase.Need == PhraseNeed.Usual && phrase.Text.Length <= CharactersAtMost)
                .OrderByDescending(phrase => holds.Contains(phrase.Step))
                .ThenByDescending(phrase => phrase.Text.Length)
                .FirstOrDefault()
                ?.Text;
    }
}
