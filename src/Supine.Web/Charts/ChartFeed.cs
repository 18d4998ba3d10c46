using System.Collections.Immutable;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A session in the feed.</summary>
/// <param name="Id">Names the episode for good.</param>
/// <param name="Query">The session, as its address says it.</param>
/// <param name="AddedAt">When it was put there.</param>
internal sealed record FeedItem(string Id, string Query, DateTimeOffset AddedAt);

/// <summary>A podcast feed as it is stored.</summary>
/// <param name="ChangedAt">When something was last put in or taken out, or its address made new.</param>
/// <param name="Items">The newest first.</param>
internal sealed record StoredFeed(DateTimeOffset ChangedAt, ImmutableArray<FeedItem> Items);

/// <summary>What became of a session that was to be put in the feed.</summary>
internal abstract record Adding
{
    private Adding() { }

    /// <summary>It is there.</summary>
    /// <param name="NewToken">The token in the feed's address, where the feed was made now: it is nowhere else.</param>
    public sealed record IsThere(Token? NewToken) : Adding;

    /// <summary>There are too many already.</summary>
    public sealed record IsFull : Adding;
}

/// <summary>A person's podcast feed: at most one.</summary>
internal sealed class ChartFeed(ChartRows rows, PersonClock clock)
{
    /// <summary>More sessions than this are not put in it.</summary>
    public const int MostItems = 20;

    /// <summary>The feed, or null when nothing was ever put in it.</summary>
    public Task<StoredFeed?> FindAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
            {
                if (
                    await connection.FindAsync<long?>("SELECT changed_at FROM feed WHERE practice = @practice AND person = @person")
                    is not { } changedAt
                )
                {
                    return null;
                }

                var items = await connection.QueryAsync<ItemRow>(
                    """
                    SELECT id, query, added_at AS addedAt FROM feed_item WHERE practice = @practice AND person = @person
                    ORDER BY added_at DESC, id DESC
                    """
                );
                return new StoredFeed(
                    LocalInstant.FromStored(changedAt),
                    [.. items.Select(item => new FeedItem(item.Id, item.Query, LocalInstant.FromStored(item.AddedAt)))]
                );
            },
            cancellationToken
        );

    /// <summary>Puts a session in the feed, which is made if there is none yet. One that is there stays as it is.</summary>
    public Task<Adding> AddAsync(string query, CancellationToken cancellationToken) =>
        rows.ChangeAsync<Adding>(
            async connection =>
            {
                if (
                    await connection.CountAsync(
                        "SELECT count(*) FROM feed_item WHERE practice = @practice AND person = @person AND query = @query",
                        new { query }
                    ) > 0
                )
                {
                    return new Adding.IsThere(null);
                }

                if (
                    await connection.CountAsync("SELECT count(*) FROM feed_item WHERE practice = @practice AND person = @person")
                    >= MostItems
                )
                {
                    return new Adding.IsFull();
                }

                var latest = await connection.FindAsync<long?>(
                    "SELECT max(added_at) FROM feed_item WHERE practice = @practice AND person = @person"
                );
                await connection.ExecuteAsync(
                    "INSERT INTO feed_item (practice, person, id, query, added_at) VALUES (@practice, @person, @id, @query, @addedAt)",
                    new
                    {
                        id = Guid.NewGuid().ToString("N"),
                        query,
                        addedAt = clock.After(latest is { } ms ? LocalInstant.FromStored(ms) : null).ToUnixTimeMilliseconds(),
                    }
                );
                return new Adding.IsThere(await NoteChangeAsync(connection));
            },
            cancellationToken
        );

    /// <summary>Takes a session out of the feed.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (
                    await connection.ExecuteAsync(
                        "DELETE FROM feed_item WHERE practice = @practice AND person = @person AND id = @id",
                        new { id }
                    ) > 0
                )
                {
                    await NoteChangeAsync(connection);
                }
            },
            cancellationToken
        );

    /// <summary>Gives the feed another address; the old one leads nowhere from then on.</summary>
    /// <returns>The token in it, which is nowhere else.</returns>
    public async Task<Token> RenewAsync(CancellationToken cancellationToken)
    {
        var token = Token.New();
        await rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO feed (practice, person, token_digest, changed_at) VALUES (@practice, @person, @digest, @now)
                    ON CONFLICT (practice, person) DO UPDATE SET token_digest = excluded.token_digest, changed_at = excluded.changed_at
                    """,
                    new { digest = token.Digest, now = clock.Now.ToUnixTimeMilliseconds() }
                ),
            cancellationToken
        );
        return token;
    }

    // A feed that is not there yet is made, with a token; then that is given.
    private async Task<Token?> NoteChangeAsync(ChartConnection connection)
    {
        var now = clock.Now.ToUnixTimeMilliseconds();
        if (
            await connection.ExecuteAsync("UPDATE feed SET changed_at = @now WHERE practice = @practice AND person = @person", new { now })
            > 0
        )
        {
            return null;
        }

        var token = Token.New();
        await connection.ExecuteAsync(
            "INSERT INTO feed (practice, person, token_digest, changed_at) VALUES (@practice, @person, @digest, @now)",
            new { digest = token.Digest, now }
        );
        return token;
    }

    private sealed record ItemRow(string Id, string Query, long AddedAt);
}
