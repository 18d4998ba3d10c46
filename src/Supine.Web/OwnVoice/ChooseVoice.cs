using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.OwnVoice;

/// <summary>Who speaks is chosen by ear: the same sentence in every voice, and the choice is the person's.</summary>
internal static class ChooseVoice
{
    /// <summary>What an address calls the voice that speaks where none is chosen.</summary>
    public const string Best = "best";

    /// <summary>The voice a person wants to hear.</summary>
    /// <param name="Voice">Its id; null leaves it to Supine.</param>
    internal sealed record VoiceChoice(string? Voice);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/voices/{id}/sample.wav", SendSample).ExcludeFromDescription();
        app.MapPost("/voices/choice", ChooseByForm).ExcludeFromDescription().Personal();
        app.MapPut("/api/voices/choice/{language}", Choose)
            .WithName("ChooseVoice")
            .WithTags("Voices")
            .WithSummary("Chooses the voice that the person hears in a language.")
            .Personal();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendSample(
        string id,
        string? lang,
        string? v,
        HttpContext context,
        ProtocolLibrary protocols,
        OpenVoices voices,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var folder = protocols.Read();
        if (!folder.Languages.TryFind(lang, out var language) || VoiceSample.Find(folder, language) is not { } sample)
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        foreach (var voice in voices.Of(language).Where(voice => id == Best || voice.Id == id))
        {
            if (await voice.Speaker.FindClipAsync(sample, SpeechRate.Normal, cancellationToken) is { } clip)
            {
                context.Response.Headers.CacheControl = v == voice.Tag ? "private, max-age=31536000, immutable" : "private, no-cache";
                return TypedResults.Bytes(WaveFile.Encode(clip), "audio/wav", enableRangeProcessing: true);
            }
        }

        return Problems.NotFound(texts["voices.noSample"]);
    }

    private static async Task<Results<SeeOther, ProblemHttpResult>> ChooseByForm(
        [FromForm] string? lang,
        [FromForm] string? voice,
        Chart chart,
        ProtocolLibrary protocols,
        OpenVoices voices,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var chosen = string.IsNullOrEmpty(voice) ? null : voice;
        if (!protocols.Read().Languages.TryFind(lang, out var language) || !IsThere(chosen, language, voices))
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        await chart.Voices.ChooseAsync(language.Code, chosen, cancellationToken);
        return SeeOther.Page("/voices");
    }

    private static async Task<Results<Ok<VoiceChoice>, Faulty, ProblemHttpResult>> Choose(
        string language,
        VoiceChoice choice,
        Chart chart,
        ProtocolLibrary protocols,
        OpenVoices voices,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (!protocols.Read().Languages.TryFind(language, out var spoken))
        {
            return Problems.NotFound(texts["fault.language", ("known", string.Join(", ", protocols.Read().Languages.All))]);
        }

        if (!IsThere(choice.Voice, spoken, voices))
        {
            var faults = new Faults();
            faults.Add("voice", texts["voices.unknown"]);
            return faults.ToProblem();
        }

        await chart.Voices.ChooseAsync(spoken.Code, choice.Voice, cancellationToken);
        return TypedResults.Ok(choice);
    }

    private static bool IsThere(string? id, Language language, OpenVoices voices) =>
        id is null || voices.Of(language).Any(voice => voice.Id == id);
}
