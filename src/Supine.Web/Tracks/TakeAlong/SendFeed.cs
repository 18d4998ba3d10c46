using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Supine.Audio;
using Supine.Protocols;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>The podcast feed and the files it names, for apps that have nothing but its address.</summary>
internal static class SendFeed
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/cover.png", Reading, SendCover).ExcludeFromDescription().OpenTo(Door.Everybody);
        app.MapMethods("/feed/{token}", Reading, SendRss).ExcludeFromDescription().OpenTo(Door.Secret);
        app.MapMethods("/feed/{token}/{id}.json", Reading, SendChapters).ExcludeFromDescription().OpenTo(Door.Secret);
        foreach (var format in new[] { SoundFormat.Mp3, SoundFormat.Wav })
        {
            app.MapMethods(
                    $"/feed/{{token}}/{{id}}.{format.Extension()}",
                    Reading,
                    (
                        string token,
                        string id,
                        HttpContext context,
                        ChartOpener charts,
                        [AsParameters] FeedMaker maker,
                        CancellationToken cancellationToken
                    ) => SendSound(token, id, format, context, charts, maker, cancellationToken)
                )
                .ExcludeFromDescription()
                .OpenTo(Door.Secret);
        }
    }

    /// <summary>The feed's address as this request reached us.</summary>
    public static Uri AddressOf(HttpRequest request, Token token) => OwnAddress.Of(request, $"/feed/{token.Text}");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendRss(
        string token,
        HttpContext context,
        ChartOpener charts,
        [AsParameters] FeedMaker feeds,
        CancellationToken cancellationToken
    )
    {
        if (
            await charts.FindByFeedAsync(new(token), cancellationToken) is not { } chart
            || await chart.Feed.FindAsync(cancellationToken) is not { } feed
        )
        {
            return NotFound(feeds);
        }

        var maker = feeds.Of(chart);
        var self = AddressOf(context.Request, new(token));
        var standing = await chart.Screenings.ReadAsync(cancellationToken);
        var sessions = feed.Items.Select(item => Compile(maker, standing, item)).OfType<Current>().ToList();
        var episodes = ImmutableArray.CreateBuilder<Episode>();
        var changedAt = feed.ChangedAt;
        foreach (var session in sessions)
        {
            var file = await MakeAsync(feeds, session, maker.Compressed.FeedFormat, cancellationToken);
            var written = new FileInfo(file.File);
            changedAt = written.LastWriteTimeUtc > changedAt ? written.LastWriteTimeUtc : changedAt;
            episodes.Add(Describe(maker, session, self, file, written.Length));
        }

        var language = sessions.FirstOrDefault()?.Sequence.Language ?? Language.English;
        var podcast = new Podcast(
            "Supine",
            maker.Texts.In(language)["feed.description"],
            language.Code,
            new(self, "/"),
            self,
            new(self, "/cover.png"),
            episodes.ToImmutable()
        );
        var rss = podcast.WriteRss();
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            rss,
            "application/rss+xml; charset=utf-8",
            lastModified: changedAt,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(rss).AsSpan(0, 16))}\"")
        );
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> SendSound(
        string token,
        string id,
        SoundFormat format,
        HttpContext context,
        ChartOpener charts,
        FeedMaker maker,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(charts, maker, token, id, cancellationToken) is not { } current)
        {
            return NotFound(maker);
        }

        var file = await MakeAsync(maker, current, format, cancellationToken);
        context.Response.Headers.CacheControl = "private, no-cache";
        return file.Format == format ? TracksApi.SendFile(file) : Problems.Unavailable(new RenderProblem.MissingEncoder(format).ToString());
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendChapters(
        string token,
        string id,
        HttpContext context,
        ChartOpener charts,
        [AsParameters] FeedMaker maker,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(charts, maker, token, id, cancellationToken) is not { } current)
        {
            return NotFound(maker);
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        var chapters = Chapters
            .Find(current.Sequence)
            .Select(chapter => new { startTime = chapter.Start.TotalSeconds, title = chapter.Title });
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(new { version = "1.2.0", chapters }), "application/json+chapters");
    }

    private static FileContentHttpResult SendCover(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.File(Ffmpeg.Cover.ToArray(), "image/png");
    }

    // Never which of the two is wrong, the token or the session.
    private static ProblemHttpResult NotFound(FeedMaker maker) => Problems.NotFound(maker.Texts["feed.none"]);

    private static async Task<Current?> FindAsync(
        ChartOpener charts,
        FeedMaker maker,
        string token,
        string id,
        CancellationToken cancellationToken
    ) =>
        await charts.FindByFeedAsync(new(token), cancellationToken) is { } chart
        && await chart.Feed.FindAsync(cancellationToken) is { } feed
        && feed.Items.FirstOrDefault(item => item.Id == id) is { } item
            ? Compile(maker.Of(chart), await chart.Screenings.ReadAsync(cancellationToken), item)
            : null;

    // A session that can no longer be compiled, since its protocol is gone, or that the screening does not allow, is passed over; one whose
    // voice is gone is spoken by another.
    private static Current? Compile(SessionMaker maker, ScreeningStanding standing, FeedItem item)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(item.Query));
        return
            TrackQuery.From(query).Compile(maker.Library.Read(), query, maker.Texts, new Faults()) is ({ } protocol, { } sequence)
            && standing.Explain(protocol, maker.Chart.Screenings.Table, maker.Texts) is null
            ? new(item, protocol, sequence, ReadSound(maker, query, sequence))
            : null;
    }

    /// <summary>The sound of a session that was put in the feed some time ago: a voice that is gone is none.</summary>
    public static TrackSound ReadSound(SessionMaker maker, IQueryCollection query, CueSequence sequence) =>
        TrackSound.Read(query, sequence, maker.Voices, maker.Texts, new Faults()) ?? new TrackSound();

    // What cannot be compressed is heard all the same.
    private static async Task<RenderedTrack> MakeAsync(
        FeedMaker maker,
        Current current,
        SoundFormat format,
        CancellationToken cancellationToken
    )
    {
        var track = await maker.Tracks.RenderAsync(current.Sequence, current.Sound, cancellationToken);

        // an episode's length and date are those of its file
        track.Unkept?.Refuse();
        return await maker.Compressed.CompressAsync(track, current.Sequence, format, cancellationToken) is Compressing.Succeeded(var made)
            ? made
            : track;
    }

    private static Episode Describe(SessionMaker maker, Current current, Uri self, RenderedTrack file, long bytes)
    {
        var (item, protocol, sequence, sound) = current;
        var texts = maker.Texts.In(sequence.Language);
        var stops = string.Join('\n', protocol.Stops.Select(stop => $"– {stop.In(sequence.Language)}"));
        return new(
            item.Id,
            new SessionWords(texts).WriteDiscreetly(protocol, sequence, maker.Voices.NameOf(sound.Voice, sequence.Language)),
            $"{texts["feed.before"]}\n\n{texts["safety.stop"]}:\n{stops}",
            item.AddedAt,
            new($"{self}/{item.Id}.{file.Format.Extension()}"),
            file.Format.MediaType(),
            bytes,
            sequence.Total,
            new($"{self}/{item.Id}.json")
        );
    }

    /// <summary>What it takes to make the sessions of a feed. Whose they are, only the token says.</summary>
    internal sealed record FeedMaker(
        ProtocolLibrary Library,
        TrackCache Tracks,
        CompressedTracks Compressed,
        OpenVoices Voices,
        Texts Texts
    )
    {
        public SessionMaker Of(Chart chart) => new(chart, Library, Tracks, Compressed, Voices, Texts);
    }

    /// <summary>A session of the feed as it is now.</summary>
    private sealed record Current(FeedItem Item, Protocol Protocol, CueSequence Sequence, TrackSound Sound);
}
