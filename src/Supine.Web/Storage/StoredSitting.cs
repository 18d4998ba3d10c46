using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Supine.Sitting;

namespace Supine.Web.Storage;

/// <summary>The household's day of sitting as it is stored: at most one.</summary>
/// <param name="Draft">The plan. It had no faults when it was stored.</param>
/// <param name="Content">What of it the calendar holds.</param>
/// <param name="Language">What the calendar is written in: a code.</param>
/// <param name="BeginsOn">The calendar's first day.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="Calendar">Names the calendar for good.</param>
/// <param name="LinkDigest">Of the token in the calendar's address; null while there is none.</param>
internal sealed record StoredSitting(
    PlanDraft Draft,
    CalendarContent Content,
    string Language,
    DateOnly BeginsOn,
    DateTimeOffset ChangedAt,
    Guid Calendar,
    string? LinkDigest
)
{
    private const int TokenBytes = 32;

    /// <summary>What is stored, or null.</summary>
    public static async Task<StoredSitting?> FindAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            "SELECT draft, content, language, begins_on AS beginsOn, changed_at AS changedAt, calendar, link_digest AS linkDigest FROM sitting"
        );
        return row is null
            ? null
            : new(
                JsonSerializer.Deserialize<PlanDraft>(row.Draft)!,
                Enum.Parse<CalendarContent>(row.Content, ignoreCase: true),
                row.Language,
                DateOnly.ParseExact(row.BeginsOn, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt),
                Guid.ParseExact(row.Calendar, "N"),
                row.LinkDigest
            );
    }

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

    /// <summary>Stores a plan in place of the one there was. The calendar's first day, id and link stay.</summary>
    public static Task StoreAsync(
        Writes writes,
        SittingPlan plan,
        CalendarContent content,
        string language,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        writes.RunAsync(
            async connection =>
                await connection.ExecuteAsync(
                    """
                    INSERT INTO sitting (id, draft, content, language, begins_on, changed_at, calendar) VALUES (1, @draft, @content, @language, @beginsOn, @now, @calendar)
                    ON CONFLICT (id) DO UPDATE SET draft = excluded.draft, content = excluded.content, language = excluded.language, changed_at = excluded.changed_at
                    """,
                    new
                    {
                        draft = JsonSerializer.Serialize(plan.Draft),
                        content = content.ToString().ToLowerInvariant(),
                        language,
                        beginsOn = plan.ToLocal(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        now = now.ToUnixTimeMilliseconds(),
                        calendar = Guid.NewGuid().ToString("N"),
                    }
                ),
            cancellationToken
        );

    /// <summary>Gives the calendar another address; the old one leads nowhere from then on.</summary>
    /// <returns>The token in it, which is nowhere else; null where there is no plan.</returns>
    public static async Task<string?> RenewLinkAsync(Writes writes, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        return
            await writes.RunAsync(
                connection => connection.ExecuteAsync("UPDATE sitting SET link_digest = @digest", new { digest = DigestOf(token) }),
                cancellationToken
            ) == 0
            ? null
            : token;
    }

    /// <summary>Takes the calendar's address away.</summary>
    public static Task RevokeLinkAsync(Writes writes, CancellationToken cancellationToken) =>
        writes.RunAsync(async connection => await connection.ExecuteAsync("UPDATE sitting SET link_digest = NULL"), cancellationToken);

    /// <summary>Whether a token is the calendar's own.</summary>
    public bool IsOpenedBy(string token) =>
        LinkDigest is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(DigestOf(token)), Encoding.ASCII.GetBytes(LinkDigest));

    // The token is 256 random bits: there is nothing to guess, and so no need of a slow hash.
    private static string DigestOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Row(
        string Draft,
        string Content,
        string Language,
        string BeginsOn,
        long ChangedAt,
        string Calendar,
        string? LinkDigest
    );
}
