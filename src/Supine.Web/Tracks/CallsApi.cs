using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Library;

namespace Supine.Web.Tracks;

/// <summary>What is said when it happens, each sentence as a sound of its own in the voice of the track.</summary>
internal static class CallsApi
{
    public static void MapCalls(this IEndpointRouteBuilder app) =>
        app.MapGet("/phrases/{language}/{call}.wav", SendAsync).ExcludeFromDescription();

    /// <summary>Where a call is heard in a track's voice: an address whose content never changes. None where the track leaves speaking to
    /// the device.</summary>
    public static string? AddressOf(SessionCall call, CueSequence sequence, RenderedTrack track) =>
        track.Voice == TrackVoice.Device
            ? null
            : $"/phrases/{sequence.Language.Code}/{WordOf(call)}.wav?speechRate={sequence.SpeechRate}&v={track.Lead.Tag}";

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendAsync(
        string language,
        string call,
        string? v,
        string? speechRate,
        HttpContext context,
        Languages languages,
        OpenVoices voices,
        CancellationToken cancellationToken
    )
    {
        if (
            !languages.TryFind(language, out var spoken)
            || SessionSentences.Calls.Where(known => WordOf(known) == call).ToList() is not [var known]
        )
        {
            return Problems.NotFound("There is no such sentence.");
        }

        if (!SpeechRate.TryParse(speechRate ?? "1", out var rate))
        {
            return Problems.NotFound("No sentence is spoken at that rate.");
        }

        if (
            voices.Of(spoken).FirstOrDefault(voice => voice.Tag == v) is not { } speaks
            || await speaks.Speaker.FindClipAsync(spoken.Calls[known], rate, cancellationToken) is not { } clip
        )
        {
            return Problems.NotFound("This voice does not speak the sentence.");
        }

        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(WaveFile.Encode(clip), "audio/wav");
    }

    private static string WordOf(SessionCall call) =>
        call switch
        {
            SessionCall.Waiting => "waiting",
            SessionCall.CameOut => "came-out",
            SessionCall.GoesOn => "goes-on",
            SessionCall.Hurts => "hurts",
        };
}
