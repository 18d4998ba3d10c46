using System.Diagnostics;
using System.Net;
using Supine.Storage;
using Supine.Storage.Folders;
using Supine.Web.Tests.Sessions;
using Supine.Web.Tracks;

namespace Supine.Web.Tests.Storage;

/// <summary>A disk that is full, a folder that is none, a database that is damaged: one sentence that names the place and the cure, and
/// nothing that was typed is lost.</summary>
public class DiskTests
{
    [Theory]
    [InlineData("a file in its place", "a file is in its place")]
    [InlineData("a file above it", "a file is in its place")]
    [InlineData("no place for files", "SUPINE_DATA")]
    [InlineData("a folder as the database", "chown")]
    [InlineData("a text as the database", "Restore a backup")]
    [InlineData("a damaged database", "Restore a backup")]
    [InlineData("a damaged page", "Restore a backup")]
    public async Task What_cannot_be_used_ends_the_start_with_a_sentence(string kind, string cure)
    {
        var root = Directory.CreateTempSubdirectory("supine-start-").FullName;
        var folder = Path.Combine(root, "records");
        var database = Path.Combine(folder, "supine.db");
        var place = folder;
        switch (kind)
        {
            case "a file in its place":
                await File.WriteAllTextAsync(folder, "", TestSite.Cancelled);
                break;
            case "a file above it":
                await File.WriteAllTextAsync(folder, "", TestSite.Cancelled);
                place = folder = Path.Combine(folder, "below");
                break;
            case "no place for files":
                Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
                place = folder = "/proc/supine/records";
                break;
            case "a folder as the database":
                Directory.CreateDirectory(place = database);
                break;
            case "a text as the database":
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(place = database, new string('x', 5000), TestSite.Cancelled);
                break;
            default:
                await (await StopAsync(folder)).StopAsync();
                await SpoilAsync(place = database, kind == "a damaged page" ? await FindIndexAsync(folder) : 1);
                break;
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            TestSite.StartUnscreenedAsync(folder, more: ["--SUPINE_DATABASE="])
        );
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
        Assert.Contains(cure, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task The_program_itself_says_that_sentence_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("supine-start-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "supine.db"), new string('x', 5000), TestSite.Cancelled);
        var program = Path.Combine(AppContext.BaseDirectory, "Supine.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls=http://127.0.0.1:0", "--SUPINE_DATABASE="])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SUPINE_DATA"] = folder },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestSite.Cancelled),
            process.StandardError.ReadToEndAsync(TestSite.Cancelled)
        );
        await process.WaitForExitAsync(TestSite.Cancelled);
        Assert.Equal((1, ""), (process.ExitCode, await output));
        Assert.Matches(@"^supine: [^\n]*supine\.db is damaged[^\n]*\n$", await error);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_full_disk_ends_the_start_with_a_sentence(int kilobytesLeft)
    {
        using var disk = TinyDisk.Mount(kilobytes: 1024 + kilobytesLeft);
        var folder = Path.Combine(disk.Path, "records");
        new UserFolder(folder).Create();
        await File.WriteAllBytesAsync(Path.Combine(folder, "supine.db"), [], TestSite.Cancelled);
        if (kilobytesLeft == 0)
        {
            disk.Fill();
        }
        else
        {
            await File.WriteAllBytesAsync(Path.Combine(disk.Path, "ballast"), new byte[1000 * 1024], TestSite.Cancelled);
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TestSite.StartUnscreenedAsync(folder));
        Assert.StartsWith($"The disk of {folder}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is full", refused.Message, StringComparison.Ordinal);
        disk.Free();
        await using var site = await TestSite.StartUnscreenedAsync(folder);
        site.WatchesNeighbour = false;
    }

    [Fact]
    public async Task On_a_full_disk_what_was_typed_comes_back_and_a_session_plays()
    {
        using var disk = TinyDisk.Mount(kilobytes: 16_000);
        var folder = Path.Combine(disk.Path, "records");
        new UserFolder(folder).Create();
        await File.WriteAllBytesAsync(Path.Combine(folder, "supine.db"), [], TestSite.Cancelled);
        await using var site = await TestSite.StartAsync(folder);
        var page = await site.GetPageAsync("/people");
        disk.Fill();
        site.Client.DefaultRequestHeaders.Accept.Add(new("text/html"));

        // a form: its log may still have room for a few
        HttpResponseMessage answer;
        var name = "";
        var tries = 0;
        do
        {
            name = $"Ada & \"Bo\" {tries++}";
            answer = await site.SubmitAsync(page, "/people/name", ("name", name));
        } while (answer.StatusCode == HttpStatusCode.SeeOther && tries < 200);

        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        var told = TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.Equal("The disk is full.", told.QuerySelector("h1")!.TextContent);
        Assert.Contains(folder, told.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);

        site.Client.DefaultRequestHeaders.Accept.Clear();

        // a session that was never played before: its sequence and its sound fit on no disk
        var sequence = await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1&hold=33s");
        var sound = await site.Client.GetAsync((string)sequence["audioUrl"]!, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);
        Assert.True((await sound.Content.ReadAsByteArrayAsync(TestSite.Cancelled)).Length > 1_000_000);
        using var part = new HttpRequestMessage(HttpMethod.Get, (string)sequence["audioUrl"]!);
        part.Headers.Range = new(100, 199);
        var some = await site.Client.SendAsync(part, TestSite.Cancelled);
        Assert.Equal(
            (HttpStatusCode.PartialContent, 100),
            (some.StatusCode, (await some.Content.ReadAsByteArrayAsync(TestSite.Cancelled)).Length)
        );
        var report = Sent.Report((string)sequence["hash"]!, (0, 0, 20_000));
        var id = Sent.NewId();
        var madeOf = new System.Text.Json.Nodes.JsonObject { ["query"] = "protocol=psoas-lying-1&hold=33s" };
        Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/tracks/{sequence["hash"]}", madeOf)).StatusCode);
        var unsaved = await site.PutAsync($"/api/sessions/{id}", report);
        Assert.Equal(HttpStatusCode.InsufficientStorage, unsaved.StatusCode);
        Assert.Contains(folder, (string)(await unsaved.ReadJsonAsync())["detail"]!, StringComparison.Ordinal);

        // with space again both are stored as they were
        disk.Free();
        Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(told, "/people/name")).StatusCode);
        Assert.Equal(name, (string)(await site.QueryAsync("SELECT name FROM person WHERE id = 'first'"))[0].name);
        Assert.Equal(HttpStatusCode.OK, (await site.PutAsync($"/api/sessions/{id}", report.DeepClone())).StatusCode);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM session"));
    }

    [Fact]
    public async Task A_track_that_cannot_be_kept_is_played_from_memory()
    {
        await using var site = await TestSite.StartAsync();
        var tracks = site.Get<UserFolder>().Tracks;
        Directory.Delete(tracks);
        await File.WriteAllTextAsync(tracks, "no folder", TestSite.Cancelled);
        var sequence = await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1");
        var first = await site.Client.GetByteArrayAsync((string)sequence["audioUrl"]!, TestSite.Cancelled);
        Assert.Equal(first, await site.Client.GetByteArrayAsync((string)sequence["audioUrl"]!, TestSite.Cancelled));
        Assert.Equal(1, site.Get<TrackCache>().Rendered);
        File.Delete(tracks);
        Directory.CreateDirectory(tracks);
    }

    [Fact]
    public async Task An_old_folder_that_everybody_can_read_is_closed_at_the_start()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = TestSite.NewFolder();
        await (await StopAsync(folder)).StopAsync();
        var voice = Path.Combine(folder, "voices", "own-0123456789ab");
        Directory.CreateDirectory(voice);
        await File.WriteAllTextAsync(Path.Combine(voice, "a.wav"), "", TestSite.Cancelled);
        const UnixFileMode everybody = (UnixFileMode)0b110_110_110;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            entry.UnixFileMode = everybody | (entry is DirectoryInfo ? (UnixFileMode)0b001_001_001 : 0);
        }

        // beside the records, and none of them
        const UnixFileMode program = (UnixFileMode)0b111_101_101;
        var own = Path.Combine(folder, "my-script");
        await File.WriteAllTextAsync(own, "", TestSite.Cancelled);
        File.SetUnixFileMode(own, program);

        new DirectoryInfo(folder).UnixFileMode = (UnixFileMode)0b111_101_101;
        await using var site = await TestSite.StartAsync(folder);
        await SessionPageTests.RecordAsync(site);
        await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1");
        var open = new DirectoryInfo(folder)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Append(new DirectoryInfo(folder))
            .Where(entry => entry.FullName != own && (entry.UnixFileMode & (UnixFileMode)0b111_111) != 0)
            .Select(entry => $"{entry.FullName} {entry.UnixFileMode}");
        Assert.Empty(open);
        Assert.Equal(program, File.GetUnixFileMode(own));
        Assert.True(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() >= 4);
    }

    // A household with some records in SQLite, whichever database the other tests use.
    private static async Task<TestSite> StopAsync(string folder)
    {
        new UserFolder(folder).Create();
        await File.WriteAllBytesAsync(Path.Combine(folder, "supine.db"), [], TestSite.Cancelled);
        var site = await TestSite.StartAsync(folder);
        await SessionPageTests.RecordAsync(site);
        return site;
    }

    // a page that is not read when the program starts
    private static async Task<int> FindIndexAsync(string folder)
    {
        await using var connection = TestDatabase.Connect(folder);
        await connection.OpenAsync(TestSite.Cancelled);
        var command = connection.CreateCommand();
        command.CommandText = "SELECT rootpage FROM sqlite_master WHERE name = 'reading_taken_at'";
        return (int)(long)(await command.ExecuteScalarAsync(TestSite.Cancelled))! - 1;
    }

    // page: counted from 0
    private static async Task SpoilAsync(string database, int page)
    {
        await using var stream = File.Open(database, FileMode.Open);
        Assert.True(stream.Length >= (page + 1) * 4096);
        stream.Position = page * 4096;
        await stream.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray(), TestSite.Cancelled);
    }
}
