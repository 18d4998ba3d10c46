using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>Has the built-in voice speak one sentence.</summary>
internal static class BuiltInSpeech
{
    // the page's own threads are free meanwhile: a sentence takes a few hundredths of its length, the first one a second
    public static Task<Speaking> SpeakAsync(Voice.BuiltIn voice, string text, SpeechRate rate, CancellationToken cancellationToken) =>
        Task.Run(() => Speak(voice, text, rate, cancellationToken), cancellationToken);

    private static Speaking Speak(Voice.BuiltIn voice, string text, SpeechRate rate, CancellationToken cancellationToken)
    {
        return voice.Engine.Speak(text, EnglishVoice.CalmSpeed * (double)rate.Ratio, cancellationToken) switch
        {
            SpeechOutcome.Spoken(var samples) => Mastering.Master(new(samples, EnglishVoice.SampleRateHertz)) is Mastered.Ready(var clip)
                ? new Speaking.Spoken(clip)
                : Refused("What came out is silent."),
            SpeechOutcome.Refused(var reason) => Refused(reason),
            SpeechOutcome.Unavailable(var reason) => new Speaking.Failed(new RenderProblem.VoiceUnavailable(EnglishVoice.Name, reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Speaking.Failed Refused(string reason) => new(new RenderProblem.TextRefused(EnglishVoice.Name, text, reason));
    }
}
