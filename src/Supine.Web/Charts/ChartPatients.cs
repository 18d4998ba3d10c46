using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Supine.Storage;
using Supine.Storage.Practices;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>The patients of a practice, as those who work there see them. What is changed here is written into the audit.</summary>
internal sealed class ChartPatients(Database database, ChartPeople people, TimeProvider time)
{
    /// <summary>All patients of a practice, by name.</summary>
    public async Task<ImmutableArray<ListedPatient>> ListAsync(string practice, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ListedRow>(
            """
            SELECT p.id, p.name,
                (SELECT count(*) FROM patient_device WHERE practice = @practice AND person = p.id) AS devices,
                (SELECT count(*) FROM patient_link WHERE practice = @practice AND person = p.id AND ends_at > @now) AS links
            FROM person AS p WHERE p.practice = @practice ORDER BY lower(p.name), p.created_at, p.id
            """,
            new { practice, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
        );
        return [.. rows.Select(row => new ListedPatient(row.Id, row.Name, (int)row.Devices, row.Links > 0))];
    }

    /// <summary>Adds a patient. Two may have the same name.</summary>
    /// <param name="practice">Where.</param>
    /// <param name="name">1 to <see cref="ChartPeople.LongestName"/> characters in one line.</param>
    /// <param name="practitioner">Who adds them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Person> AddAsync(string practice, string name, string practitioner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var person = new Person(new(practice, RecordId.New(now).Text), name, null);
        return people.ChangeAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "INSERT INTO person (practice, id, name, zone, created_at) VALUES (@practice, @person, @name, NULL, @now)",
                    new
                    {
                        practice,
                        person = person.Id,
                        name,
                        now = now.ToUnixTimeMilliseconds(),
                    }
                );
                var subject = await FindSubjectAsync(connection, person.Key);
                await AuditTrail.AddAsync(connection, practice, practitioner, "patient-added", subject, now);
                return person;
            },
            cancellationToken
        );
    }

    /// <summary>Removes a patient with everything about them; the audit keeps that it was done, and no longer to whom.</summary>
    /// <returns>Whether this practice had such a patient.</returns>
    public async Task<bool> RemoveAsync(ChartKey key, string practitioner, CancellationToken cancellationToken)
    {
        var wasHere = await people.ChangeAsync(
            async connection =>
            {
                if (!await IsHereAsync(connection, key))
                {
                    return false;
                }

                var subject = await FindSubjectAsync(connection, key);
                await AuditTrail.AddAsync(connection, key.Practice, practitioner, "patient-removed", subject, time.GetUtcNow());
                await ChartPeople.DeleteAsync(connection, key);
                return true;
            },
            cancellationToken
        );
        database.EmptyLog();
        return wasHere;
    }

    /// <summary>Whether a practice has a patient, as a part of a change.</summary>
    public static async Task<bool> IsHereAsync(DbConnection connection, ChartKey key) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM person WHERE practice = @practice AND id = @person",
            new { practice = key.Practice, person = key.Person }
        ) > 0;

    /// <summary>What the audit calls a patient: random, and known only as long as the patient is.</summary>
    /// <param name="connection">In whose transaction it is made, where there is none yet.</param>
    /// <param name="key">Whose; they have to be here.</param>
    public static async Task<string> FindSubjectAsync(DbConnection connection, ChartKey key)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO audit_subject (practice, person, id) VALUES (@practice, @person, @id)
            ON CONFLICT (practice, person) DO NOTHING
            """,
            new
            {
                practice = key.Practice,
                person = key.Person,
                id = Guid.NewGuid().ToString("D"),
            }
        );
        return await connection.QueryFirstAsync<string>(
            "SELECT id FROM audit_subject WHERE practice = @practice AND person = @person",
            new { practice = key.Practice, person = key.Person }
        );
    }

    // Without rows SQLite does not say of what type a count is, so there is no constructor with types to match.
    private sealed record ListedRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public long Devices { get; init; }

        public long Links { get; init; }
    }
}

/// <summary>A patient as a list shows them.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; empty for somebody who was the only one of a household.</param>
/// <param name="Devices">How many devices are bound.</param>
/// <param name="HasLink">Whether a link can be used.</param>
public sealed record ListedPatient(string Id, string Name, int Devices, bool HasLink);
