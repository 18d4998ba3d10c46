using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Supine.Audio;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Boundary;
using Supine.Web.Callers;
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
        services.AddSingleton<OpenVoices>();
        services.AddSingleton<RenderQueue>();
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
                    + "Refused where the screening does not allow it. Nothing is stored."
            )
            .FromOwnPages();
        app.MapPut("/api/tracks/{hash}", KeepAsync)
            .WithName("KeepTrack")
            .WithTags("Tracks")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Stores what a track is made of, so that sessions of it can be recorded. Doing it twice changes nothing.")
            .ForAnybody();
        app.MapMethods("/track", Reading, Redirect).ExcludeFromDescription().FromOwnPages();
        foreach (var format in SoundFormats.All)
        {
            app.MapMethods(
                    $"/tracks/{{hash:length(64)}}.{format.Extension()}",
                    Reading,
                    (
                        string hash,
                        HttpContext context,
                        TrackLibrary stored,
                        ProtocolLibrary library,
                        Chart chart,
                        TrackCache cache,
                        CompressedTracks compressed,
                        OpenVoices voices,
                        Texts texts,
                        CancellationToken cancellationToken
                    ) => SendSound(hash, format, context, stored, library, chart, cache, compressed, voices, texts, cancellationToken)
                )
                .ExcludeFromDescription()
                .FromOwnPages();
        }

        app.MapMethods("/tracks/{hash:length(64)}.vtt", Reading, SendCaptions).ExcludeFromDescription().FromOwnPages();
        app.MapCalls();
        TakeAlongApi.Map(app);
    }

    private static async Task<Results<Ok<PlayableSequence>, Faulty, ProblemHttpResult>> Compile(
        [AsParameters] TrackQuery query,
        HttpRequest request,
        ProtocolLibrary library,
        Chart chart,
        Texts texts,
        TrackCache cache,
        CompressedTracks compressed,
        OpenVoices voices,
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

        var track = await cache.RenderAsync(sequence, sound, cancellationToken);
        var written = TrackQuery.Write(request.Query);
        var milder = await FindMilderAsync(query, protocol, request.Query, library.Read(), chart, texts, cancellationToken);
        return TypedResults.Ok(PlayableSequence.From(sequence, track, written, compressed.SourcesOf(track, written), milder));
    }

    // The query of what the session goes on with after it was only too strong; null where nothing is milder, or it is not given out.
    private static async Task<string?> FindMilderAsync(
        TrackQuery query,
        Protocol protocol,
        IQueryCollection asked,
        ProtocolFolder folder,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var screened = await chart.Screenings.ReadAsync(cancellationToken);
        if (
            query.Prescribe(folder, asked, texts, new Faults()) is not (_, { } prescription)
            || MilderDose.Find(
                protocol,
                prescription.Hold,
                prescription.Sets,
                folder.Protocols,
                other => screened.Explain(other, chart.Screenings.Table, texts) is null
            )
                is not { } milder
        )
        {
            return null;
        }

        var changed = new QueryCollection(
            new Dictionary<string, StringValues>(asked, StringComparer.OrdinalIgnoreCase)
            {
                ["protocol"] = milder.Protocol.Id,
                ["hold"] = DurationText.Write(milder.Hold),
            }
        );
        return TrackQuery.From(changed).Compile(folder, changed, texts, new Faults()) is null ? null : TrackQuery.Write(changed);
    }

    /// <summary>What a track is made of.</summary>
    /// <param name="Query">The query that its sequence was compiled with.</param>
    public sealed record MadeOf(string Query);

    private static async Task<Results<NoContent, Faulty, ProblemHttpResult>> KeepAsync(
        string hash,
        MadeOf madeOf,
        ProtocolLibrary library,
        TrackLibrary stored,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (await stored.FindPlayedAsync(hash, cancellationToken) is not null)
        {
            return TypedResults.NoContent();
        }

        var (faults, query) = (new Faults(), new QueryCollection(QueryHelpers.ParseQuery(madeOf.Query)));
        if (TrackQuery.From(query).Compile(library.Read(), query, texts, faults) is not ({ } protocol, { } sequence))
        {
            return faults.ToProblem();
        }

        if (sequence.Hash != hash)
        {
            return Problems.Conflict("The protocol has changed since. Ask for the sequence again.");
        }

        await stored.AddAsync(protocol, sequence, cancellationToken);
        return TypedResults.NoContent();
    }

    // For a page without script: the address a form makes leads to the sound itself.
    private static async Task<Results<RedirectHttpResult, Faulty, ProblemHttpResult>> Redirect(
        [AsParameters] TrackQuery query,
        HttpRequest request,
        ProtocolLibrary library,
        Chart chart,
        Texts texts,
        TrackCache cache,
        OpenVoices voices,
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

        var track = await cache.RenderAsync(sequence, sound, cancellationToken);
        return TypedResults.Redirect(
            track.AddressOf(TrackQuery.Write(request.Query)) + (request.Query.ContainsKey("download") ? "&download" : "")
        );
    }

    private static async Task<Results<PhysicalFileHttpResult, FileContentHttpResult, FileStreamHttpResult, ProblemHttpResult>> SendSound(
        string hash,
        SoundFormat format,
        HttpContext context,
        TrackLibrary stored,
        ProtocolLibrary library,
        Chart chart,
        TrackCache cache,
        CompressedTracks compressed,
        OpenVoices voices,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var (faults, folder) = (new Faults(), library.Read());
        if (await FindAsync(hash, context.Request.Query, folder, stored, texts, cancellationToken) is not { } sequence)
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
                if (track.Growing is { } growing)
                {
                    return TypedResults.Stream(
                        growing.Read(),
                        track.Format.MediaType(),
                        downloadName,
                        lastModified: null,
                        TagOf(track, growing.Length),
                        enableRangeProcessing: true
                    );
                }

                return track.Unkept is { Bytes: var bytes }
                    ? TypedResults.Bytes(
                        bytes,
                        track.Format.MediaType(),
                        downloadName,
                        enableRangeProcessing: true,
                        lastModified: null,
                        TagOf(track, bytes.Length)
                    )
                    : SendFile(track, downloadName);
            case Compressing.Failed(var problem):
                return Problems.Unavailable(problem.ToString());
            default:
                throw new InvalidOperationException("A track is compressed or not.");
        }
    }

    // An address says what its track is made of, and the hash whether it still is; of what was played once it is stored.
    private static async Task<CueSequence?> FindAsync(
        string hash,
        IQueryCollection query,
        ProtocolFolder folder,
        TrackLibrary stored,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        query.ContainsKey("protocol")
        && TrackQuery.From(query).Compile(folder, query, texts, new Faults()) is (_, { } sequence)
        && sequence.Hash == hash
            ? sequence
            : await stored.FindAsync(hash, folder.Languages, cancellationToken);

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
    public static PhysicalFileHttpResult SendFile(RenderedTrack track, string? downloadName = null) =>
        TypedResults.PhysicalFile(
            track.File,
            track.Format.MediaType(),
            downloadName,
            lastModified: null,
            TagOf(track, new FileInfo(track.File).Length),
            enableRangeProcessing: true
        );

    // An encoder of another version may write other bytes of the same track.
    private static EntityTagHeaderValue TagOf(RenderedTrack track, long bytes) =>
        new(track.Format == SoundFormat.Wav ? $"\"{track.Tag}\"" : $"\"{track.Tag}-{bytes:x}\"");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> SendCaptions(
        string hash,
        HttpContext context,
        TrackLibrary stored,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(hash, context.Request.Query, library.Read(), stored, texts, cancellationToken) is not { } sequence)
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
