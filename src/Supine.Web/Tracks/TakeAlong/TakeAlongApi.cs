using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>A session for where this program is not: as a file, on paper, in a podcast app. All of it works without script.</summary>
internal static class TakeAlongApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(ShowTakeAlong.Place).ExcludeFromDescription().Personal();
        ShowTakeAlong.Map(pages);
        ChangeFeed.Map(pages);
        PrintSheet.Map(app);
        SendFeed.Map(app);
    }
}

/// <summary>What it takes to make a session of an address.</summary>
internal sealed record SessionMaker(
    Chart Chart,
    ProtocolLibrary Library,
    TrackCache Tracks,
    CompressedTracks Compressed,
    OpenVoices Voices,
    Texts Texts
)
{
    /// <summary>Why a protocol is not given out and what to do; null where it is.</summary>
    public async Task<string?> ExplainAsync(Protocol protocol, CancellationToken cancellationToken) =>
        (await Chart.Screenings.ReadAsync(cancellationToken)).Explain(protocol, Chart.Screenings.Table, Texts);
}
