using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;
using Supine.Web.Tracks.TakeAlong;

namespace Supine.Web.Tracks;

/// <summary>What a person listens to: a protocol compiled for them, as a sequence, as sound and as captions.</summary>
internal static class TracksApi
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void AddTracks(this IServiceCollection services)
    {
        services.AddSingleton<Voices>();
        services.AddSingleton<TrackCache>();
        services.AddSingleton<CompressedTracks>();
    }

    public static void MapTracks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/sequence", Compile)
            .WithName("CompileSequence")
            .WithTags("Tracks")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary(
                "A protocol compiled with a prescription, with its track rendered and ready to be played. "
                    + "Refused where the screening does not allow it."
            );
        app.MapMethods("/track", Reading, Redirect).ExcludeFromDescription();
        foreach (var format in SoundFormats.All)
        {
            app.MapMethods(
                    $"/tracks/{{hash:length(64)}}.{format.Extension()}",
                    Reading,
                    (
                        string hash,
                        HttpContext context,
                        TrackLibrary handed,
                        ProtocolLibrary library,
                        Chart chart,
                        TrackCache cache,
                        CompressedTracks compressed,
                        Voices voices,
                        Texts texts,
                        CancellationToken cancellationToken
                    ) => SendSound(hash, format, context, handed, library, chart, cache, compressed, voices, texts, cancellationToken)
                )
                .ExcludeFromDescription();
        }

        app.MapMethods("/tracks/{hash:length(64)}.vtt", Reading, SendCaptions).ExcludeFromDescription();
        app.MapCalls();
        TakeAlongApi.Map(app);
    }

    private static async Task<Results<Ok<PlayableSequence>, Faulty, ProblemHttpResult>> Compile(
        [AsParameters] TrackQuery query,
        HttpRequest request,
        ProtocolLibrary library,
        Chart chart,
        Texts texts,
        TrackLibrary handed,
        TrackCache cache,
        Voices voices,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        if (
            query.Compile(library.Read(), request.Query, texts, faults) is not ({ } protocol, { } sequence)
            || TrackSound.Read(request.Query, sequence, voices, texts, faults) is not { } sound
        )
        {
            return faults.ToProblem();
        }

        if (await RefuseAsync(chart, protocol, texts, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await handed.AddAsync(protocol, sequence, cancellationToken);
        var track = await cache.RenderAsync(sequence, sound, cancellationToken);
        return TypedResults.Ok(PlayableSequence.From(sequence, track));
    }

    // For a page without script: the address a form makes leads to the sound itself.
    private static async Task<Results<RedirectHttpResult, Faulty, ProblemHttpResult>> Redirect(
        [AsParameters] TrackQuery query,
        HttpRequest request,
        ProtocolLibrary library,
        Chart chart,
        Texts texts,
        TrackLibrary handed,
        TrackCache cache,
        Voices voices,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        if (
            query.Compile(library.Read(), request.Query, texts, faults) is not ({ } protocol, { } sequence)
            || TrackSound.Read(request.Query, sequence, voices, texts, faults) is not { } sound
        )
        {
            return faults.ToProblem();
        }

        if (await RefuseAsync(chart, protocol, texts, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await handed.AddAsync(protocol, sequence, cancellationToken);
        var track = await cache.RenderAsync(sequence, sound, cancellationToken);
        return TypedResults.Redirect(track.AudioUrl + (request.Query.ContainsKey("download") ? "&download" : ""));
    }

    private static async Task<Results<PhysicalFileHttpResult, FileContentHttpResult, ProblemHttpResult>> SendSound(
        string hash,
        SoundFormat format,
        HttpContext context,
        TrackLibrary handed,
        ProtocolLibrary library,
        Chart chart,
        TrackCache cache,
        CompressedTracks compressed,
        Voices voices,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var (faults, folder) = (new Faults(), library.Read());
        if (await handed.FindAsync(hash, folder.Languages, cancellationToken) is not { } sequence)
        {
            return Problems.NotFound("No track has this hash.");
        }

        // of a protocol that is gone nobody can say whom it suits
        if (folder.Find(sequence.ProtocolId) is not { } protocol)
        {
            return Problems.NotFound(texts["problem.noProtocol"]);
        }

        if (await RefuseAsync(chart, protocol, texts, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // a voice that is gone has no sound any more
        if (TrackSound.Read(context.Request.Query, sequence, voices, texts, faults) is not { } sound)
        {
            return Problems.NotFound(string.Join(' ', faults.Sentences));
        }

        switch (
            await compressed.CompressAsync(await cache.RenderAsync(sequence, sound, cancellationToken), sequence, format, cancellationToken)
        )
        {
            case Compressing.Succeeded(var track):
                AllowKeeping(context, track);
                var downloadName = context.Request.Query.ContainsKey("download") ? FileName(sequence, format) : null;
                return track.Unkept is { Bytes: var bytes }
                    ? TypedResults.Bytes(
                        bytes,
                        track.Format.MediaType(),
                        downloadName,
                        enableRangeProcessing: true,
                        lastModified: null,
                        new EntityTagHeaderValue($"\"{track.Tag}\"")
                    )
                    : SendFile(track, downloadName);
            case Compressing.Failed(var problem):
                return Problems.Unavailable(problem.ToString());
            default:
                throw new InvalidOperationException("A track is compressed or not.");
        }
    }

    // A 403 that says why a protocol is not given out and what to do; null where it is.
    private static async Task<ProblemHttpResult?> RefuseAsync(
        Chart chart,
        Protocol protocol,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        (await chart.Screenings.ReadAsync(cancellationToken)).Explain(protocol, chart.Screenings.Table, texts) is { } sentence
            ? Problems.Refused(sentence)
            : null;

    /// <summary>A track's file, whole or in part.</summary>
    /// <param name="track">What is sent.</param>
    /// <param name="downloadName">What it is kept as; null where it is played.</param>
    public static PhysicalFileHttpResult SendFile(RenderedTrack track, string? downloadName = null)
    {
        // An encoder of another version may write other bytes of the same track.
        var tag = track.Format == SoundFormat.Wav ? track.Tag : $"{track.Tag}-{new FileInfo(track.File).Length:x}";
        return TypedResults.PhysicalFile(
            track.File,
            track.Format.MediaType(),
            downloadName,
            lastModified: null,
            new EntityTagHeaderValue($"\"{tag}\""),
            enableRangeProcessing: true
        );
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> SendCaptions(
        string hash,
        HttpContext context,
        TrackLibrary handed,
        Languages languages,
        CancellationToken cancellationToken
    )
    {
        if (await handed.FindAsync(hash, languages, cancellationToken) is not { } sequence)
        {
            return Problems.NotFound("No track has this hash.");
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Text(Captions.Write(sequence), "text/vtt; charset=utf-8");
    }

    // An address that names the voice it was made for never changes its content; any other may, when a voice is added.
    private static void AllowKeeping(HttpContext context, RenderedTrack track) =>
        context.Response.Headers.CacheControl =
            context.Request.Query["v"] == track.VoiceTag ? "private, max-age=31536000, immutable" : "private, no-cache";

    private static string FileName(CueSequence sequence, SoundFormat format) =>
        string.Concat(sequence.Title.Split(Path.GetInvalidFileNameChars())).Replace(':', ' ').Trim()
        + $" ({sequence.Language.Code}).{format.Extension()}";
}
