using System.Collections.Immutable;
using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
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
        var tones = new Option<double>("--tones") { Description = "Bells and breathing louder or softer than usual, -30 to 6.", HelpName = "decibels" };
        var output = new Option<string>("--out") { Description = "The track, like track.wav; captions and compressed tracks are written beside it.", HelpName = "file", Required = true };
        tones.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var level) && level is not (>= -30 and <= 6))
            {
                result.AddError($"--tones {token.Value}: write decibels from -30 to 6.");
            }
        });
        output.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Path.GetExtension(token.Value) != ".wav")
            {
                result.AddError($"--out {token.Value}: name a file that ends in .wav.");
            }
        });
        var command = new Command("render", "Writes one audio track with captions, and MP3 and M4A with chapters where ffmpeg is installed.") { protocol, voice, tones, output };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var (told, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (sequence, exit) = CompileCommand.Compile(parsed.GetValue(protocol)!, options.Read(parsed), error);
            if (sequence is null)
            {
                return Task.FromResult(exit);
            }

            var render = new RenderOptions { ToneLevel = Decibels.From(parsed.GetValue(tones)) };
            return RunAsync(sequence, parsed.GetValue(voice)!, render, parsed.GetValue(output)!, told, error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CueSequence sequence, string voiceWord, RenderOptions options, string track, TextWriter output, TextWriter error, CancellationToken cancellationToken)
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

        // the problems told are those of the voice that was meant first
        var problems = ImmutableArray<RenderProblem>.Empty;
        foreach (var voice in voices)
        {
            switch (await TryRenderAsync(sequence, voice, options, track, error, cancellationToken))
            {
                case Rendering.Succeeded succeeded:
                    if (problems is [var first, ..])
                    {
                        error.WriteLine($"supine: {VoiceOption.NameOf(voices[0])} cannot speak all of it. {first}");
                    }

                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{track}  {succeeded.Length:m\\:ss\\.fff}  {succeeded.Bytes / 1e6:0.0} MB  voice {VoiceOption.NameOf(voice)}"));
                    await WriteBesideAsync(sequence, track, output, error, cancellationToken);
                    return ExitCode.Fine;
                case Rendering.Failed failed:
                    problems = problems.IsEmpty ? failed.Problems : problems;
                    break;
            }
        }

        foreach (var problem in problems)
        {
            error.WriteLine(problem);
        }

        return ExitCode.Faults;
    }

    private static async Task<Rendering> TryRenderAsync(
        CueSequence sequence, Voice voice, RenderOptions options, string track, TextWriter error, CancellationToken cancellationToken)
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
                rendering = await ProgressBar.ShowAsync(error, "rendering", progress =>
                    Renderer.RenderAsync(sequence, speaker, options, stream, new Share(progress), cancellationToken));
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

    private static async Task WriteBesideAsync(CueSequence sequence, string track, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var captions = Path.ChangeExtension(track, ".vtt");
        await File.WriteAllTextAsync(captions, Captions.Write(sequence), cancellationToken);
        output.WriteLine(captions);

        var metadata = Path.ChangeExtension(track, ".ffmetadata");
        await File.WriteAllTextAsync(metadata, Chapters.WriteFfmpegMetadata(sequence), cancellationToken);
        try
        {
            foreach (var (extension, codec) in new[] { (".mp3", "libmp3lame"), (".m4a", "aac") })
            {
                var compressed = Path.ChangeExtension(track, extension);
                if (await CompressAsync(track, metadata, codec, compressed, cancellationToken) is { } fault)
                {
                    error.WriteLine($"supine: {compressed} was not written: {fault}");
                    return;
                }

                output.WriteLine(compressed);
            }
        }
        finally
        {
            File.Delete(metadata);
        }
    }

    /// <summary>Null when it is written.</summary>
    private static async Task<string?> CompressAsync(string track, string metadata, string codec, string compressed, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-y", "-i", track, "-i", metadata, "-map", "0:a", "-map_metadata", "1", "-map_chapters", "1",
            "-c:a", codec, "-b:a", "64k", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", compressed,
        ];
        using var process = new Process { StartInfo = new("ffmpeg", arguments) { RedirectStandardError = true, RedirectStandardInput = true } };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return "ffmpeg is not installed.";
        }

        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? null : said.Trim();
    }

    private sealed class Share(IProgress<double> progress) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => progress.Report(value.Done / value.Total);
    }
}
