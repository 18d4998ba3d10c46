using System.Security.Cryptography;
using System.Text;

namespace Supine.Web.Boundary;

/// <summary>The id of a record, made by whoever records: a UUID of version 7 in lower case, as <c>crypto</c> and PostgreSQL write
/// it.</summary>
internal sealed record RecordId
{
    /// <summary>What an id has to be, for programs.</summary>
    public const string Rule = "An id is a UUID of version 7 in lower case.";

    private RecordId(string text) => Text = text;

    /// <summary>The id.</summary>
    public string Text { get; }

    /// <summary>The id in a text; null where it is none.</summary>
    public static RecordId? Find(string? text) =>
        Guid.TryParseExact(text, "D", out var guid) && guid.Version == 7 && guid.Variant is >= 8 and <= 11 && text == guid.ToString("D")
            ? new(text)
            : null;

    /// <summary>An id that nothing has yet.</summary>
    /// <param name="now">Ids made later sort later.</param>
    public static RecordId New(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString("D"));

    /// <summary>What is kept of a deleted record's id: it says nothing about anybody.</summary>
    public static string DigestOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>The id of what a form says: the same form with the same content is the same record, and with other content another
    /// one.</summary>
    /// <param name="content">All that the form says of it.</param>
    public RecordId For(string content)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Text} {content}")));
        return new($"{Text[..20]}{digest[..3]}-{digest[3..15]}");
    }

    public override string ToString() => Text;
}
