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

    /// <summary>The longest that is said in a hold of the mildest session as it comes by default; null where nothing is spoken in the
    /// language.</summary>
    public static string? Find(ProtocolFolder folder, Language language) =>
        Found.GetOrCreateValue(folder).GetOrAdd(language, static (language, folder) => Search(folder, language), folder);

    private static string? Search(ProtocolFolder folder, Language language) =>
        folder.SpokenIn(language).FirstOrDefault(protocol => protocol.Audience == Audience.Home) is { } mildest
        && ProtocolCompiler.Compile(mildest, new Prescription { Language = language }) is Compilation.Succeeded(var sequence)
            ? sequence
                .Cues.Where(cue => cue.Kind == CueKind.Say && sequence.StepOf(cue).Role == StepRole.Hold)
                .Select(cue => cue.Text)
                .Where(text => text.Length <= CharactersAtMost)
                .MaxBy(text => text.Length)
            : null;
}
