using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>A language by its code.</summary>
internal static class LanguageOption
{
    public static Option<Language> Create(string description) =>
        PrescriptionOptions.Choice(
            "--lang",
            description,
            Language.English,
            [.. Languages.Shipped.All.Select(language => (language.Code, language))]
        );
}
