using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Supine.Storage;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Web.Tests.Storage;

/// <summary>What is backed up while the server runs is there again after it was restored, to the last bit, on either database.</summary>
public sealed class BackupTests : IAsyncDisposable
{
    private const string Voice = "own-0123456789ab";
    private static readonly byte[] Clip = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i % 251))];
    private readonly List<string> _folders = [];

    private static CancellationToken Cancelled => TestSite.Cancelled;

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            await TestDatabase.DropAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_downloaded_from_a_running_server_is_restored_row_by_row()
    {
        await using var site = await StartFilledAsync();
        var (file, answer) = await DownloadAsync(site);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("supine-backup-2026-04-15.zip", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(site.Folder, "download")));

        var before = await DumpAsync(site.Folder);
        Assert.True(before.Count > 20 && before.Any(row => row.Contains("0.30000000000000004", StringComparison.Ordinal)));
        var folder = await NewFolderAsync();
        var manifest = await RestoreAsync(file, folder);
        Assert.Equal(Migration.AllFor("sqlite").Length, manifest.Migration);
        Assert.Equal(before, await DumpAsync(folder));
        Assert.Equal(Clip, await File.ReadAllBytesAsync(Path.Combine(folder, "voices", Voice, "a.wav"), Cancelled));
        await using (var again = await TestSite.StartAsync(folder))
        {
            Assert.Equal(1, await again.CountAsync("SELECT count(*) FROM session"));
        }
    }

    [Fact]
    public async Task A_copy_of_the_database_file_alone_would_not_do()
    {
        await using var site = await StartFilledAsync();
        if (TestDatabase.IsPostgres(site.Folder))
        {
            return;
        }

        // why there is a command: what was recorded since the start is in the log
        var folder = await NewFolderAsync();
        new UserFolder(folder).Create();
        File.Copy(Path.Combine(site.Folder, "supine.db"), Path.Combine(folder, "supine.db"));
        Assert.NotEqual(await DumpAsync(site.Folder), await DumpAsync(folder));
    }

    [Fact]
    public async Task Nothing_is_restored_under_a_running_server_nor_over_records_unless_they_may_go()
    {
        await using var site = await StartFilledAsync();
        var (file, _) = await DownloadAsync(site);
        var running = await Assert.ThrowsAsync<BackupRefusedException>(() => RestoreAsync(file, site.Folder, mayReplace: true));
        Assert.Contains("Supine is running on", running.Message, StringComparison.Ordinal);

        var folder = await NewFolderAsync();
        await RestoreAsync(file, folder);
        var before = await DumpAsync(folder);
        await ChangeAsync(folder, "DELETE FROM session");
        await File.WriteAllTextAsync(Path.Combine(folder, "tracks", "heard.wav"), "", Cancelled);
        var changed = await DumpAsync(folder);
        var there = await Assert.ThrowsAsync<BackupRefusedException>(() => RestoreAsync(file, folder));
        Assert.Contains("--replace", there.Message, StringComparison.Ordinal);
        Assert.Equal(changed, await DumpAsync(folder));

        await RestoreAsync(file, folder, mayReplace: true);
        Assert.Equal(before, await DumpAsync(folder));
        Assert.NotEqual(before, changed);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "tracks")));
        Assert.Empty(Directory.EnumerateDirectories(folder, "restore.*"));
    }

    [Fact]
    public async Task A_server_on_the_same_database_is_noticed_from_another_folder()
    {
        await using var site = await StartFilledAsync();
        if (!TestDatabase.IsPostgres(site.Folder))
        {
            return;
        }

        var (file, _) = await DownloadAsync(site);
        var elsewhere = await NewFolderAsync();
        await using var database = TestDatabase.Open(site.Folder);
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() =>
            Restoring.RestoreAsync(file, new(elsewhere), database, "", true, FakeClock.Morning, Cancelled)
        );
        Assert.Contains("Supine is running on", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await DumpAsync(site.Folder));
    }

    [Theory]
    [InlineData("restore.new", 0)]
    [InlineData("restore.ready", 1)]
    public async Task A_restore_that_was_ended_in_between_is_undone_or_finished_at_the_next_start(string staged, int sessions)
    {
        await using var site = await StartFilledAsync();
        if (TestDatabase.IsPostgres(site.Folder))
        {
            return;
        }

        var (file, _) = await DownloadAsync(site);
        var folder = await NewFolderAsync();
        await RestoreAsync(file, folder);
        await ChangeAsync(folder, "PRAGMA journal_mode = WAL; DELETE FROM session WHERE person = 'first'");
        await BackupReader.UnpackAsync(file, Path.Combine(folder, staged), Cancelled);
        await File.WriteAllTextAsync(Path.Combine(folder, "supine.db-wal"), "of the old file", Cancelled);
        await using var again = await TestSite.StartAsync(folder);
        Assert.Equal(sessions, await again.CountAsync("SELECT count(*) FROM session"));
        Assert.Empty(Directory.EnumerateDirectories(folder, "restore.*"));
        Assert.True(File.Exists(Path.Combine(folder, "voices", Voice, "a.wav")));
    }

    [Fact]
    public async Task A_backup_of_an_older_program_is_brought_up_to_date_at_the_next_start()
    {
        var old = TestSite.NewFolder();
        _folders.Add(old);
        Directory.CreateDirectory(old);
        File.Copy(Path.Combine(Repository.Root, "tests", "fixtures", "household-fb43b9f", "supine.db"), Path.Combine(old, "supine.db"));
        var file = Path.Combine(old, "old.zip");
        await using (var database = new SqliteDatabase(Path.Combine(old, "supine.db")))
        {
            Assert.Equal(11, (await WriteAsync(database, old, file)).Migration);
        }

        var folder = await NewFolderAsync();
        await RestoreAsync(file, folder);
        await using var site = await TestSite.StartAsync(folder);
        Assert.Equal(Migration.AllFor("sqlite").Length, await site.CountAsync("SELECT count(*) FROM migration"));
        Assert.True(await site.CountAsync("SELECT count(*) FROM session") > 3);
    }

    [Theory]
    [InlineData("no zip", "is no ZIP archive, or is damaged")]
    [InlineData("cut", "is no ZIP archive, or is damaged")]
    [InlineData("no manifest", "it has no manifest.json")]
    [InlineData("no json", "its manifest.json cannot be read")]
    [InlineData("null", "its manifest.json cannot be read")]
    [InlineData("no list", "its manifest.json cannot be read")]
    [InlineData("newer form", "was made by a newer program")]
    [InlineData("outside", "it names a file that does not belong in one")]
    [InlineData("absolute", "it names a file that does not belong in one")]
    [InlineData("twice", "its files are not those that it names")]
    [InlineData("stray", "its files are not those that it names")]
    [InlineData("missing", "its files are not those that it names")]
    [InlineData("other content", "its supine.db is damaged")]
    [InlineData("longer than it says", "its supine.db is damaged")]
    [InlineData("below zero", "it names a length below zero")]
    [InlineData("larger than the disk", "Free some space")]
    [InlineData("no database", "its database cannot be read")]
    [InlineData("newer database", "The database is newer than this program")]
    [InlineData("another step", "was applied with another content")]
    [InlineData("lost row", "its database is damaged")]
    public async Task What_is_no_sound_backup_is_refused_and_nothing_is_changed(string kind, string says)
    {
        await using var site = await TestSite.StartAsync();
        var (sound, _) = await DownloadAsync(site);
        var file = await SpoilAsync(sound, kind);
        var folder = await NewFolderAsync();
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => RestoreAsync(file, folder));
        Assert.StartsWith(file, refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["supine.lock"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));

        // and the sound one can be restored there
        await RestoreAsync(sound, folder);
    }

    [Fact]
    public async Task Protocols_that_are_missing_come_back_and_no_other_is_touched()
    {
        await using var site = await TestSite.StartAsync();
        var (file, _) = await DownloadAsync(site);
        var protocols = Directory.CreateTempSubdirectory("supine-protocols-").FullName;
        _folders.Add(protocols);
        await File.WriteAllTextAsync(Path.Combine(protocols, "psoas-lying-1.yaml"), "mine", Cancelled);
        var folder = await NewFolderAsync();
        await RestoreAsync(file, folder, protocols: protocols);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(protocols, "psoas-lying-1.yaml"), Cancelled));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "protocols", "psoas-lying-2.yaml"), Cancelled),
            await File.ReadAllBytesAsync(Path.Combine(protocols, "psoas-lying-2.yaml"), Cancelled)
        );
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    public async Task No_other_sites_page_has_a_backup_made(string from, HttpStatusCode status)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/people/backup");
        request.Headers.Add("Sec-Fetch-Site", from);
        using var client = site.NewBareClient();
        using var answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_of_people_has_the_button()
    {
        await using var site = await TestSite.StartAsync();
        Assert.NotNull((await site.GetPageAsync("/people")).QuerySelector("a[href='/people/backup'][download]"));
    }

    private static async Task<TestSite> StartFilledAsync()
    {
        var site = await TestSite.StartAsync();
        await Sessions.SessionPageTests.RecordAsync(site);
        await ChangeAsync(
            site.Folder,
            """
            INSERT INTO reading (practice, person, id, side, taken_at, utc_offset_minutes, method, moment, typed_below)
            VALUES ('home', 'first', 'r', 'left', 1, 60, 'goniometer', 'alone', 0.30000000000000004)
            """
        );
        Directory.CreateDirectory(Path.Combine(site.Folder, "voices", Voice));
        await File.WriteAllBytesAsync(Path.Combine(site.Folder, "voices", Voice, "a.wav"), Clip, Cancelled);
        return site;
    }

    // everybody's records: it is no answer that must not speak of the neighbour
    private async Task<(string File, HttpResponseMessage Answer)> DownloadAsync(TestSite site)
    {
        using var client = site.NewBareClient();
        var answer = await client.GetAsync("/people/backup", Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var folder = Directory.CreateTempSubdirectory("supine-download-").FullName;
        _folders.Add(folder);
        var file = Path.Combine(folder, "backup.zip");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(Cancelled), Cancelled);
        return (file, answer);
    }

    private async Task<string> NewFolderAsync()
    {
        var folder = TestSite.NewFolder();
        _folders.Add(folder);
        if (TestDatabase.IsPostgres(folder))
        {
            await TestDatabase.CreateEmptyAsync(folder);
        }

        return folder;
    }

    private static async Task<BackupManifest> RestoreAsync(string file, string folder, bool mayReplace = false, string protocols = "")
    {
        await using var database = TestDatabase.Open(folder);
        return await Restoring.RestoreAsync(file, new(folder), database, protocols, mayReplace, FakeClock.Morning, Cancelled);
    }

    private static async Task<BackupManifest> WriteAsync(Database database, string folder, string file)
    {
        await using var stream = File.Create(file);
        return await BackupWriter.WriteAsync(database, new(folder), "", stream, folder, FakeClock.Morning, Cancelled);
    }

    private static async Task ChangeAsync(string folder, string sql)
    {
        await using var connection = TestDatabase.Connect(folder);
        await connection.OpenAsync(Cancelled);
        await connection.ExecuteAsync(sql);
    }

    // every row of every table, with the exact type and digits of every value
    private static async Task<List<string>> DumpAsync(string folder)
    {
        await using var connection = TestDatabase.Connect(folder);
        await connection.OpenAsync(Cancelled);
        var tables = await connection.QueryAsync<string>(
            TestDatabase.IsPostgres(folder)
                ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                : "SELECT name FROM sqlite_master WHERE type = 'table'"
        );
        var rows = new List<string>();
        foreach (var table in tables.Where(table => table != "migration"))
        {
            foreach (IDictionary<string, object?> row in await connection.QueryAsync($"SELECT * FROM {table}"))
            {
                rows.Add($"{table}: {string.Join(", ", row.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(Describe))}");
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Describe(KeyValuePair<string, object?> cell) =>
        $"{cell.Key}={cell.Value?.GetType().Name} {Convert.ToString(cell.Value, CultureInfo.InvariantCulture)}";

    // A sound archive taken apart, spoilt in one place, and packed again with digests that fit, unless they are what is spoilt.
    private static async Task<string> SpoilAsync(string sound, string kind)
    {
        var file = Path.ChangeExtension(sound, $".{kind.Replace(' ', '-')}.zip");
        var bytes = await File.ReadAllBytesAsync(sound, Cancelled);
        if (kind is "no zip" or "cut")
        {
            await File.WriteAllBytesAsync(
                file,
                kind == "cut" ? bytes[..(bytes.Length / 2)] : Encoding.UTF8.GetBytes("Dear diary"),
                Cancelled
            );
            return file;
        }

        var contents = new Dictionary<string, byte[]>();
        await using (var stream = File.OpenRead(sound))
        {
            using var archive = new ZipArchive(stream);
            foreach (var entry in archive.Entries)
            {
                await using var content = entry.Open();
                using var memory = new MemoryStream();
                await content.CopyToAsync(memory, Cancelled);
                contents[entry.FullName] = memory.ToArray();
            }
        }

        var manifest = BackupManifest.Read(contents["manifest.json"]);
        contents.Remove("manifest.json");
        switch (kind)
        {
            case "outside":
                contents["../../escaped.yaml"] = [1];
                break;
            case "absolute":
                contents["/tmp/escaped.yaml"] = [1];
                break;
            case "no database":
                contents["supine.db"] = Encoding.UTF8.GetBytes("not a database at all");
                break;
            case "newer database":
                contents["supine.db"] = await ChangedAsync(
                    file,
                    contents["supine.db"],
                    "INSERT INTO migration SELECT max(number) + 1, 'later.sql', '', 0 FROM migration"
                );
                break;
            case "another step":
                contents["supine.db"] = await ChangedAsync(
                    file,
                    contents["supine.db"],
                    "UPDATE migration SET checksum = 'x' WHERE number = 2"
                );
                break;
            case "lost row":
                contents["supine.db"] = await ChangedAsync(
                    file,
                    contents["supine.db"],
                    "PRAGMA foreign_keys = OFF; INSERT INTO track_hold (track, at_ms, duration_ms) VALUES ('gone', 1, 1)"
                );
                break;
        }

        var files = contents
            .Select(one => new BackupFile(one.Key, one.Value.Length, Convert.ToHexStringLower(SHA256.HashData(one.Value))))
            .ToList();
        var database = files.FindIndex(one => one.Name == "supine.db");
        files[database] = kind switch
        {
            "other content" => files[database] with { Sha256 = new string('0', 64) },
            "longer than it says" => files[database] with { Bytes = 10 },
            "below zero" => files[database] with { Bytes = -1 },
            "larger than the disk" => files[database] with { Bytes = long.MaxValue },
            _ => files[database],
        };
        if (kind == "twice")
        {
            files.Add(files[database]);
        }

        manifest = manifest with { Format = kind == "newer form" ? 2 : 1, Files = [.. files] };
        contents["manifest.json"] = kind switch
        {
            "no json" => "{"u8.ToArray(),
            "null" => "null"u8.ToArray(),
            "no list" => """{"format":1,"madeAt":"2026-01-01T00:00:00Z","migration":1}"""u8.ToArray(),
            _ => manifest.ToJson(),
        };
        if (kind is "no manifest" or "missing")
        {
            contents.Remove(kind == "missing" ? "supine.db" : "manifest.json");
        }

        if (kind == "stray")
        {
            contents["protocols/stray.yaml"] = [1];
        }

        await using (var stream = File.Create(file))
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
            foreach (var (name, content) in contents)
            {
                await using var entry = archive.CreateEntry(name).Open();
                await entry.WriteAsync(content, Cancelled);
            }
        }

        return file;
    }

    private static async Task<byte[]> ChangedAsync(string beside, byte[] database, string sql)
    {
        var copy = beside + ".db";
        await File.WriteAllBytesAsync(copy, database, Cancelled);
        await using (var connection = SqliteDatabase.Connect(copy))
        {
            await connection.OpenAsync(Cancelled);
            await connection.ExecuteAsync(sql);
        }

        return await File.ReadAllBytesAsync(copy, Cancelled);
    }
}
