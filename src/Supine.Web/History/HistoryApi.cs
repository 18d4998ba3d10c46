using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What a person sees of the weeks behind them.</summary>
internal static class HistoryApi
{
    private const int Weeks = 4;

    private static readonly DateOnly Earliest = DateOnly.FromDateTime(LocalInstant.Earliest.Date);

    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        app.MapGet("/history", Show).ExcludeFromDescription().Personal();
        ShowProgress.Map(app);
        ShowNext.Map(app);
        app.MapGet("/history/device", ShowDevice).ExcludeFromDescription().WithMetadata(new KeptPage());
    }

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
        var asked = DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : today;
        asked =
            day > today ? today
            : asked < Earliest ? Earliest
            : asked;
        var monday = PracticeWeek.MondayOf(asked).AddDays(-7 * (Weeks - 1));
        var sunday = monday.AddDays((7 * Weeks) - 1);
        var sessions = await chart.Sessions.ListAsync(monday, sunday, cancellationToken);
        var named = sessions.Select(session => session with { Title = library.TitleOf(session.Protocol, session.Title, texts.Language) });
        return new RazorComponentResult<HistoryPage>(
            new
            {
                View = new HistoryPage.Model(
                    today,
                    days?.Last,
                    PracticeWeek.Arrange(monday, Weeks, sessions),
                    [.. named],
                    Earlier: days?.First < monday ? monday.AddDays(-1) : null,
                    Later: sunday < today ? sunday.AddDays(7 * Weeks) : null
                ),
            }
        );
    }
}
