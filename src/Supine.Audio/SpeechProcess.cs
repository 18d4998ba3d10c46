using System.Diagnostics;
using System.Security;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Runs a speech program for one sentence.</summary>
internal static class SpeechProcess
{
    public static async Task<Speaking> SpeakAsync(
        Voice.SpeechCommand command,
        Language language,
        string text,
        SpeechRate rate,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("supine-speech-");
        try
        {
            var file = Path.Combine(folder.FullName, "speech.wav");
            if (
                await RunAsync(
                    command,
                    language,
                    MakePlain(Pronunciations.Respell(text, language)),
                    rate,
                    file,
                    Failed,
                    time,
                    cancellationToken
                ) is
                { } problem
            )
            {
                return new Speaking.Failed(problem);
            }

            var (bytes, unreadable) = Speaker.ReadFile(file);
            return bytes is null
                ? new Speaking.Failed(Failed($"it wrote no sound: {unreadable}"))
                : WaveFile.Read(bytes) switch
                {
                    SoundReading.Rejected(var reason) => new Speaking.Failed(Failed($"its file was not usable. {reason}")),
                    SoundReading.Read(var recording) => Mastering.Master(recording) is Mastered.Ready(var clip)
                        ? new Speaking.Spoken(command.KnowsRate ? clip : TimeStretch.Stretch(clip, rate))
                        : new Speaking.Failed(Failed("what it wrote is silent.")),
                    _ => throw new UnreachableException(),
                };
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        RenderProblem Failed(string reason) => new RenderProblem.SpeechFailed(command.Program, text, reason);
    }

    /// <summary>Null when it ran to its end and was content.</summary>
    private static async Task<RenderProblem?> RunAsync(
        Voice.SpeechCommand command,
        Language language,
        string text,
        SpeechRate rate,
        string file,
        Func<string, RenderProblem> failed,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var arguments = command
            .ArgumentsAt(rate)
            .Select(argument =>
                argument
                    .Replace("{out}", file, StringComparison.Ordinal)
                    .Replace("{language}", language.Code, StringComparison.Ordinal)
                    .Replace("{text}", text, StringComparison.Ordinal)
                    .Replace("{xml}", SecurityElement.Escape(text), StringComparison.Ordinal)
            );
        var isArgument = command.Arguments.Any(argument =>
            argument.Contains("{text}", StringComparison.Ordinal) || argument.Contains("{xml}", StringComparison.Ordinal)
        );
        return await ChildProcess.RunAsync(
            command.Program,
            arguments,
            isArgument ? "" : text + "\n",
            command.Patience,
            time,
            cancellationToken
        ) switch
        {
            ProcessEnd.Succeeded => null,
            ProcessEnd.Missing => new RenderProblem.MissingProgram(command.Program),
            ProcessEnd.Failed(var reason) => failed(reason),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Typographer's marks as a typewriter's: older programs read the others aloud.</summary>
    private static string MakePlain(string text) =>
        text.Replace('’', '\'')
            .Replace("“", "", StringComparison.Ordinal)
            .Replace("”", "", StringComparison.Ordinal)
            .Replace("„", "", StringComparison.Ordinal)
            .Replace(" – ", ", ", StringComparison.Ordinal)
            .Replace(" — ", ", ", StringComparison.Ordinal)
            .Replace("…", ".", StringComparison.Ordinal);
}
