using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>The page that offers a session as a file, on paper and in a podcast app; and the file.</summary>
internal static class ShowTakeAlong
{
    public const string Place = "/take-along";

    private const int Megabyte = 1_000_000;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Show);
        pages.MapGet("/file", KeepFile);
    }

    /// <summary>The page of a session, or of what is wrong with it.</summary>
    /// <param name="workshop">What it takes.</param>
    /// <param name="request">How we were reached.</param>
    /// <param name="query">The session.</param>
    /// <param name="refusal">Why what was asked for was not done; null where it was.</param>
    /// <param name="status">What the answer is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<RazorComponentResult<TakeAlongPage>> PageAsync(
        Workshop workshop,
        HttpRequest request,
        IQueryCollection query,
        string? refusal,
        int status,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        if (
            TrackQuery.From(query).Compile(workshop.Library.Read(), query, workshop.Texts, faults) is not ({ } protocol, { } sequence)
            || TrackSound.Read(query, sequence, workshop.Voices, workshop.Texts, faults) is not { } sound
        )
        {
            return Answer(null, string.Join(' ', faults.Sentences), StatusCodes.Status400BadRequest);
        }

        if (await workshop.ExplainAsync(protocol, cancellationToken) is { } sentence)
        {
            return Answer(null, sentence, StatusCodes.Status403Forbidden);
        }

        var written = TrackQuery.Write(query);
        var track = await workshop.Tracks.RenderAsync(sequence, sound, cancellationToken);
        var words = new SessionWords(workshop.Texts);
        var first = sequence.Steps.FirstOrDefault(step => step.Side is not null)?.Side ?? Side.Left;
        var session = new TakeAlongModel(
            written,
            protocol.Title.In(workshop.Texts.Language),
            words.Describe(sequence),
            StepPicture
                .AllOf(sequence, first)
                .FirstOrDefault(step => sequence.Steps.Any(own => own.Id == step.Id && own.Role == StepRole.Hold)),
            !sequence.Cues.Any(track.LeavesToDevice),
            [
                .. workshop.Compressed.Formats.Select(format => new TakeAlongModel.Kept(
                    format,
                    EstimateMegabytes(format, sequence.Total),
                    $"{Place}/file?{written}&as={format.Extension()}"
                )),
            ],
            $"/protocols/{protocol.Id}/sheet?{TrackQuery.Write(query, except: "protocol")}",
            await FindFeedAsync(workshop, request, written, cancellationToken)
        );
        return Answer(session, refusal, status);
    }

    /// <summary>The page with or without a session.</summary>
    private static RazorComponentResult<TakeAlongPage> Answer(TakeAlongModel? session, string? refusal, int status) =>
        new(new { Session = session, Refusal = refusal }) { StatusCode = status };

    private static async Task<Results<RazorComponentResult<TakeAlongPage>, SeeOther, ProblemHttpResult>> Show(
        HttpRequest request,
        [AsParameters] Workshop workshop,
        CancellationToken cancellationToken
    )
    {
        if (!string.IsNullOrEmpty(request.Query["protocol"]))
        {
            return await PageAsync(workshop, request, request.Query, null, StatusCodes.Status200OK, cancellationToken);
        }

        // Who comes without a session gets the mildest.
        return workshop.Library.Read().Protocols.FirstOrDefault(protocol => protocol.Audience == Audience.Home) is { } mildest
            ? SeeOther.Page($"{Place}?protocol={mildest.Id}&lang={workshop.Texts.Language.Code}")
            : Problems.NotFound(workshop.Texts["guide.noProtocol"]);
    }

    private static async Task<Results<RazorComponentResult<TakeAlongPage>, RedirectHttpResult>> KeepFile(
        HttpRequest request,
        [AsParameters] Workshop workshop,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        faults.Require(SoundFormats.TryFind(request.Query["as"], out var format), "as", workshop.Texts["takeAlong.noKind"]);
        if (
            TrackQuery.From(request.Query).Compile(workshop.Library.Read(), request.Query, workshop.Texts, faults)
                is not
                ({ } protocol, { } sequence)
            || TrackSound.Read(request.Query, sequence, workshop.Voices, workshop.Texts, faults) is not { } sound
            || format is null
        )
        {
            return Answer(null, string.Join(' ', faults.Sentences), StatusCodes.Status400BadRequest);
        }

        if (await workshop.ExplainAsync(protocol, cancellationToken) is { } sentence)
        {
            return Answer(null, sentence, StatusCodes.Status403Forbidden);
        }

        await TrackStore.AddAsync(workshop.Source, workshop.Writes, protocol, sequence, workshop.Clock.GetUtcNow(), cancellationToken);
        var track = await workshop.Tracks.RenderAsync(sequence, sound, cancellationToken);
        return await workshop.Compressed.CompressAsync(track, sequence, format.Value, cancellationToken) switch
        {
            Compressing.Succeeded(var made) => TypedResults.LocalRedirect($"{made.AudioUrl}&download"),
            Compressing.Failed(var problem) => await PageAsync(
                workshop,
                request,
                request.Query,
                Explain(problem, format.Value, workshop.Texts),
                StatusCodes.Status503ServiceUnavailable,
                cancellationToken
            ),
            _ => throw new InvalidOperationException("A track is compressed or not."),
        };
    }

    // What can be mended by whoever runs this is told as it is.
    private static string Explain(RenderProblem problem, SoundFormat format, Texts texts) =>
        $"{texts["takeAlong.notMade", ("format", format.Name())]} {(problem is RenderProblem.MissingEncoder ? texts["takeAlong.wavOnly"] : problem.ToString())}";

    private static async Task<TakeAlongModel.Feed> FindFeedAsync(
        Workshop workshop,
        HttpRequest request,
        string query,
        CancellationToken cancellationToken
    )
    {
        var feed = await Feed.FindAsync(workshop.Source, cancellationToken);
        var folder = workshop.Library.Read();
        return new(
            feed is null ? null : SendFeed.AddressOf(request, feed.Token).AbsoluteUri,
            SendFeed.IsOfThisMachine(request.Host) ? TakeAlongModel.Reach.ThisMachine : TakeAlongModel.Reach.Network,
            feed?.Items.Any(item => item.Query == query) == true,
            [.. (feed?.Items ?? []).Select(item => DescribeItem(workshop, item, folder))]
        );
    }

    private static TakeAlongModel.Item DescribeItem(Workshop workshop, FeedItem item, ProtocolFolder folder)
    {
        var texts = workshop.Texts;
        var query = new QueryCollection(QueryHelpers.ParseQuery(item.Query));
        return TrackQuery.From(query).Compile(folder, query, texts, new Faults()) is ({ } protocol, { } sequence)
            ? new(
                item.Id,
                item.Query,
                new SessionWords(texts).WriteDiscreetly(
                    protocol,
                    sequence,
                    workshop.Voices.NameOf(SendFeed.ReadSound(workshop, query, sequence), sequence.Language)
                ),
                new SessionWords(texts).DescribeRest(sequence)
            )
            : new(item.Id, item.Query, texts["takeAlong.gone"], "");
    }

    // Null where only the encoder knows.
    private static int? EstimateMegabytes(SoundFormat format, TimeSpan length) =>
        format switch
        {
            SoundFormat.Wav => ToMegabytes(length.TotalSeconds * TrackFormat.SampleRateHertz * sizeof(short)),
            SoundFormat.Mp3 => ToMegabytes(length.TotalSeconds * Ffmpeg.BitsPerSecond / 8),
            SoundFormat.M4a => null,
        };

    private static int ToMegabytes(double bytes) => (int)Math.Max(1, Math.Round(bytes / Megabyte));
}
