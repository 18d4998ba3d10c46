using System.Diagnostics.CodeAnalysis;

namespace Supine.Protocols;

/// <summary>A language texts are written and spoken in.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>German.</summary>
    German,

    /// <summary>Spanish.</summary>
    Spanish,
}

/// <summary>The codes of the languages.</summary>
public static class Languages
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Language> All { get; } = [Language.English, Language.German, Language.Spanish];

    /// <summary>The ISO 639-1 code: en, de, es.</summary>
    public static string Code(this Language language) => language switch
    {
        Language.English => "en",
        Language.German => "de",
        Language.Spanish => "es",
    };

    /// <summary>The language of an ISO 639-1 code, if it is one of ours.</summary>
    public static bool TryFind(string? code, [NotNullWhen(true)] out Language? language)
    {
        foreach (var candidate in All)
        {
            if (candidate.Code() == code)
            {
                language = candidate;
                return true;
            }
        }

        language = null;
        return false;
    }
}
