namespace Supine.Web.Accounts;

/// <summary>What a practitioner may do: an owner also invites and removes others.</summary>
public enum PractitionerRole
{
    /// <summary>Works with patients.</summary>
    Practitioner,

    /// <summary>Does that, and decides who else does.</summary>
    Owner,
}

/// <summary>Somebody who works in a practice and signs in.</summary>
/// <remarks>A class with setters, because the framework's sign-in changes it between reading and storing.</remarks>
internal sealed class Practitioner
{
    /// <summary>The practice; a random id, or <c>home</c> for one that began as a household.</summary>
    public required string Practice { get; init; }

    /// <summary>A UUID of version 7.</summary>
    public required string Id { get; init; }

    /// <summary>What patients and colleagues read, 1 to <see cref="LongestName"/> characters.</summary>
    public required string Name { get; set; }

    /// <summary>What is typed to sign in.</summary>
    public required string Login { get; set; }

    /// <summary>The same in capitals: two that differ in nothing else are one.</summary>
    public string LoginCapitals { get; set; } = "";

    /// <summary>What they may do.</summary>
    public required PractitionerRole Role { get; init; }

    /// <summary>The slow hash of the password; null for somebody who has none.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with everything that ends sign-ins; a sign-in with another one counts no more.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>The key of the authenticator app, as the app knows it; null where there is none.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>Whether a password needs a code beside it.</summary>
    public bool IsTwoFactor { get; set; }

    /// <summary>The longest name and the longest sign-in name, in characters.</summary>
    public const int LongestName = 60;

    /// <summary>The shortest password, in characters.</summary>
    public const int ShortestPassword = 12;

    /// <summary>The longest password, in characters: hashing a longer one would be work for whoever sends it.</summary>
    public const int LongestPassword = 200;
}
