using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Charts;

namespace Supine.Web.Sessions;

/// <summary>What a person does with a session: it is recorded while it happens, looked at, answered about, corrected, deleted.</summary>
internal static class SessionsApi
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/sessions").WithTags("Sessions").Personal();
        RecordSession.Map(api);
        ReadSession.Map(api);
        AnswerAfter.Map(api);
        CorrectHeld.Map(api);
        DeleteSession.Map(api);
        ShowSession.Map(app);
        ConfirmSafety.Map(app);
    }

    /// <summary>What a program is answered that has told something about a session.</summary>
    public static Results<NoContent, Faulty, ProblemHttpResult> ToResult(Presence presence) =>
        presence switch
        {
            Presence.Here => TypedResults.NoContent(),
            Presence.Deleted => Problems.Gone("This session was deleted. Forget it."),
            Presence.Unknown => Problems.NotFound("No session has this id. Record it first."),
        };
}
