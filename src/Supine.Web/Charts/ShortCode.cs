using System.Security.Cryptography;
using System.Text;

namespace Supine.Web.Charts;

/// <summary>A link as a code that can be read out on the telephone: ten letters and digits, none of which looks like another.</summary>
/// <remarks>A link is found by the first four, which say nothing. The other six are 21^6 = 86 million possibilities: with five attempts
/// that is enough for seven days, and with a slow hash it is work to find them from the database.</remarks>
internal sealed record ShortCode
{
    /// <summary>As many attempts a code bears, right or wrong; the link that belongs to it can still be used.</summary>
    public const int MostAttempts = 5;

    private const string Alphabet = "34679ACDEFHJKMNPRTWXY";
    private const int StartLength = 4;
    private const int Length = 10;
    private const int Rounds = 100_000;

    private ShortCode(string text) => Text = text;

    /// <summary>The ten letters and digits.</summary>
    public string Text { get; }

    /// <summary>By which its link is found.</summary>
    public string Start => Text[..StartLength];

    /// <summary>As it is shown: in three groups.</summary>
    public string Spaced => $"{Text[..4]} {Text[4..7]} {Text[7..]}";

    /// <summary>A code that nobody has yet, unless by chance.</summary>
    public static ShortCode New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>The code in what somebody typed, with spaces, hyphens or small letters; null where it is none.</summary>
    public static ShortCode? Find(string typed)
    {
        var signs = string.Concat(typed.Where(sign => !char.IsWhiteSpace(sign) && sign is not ('-' or '–'))).ToUpperInvariant();
        return signs.Length == Length && signs.All(sign => Alphabet.Contains(sign, StringComparison.Ordinal)) ? new(signs) : null;
    }

    /// <summary>What is stored of it.</summary>
    /// <param name="salt">What is random and stored beside it.</param>
    public string Hash(string salt) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(Text, Encoding.UTF8.GetBytes(salt), Rounds, HashAlgorithmName.SHA256, 32));

    // never in a log by accident
    public override string ToString() => "a code";
}
