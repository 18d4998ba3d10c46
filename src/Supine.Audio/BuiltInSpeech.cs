using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>Has the built-in voice speak one sentence.</summary>
internal static class BuiltInSpeech
{
    // the page's own threads are free meanwhile: a sentence takes a few hundredths of its length, the first one a second
    public static Task<Speaking> SpeakAsync(Voice.BuiltIn voice, string text, SpeechRate rate, CancellationToken cancellationToken) =>
        Task.Run(
            () => Finish(voice.Engine.Speak(text, EnglishVoice.CalmSpeed * (double)rate.Ratio, cancellationToken), EnglishVoice.Name, text),
            cancellationToken
        );

    /// <summary>A clip of what a voice of ours has made, or why there is none.</summary>
    /// <param name="outcome">What the voice has made, at 24 kHz.</param>
    /// <param name="voice">What people call it.</param>
    /// <param name="text">What it was asked to speak.</param>
    public static Speaking Finish(SpeechOutcome outcome, string voice, string text)
    {
        return outcome switch
        {
            SpeechOutcome.Spoken(var samples) => Mastering.Master(new(samples, EnglishVoice.SampleRateHertz)) is Mastered.Ready(var clip)
                ? new Speaking.Spoken(clip)
                : Refused("What came out is silent."),
            SpeechOutcome.Refused(var reason) => Refused(reason),
            SpeechOutcome.Unavailable(var reason) => new Speaking.Failed(new RenderProblem.VoiceUnavailable(voice, reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Speaking.Failed Refused(string reason) => new(new RenderProblem.TextRefused(voice, text, reason));
    }
}
