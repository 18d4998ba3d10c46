using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>What a person sees of the weeks behind them.</summary>
internal static class HistoryApi
{
    private const int Weeks = 4;

    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        app.MapGet("/history", Show).ExcludeFromDescription().Personal();
        ShowProgress.Map(app);
        ShowNext.Map(app);
        app.MapGet("/history/device", ShowDevice).ExcludeFromDescription().WithMetadata(new KeptPage());
    }

    // The same for everybody: the device itself fills it with what it remembers.
    private static RazorComponentResult<DevicePage> ShowDevice(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return new RazorComponentResult<DevicePage>();
    }

    // Four weeks a page; `until` is any day of the last of them.
    private static async Task<RazorComponentResult<HistoryPage>> Show(
        string? until,
        DbDataSource source,
        ProtocolLibrary library,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var latest = await PastSessionRows.FindDayAsync(connection, Edge.Last);

        // The person may be a day ahead of the machine.
        today = latest > today ? latest.Value : today;
        var asked =
            DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < today
                ? day
                : today;
        var monday = PracticeWeek.MondayOf(asked).AddDays(-7 * (Weeks - 1));
        var sunday = monday.AddDays((7 * Weeks) - 1);
        var sessions = await PastSessionRows.ReadAsync(connection, monday, sunday);
        var named = sessions.Select(session => session with { Title = library.TitleOf(session.Protocol, session.Title, texts.Language) });
        var first = await PastSessionRows.FindDayAsync(connection, Edge.First);
        return new(
            new
            {
                View = new HistoryPage.Model(
                    today,
                    latest,
                    PracticeWeek.Arrange(monday, Weeks, sessions),
                    [.. named],
                    Earlier: first < monday ? monday.AddDays(-1) : null,
                    Later: sunday < today ? sunday.AddDays(7 * Weeks) : null
                ),
            }
        );
    }
}
