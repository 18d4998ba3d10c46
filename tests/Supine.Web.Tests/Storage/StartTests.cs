using Dapper;
using Supine.Storage;
using Supine.Storage.Folders;

namespace Supine.Web.Tests.Storage;

public class StartTests
{
    [Fact]
    public async Task The_folder_is_the_owners_alone()
    {
        await using var site = await TestSite.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(site.Folder));
        }
    }

    [Fact]
    public void The_folder_is_in_the_users_own_place_unless_one_is_named()
    {
        Assert.Equal(
            Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "supine"
            ),
            UserFolder.Find(null).Path
        );
        Assert.Equal(Path.GetFullPath("/named"), UserFolder.Find("/named").Path);
    }

    [Fact]
    public async Task A_newer_database_ends_the_start_with_a_sentence()
    {
        var site = await TestSite.StartAsync();
        await site.StopAsync();
        await using (var connection = TestDatabase.Connect(site.Folder))
        {
            await connection.OpenAsync(TestSite.Cancelled);
            await connection.ExecuteAsync(
                "INSERT INTO migration (number, name, checksum, applied_at) VALUES (999, '0999_later.sql', '', 0)"
            );
            await connection.ExecuteAsync(
                """
                WITH RECURSIVE n(i) AS (
                    SELECT (SELECT max(number) FROM migration WHERE number < 999) + 1 UNION ALL SELECT i + 1 FROM n WHERE i < 998)
                INSERT INTO migration SELECT i, 'x', '', 0 FROM n
                """
            );
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TestSite.StartAsync(site.Folder));
        Assert.Contains("newer than this program", refused.Message, StringComparison.Ordinal);
        Directory.Delete(site.Folder, recursive: true);
    }

    [Fact]
    public async Task Forms_made_before_a_restart_are_taken_after_it()
    {
        var site = await TestSite.StartAsync();
        var keys = await site.QueryAsync("SELECT name FROM protection_key");
        await site.GetPageAsync($"/sessions/{await Sessions.SessionPageTests.RecordAsync(site)}");
        Assert.Single(await site.QueryAsync("SELECT name FROM protection_key"));
        Assert.True(keys.Count <= 1);
        await site.StopAsync();
        await using var again = await TestSite.StartAsync(site.Folder);
        await again.GetPageAsync($"/sessions/{await Sessions.SessionPageTests.RecordAsync(again)}");
        Assert.Single(await again.QueryAsync("SELECT name FROM protection_key"));
    }
}
