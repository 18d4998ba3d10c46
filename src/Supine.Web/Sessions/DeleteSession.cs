using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>Deletes a session and everything said about it. A report of it that is still on its way is refused later.</summary>
internal static class DeleteSession
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/{id}", Handle)
            .WithName("DeleteSession")
            .WithSummary("Deletes a session for good. Deleting it twice changes nothing.");

    public static async Task<bool> WasDeletedAsync(DbConnection connection, string id) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM deleted_session WHERE id_digest = @digest",
            new { digest = Digest(id) }
        ) > 0;

    public static async Task ForgetAsync(Writes writes, DbDataSource source, string id, CancellationToken cancellationToken)
    {
        await writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync("DELETE FROM session WHERE id = @id", new { id });
                await connection.ExecuteAsync(
                    "INSERT INTO deleted_session (id_digest) VALUES (@digest) ON CONFLICT (id_digest) DO NOTHING",
                    new { digest = Digest(id) }
                );
            },
            cancellationToken
        );
        (source as SqliteDataSource)?.EmptyLog();
    }

    private static async Task<Results<NoContent, ValidationProblem>> Handle(
        string id,
        Writes writes,
        DbDataSource source,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        faults.Require(Session.IsId(id), "id", Session.IdSentence);
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        await ForgetAsync(writes, source, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static string Digest(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
