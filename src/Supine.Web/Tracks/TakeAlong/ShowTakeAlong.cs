using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>The page that offers a session as a file, on paper and in a podcast app; and the file.</summary>
internal static class ShowTakeAlong
{
    public const string Place = "/take-along";

    private const int Megabyte = 1_000_000;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Show).FromOwnPages();
        pages.MapGet("/file", KeepFile).FromOwnPages();
    }

    /// <summary>The page of a session, or of what is wrong with it.</summary>
    /// <param name="maker">What it takes.</param>
    /// <param name="request">How we were reached.</param>
    /// <param name="query">The session.</param>
    /// <param name="refusal">Why what was asked for was not done; null where it was.</param>
    /// <param name="status">What the answer is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="newToken">The token in the feed's address, where it was made with this request.</param>
    public static async Task<RazorComponentResult> PageAsync(
        SessionMaker maker,
        HttpRequest request,
        IQueryCollection query,
        string? refusal,
        int status,
        CancellationToken cancellationToken,
        Token? newToken = null
    )
    {
        var faults = new Faults();
        if (
            TrackQuery.From(query).Compile(maker.Library.Read(), query, maker.Texts, faults) is not ({ } protocol, { } sequence)
            || TrackSound.Read(query, sequence, maker.Voices, maker.Texts, faults) is not { } sound
        )
        {
            return Answer(null, string.Join(' ', faults.Sentences), Faulty.Status);
        }

        if (await maker.ExplainAsync(protocol, cancellationToken) is { } sentence)
        {
            var standing = await maker.Chart.Screenings.ReadAsync(cancellationToken);
            return Answer(null, sentence, StatusCodes.Status403Forbidden, standing.NoticeClass());
        }

        var written = TrackQuery.Write(query);
        var track = await maker.Tracks.RenderAsync(sequence, sound, cancellationToken);
        var words = new SessionWords(maker.Texts);
        var first = sequence.Steps.FirstOrDefault(step => step.Side is not null)?.Side ?? Side.Left;
        var session = new TakeAlongModel(
            written,
            protocol.Title.In(maker.Texts.Language),
            words.Describe(protocol, sequence),
            StepPicture
                .AllOf(sequence, first)
                .FirstOrDefault(step => sequence.Steps.Any(own => own.Id == step.Id && own.Role == StepRole.Hold)),
            !sequence.Cues.Any(track.LeavesToDevice),
            [
                .. maker.Compressed.Formats.Select(format => new TakeAlongModel.Kept(
                    format,
                    EstimateMegabytes(format, sequence.Total),
                    $"{Place}/file?{written}&as={format.Extension()}"
                )),
            ],
            $"/protocols/{protocol.Id}/sheet?{TrackQuery.Write(query, except: "protocol")}",
            await FindFeedAsync(maker, request, written, newToken, cancellationToken)
        );
        return Answer(session, refusal, status);
    }

    /// <summary>The page with or without a session.</summary>
    private static RazorComponentResult<TakeAlongPage> Answer(
        TakeAlongModel? session,
        string? refusal,
        int status,
        string urgency = "notice"
    ) =>
        new(
            new
            {
                Session = session,
                Refusal = refusal,
                Urgency = urgency,
            }
        )
        {
            StatusCode = status,
        };

    private static async Task<Results<RazorComponentResult, SeeOther, ProblemHttpResult>> Show(
        HttpRequest request,
        [AsParameters] SessionMaker maker,
        CancellationToken cancellationToken
    )
    {
        if (!string.IsNullOrEmpty(request.Query["protocol"]))
        {
            return await PageAsync(maker, request, request.Query, null, StatusCodes.Status200OK, cancellationToken);
        }

        // Who comes without a session gets the mildest.
        return maker.Library.Read().Protocols.FirstOrDefault(protocol => protocol.Audience == Audience.Home) is { } mildest
            ? SeeOther.Page($"{Place}?protocol={mildest.Id}&lang={maker.Texts.Language.Code}")
            : Problems.NotFound(maker.Texts["guide.noProtocol"]);
    }

    private static async Task<Results<RazorComponentResult, RedirectHttpResult>> KeepFile(
        HttpRequest request,
        [AsParameters] SessionMaker maker,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        faults.Require(SoundFormats.TryFind(request.Query["as"], out var format), "as", maker.Texts["takeAlong.noKind"]);
        if (
            TrackQuery.From(request.Query).Compile(maker.Library.Read(), request.Query, maker.Texts, faults)
                is not
                ({ } protocol, { } sequence)
            || TrackSound.Read(request.Query, sequence, maker.Voices, maker.Texts, faults) is not { } sound
            || format is null
        )
        {
            return Answer(null, string.Join(' ', faults.Sentences), Faulty.Status);
        }

        if (await maker.ExplainAsync(protocol, cancellationToken) is { } sentence)
        {
            return Answer(null, sentence, StatusCodes.Status403Forbidden);
        }

        var track = await maker.Tracks.RenderAsync(sequence, sound, cancellationToken);
        return await maker.Compressed.CompressAsync(track, sequence, format.Value, cancellationToken) switch
        {
            Compressing.Succeeded(var made) => TypedResults.LocalRedirect($"{made.AddressOf(TrackQuery.Write(request.Query))}&download"),
            Compressing.Failed(var problem) => await PageAsync(
                maker,
                request,
                request.Query,
                Explain(problem, format.Value, maker.Texts),
                StatusCodes.Status503ServiceUnavailable,
                cancellationToken
            ),
            _ => throw new InvalidOperationException("A track is compressed or not."),
        };
    }

    // What can be mended by whoever runs this is told as it is.
    private static string Explain(RenderProblem problem, SoundFormat format, Texts texts) =>
        string.Join(
            ' ',
            texts["takeAlong.notMade", ("format", format.Name())],
            problem is RenderProblem.MissingEncoder ? texts["takeAlong.wavOnly"] : problem.ToString()
        );

    private static async Task<TakeAlongModel.Feed> FindFeedAsync(
        SessionMaker maker,
        HttpRequest request,
        string query,
        Token? newToken,
        CancellationToken cancellationToken
    )
    {
        var feed = await maker.Chart.Feed.FindAsync(cancellationToken);
        var folder = maker.Library.Read();
        return new(
            feed is not null,
            newToken is null ? null : SendFeed.AddressOf(request, newToken).AbsoluteUri,
            OwnAddress.IsOfThisMachine(request.Host) ? TakeAlongModel.Reach.ThisMachine : TakeAlongModel.Reach.Network,
            feed?.Items.Any(item => item.Query == query) == true,
            [.. (feed?.Items ?? []).Select(item => DescribeItem(maker, item, folder))]
        );
    }

    private static TakeAlongModel.Item DescribeItem(SessionMaker maker, FeedItem item, ProtocolFolder folder)
    {
        var texts = maker.Texts;
        var query = new QueryCollection(QueryHelpers.ParseQuery(item.Query));
        return TrackQuery.From(query).Compile(folder, query, texts, new Faults()) is ({ } protocol, { } sequence)
            ? new(
                item.Id,
                item.Query,
                new SessionWords(texts).WriteDiscreetly(
                    protocol,
                    sequence,
                    maker.Voices.NameOf(SendFeed.ReadSound(maker, query, sequence).Voice, sequence.Language)
                ),
                new SessionWords(texts).DescribeRest(protocol, sequence)
            )
            : new(item.Id, item.Query, texts["takeAlong.gone"], "");
    }

    // Null where only the encoder knows.
    private static int? EstimateMegabytes(SoundFormat format, TimeSpan length) =>
        format switch
        {
            SoundFormat.Wav => ToMegabytes(length.TotalSeconds * TrackFormat.SampleRateHertz * sizeof(short)),
            SoundFormat.Mp3 => ToMegabytes(length.TotalSeconds * Ffmpeg.BitsPerSecond / 8),
            SoundFormat.Opus or SoundFormat.Caf or SoundFormat.M4a => null,
        };

    private static int ToMegabytes(double bytes) => (int)Math.Max(1, Math.Round(bytes / Megabyte));
}
