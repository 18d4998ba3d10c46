using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine render</c>: a protocol as one audio track with captions.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var protocol = ProtocolArgument.Create();
        var options = new PrescriptionOptions();
        var voice = VoiceOption.Create(VoiceOption.Auto);
        var screening = ScreeningOption.Create();
        var ffmpeg = new Option<string?>("--ffmpeg")
        {
            Description = "What makes MP3 and M4A: a program on the path, its file, or none. Without it, what SUPINE_FFMPEG names.",
            HelpName = "program",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SUPINE_FFMPEG"),
        };
        var tones = new Option<RenderOptions>("--tones")
        {
            Description = "How loud bells and breathing are: off, quiet, normal, loud, or decibels over the usual from -30 to 6.",
            HelpName = "volume",
            DefaultValueFactory = _ => new RenderOptions(),
            CustomParser = ReadTones,
        };
        var output = new Option<string>("--out")
        {
            Description = "The track: a name that ends in .opus, .caf, .m4a, .mp3 or .wav; captions are written beside it.",
            HelpName = "file",
            Required = true,
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && FormatOf(token.Value) is null)
            {
                result.AddError($"--out {token.Value}: name a file that ends in .opus, .caf, .m4a, .mp3 or .wav.");
            }
        });
        var command = new Command(
            "render",
            "Writes one audio track with captions: Opus with chapters, WAV, or M4A or MP3 with chapters where ffmpeg is installed."
        )
        {
            protocol,
            voice,
            tones,
            ffmpeg,
            screening,
            output,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (told, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                var (sequence, exit) = CompileCommand.Compile(
                    parsed.GetValue(protocol)!,
                    options.Read(parsed),
                    error,
                    parsed.GetValue(screening)
                );
                if (sequence is null)
                {
                    return Task.FromResult(exit);
                }

                if (parsed.GetValue(screening) is null)
                {
                    ScreeningOption.TellNotAsked(error);
                }

                var encoder = Ffmpeg.Find(parsed.GetValue(ffmpeg), Environment.GetEnvironmentVariable("PATH"));
                return RunAsync(
                    sequence,
                    parsed.GetValue(voice)!,
                    parsed.GetValue(tones)!,
                    encoder,
                    parsed.GetValue(output)!,
                    told,
                    error,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static RenderOptions ReadTones(System.CommandLine.Parsing.ArgumentResult result)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        foreach (var volume in Enum.GetValues<ToneVolume>())
        {
            if (string.Equals(volume.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return RenderOptions.With(volume);
            }
        }

        if (double.TryParse(word, CultureInfo.InvariantCulture, out var level) && level is >= -30 and <= 6)
        {
            return new() { ToneLevel = Decibels.From(level) };
        }

        result.AddError($"--tones {word}: write off, quiet, normal, loud, or decibels from -30 to 6.");
        return new();
    }

    private static async Task<int> RunAsync(
        CueSequence sequence,
        string voiceWord,
        RenderOptions options,
        Ffmpeg? encoder,
        string track,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var voices = VoiceOption.Find(voiceWord, sequence.Language, error);
        if (voices.IsEmpty)
        {
            return ExitCode.BadUsage;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(track)) is { } folder && !Directory.Exists(folder))
        {
            error.WriteLine($"supine: there is no folder {folder} to write to.");
            return ExitCode.BadUsage;
        }

        var format = FormatOf(track)!.Value;
        if (format.NeedsFfmpeg() && encoder is null)
        {
            error.WriteLine($"supine: {new RenderProblem.MissingEncoder(format)}");
            return ExitCode.Faults;
        }

        var scratch = Directory.CreateTempSubdirectory("supine-render-");
        try
        {
            var wave = format == SoundFormat.Wav ? track : Path.Combine(scratch.FullName, "track.wav");
            var (voice, problems) = await RenderAsync(sequence, voices, options, wave, error, cancellationToken);
            if (problems.IsEmpty && format is SoundFormat.Opus or SoundFormat.Caf)
            {
                WriteOpus(wave, sequence, format, track, cancellationToken);
            }
            else if (
                problems.IsEmpty
                && format.NeedsFfmpeg()
                && await encoder!.CompressAsync(wave, sequence, format, track, TimeProvider.System, cancellationToken) is { } problem
            )
            {
                problems = [problem];
            }

            if (!problems.IsEmpty)
            {
                foreach (var told in problems)
                {
                    error.WriteLine(told);
                }

                return ExitCode.Faults;
            }

            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{track}  {sequence.Total:m\\:ss\\.fff}  {new FileInfo(track).Length / 1e6:0.0} MB  voice {VoiceOption.NameOf(voice)}"
                )
            );
        }
        finally
        {
            scratch.Delete(recursive: true);
        }

        var captions = Path.ChangeExtension(track, ".vtt");
        await File.WriteAllTextAsync(captions, Captions.Write(sequence), cancellationToken);
        output.WriteLine(captions);
        return ExitCode.Fine;
    }

    /// <summary>Written beside its place and then moved there: a track is whole or not there.</summary>
    private static void WriteOpus(string wave, CueSequence sequence, SoundFormat format, string track, CancellationToken cancellationToken)
    {
        var part = track + ".part";
        try
        {
            using (var stream = File.Create(part))
            {
                OpusTrack.Find(File.ReadAllBytes(wave), sequence)!.Write(format, stream, cancellationToken);
            }

            File.Move(part, track, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>By the first voice that can speak all of it. The problems told are those of the voice that was meant first.</summary>
    private static async Task<(Voice Voice, ImmutableArray<RenderProblem> Problems)> RenderAsync(
        CueSequence sequence,
        ImmutableArray<Voice> voices,
        RenderOptions options,
        string track,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var problems = ImmutableArray<RenderProblem>.Empty;
        foreach (var voice in voices)
        {
            switch (await TryRenderAsync(sequence, voice, options, track, error, cancellationToken))
            {
                case Rendering.Succeeded:
                    if (problems is [var first, ..])
                    {
                        error.WriteLine($"supine: {VoiceOption.NameOf(voices[0])} cannot speak all of it. {first}");
                    }

                    return (voice, []);
                case Rendering.Failed failed:
                    problems = problems.IsEmpty ? failed.Problems : problems;
                    break;
            }
        }

        return (voices[0], problems);
    }

    private static async Task<Rendering> TryRenderAsync(
        CueSequence sequence,
        Voice voice,
        RenderOptions options,
        string track,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var opening = Speaker.Open(voice, sequence.Language, TimeProvider.System);
        if (opening is not SpeakerOpening.Opened(var speaker))
        {
            return new Rendering.Failed([((SpeakerOpening.Failed)opening).Problem]);
        }

        // written beside its place and then moved there: a track is whole or not there
        var part = track + ".part";
        try
        {
            Rendering rendering;
            await using (var stream = File.Create(part))
            {
                rendering = await ProgressBar.ShowAsync(
                    error,
                    "rendering",
                    progress => Renderer.RenderAsync(sequence, speaker, options, stream, new Share(progress), cancellationToken)
                );
            }

            if (rendering is Rendering.Succeeded)
            {
                File.Move(part, track, overwrite: true);
            }

            return rendering;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Null when the name's end says none.</summary>
    private static SoundFormat? FormatOf(string file) =>
        SoundFormats.TryFind(Path.GetExtension(file).TrimStart('.'), out var format) ? format : null;

    private sealed class Share(IProgress<double> progress) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => progress.Report(value.Done / value.Total);
    }
}
