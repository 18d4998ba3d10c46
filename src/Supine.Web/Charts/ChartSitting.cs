using System.Globalization;
using System.Text.Json;
using Supine.Sitting;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A day of sitting as it is stored.</summary>
/// <param name="Draft">The plan. It had no faults when it was stored.</param>
/// <param name="Content">What of it the calendar holds.</param>
/// <param name="Language">What the calendar is written in: a code.</param>
/// <param name="BeginsOn">The calendar's first day.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="Calendar">Names the calendar for good.</param>
/// <param name="HasLink">Whether the calendar has an address.</param>
internal sealed record StoredSitting(
    PlanDraft Draft,
    CalendarContent Content,
    string Language,
    DateOnly BeginsOn,
    DateTimeOffset ChangedAt,
    Guid Calendar,
    bool HasLink
)
{
    /// <summary>When its day asks for a stretch, later than now; null where it does not, or not any more.</summary>
    public TimeOnly? FindStretchAfter(DateTimeOffset now)
    {
        if (SittingPlan.TryCreate(Draft, out _) is not { } plan)
        {
            return null;
        }

        var local = plan.ToLocal(now).DateTime;
        return SittingDay
            .Lay(plan, local.DayOfWeek)
            .Where(one => one.Activity == Activity.Stretch && one.At > TimeOnly.FromDateTime(local))
            .Select(one => (TimeOnly?)one.At)
            .Min();
    }
}

/// <summary>A person's day of sitting: at most one.</summary>
internal sealed class ChartSitting(ChartRows rows, PersonClock clock)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What is stored, or null.</summary>
    public Task<StoredSitting?> FindAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
                await connection.FindAsync<Row>(
                    """
                    SELECT draft, content, language, begins_on AS beginsOn, changed_at AS changedAt, calendar, link_digest AS linkDigest
                    FROM sitting WHERE practice = @practice AND person = @person
                    """
                )
                    is { } row
                    ? rows.Unreadable.TryRead(ChartPart.Sitting, "", row.ToSitting)
                    : null,
            cancellationToken
        );

    /// <summary>Stores a plan in place of the one there was. The calendar's first day, id and link stay.</summary>
    public Task StoreAsync(SittingPlan plan, CalendarContent content, string language, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO sitting (practice, person, draft, content, language, begins_on, changed_at, calendar)
                    VALUES (@practice, @person, @draft, @content, @language, @beginsOn, @now, @calendar)
                    ON CONFLICT (practice, person) DO UPDATE SET
                        draft = excluded.draft, content = excluded.content, language = excluded.language, changed_at = excluded.changed_at
                    """,
                    new
                    {
                        draft = JsonSerializer.Serialize(plan.Draft),
                        content = content.ToString().ToLowerInvariant(),
                        language,
                        beginsOn = plan.ToLocal(clock.Now).ToString(DayFormat, CultureInfo.InvariantCulture),
                        now = clock.Now.ToUnixTimeMilliseconds(),
                        calendar = Guid.NewGuid().ToString("N"),
                    }
                ),
            cancellationToken
        );

    /// <summary>Gives the calendar another address; the old one leads nowhere from then on.</summary>
    /// <returns>The token in it, which is nowhere else; null where there is no plan.</returns>
    public async Task<Token?> RenewLinkAsync(CancellationToken cancellationToken)
    {
        var token = Token.New();
        var changed = await rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    "UPDATE sitting SET link_digest = @digest WHERE practice = @practice AND person = @person",
                    new { digest = token.Digest }
                ),
            cancellationToken
        );
        return changed == 0 ? null : token;
    }

    /// <summary>Takes the calendar's address away.</summary>
    public Task RevokeLinkAsync(CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection => connection.ExecuteAsync("UPDATE sitting SET link_digest = NULL WHERE practice = @practice AND person = @person"),
            cancellationToken
        );

    private sealed record Row(
        string Draft,
        string Content,
        string Language,
        string BeginsOn,
        long ChangedAt,
        string Calendar,
        string? LinkDigest
    )
    {
        public StoredSitting ToSitting() =>
            new(
                JsonSerializer.Deserialize<PlanDraft>(Draft) ?? throw new FormatException(),
                Enum.Parse<CalendarContent>(Content, ignoreCase: true),
                Language,
                DateOnly.ParseExact(BeginsOn, DayFormat, CultureInfo.InvariantCulture),
                LocalInstant.FromStored(ChangedAt),
                Guid.ParseExact(Calendar, "N"),
                LinkDigest is not null
            );
    }
}
