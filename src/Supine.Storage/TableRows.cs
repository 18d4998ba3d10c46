using System.Collections.Immutable;
using System.Data.Common;
using Dapper;

namespace Supine.Storage;

/// <summary>A table, with its columns in order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Their names.</param>
internal sealed record TableRows(string Name, ImmutableArray<string> Columns)
{
    /// <summary>The tables of a SQLite file that hold records, each behind those that it refers to.</summary>
    public static async Task<ImmutableArray<TableRows>> ListAsync(DbConnection sqlite)
    {
        var waiting = (
            await sqlite.QueryAsync<string>(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ).ToList();
        var listed = ImmutableArray.CreateBuilder<TableRows>();
        while (waiting.Count > 0)
        {
            var before = waiting.Count;
            foreach (var name in waiting.ToList())
            {
                var parents = await sqlite.QueryAsync<string>("SELECT \"table\" FROM pragma_foreign_key_list(@name)", new { name });
                if (parents.All(parent => parent == name || !waiting.Contains(parent)))
                {
                    var columns = await sqlite.QueryAsync<string>("SELECT name FROM pragma_table_info(@name) ORDER BY cid", new { name });
                    listed.Add(new(name, [.. columns]));
                    waiting.Remove(name);
                }
            }

            if (waiting.Count == before)
            {
                throw new InvalidOperationException($"These tables refer to each other in a circle: {string.Join(", ", waiting)}.");
            }
        }

        return listed.ToImmutable();
    }

    /// <summary>Puts all rows of some tables in the place of those that another database of the same shape has.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="to">Where they are to be; in a transaction.</param>
    /// <param name="tables">The tables, each behind those that it refers to.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public static async Task CopyAllAsync(
        DbConnection from,
        DbConnection to,
        ImmutableArray<TableRows> tables,
        CancellationToken cancellationToken
    )
    {
        // a migration may have put a row in
        foreach (var table in tables.Reverse())
        {
            await to.ExecuteAsync($"DELETE FROM {table.Name}");
        }

        foreach (var table in tables)
        {
            await table.CopyAsync(from, to, cancellationToken);
        }
    }

    private async Task CopyAsync(DbConnection from, DbConnection to, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", Columns);
        await using var insert = to.CreateCommand();
        insert.CommandText = $"INSERT INTO {Name} ({names}) VALUES ({string.Join(", ", Columns.Select(column => $"@{column}"))})";
        foreach (var column in Columns)
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = column;
            insert.Parameters.Add(parameter);
        }

        await using var select = from.CreateCommand();
        select.CommandText = $"SELECT {names} FROM {Name}";
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                insert.Parameters[i].Value = rows.GetValue(i);
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
