using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.Tracks;

/// <summary>What a person listens to: a protocol compiled for them, as a sequence, as sound and as captions.</summary>
internal static class TracksApi
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void AddTracks(this IServiceCollection services)
    {
        services.AddSingleton<Voices>();
        services.AddSingleton<TrackCache>();
    }

    public static void MapTracks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/sequence", Compile)
            .WithName("CompileSequence")
            .WithTags("Tracks")
            .WithSummary("A protocol compiled with a prescription, with its track rendered and ready to be played.");
        app.MapMethods("/track", Reading, Redirect).ExcludeFromDescription();
        app.MapMethods("/tracks/{hash:length(64)}.wav", Reading, SendSound).ExcludeFromDescription();
        app.MapMethods("/tracks/{hash:length(64)}.vtt", Reading, SendCaptions).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<PlayableSequence>, ValidationProblem>> Compile(
        [AsParameters] TrackQuery query, HttpRequest request, ProtocolLibrary library, DbDataSource source, Writes writes, TrackCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        if (query.Compile(library.Read(), request.Query, faults) is not ({ } protocol, { } sequence))
        {
            return faults.ToProblem();
        }

        await TrackStore.AddAsync(source, writes, protocol, sequence, clock.GetUtcNow(), cancellationToken);
        var track = await cache.RenderAsync(sequence, cancellationToken);
        return TypedResults.Ok(PlayableSequence.From(sequence, track));
    }

    // For a page without script: the address a form makes leads to the sound itself.
    private static async Task<Results<RedirectHttpResult, ValidationProblem>> Redirect(
        [AsParameters] TrackQuery query, HttpRequest request, ProtocolLibrary library, DbDataSource source, Writes writes, TrackCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        if (query.Compile(library.Read(), request.Query, faults) is not ({ } protocol, { } sequence))
        {
            return faults.ToProblem();
        }

        await TrackStore.AddAsync(source, writes, protocol, sequence, clock.GetUtcNow(), cancellationToken);
        var track = await cache.RenderAsync(sequence, cancellationToken);
        return TypedResults.Redirect(track.AudioUrl + (request.Query.ContainsKey("download") ? "&download" : ""));
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> SendSound(
        string hash, HttpContext context, DbDataSource source, TrackCache cache, CancellationToken cancellationToken)
    {
        if (await TrackStore.FindAsync(source, hash, cancellationToken) is not { } sequence)
        {
            return Problems.NotFound("No track has this hash.");
        }

        var track = await cache.RenderAsync(sequence, cancellationToken);
        AllowKeeping(context, track);
        return TypedResults.PhysicalFile(
            track.File,
            "audio/wav",
            context.Request.Query.ContainsKey("download") ? FileName(sequence) : null,
            lastModified: null,
            new EntityTagHeaderValue($"\"{track.Tag}\""),
            enableRangeProcessing: true);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> SendCaptions(string hash, HttpContext context, DbDataSource source, CancellationToken cancellationToken)
    {
        if (await TrackStore.FindAsync(source, hash, cancellationToken) is not { } sequence)
        {
            return Problems.NotFound("No track has this hash.");
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Text(Captions.Write(sequence), "text/vtt; charset=utf-8");
    }

    // An address that names the voice it was made for never changes its content; any other may, when a voice is added.
    private static void AllowKeeping(HttpContext context, RenderedTrack track) => context.Response.Headers.CacheControl =
        context.Request.Query["v"] == track.VoiceTag ? "private, max-age=31536000, immutable" : "private, no-cache";

    private static string FileName(CueSequence sequence) =>
        string.Concat(sequence.Title.Split(Path.GetInvalidFileNameChars())).Replace(':', ' ').Trim() + $" ({sequence.Language.Code()}).wav";
}
