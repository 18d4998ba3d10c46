using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What a person sees of the weeks behind them.</summary>
internal static class ShowPractice
{
    /// <summary>Where the weeks are.</summary>
    public const string Path = "/progress/practice";

    private const string Device = "/progress/device";

    private const int Weeks = 4;

    // what the bars show besides: the weeks before
    private const int DrawnWeeks = 12;

    private static readonly DateOnly Earliest = DateOnly.FromDateTime(LocalInstant.Earliest.Date);

    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Show).ExcludeFromDescription().Personal();
        ShowProgress.Map(app);
        ShowNext.Map(app);
        app.MapGet(Device, ShowDevice).ExcludeFromDescription().WithMetadata(new KeptPage());

        // where these pages were: bookmarks and links in what was printed
        app.MapGet("/history", (HttpRequest request) => Moved(Path, request)).ExcludeFromDescription();
        app.MapGet("/history/device", (HttpRequest request) => Moved(Device, request)).ExcludeFromDescription();
    }

    private static RedirectHttpResult Moved(string path, HttpRequest request) =>
        TypedResults.LocalRedirect($"{path}{request.QueryString}", permanent: true);

    // The same for everybody: the device itself fills it with what it remembers.
    private static RazorComponentResult ShowDevice(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return new RazorComponentResult<DevicePage>();
    }

    // Four weeks a page; `until` is any day of the last of them.
    private static async Task<RazorComponentResult> Show(
        string? until,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var days = await chart.Sessions.FindDaysAsync(cancellationToken);

        // Who has travelled west may have practised on a day that is still to come where they are now.
        var today = days?.Last > chart.Clock.Today ? days.Value.Last : chart.Clock.Today;
        var asked = Format.FindIsoDay(until) ?? today;
        asked =
            asked > today ? today
            : asked < Earliest ? Earliest
            : asked;
        var monday = PracticeWeek.MondayOf(asked).AddDays(-7 * (Weeks - 1));
        var sunday = monday.AddDays((7 * Weeks) - 1);
        var firstDrawn = monday.AddDays(-7 * (DrawnWeeks - Weeks));
        var sessions = await chart.Sessions.ListAsync(firstDrawn, sunday, cancellationToken);
        return new RazorComponentResult<PracticePage>(
            new
            {
                View = new PracticePage.Model(
                    today,
                    days?.Last,
                    PracticeWeek.Arrange(firstDrawn, DrawnWeeks, sessions),
                    PracticeWeek.Arrange(monday, Weeks, sessions),
                    Named([.. sessions.Where(session => session.Day >= monday)], library, texts),
                    Earlier: days?.First < monday ? monday.AddDays(-1) : null,
                    Later: sunday < today ? sunday.AddDays(7 * Weeks) : null
                ),
            }
        );
    }

    /// <summary>Sessions with their titles in the page's language.</summary>
    internal static IReadOnlyList<PastSession> Named(IReadOnlyCollection<PastSession> sessions, ProtocolLibrary library, Texts texts) =>
        [.. sessions.Select(session => session with { Title = library.TitleOf(session.Protocol, session.Title, texts.Language) })];
}
