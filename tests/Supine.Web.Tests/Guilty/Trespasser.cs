using System.Data.Common;
using Dapper;
using Supine.Storage;
using Supine.Web.Sessions;

namespace Supine.Web.Tests.Guilty;

/// <summary>A slice that reaches into two others and past the charts: by a field, by a parameter, and only inside a method.</summary>
internal sealed class Trespasser
{
    private readonly RecordSession.SessionSpan? _span;

    public Trespasser(RecordSession.SessionSpan? span) => _span = span;

    public string Reach() => $"{_span} {typeof(Web.Tracks.RenderQueue).Name}";

    public static Task<int> ForgetWhose(Writes writes) =>
        writes.RunAsync((DbConnection connection) => connection.ExecuteAsync("DELETE FROM session"), CancellationToken.None);
}
