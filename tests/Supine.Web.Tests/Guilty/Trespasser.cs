using Supine.Web.Sessions;

namespace Supine.Web.Tests.Guilty;

/// <summary>A slice that reaches into two others: into one by a field, into the other only inside a method.</summary>
internal sealed class Trespasser
{
    private readonly SessionEnd? _end;

    public Trespasser(SessionEnd? end) => _end = end;

    public string Reach() => $"{_end} {typeof(Web.Tracks.Voices).Name}";
}
