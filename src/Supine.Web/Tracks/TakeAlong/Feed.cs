using System.Buffers.Text;
using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Supine.Web.Storage;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>A session in the feed.</summary>
/// <param name="Id">Names the episode for good.</param>
/// <param name="Query">The session, as its address says it.</param>
/// <param name="AddedAt">When it was put there.</param>
internal sealed record FeedItem(string Id, string Query, DateTimeOffset AddedAt);

/// <summary>The household's podcast feed as it is stored: at most one.</summary>
/// <param name="Token">Whoever knows it can read the feed.</param>
/// <param name="ChangedAt">When something was last put in or taken out, or the token made new.</param>
/// <param name="Items">The newest first.</param>
internal sealed record Feed(string Token, DateTimeOffset ChangedAt, ImmutableArray<FeedItem> Items)
{
    /// <summary>More sessions than this are not put in it.</summary>
    public const int MostItems = 20;

    private const int TokenBytes = 32;

    /// <summary>The feed, or null when nothing was ever put in it.</summary>
    public static async Task<Feed?> FindAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await connection.QuerySingleOrDefaultAsync<Row>("SELECT token, changed_at AS ChangedAt FROM feed") is not { } row)
        {
            return null;
        }

        var items = await connection.QueryAsync<ItemRow>("SELECT id, query, added_at AS AddedAt FROM feed_item ORDER BY added_at DESC");
        return new(
            row.Token,
            DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt),
            [.. items.Select(item => new FeedItem(item.Id, item.Query, DateTimeOffset.FromUnixTimeMilliseconds(item.AddedAt)))]
        );
    }

    /// <summary>Whether a token is the feed's own, found out in the same time whatever it is.</summary>
    public bool IsOpenedBy(string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token));

    /// <summary>Puts a session in the feed, which is made if there is none yet. False when there are too many already; one that is there
    /// stays as it is.</summary>
    public static Task<bool> AddAsync(Writes writes, string query, DateTimeOffset now, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM feed_item WHERE query = @query", new { query }) > 0)
                {
                    return true;
                }

                if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM feed_item") >= MostItems)
                {
                    return false;
                }

                // The last one added is the newest, even if the clock was set back meanwhile.
                var latest = await connection.ExecuteScalarAsync<long?>("SELECT max(added_at) FROM feed_item") ?? 0;
                await connection.ExecuteAsync(
                    "INSERT INTO feed_item (id, query, added_at) VALUES (@id, @query, @addedAt)",
                    new
                    {
                        id = Guid.NewGuid().ToString("N"),
                        query,
                        addedAt = Math.Max(now.ToUnixTimeMilliseconds(), latest + 1),
                    }
                );
                await ChangeAsync(connection, now);
                return true;
            },
            cancellationToken
        );

    /// <summary>Takes a session out of the feed.</summary>
    public static Task RemoveAsync(Writes writes, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                if (await connection.ExecuteAsync("DELETE FROM feed_item WHERE id = @id", new { id }) > 0)
                {
                    await ChangeAsync(connection, now);
                }
            },
            cancellationToken
        );

    /// <summary>Gives the feed another address; the old one leads nowhere from then on.</summary>
    public static Task RenewAsync(Writes writes, DateTimeOffset now, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                await ChangeAsync(connection, now);
                await connection.ExecuteAsync("UPDATE feed SET token = @token", new { token = MakeToken() });
            },
            cancellationToken
        );

    private static Task<int> ChangeAsync(DbConnection connection, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO feed (id, token, changed_at) VALUES (1, @token, @now)
            ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at
            """,
            new { token = MakeToken(), now = now.ToUnixTimeMilliseconds() }
        );

    private static string MakeToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private sealed record Row(string Token, long ChangedAt);

    private sealed record ItemRow(string Id, string Query, long AddedAt);
}
