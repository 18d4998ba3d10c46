using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine phrases</c>: every sentence that a voice has to be able to say.</summary>
internal static class PhrasesCommand
{
    public static Command Create()
    {
        var language = LanguageOption.Create("The language.");
        var command = new Command("phrases", "Lists every sentence a voice has to speak for the shipped protocols, one a line.")
        {
            language,
        };
        command.SetAction(parsed =>
        {
            var folder = ProtocolFolder.Read(Home.Protocols);
            var spoken = parsed.GetRequiredValue(language);
            foreach (var phrase in Phrases.Of(folder, spoken))
            {
                parsed.InvocationConfiguration.Output.WriteLine(phrase);
            }

            foreach (var diagnostic in folder.Diagnostics)
            {
                parsed.InvocationConfiguration.Error.WriteLine(diagnostic);
            }

            return folder.Diagnostics.IsEmpty ? ExitCode.Fine : ExitCode.Faults;
        });
        return command;
    }
}
