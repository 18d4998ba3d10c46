using System.Data.Common;
using Dapper;
using Supine.Storage.Practices;
using Supine.Web.Charts;

namespace Supine.Web.Tests.Practice;

/// <summary>Who did what: added, never changed.</summary>
public class AuditTests
{
    [Theory]
    [InlineData("UPDATE audit SET act = 'nothing'")]
    [InlineData("UPDATE audit SET actor = NULL WHERE number = 1")]
    [InlineData("DELETE FROM audit")]
    [InlineData("DELETE FROM audit WHERE number = 1")]
    [InlineData("DELETE FROM practice WHERE id = 'home'")]
    public async Task The_database_refuses_a_change(string statement)
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        await site.JoinAsync(practice.Secret, "owner");
        var before = await ReadAsync(site, practice.Id);
        Assert.True(before.Count >= 3);
        await using var connection = TestDatabase.Connect(site.Folder);
        await connection.OpenAsync(TestSite.Cancelled);
        if (!TestDatabase.IsPostgres(site.Folder))
        {
            await connection.ExecuteAsync("PRAGMA foreign_keys = ON");
        }

        await Assert.ThrowsAnyAsync<DbException>(() => connection.ExecuteAsync(statement));
        Assert.Equal(before, await ReadAsync(site, practice.Id));
    }

    [Fact]
    public async Task A_row_that_was_changed_or_taken_out_breaks_the_chain()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        await owner.InviteAsync();
        var rows = await ReadAsync(site, practice.Id);
        Assert.Equal(["practice-created", "link-made-owner", "joined", "link-made-practitioner"], rows.Select(row => row.Act));
        Assert.Null(AuditTrail.FindBroken(practice.Id, rows));
        Assert.Equal(3, AuditTrail.FindBroken(practice.Id, [.. rows.Where(row => row.Number != 2)]));
        Assert.Equal(2, AuditTrail.FindBroken(practice.Id, [rows[0], rows[1] with { At = rows[1].At + 1 }, rows[2]]));
        Assert.Equal(1, AuditTrail.FindBroken("elsewhere", rows));
    }

    [Fact]
    public async Task Opening_a_chart_is_written_under_a_random_id_which_goes_with_the_person()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        await site.JoinAsync(practice.Secret, "owner");
        var other = await PracticeSite.CreateAsync(site.Folder, "Back Bureau");
        var (people, charts) = (site.Get<ChartPeople>(), site.Get<ChartOpener>());
        var patient = (await people.AddAsync(practice.Id, "Annegret", TestSite.Cancelled))!;

        Assert.Null(await charts.OpenAsync(other.Id, patient.Id, "somebody", "chart-read", TestSite.Cancelled));
        Assert.DoesNotContain(await ReadAsync(site, other.Id), row => row.Act == "chart-read");

        Assert.Equal(patient, (await charts.OpenAsync(practice.Id, patient.Id, "somebody", "chart-read", TestSite.Cancelled))!.Person);
        await charts.OpenAsync(practice.Id, patient.Id, "somebody", "chart-read", TestSite.Cancelled);
        var rows = (await ReadAsync(site, practice.Id)).Where(row => row.Act == "chart-read").ToList();
        Assert.Equal(2, rows.Count);
        var subject = Assert.Single(rows.Select(row => row.Subject).Distinct());
        Assert.NotEqual(patient.Id, subject);
        Assert.True(Guid.TryParse(subject, out var random) && random.Version == 4);
        Assert.Equal(1, await site.CountAsync($"SELECT count(*) FROM audit_subject WHERE id = '{subject}'"));

        await people.RemoveAsync(patient.Key, TestSite.Cancelled);
        Assert.Equal(0, await site.CountAsync($"SELECT count(*) FROM audit_subject WHERE id = '{subject}'"));
        var after = await ReadAsync(site, practice.Id);
        Assert.Equal(2, after.Count(row => row.Subject == subject));
        Assert.Null(AuditTrail.FindBroken(practice.Id, after));
    }

    [Fact]
    public async Task A_household_becomes_a_practice_with_its_people_as_patients()
    {
        await using var site = await TestSite.StartAsync();
        var (page, clock) = (await site.Client.GetStringAsync("/progress", TestSite.Cancelled), FakeClock.Morning);
        Assert.NotEmpty(page);
        var patients = await site.CountAsync("SELECT count(*) FROM person");
        var sessions = await site.CountAsync("SELECT count(*) FROM screening");
        Assert.True(sessions > 0);
        var made = await PracticeSite.CreateAsync(site.Folder, "Hip House");
        Assert.Equal(ChartKey.Home, made.Id);
        Assert.Equal(patients, made.Patients);
        Assert.Equal(clock.AddDays(7), made.LinkEndsAt);
        Assert.Equal(sessions, await site.CountAsync("SELECT count(*) FROM screening"));

        // the running server notices within a second
        var isClosed = false;
        for (var i = 0; i < 200 && !isClosed; i++)
        {
            isClosed = await site.Client.LeadsToAsync("/progress") == "/sign-in";
            await Task.Delay(isClosed ? 0 : 20, TestSite.Cancelled);
        }

        Assert.True(isClosed);
    }

    [Fact]
    public async Task Somebody_without_a_name_or_any_record_is_no_patient()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        // the neighbour has a name and records
        Assert.Equal(1, practice.Patients);
        Assert.Equal(0, await site.CountAsync($"SELECT count(*) FROM person WHERE id <> '{Neighbour.Id}'"));
    }

    private static async Task<List<AuditRow>> ReadAsync(TestSite site, string practice)
    {
        await using var connection = await site.Get<DbDataSource>().OpenConnectionAsync(TestSite.Cancelled);
        return await AuditTrail.ListAsync(connection, practice);
    }
}
