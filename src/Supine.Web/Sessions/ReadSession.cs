using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;

namespace Supine.Web.Sessions;

/// <summary>Gives back everything stored about a session.</summary>
internal static class ReadSession
{
    /// <summary>A stored session.</summary>
    /// <param name="After">The latest answers, or null when nothing was answered.</param>
    /// <param name="Correction">The latest correction, or null when what was measured stands.</param>
    public sealed record Response(
        string Id,
        string Track,
        string Title,
        DateTimeOffset StartedAt,
        int UtcOffsetMinutes,
        ImmutableArray<RecordSession.Span> Spans,
        RecordSession.End? End,
        ImmutableArray<Held> Held,
        AnswerAfter.Request? After,
        CorrectHeld.Request? Correction);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/{id}", Handle)
        .WithName("ReadSession")
        .WithSummary("Everything stored about a session.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(string id, DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await Session.FindAsync(connection, id) is not { } session)
        {
            return Problems.NotFound("No session has this id.");
        }

        var track = await Track.GetAsync(connection, session.Track);
        return TypedResults.Ok(new Response(
            id,
            session.Track,
            track.Title,
            DateTimeOffset.FromUnixTimeMilliseconds(session.State.StartedAtMs),
            session.State.UtcOffsetMinutes,
            [.. session.State.Spans.Select(span => new RecordSession.Span(DateTimeOffset.FromUnixTimeMilliseconds(span.Key.StartedAtMs), span.Key.FromMs, span.Value))],
            session.State.End is { } end ? new(end.Reason, end.At) : null,
            Held.Compute(track, session.State),
            await AnswerAfter.FindLatestAsync(connection, id),
            await CorrectHeld.FindLatestAsync(connection, id)));
    }
}
