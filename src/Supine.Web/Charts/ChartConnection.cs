using System.Data.Common;
using Dapper;

namespace Supine.Web.Charts;

/// <summary>A connection to one person's rows: it adds <c>@practice</c> and <c>@person</c> to every statement, so that none can forget
/// them.</summary>
internal sealed class ChartConnection(DbConnection connection, ChartKey key)
{
    /// <summary>All rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? values = null) => [.. await connection.QueryAsync<T>(sql, Own(values))];

    /// <summary>The first row, or the default where there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? values = null) => connection.QueryFirstOrDefaultAsync<T>(sql, Own(values));

    /// <summary>How many rows there are: of <c>SELECT count(*)</c>.</summary>
    public Task<long> CountAsync(string sql, object? values = null) => connection.ExecuteScalarAsync<long>(sql, Own(values));

    /// <summary>Runs a statement and gives how many rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? values = null) => connection.ExecuteAsync(sql, Own(values));

    /// <summary>Runs a statement once for each of these.</summary>
    public Task ExecuteEachAsync<T>(string sql, IEnumerable<T> all) => connection.ExecuteAsync(sql, all.Select(values => Own(values)));

    private DynamicParameters Own(object? values)
    {
        var own = new DynamicParameters(values);
        own.Add("practice", key.Practice);
        own.Add("person", key.Person);
        return own;
    }
}
