using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Supine.Web.Boundary;

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

    private static async Task<Results<RazorComponentResult<TakeAlongPage>, SeeOther>> Add(
        [FromForm] string query,
        HttpRequest request,
        [AsParameters] Workshop workshop,
        CancellationToken cancellationToken
    )
    {
        var session = new QueryCollection(QueryHelpers.ParseQuery(query));
        if (TrackQuery.From(session).Compile(workshop.Library.Read(), session, workshop.Texts, new Faults()) is not var (protocol, _))
        {
            return await ShowTakeAlong.PageAsync(workshop, request, session, null, StatusCodes.Status400BadRequest, cancellationToken);
        }

        if (await workshop.ExplainAsync(protocol, cancellationToken) is not null)
        {
            return await ShowTakeAlong.PageAsync(workshop, request, session, null, StatusCodes.Status403Forbidden, cancellationToken);
        }

        return await Feed.AddAsync(workshop.Writes, TrackQuery.Write(session), workshop.Clock.GetUtcNow(), cancellationToken)
            ? Return(query)
            : await ShowTakeAlong.PageAsync(
                workshop,
                request,
                session,
                workshop.Texts["takeAlong.full", ("most", Feed.MostItems)],
                StatusCodes.Status409Conflict,
                cancellationToken
            );
    }

    private static async Task<SeeOther> Remove(
        [FromForm] string query,
        [FromForm] string id,
        [AsParameters] Workshop workshop,
        CancellationToken cancellationToken
    )
    {
        await Feed.RemoveAsync(workshop.Writes, id, workshop.Clock.GetUtcNow(), cancellationToken);
        return Return(query);
    }

    private static async Task<SeeOther> Renew(
        [FromForm] string query,
        [AsParameters] Workshop workshop,
        CancellationToken cancellationToken
    )
    {
        await Feed.RenewAsync(workshop.Writes, workshop.Clock.GetUtcNow(), cancellationToken);
        return Return(query);
    }

    // Written anew, so that nothing but a query comes back.
    private static SeeOther Return(string query) =>
        SeeOther.Page($"{ShowTakeAlong.Place}?{TrackQuery.Write(new QueryCollection(QueryHelpers.ParseQuery(query)))}#feed");
}
