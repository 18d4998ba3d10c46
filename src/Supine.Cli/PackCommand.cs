using System.CommandLine;
using System.Globalization;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine pack</c>: has a speech program speak every sentence once, and keeps the clips.</summary>
internal static class PackCommand
{
    public static Command Create()
    {
        var language = PrescriptionOptions.Choice("--lang", "The language spoken.", Language.English, [.. Languages.All.Select(language => (language.Code(), language))]);
        var voice = VoiceOption.Create("espeak-ng");
        var output = new Option<string>("--out") { Description = "The pack's folder, like voices/en-slt. What is there and still fits is kept.", HelpName = "folder", Required = true };
        var command = new Command("pack", "Speaks every sentence of the shipped protocols into a pack of clips.") { language, voice, output };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(language),
            parsed.GetValue(voice)!,
            parsed.GetValue(output)!,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Language language, string voiceWord, string folder, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (SpeechProgram.Find(voiceWord, language) is not { } program)
        {
            error.WriteLine($"supine: --voice {voiceWord} is no speech program that speaks {language.Code()}. Name one of: {string.Join(", ", SpeechProgram.Names)} (piper:MODEL.onnx).");
            return ExitCode.BadUsage;
        }

        var protocols = ProtocolFolder.Read(Home.Protocols);
        if (!protocols.Diagnostics.IsEmpty)
        {
            foreach (var diagnostic in protocols.Diagnostics)
            {
                error.WriteLine(diagnostic);
            }

            return ExitCode.Faults;
        }

        var texts = protocols.Protocols.SelectMany(protocol => Phrases.Of(protocol, language)).Distinct(StringComparer.Ordinal).ToList();
        var writer = ClipPackWriter.Open(
            folder, language, program.VoiceName, program.Licence, $"{program.Command.Program} {string.Join(' ', program.Command.Arguments)}; {Mastering.Description}");
        var missing = texts.Count(text => !writer.Holds(text));
        var speaker = ((SpeakerOpening.Opened)Speaker.Open(program.Command, language, TimeProvider.System)).Speaker;
        var problems = await ProgressBar.ShowAsync(error, "speaking", progress =>
            writer.FillAsync(speaker, texts, new Share(progress, texts.Count), cancellationToken));
        if (problems.IsEmpty)
        {
            var removed = writer.RemoveAllBut(texts);
            var manifest = writer.Save();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{folder}  {manifest.Clips.Length} sentences, {missing} spoken now, {removed} files removed, {manifest.Clips.Sum(clip => clip.DurationMs) / 1000.0:0.0} s"));
            return ExitCode.Fine;
        }

        // what could be spoken stays, so that the next run has less to do
        writer.Save();
        foreach (var problem in problems)
        {
            error.WriteLine(problem);
        }

        return ExitCode.Faults;
    }

    private sealed class Share(IProgress<double> progress, int of) : IProgress<int>
    {
        public void Report(int value) => progress.Report((double)value / of);
    }
}
