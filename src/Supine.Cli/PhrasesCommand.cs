using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine phrases</c>: every sentence that a voice has to be able to say.</summary>
internal static class PhrasesCommand
{
    public static Command Create()
    {
        var language = PrescriptionOptions.Choice("--lang", "The language.", Language.English, [.. Languages.All.Select(language => (language.Code(), language))]);
        var command = new Command("phrases", "Lists every sentence the shipped protocols can say, one a line.") { language };
        command.SetAction(parsed =>
        {
            var folder = ProtocolFolder.Read(Home.Protocols);
            foreach (var phrase in folder.Protocols.SelectMany(protocol => Phrases.Of(protocol, parsed.GetValue(language))).Distinct(StringComparer.Ordinal))
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
