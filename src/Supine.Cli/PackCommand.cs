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
        var language = LanguageOption.Create("The language spoken.");
        var voice = VoiceOption.Create("espeak-ng");
        var output = new Option<string>("--out")
        {
            Description = "The pack's folder, like voices/en-heart. What is there and still fits is kept.",
            HelpName = "folder",
        };
        var command = new Command("pack", "Speaks every sentence of the shipped protocols into a pack of clips.")
        {
            language,
            voice,
            output,
            CreateExport(),
            CreateImport(),
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(language),
                    parsed.GetValue(voice)!,
                    parsed.GetValue(output),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command CreateExport()
    {
        var pack = new Argument<string>("folder") { Description = "The pack's folder." };
        var output = new Option<string>("--out")
        {
            Description = "The archive, like voice.zip.",
            HelpName = "file",
            Required = true,
        };
        var command = new Command("export", "Writes a pack as one ZIP file, to be given to others.") { pack, output };
        command.SetAction(parsed =>
        {
            var (told, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!Directory.Exists(parsed.GetValue(pack)))
            {
                error.WriteLine($"supine: there is no folder {parsed.GetValue(pack)}.");
                return ExitCode.BadUsage;
            }

            if (PackArchive.ReadFolder(parsed.GetValue(pack)!, Languages.Shipped) is not PackReading.Sound(var archive))
            {
                return Tell((PackReading.Faulty)PackArchive.ReadFolder(parsed.GetValue(pack)!, Languages.Shipped), error);
            }

            var file = parsed.GetValue(output)!;
            using (var stream = File.Create(file + ".part"))
            {
                archive.Write(stream);
            }

            File.Move(file + ".part", file, overwrite: true);
            told.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}  {archive.Manifest.Name}, {archive.Manifest.Clips.Length} sentences, {new FileInfo(file).Length / 1e6:0.0} MB"
                )
            );
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command CreateImport()
    {
        var file = new Argument<string>("file") { Description = "A ZIP file that was exported." };
        var output = new Option<string>("--out")
        {
            Description = "The folder that holds voices; the pack becomes a folder in it.",
            HelpName = "folder",
            Required = true,
        };
        var replace = new Option<bool>("--replace") { Description = "Another voice of that name gives way." };
        var command = new Command("import", "Checks a ZIP file whole and puts the voice in it in place.") { file, output, replace };
        command.SetAction(parsed =>
        {
            var (told, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!File.Exists(parsed.GetValue(file)))
            {
                error.WriteLine($"supine: there is no file {parsed.GetValue(file)}.");
                return ExitCode.BadUsage;
            }

            using var stream = File.OpenRead(parsed.GetValue(file)!);
            switch (PackArchive.Read(stream, Languages.Shipped))
            {
                case PackReading.Sound(var archive):
                    var placing = archive.Place(parsed.GetValue(output)!, parsed.GetValue(replace));
                    var folder = Path.Combine(parsed.GetValue(output)!, archive.Id);
                    if (placing == PackPlacing.InTheWay)
                    {
                        error.WriteLine($"supine: another voice is at {folder}. Say --replace if it may go.");
                        return ExitCode.Faults;
                    }

                    told.WriteLine(
                        $"{folder}  {archive.Manifest.Name}, {archive.Manifest.Clips.Length} "
                            + $"sentences{(placing == PackPlacing.WasThere ? ", was there already" : "")}"
                    );
                    return ExitCode.Fine;
                case PackReading.Faulty faulty:
                    return Tell(faulty, error);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        });
        return command;
    }

    private static int Tell(PackReading.Faulty faulty, TextWriter error)
    {
        foreach (var fault in faulty.Faults)
        {
            error.WriteLine(fault);
        }

        return ExitCode.Faults;
    }

    private static async Task<int> RunAsync(
        Language language,
        string voiceWord,
        string? folder,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        if (folder is null)
        {
            error.WriteLine("supine: name the pack's folder with --out, like --out voices/en-heart; or say pack export or pack import.");
            return ExitCode.BadUsage;
        }

        if (NamedVoice.Find(voiceWord, language, Home.EnglishVoice, TimeProvider.System) is not var (name, licence, madeBy, voice))
        {
            error.WriteLine(
                $"supine: --voice {voiceWord} is no voice that speaks {language.Code}. Name one of: "
                    + $"{string.Join(", ", NamedVoice.Words)}."
            );
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

        var texts = Phrases.Of(protocols, language);
        var writer = ClipPackWriter.Open(
            folder,
            language,
            name,
            licence,
            $"{madeBy}; {Mastering.Description}; {OpusFile.Description}",
            ClipFormat.Opus
        );
        var missing = texts.Count(text => !writer.Holds(text));
        var speaker = ((SpeakerOpening.Opened)Speaker.Open(voice, language, TimeProvider.System)).Speaker;
        var problems = await ProgressBar.ShowAsync(
            error,
            "speaking",
            progress => writer.FillAsync(speaker, texts, new Share(progress, texts.Length), cancellationToken)
        );
        if (problems.IsEmpty)
        {
            writer.RemoveAllBut(texts);
            var manifest = writer.Save();
            var removed = writer.RemoveStrays();
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{folder}  {manifest.Clips.Length} sentences, {missing} spoken now, {removed} files removed, "
                        + $"{manifest.Clips.Sum(clip => clip.DurationMs) / 1000.0:0.0} s"
                )
            );
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
