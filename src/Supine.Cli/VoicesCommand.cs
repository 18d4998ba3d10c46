using System.CommandLine;
using System.Globalization;
using Supine.Audio;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Cli;

/// <summary><c>supine voices</c>: what can speak here, and why another cannot.</summary>
internal static class VoicesCommand
{
    public static Command Create()
    {
        var command = new Command(
            "voices",
            "Lists the voices of this machine for each language, the best first, and why one cannot speak."
        );
        command.SetAction(parsed =>
        {
            foreach (var language in Languages.Shipped.All)
            {
                foreach (var line in Find(language, Environment.GetEnvironmentVariable("PATH")))
                {
                    parsed.InvocationConfiguration.Output.WriteLine(line);
                }
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static IEnumerable<string> Find(Language language, string? path)
    {
        foreach (var pack in Voices.FindPacks(Home.Voices, language))
        {
            if (Voices.ReadManifest(pack.Folder) is not { } manifest)
            {
                continue;
            }

            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{language.Code}  yes  {pack.Folder}  {manifest.Name}: {manifest.Clips.Length} sentences"
            );
        }

        if (language == Language.English)
        {
            yield return Home.EnglishVoice.FindFault() is { } fault
                ? $"{language.Code}  no   {NamedVoice.BuiltIn}  {EnglishVoice.Name}: {fault}"
                : $"{language.Code}  yes  {NamedVoice.BuiltIn}  {EnglishVoice.Name}, built in: any sentence";
        }

        foreach (var word in Voices.Programs)
        {
            yield return SpeechProgram.Find(word, language) is not { } program
                ? $"{language.Code}  no   {word}  It does not speak {language.Code}."
            : SpeechProgram.IsInstalled(program.Command, path) ? $"{language.Code}  yes  {word}  {program.VoiceName}: any sentence"
            : $"{language.Code}  no   {word}  {program.Command.Program} is not installed.";
        }

        yield return $"{language.Code}  yes  {VoiceOption.Device}  The device that plays the track speaks its captions.";
    }
}
