using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Supine.Storage;

namespace Supine.Web.Tests.Storage;

public sealed class WritesTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"supine-test-{Guid.NewGuid():N}.db");
    private SqliteDatabase _database = null!;
    private DbDataSource _source = null!;
    private Writes _writes = null!;

    [Fact]
    public async Task Changes_that_wait_together_are_all_committed_when_they_are_answered()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                .Select(async i =>
                {
                    var answer = await _writes.RunAsync(connection => InsertAsync(connection, i), TestSite.Cancelled);
                    await using var other = _source.OpenConnection();
                    Assert.Equal(1, await other.ExecuteScalarAsync<long>("SELECT count(*) FROM number WHERE n = @i", new { i }));
                    return answer;
                })
        );
        Assert.Equal(Enumerable.Range(0, 500), answers);
    }

    [Fact]
    public async Task One_that_fails_is_undone_alone()
    {
        var all = Enumerable
            .Range(0, 100)
            .Select(i =>
                _writes.RunAsync(
                    async connection =>
                    {
                        await InsertAsync(connection, 1000 + i);
                        return await InsertAsync(connection, i % 10 == 0 ? 1000 + i : i);
                    },
                    TestSite.Cancelled
                )
            )
            .ToList();
        await Task.WhenAll(all).ContinueWith(_ => { }, TestSite.Cancelled, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.Equal(
            Enumerable.Range(0, 100).Where(i => i % 10 == 0),
            all.Index().Where(one => one.Item.IsFaulted).Select(one => one.Index)
        );
        Assert.All(all.Where(one => one.IsFaulted), one => Assert.IsType<SqliteException>(one.Exception!.InnerException));
        await using var other = _source.OpenConnection();
        Assert.Equal(180, await other.ExecuteScalarAsync<long>("SELECT count(*) FROM number"));
    }

    [Fact]
    public async Task After_a_commit_that_fails_everybody_is_told_and_the_next_one_is_taken()
    {
        await Assert.ThrowsAsync<SqliteException>(() =>
            _writes.RunAsync(connection => connection.ExecuteAsync("INSERT INTO late (n) VALUES (1)"), TestSite.Cancelled)
        );
        Assert.Equal(7, await _writes.RunAsync(connection => InsertAsync(connection, 7), TestSite.Cancelled));
    }

    [Fact]
    public async Task One_that_was_given_up_before_it_began_is_not_run()
    {
        using var gone = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        var first = _writes.RunAsync(
            async connection =>
            {
                await held.Task;
                return await InsertAsync(connection, 1);
            },
            TestSite.Cancelled
        );
        var second = _writes.RunAsync(connection => InsertAsync(connection, 2), gone.Token);
        await gone.CancelAsync();
        held.SetResult();
        Assert.Equal(1, await first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(3, await _writes.RunAsync(connection => InsertAsync(connection, 3), TestSite.Cancelled));
        await using var other = _source.OpenConnection();
        Assert.Equal([1L, 3L], await other.QueryAsync<long>("SELECT n FROM number ORDER BY n"));
    }

    public async ValueTask InitializeAsync()
    {
        _database = new SqliteDatabase(_file);
        _source = _database.Source;
        await _database.PrepareAsync(TestSite.Cancelled);
        await using var connection = _source.OpenConnection();

        // The second table's rule is checked only at the commit.
        await connection.ExecuteAsync(
            "CREATE TABLE number (n BIGINT PRIMARY KEY); CREATE TABLE late (n BIGINT REFERENCES number (n) DEFERRABLE INITIALLY DEFERRED);"
        );
        _writes = _database.StartWrites();
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _database.DisposeAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }
    }

    private static async Task<int> InsertAsync(System.Data.Common.DbConnection connection, int n)
    {
        await connection.ExecuteAsync("INSERT INTO number (n) VALUES (@n)", new { n });
        return n;
    }
}
