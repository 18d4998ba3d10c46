using Supine.Web.Sessions;

namespace Supine.Web.Tests.Guilty;

/// <summary>A slice that reaches into two others: into one by a field, into the other only inside a method.</summary>
internal sealed class Trespasser
{
    private readonly Session? _session;

    public Trespasser(Session? session) => _session = session;

    public string Reach() => $"{_session} {typeof(Web.Tracks.Voices).Name}";
}
