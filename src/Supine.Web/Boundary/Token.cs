using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Supine.Web.Boundary;

/// <summary>A secret in an address: whoever has it may read what it leads to. Only its digest is ever stored.</summary>
/// <param name="Text">256 random bits, as an address writes them.</param>
internal sealed record Token(string Text)
{
    private const int Bytes = 32;

    /// <summary>A token that nobody has yet.</summary>
    public static Token New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>What is stored of it. There is nothing to guess in 256 random bits, and so no need of a slow hash.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    // never in a log by accident
    public override string ToString() => "a token";
}
