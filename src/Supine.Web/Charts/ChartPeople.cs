using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Supine.Storage;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>Who is here.</summary>
internal sealed class ChartPeople(Database database, Writes writes, TimeProvider time)
{
    /// <summary>As many as a household has, and more.</summary>
    public const int Most = 20;

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 60;

    // Every request asks who is here. Another node's change is seen a second later; what is written for somebody removed meanwhile fails
    // by its foreign key.
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private int _changes;

    /// <summary>Everybody of a practice, in the order in which they came. In a household there is always somebody.</summary>
    public async Task<ImmutableArray<Person>> ListAsync(string practice, CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        if (_seen.TryGetValue(practice, out var seen) && seen.Changes == changes && Stopwatch.GetElapsedTime(seen.At) < SeenFor)
        {
            return seen.People;
        }

        var at = Stopwatch.GetTimestamp();
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PersonRow>(
            "SELECT id, name, zone FROM person WHERE practice = @practice ORDER BY created_at, id",
            new { practice }
        );
        ImmutableArray<Person> people = [.. rows.Select(row => row.ToPerson(practice))];
        _seen[practice] = new(people, changes, at);
        return people;
    }

    /// <summary>The ids of all practices; a household is one.</summary>
    public async Task<ImmutableArray<string>> ListPracticesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>("SELECT id FROM practice ORDER BY id")];
    }

    /// <summary>Adds somebody.</summary>
    /// <returns>Who that is; null where there are too many, or somebody has this name.</returns>
    public Task<Person?> AddAsync(string practice, string name, CancellationToken cancellationToken)
    {
        var person = new Person(new(practice, RecordId.New(time.GetUtcNow()).Text), name, null);
        return ChangeAsync(
            async connection =>
            {
                if (
                    await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM person WHERE practice = @practice", new { practice })
                        >= Most
                    || await IsTakenAsync(connection, person.Key, name)
                )
                {
                    return null;
                }

                await InsertAsync(connection, person);
                return person;
            },
            cancellationToken
        );
    }

    /// <summary>Gives somebody another name. False where somebody else has it.</summary>
    public Task<bool> RenameAsync(ChartKey key, string name, CancellationToken cancellationToken) =>
        ChangeAsync(
            async connection =>
                !await IsTakenAsync(connection, key, name)
                && await connection.ExecuteAsync(
                    "UPDATE person SET name = @name WHERE practice = @Practice AND id = @Person",
                    new
                    {
                        name,
                        key.Practice,
                        key.Person,
                    }
                ) > 0,
            cancellationToken
        );

    /// <summary>Keeps the time zone a person chose.</summary>
    public Task KeepZoneAsync(ChartKey key, string zone, CancellationToken cancellationToken) =>
        ChangeAsync(connection => KeepZoneAsync(connection, key, zone), cancellationToken);

    /// <summary>Keeps a person's time zone as a part of another change.</summary>
    public static Task<int> KeepZoneAsync(DbConnection connection, ChartKey key, string zone) =>
        connection.ExecuteAsync(
            "UPDATE person SET zone = @zone WHERE practice = @Practice AND id = @Person",
            new
            {
                zone,
                key.Practice,
                key.Person,
            }
        );

    /// <summary>Removes a person with everything about them. Where nobody is left, somebody new without a name begins.</summary>
    public async Task RemoveAsync(ChartKey key, CancellationToken cancellationToken)
    {
        var next = new Person(new(key.Practice, RecordId.New(time.GetUtcNow()).Text), "", null);
        await ChangeAsync(
            async connection =>
            {
                await DeleteAsync(connection, key);
                if (
                    await connection.ExecuteScalarAsync<long>(
                        "SELECT count(*) FROM person WHERE practice = @Practice",
                        new { key.Practice }
                    ) == 0
                )
                {
                    await InsertAsync(connection, next);
                }

                return true;
            },
            cancellationToken
        );
        database.EmptyLog();
    }

    /// <summary>Deletes a person with everything about them as a part of another change; of the id a digest stays.</summary>
    public static async Task DeleteAsync(DbConnection connection, ChartKey key)
    {
        await connection.ExecuteAsync("DELETE FROM person WHERE practice = @Practice AND id = @Person", new { key.Practice, key.Person });
        await connection.ExecuteAsync(
            """
            INSERT INTO deleted_person (practice, id_digest) VALUES (@Practice, @digest)
            ON CONFLICT (practice, id_digest) DO NOTHING
            """,
            new { key.Practice, digest = RecordId.DigestOf(key.Person) }
        );
    }

    /// <summary>Whether there was somebody of this id, who was removed.</summary>
    public async Task<bool> WasRemovedAsync(ChartKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM deleted_person WHERE practice = @Practice AND id_digest = @digest",
                new { key.Practice, digest = RecordId.DigestOf(key.Person) }
            ) > 0;
    }

    /// <summary>Changes who is here: a list read before counts no more, whenever it arrives.</summary>
    public async Task<T> ChangeAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await writes.RunAsync(change, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _changes);
        }
    }

    private Task<int> InsertAsync(DbConnection connection, Person person) =>
        connection.ExecuteAsync(
            "INSERT INTO person (practice, id, name, zone, created_at) VALUES (@Practice, @Person, @Name, NULL, @now)",
            new
            {
                person.Key.Practice,
                person.Key.Person,
                person.Name,
                now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }
        );

    private static async Task<bool> IsTakenAsync(DbConnection connection, ChartKey key, string name) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM person WHERE practice = @Practice AND id <> @Person AND name = @name",
            new
            {
                key.Practice,
                key.Person,
                name,
            }
        ) > 0;

    private sealed record Seen(ImmutableArray<Person> People, int Changes, long At);
}
