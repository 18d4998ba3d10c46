using Dapper;
using NodaTime;
using Supine.Protocols.Prescribing;
using Supine.Protocols.Questionnaires;
using Supine.Storage;
using Supine.Storage.Practices;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>Opens charts: of who asks, or of the person a token in an address belongs to.</summary>
internal sealed class ChartOpener(
    Database database,
    Writes writes,
    ChartPeople people,
    TimeProvider time,
    ScreeningTable screening,
    QuestionnaireTable questionnaires,
    ProtocolsNow protocols
)
{
    /// <summary>The chart of a person.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="deviceZone">The zone of the asking device; null where no device asks.</param>
    public Chart Of(Person person, DateTimeZone? deviceZone = null)
    {
        var kept = DateTimeZoneProviders.Tzdb.GetZoneOrNull(person.Zone ?? "");
        var newZone = deviceZone is not null && deviceZone.Id != person.Zone ? deviceZone : null;
        return new(
            person,
            new(person.Key, database, writes, newZone, people),
            new(time, deviceZone ?? kept ?? DateTimeZone.Utc),
            screening,
            questionnaires,
            protocols
        );
    }

    /// <summary>Opens a patient's chart for a practitioner, and writes that into the audit.</summary>
    /// <param name="practice">The practitioner's practice.</param>
    /// <param name="person">The patient's id.</param>
    /// <param name="practitioner">The practitioner's id.</param>
    /// <param name="act">What for, in a few words of the program: <c>chart-read</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The chart; null where this practice has no such patient, whoever else has.</returns>
    public async Task<Chart?> OpenAsync(
        string practice,
        string person,
        string practitioner,
        string act,
        CancellationToken cancellationToken
    )
    {
        var row = await writes.RunAsync(
            async connection =>
            {
                var found = await connection.QueryFirstOrDefaultAsync<PersonRow>(
                    "SELECT id, name, zone FROM person WHERE practice = @practice AND id = @person",
                    new { practice, person }
                );
                if (found is not null)
                {
                    var subject = await ChartPatients.FindSubjectAsync(connection, new(practice, person));
                    await AuditTrail.AddAsync(connection, practice, practitioner, act, subject, time.GetUtcNow());
                }

                return found;
            },
            cancellationToken
        );
        return row is null ? null : Of(row.ToPerson(practice));
    }

    /// <summary>The chart whose podcast feed a token opens; null where it opens none.</summary>
    public Task<Chart?> FindByFeedAsync(Token token, CancellationToken cancellationToken) =>
        FindAsync("SELECT practice, person FROM feed WHERE token_digest = @digest", token, cancellationToken);

    /// <summary>The chart whose calendar a token opens; null where it opens none.</summary>
    public Task<Chart?> FindByCalendarAsync(Token token, CancellationToken cancellationToken) =>
        FindAsync("SELECT practice, person FROM sitting WHERE link_digest = @digest", token, cancellationToken);

    // Whose it is, is what is asked here: the one place where the digest stands for the person.
    private async Task<Chart?> FindAsync(string sql, Token token, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        if (await connection.QueryFirstOrDefaultAsync<OwnerRow>(sql, new { digest = token.Digest }) is not { } owner)
        {
            return null;
        }

        var row = await connection.QueryFirstAsync<PersonRow>(
            "SELECT id, name, zone FROM person WHERE practice = @practice AND id = @person",
            new { practice = owner.Practice, person = owner.Person }
        );
        return Of(row.ToPerson(owner.Practice));
    }

    private sealed record OwnerRow(string Practice, string Person);
}

/// <summary>A row of the table of people.</summary>
internal sealed record PersonRow(string Id, string Name, string? Zone)
{
    public Person ToPerson(string practice) => new(new(practice, Id), Name, Zone);
}
