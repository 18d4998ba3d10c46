using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Supine.Web.Boundary;
using Supine.Web.Charts;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>Puts a session in the feed, takes one out, gives the feed another address. Each form leads back to the page it came
/// from.</summary>
internal static class ChangeFeed
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/feed", Add);
        pages.MapPost("/feed/remove", Remove);
        pages.MapPost("/feed/renew", Renew);
    }

    private static async Task<Results<RazorComponentResult, SeeOther>> Add(
        [FromForm] string query,
        HttpRequest request,
        [AsParameters] SessionMaker maker,
        CancellationToken cancellationToken
    )
    {
        var session = new QueryCollection(QueryHelpers.ParseQuery(query));
        if (TrackQuery.From(session).Compile(maker.Library.Read(), session, maker.Texts, new Faults()) is not var (protocol, _))
        {
            return await ShowTakeAlong.PageAsync(maker, request, session, null, Faulty.Status, cancellationToken);
        }

        if (await maker.ExplainAsync(protocol, cancellationToken) is not null)
        {
            return await ShowTakeAlong.PageAsync(maker, request, session, null, StatusCodes.Status403Forbidden, cancellationToken);
        }

        return await maker.Chart.Feed.AddAsync(TrackQuery.Write(session), cancellationToken) switch
        {
            // The address is in this answer and nowhere else: only a digest of it is stored.
            Adding.IsThere(var token) => token is null
                ? Return(query)
                : await ShowTakeAlong.PageAsync(maker, request, session, null, StatusCodes.Status200OK, cancellationToken, token),
            Adding.IsFull => await ShowTakeAlong.PageAsync(
                maker,
                request,
                session,
                maker.Texts["takeAlong.full", ("most", ChartFeed.MostItems)],
                StatusCodes.Status409Conflict,
                cancellationToken
            ),
            _ => throw new InvalidOperationException("A session is in the feed, or the feed is full."),
        };
    }

    private static async Task<SeeOther> Remove(
        [FromForm] string query,
        [FromForm] string id,
        [AsParameters] SessionMaker maker,
        CancellationToken cancellationToken
    )
    {
        await maker.Chart.Feed.RemoveAsync(id, cancellationToken);
        return Return(query);
    }

    private static async Task<RazorComponentResult> Renew(
        [FromForm] string query,
        HttpRequest request,
        [AsParameters] SessionMaker maker,
        CancellationToken cancellationToken
    )
    {
        var token = await maker.Chart.Feed.RenewAsync(cancellationToken);
        var session = new QueryCollection(QueryHelpers.ParseQuery(query));
        return await ShowTakeAlong.PageAsync(maker, request, session, null, StatusCodes.Status200OK, cancellationToken, token);
    }

    // Written anew, so that nothing but a query comes back.
    private static SeeOther Return(string query) =>
        SeeOther.Page($"{ShowTakeAlong.Place}?{TrackQuery.Write(new QueryCollection(QueryHelpers.ParseQuery(query)))}#feed");
}
