using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Supine.Storage;
using Supine.Storage.Practices;

namespace Supine.Web.Accounts;

/// <summary>Whether this is a practice's server or a household's, and who works in a practice.</summary>
internal sealed class Practices(Database database, Writes writes, TimeProvider time)
{
    // The command line makes a practice while the server runs; it is seen a second later. A practice never becomes a household again.
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(1);
    private volatile Seen? _seen;

    /// <summary>Whether there is a practice: then nothing personal is reachable without a sign-in.</summary>
    public async ValueTask<bool> IsPracticeAsync(CancellationToken cancellationToken)
    {
        if (_seen is { } seen && (seen.IsPractice || Stopwatch.GetElapsedTime(seen.At) < SeenFor))
        {
            return seen.IsPractice;
        }

        var at = Stopwatch.GetTimestamp();
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var isPractice = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM practice WHERE name IS NOT NULL") > 0;
        _seen = new(isPractice, at);
        return isPractice;
    }

    /// <summary>What a practice is called.</summary>
    public async Task<string> FindNameAsync(string practice, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await connection.QueryFirstAsync<string>("SELECT name FROM practice WHERE id = @practice", new { practice });
    }

    /// <summary>Everybody who works in a practice, in the order in which they came.</summary>
    public async Task<ImmutableArray<Colleague>> ListAsync(string practice, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ColleagueRow>(
            """
            SELECT id, name, login, role, two_factor AS TwoFactor FROM practitioner
            WHERE practice = @practice ORDER BY created_at, id
            """,
            new { practice }
        );
        return [.. rows.Select(row => new Colleague(row.Id, row.Name, row.Login, PractitionerStore.RoleOf(row.Role), row.TwoFactor == 1))];
    }

    /// <summary>Makes a link with which one practitioner joins.</summary>
    /// <returns>Its secret, which is not stored.</returns>
    public Task<string> InviteAsync(string practice, PractitionerRole role, string owner, CancellationToken cancellationToken) =>
        writes.RunAsync(
            connection => PracticeRegister.MakeLinkAsync(connection, practice, PractitionerStore.WordOf(role), owner, time.GetUtcNow()),
            cancellationToken
        );

    /// <summary>Uses a link up and makes its practitioner, both or neither.</summary>
    /// <param name="secret">The link's.</param>
    /// <param name="make">Makes the practitioner for the practice and role of the link.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Joining> JoinAsync(string secret, Func<string, PractitionerRole, Practitioner> make, CancellationToken cancellationToken) =>
        writes.RunAsync<Joining>(
            async connection =>
            {
                var now = time.GetUtcNow();
                if (!await IsLinkAsync(connection, secret, now))
                {
                    return new Joining.NoLink();
                }

                var capitals = make("", PractitionerRole.Practitioner).LoginCapitals;
                if (await IsTakenAsync(connection, capitals))
                {
                    return new Joining.NameTaken();
                }

                var link = (await PracticeRegister.UseLinkAsync(connection, secret, now))!;
                var joined = make(link.Practice, PractitionerStore.RoleOf(link.Role));
                await PractitionerStore.InsertAsync(connection, joined, now);
                await AuditTrail.AddAsync(connection, joined.Practice, joined.Id, "joined", null, now);
                return new Joining.Joined(joined);
            },
            cancellationToken
        );

    /// <summary>Removes somebody who works in a practice; their sign-ins end. The last owner stays.</summary>
    /// <returns>Whether somebody was removed; null where nobody of this id works in this practice.</returns>
    public Task<bool?> RemoveAsync(string practice, string id, string owner, CancellationToken cancellationToken) =>
        writes.RunAsync<bool?>(
            async connection =>
            {
                var role = await connection.QueryFirstOrDefaultAsync<string>(
                    "SELECT role FROM practitioner WHERE practice = @practice AND id = @id",
                    new { practice, id }
                );
                if (role is null)
                {
                    return null;
                }

                var owners = await connection.ExecuteScalarAsync<long>(
                    "SELECT count(*) FROM practitioner WHERE practice = @practice AND role = 'owner'",
                    new { practice }
                );
                if (role == PractitionerStore.WordOf(PractitionerRole.Owner) && owners == 1)
                {
                    return false;
                }

                await connection.ExecuteAsync("DELETE FROM practitioner WHERE practice = @practice AND id = @id", new { practice, id });
                await AuditTrail.AddAsync(connection, practice, owner, "practitioner-removed", id, time.GetUtcNow());
                return true;
            },
            cancellationToken
        );

    /// <summary>Adds a row to the audit.</summary>
    public Task AuditAsync(string practice, string? actor, string act, string? subject, CancellationToken cancellationToken) =>
        writes.RunAsync(connection => AuditTrail.AddAsync(connection, practice, actor, act, subject, time.GetUtcNow()), cancellationToken);

    private static async Task<bool> IsLinkAsync(DbConnection connection, string secret, DateTimeOffset now) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM practitioner_link WHERE digest = @digest AND ends_at > @at",
            new { digest = PracticeRegister.DigestOf(secret), at = now.ToUnixTimeMilliseconds() }
        ) > 0;

    private static async Task<bool> IsTakenAsync(DbConnection connection, string capitals) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM practitioner WHERE login_capitals = @capitals", new { capitals })
        > 0;

    private sealed record Seen(bool IsPractice, long At);

    private sealed record ColleagueRow(string Id, string Name, string Login, string Role, long TwoFactor);
}

/// <summary>Somebody who works in the practice, as colleagues see them.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Login">What they type to sign in.</param>
/// <param name="Role">What they may do.</param>
/// <param name="IsTwoFactor">Whether their password needs a code.</param>
public sealed record Colleague(string Id, string Name, string Login, PractitionerRole Role, bool IsTwoFactor);

/// <summary>What became of a link.</summary>
internal abstract record Joining
{
    private Joining() { }

    /// <summary>It is used up, and made this practitioner.</summary>
    internal sealed record Joined(Practitioner Practitioner) : Joining;

    /// <summary>There is none of this secret, it was used, or it has ended.</summary>
    internal sealed record NoLink : Joining;

    /// <summary>Somebody signs in by this name already; the link can still be used.</summary>
    internal sealed record NameTaken : Joining;
}
