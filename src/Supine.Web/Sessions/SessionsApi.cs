using Supine.Web.Boundary;

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
}
