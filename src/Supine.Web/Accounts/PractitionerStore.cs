using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Supine.Storage;
using Supine.Storage.Practices;

namespace Supine.Web.Accounts;

/// <summary>Keeps practitioners for the framework's sign-in.</summary>
/// <remarks>Lockout is not left to the framework, which reads, compares and stores in three steps.
/// <see cref="TryBeginAttemptAsync"/> counts an attempt in one statement before the password is looked at, so that attempts at the same
/// time, on several nodes, are no more than the limit.</remarks>
internal sealed class PractitionerStore(Database database, Writes writes, TimeProvider time, IDataProtectionProvider protection)
    : IUserPasswordStore<Practitioner>,
        IUserSecurityStampStore<Practitioner>,
        IUserTwoFactorStore<Practitioner>,
        IUserAuthenticatorKeyStore<Practitioner>,
        IUserTwoFactorRecoveryCodeStore<Practitioner>,
        IUserPasskeyStore<Practitioner>
{
    /// <summary>As many attempts may fail one after another.</summary>
    public const int MostAttempts = 5;

    /// <summary>For how long nobody can sign in by a name after that.</summary>
    public static readonly TimeSpan LockLasts = TimeSpan.FromMinutes(15);

    // A recovery code has 45 random bits: its hash has to be slow.
    private const int RecoveryRounds = 100_000;

    private const string Columns =
        "practice, id, name, login, login_capitals AS LoginCapitals, role, password_hash AS PasswordHash, "
        + "security_stamp AS SecurityStamp, authenticator_key AS AuthenticatorKey, two_factor AS TwoFactor";

    private readonly IDataProtector _keys = protection.CreateProtector("Supine.AuthenticatorKey");

    /// <summary>Counts an attempt to sign in. It counts as failed until <see cref="EndAttemptsAsync"/> says otherwise.</summary>
    /// <returns>Whether it may go on: not while the name is locked.</returns>
    public Task<bool> TryBeginAttemptAsync(Practitioner practitioner, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                var now = time.GetUtcNow();
                var attempts = await connection.QueryFirstOrDefaultAsync<long?>(
                    """
                    UPDATE practitioner
                    SET attempts = CASE WHEN locked_until IS NULL THEN attempts + 1 ELSE 1 END,
                        locked_until = CASE WHEN locked_until IS NULL AND attempts + 1 >= @MostAttempts THEN @until END
                    WHERE practice = @Practice AND id = @Id AND (locked_until IS NULL OR locked_until <= @now)
                    RETURNING attempts
                    """,
                    new
                    {
                        MostAttempts,
                        until = (now + LockLasts).ToUnixTimeMilliseconds(),
                        practitioner.Practice,
                        practitioner.Id,
                        now = now.ToUnixTimeMilliseconds(),
                    }
                );
                if (attempts >= MostAttempts)
                {
                    await AuditTrail.AddAsync(connection, practitioner.Practice, null, "locked", practitioner.Id, now);
                }

                return attempts is not null;
            },
            cancellationToken
        );

    /// <summary>Somebody proved who they are: what failed before counts no more.</summary>
    public Task EndAttemptsAsync(Practitioner practitioner, string act, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "UPDATE practitioner SET attempts = 0, locked_until = NULL WHERE practice = @Practice AND id = @Id",
                    new { practitioner.Practice, practitioner.Id }
                );
                await AuditTrail.AddAsync(connection, practitioner.Practice, practitioner.Id, act, null, time.GetUtcNow());
            },
            cancellationToken
        );

    /// <summary>Adds a practitioner as a part of a change.</summary>
    public static Task<int> InsertAsync(DbConnection connection, Practitioner practitioner, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO practitioner (practice, id, name, login, login_capitals, role, password_hash, security_stamp, two_factor, attempts,
                created_at)
            VALUES (@Practice, @Id, @Name, @Login, @LoginCapitals, @role, @PasswordHash, @SecurityStamp, 0, 0, @now)
            """,
            new
            {
                practitioner.Practice,
                practitioner.Id,
                practitioner.Name,
                practitioner.Login,
                practitioner.LoginCapitals,
                role = WordOf(practitioner.Role),
                practitioner.PasswordHash,
                practitioner.SecurityStamp,
                now = now.ToUnixTimeMilliseconds(),
            }
        );

    /// <summary>The word that is stored.</summary>
    public static string WordOf(PractitionerRole role) =>
        role switch
        {
            PractitionerRole.Practitioner => "practitioner",
            PractitionerRole.Owner => "owner",
        };

    /// <summary>The role of a stored word.</summary>
    public static PractitionerRole RoleOf(string word) => word == "owner" ? PractitionerRole.Owner : PractitionerRole.Practitioner;

    public Task<IdentityResult> CreateAsync(Practitioner user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A practitioner joins by a link.");

    // All but the attempts, which other nodes count meanwhile.
    public async Task<IdentityResult> UpdateAsync(Practitioner user, CancellationToken cancellationToken)
    {
        var changed = await writes.RunAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    UPDATE practitioner
                    SET name = @Name, password_hash = @PasswordHash, security_stamp = @SecurityStamp, authenticator_key = @key,
                        two_factor = @twoFactor
                    WHERE practice = @Practice AND id = @Id
                    """,
                    new
                    {
                        user.Name,
                        user.PasswordHash,
                        user.SecurityStamp,
                        key = user.AuthenticatorKey is null ? null : _keys.Protect(user.AuthenticatorKey),
                        twoFactor = user.IsTwoFactor ? 1L : 0L,
                        user.Practice,
                        user.Id,
                    }
                ),
            cancellationToken
        );
        return changed > 0 ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = "Removed" });
    }

    public Task<IdentityResult> DeleteAsync(Practitioner user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An owner removes a practitioner.");

    public Task<Practitioner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        FindAsync($"SELECT {Columns} FROM practitioner WHERE id = @value", userId, cancellationToken);

    public Task<Practitioner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindAsync($"SELECT {Columns} FROM practitioner WHERE login_capitals = @value", normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(Practitioner user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Practitioner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task SetUserNameAsync(Practitioner user, string? userName, CancellationToken cancellationToken)
    {
        user.Login = userName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(Practitioner user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.LoginCapitals);

    public Task SetNormalizedUserNameAsync(Practitioner user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.LoginCapitals = normalizedName ?? "";
        return Task.CompletedTask;
    }

    public Task SetPasswordHashAsync(Practitioner user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Practitioner user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Practitioner user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Practitioner user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Practitioner user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetTwoFactorEnabledAsync(Practitioner user, bool enabled, CancellationToken cancellationToken)
    {
        user.IsTwoFactor = enabled;
        return Task.CompletedTask;
    }

    public Task<bool> GetTwoFactorEnabledAsync(Practitioner user, CancellationToken cancellationToken) => Task.FromResult(user.IsTwoFactor);

    public Task SetAuthenticatorKeyAsync(Practitioner user, string key, CancellationToken cancellationToken)
    {
        user.AuthenticatorKey = key;
        return Task.CompletedTask;
    }

    public Task<string?> GetAuthenticatorKeyAsync(Practitioner user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey);

    public Task ReplaceCodesAsync(Practitioner user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        var rows = recoveryCodes
            .Select(code => new
            {
                user.Practice,
                user.Id,
                Hash = HashOf(user, code),
            })
            .ToList();
        return writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "DELETE FROM practitioner_recovery_code WHERE practice = @Practice AND practitioner = @Id",
                    new { user.Practice, user.Id }
                );
                await connection.ExecuteAsync(
                    "INSERT INTO practitioner_recovery_code (practice, practitioner, hash) VALUES (@Practice, @Id, @Hash)",
                    rows
                );
            },
            cancellationToken
        );
    }

    // Deleting it is what uses it: of two at the same time one finds it.
    public Task<bool> RedeemCodeAsync(Practitioner user, string code, CancellationToken cancellationToken)
    {
        var hash = HashOf(user, code);
        return writes.RunAsync(
            async connection =>
                await connection.ExecuteAsync(
                    "DELETE FROM practitioner_recovery_code WHERE practice = @Practice AND practitioner = @Id AND hash = @hash",
                    new
                    {
                        user.Practice,
                        user.Id,
                        hash,
                    }
                ) > 0,
            cancellationToken
        );
    }

    public async Task<int> CountCodesAsync(Practitioner user, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return (int)
            await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM practitioner_recovery_code WHERE practice = @Practice AND practitioner = @Id",
                new { user.Practice, user.Id }
            );
    }

    public Task AddOrUpdatePasskeyAsync(Practitioner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        writes.RunAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO practitioner_passkey (practice, practitioner, credential, name, public_key, sign_count, transports,
                        may_be_copied, is_copied, created_at)
                    VALUES (@Practice, @Id, @credential, @name, @publicKey, @signCount, @transports, @mayBeCopied, @isCopied, @createdAt)
                    ON CONFLICT (practice, practitioner, credential) DO UPDATE
                    SET name = excluded.name, sign_count = excluded.sign_count, is_copied = excluded.is_copied
                    """,
                    new
                    {
                        user.Practice,
                        user.Id,
                        credential = Convert.ToHexStringLower(passkey.CredentialId),
                        name = passkey.Name ?? "",
                        publicKey = Convert.ToBase64String(passkey.PublicKey),
                        signCount = (long)passkey.SignCount,
                        transports = string.Join(' ', passkey.Transports ?? []),
                        mayBeCopied = passkey.IsBackupEligible ? 1L : 0L,
                        isCopied = passkey.IsBackedUp ? 1L : 0L,
                        createdAt = passkey.CreatedAt.ToUnixTimeMilliseconds(),
                    }
                ),
            cancellationToken
        );

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Practitioner user, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PasskeyRow>(
            """
            SELECT credential, name, public_key AS PublicKey, sign_count AS SignCount, transports, may_be_copied AS MayBeCopied,
                is_copied AS IsCopied, created_at AS CreatedAt
            FROM practitioner_passkey WHERE practice = @Practice AND practitioner = @Id ORDER BY created_at, credential
            """,
            new { user.Practice, user.Id }
        );
        return [.. rows.Select(row => row.ToPasskey())];
    }

    public Task<Practitioner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        FindAsync(
            $"SELECT {Columns} FROM practitioner WHERE id = (SELECT practitioner FROM practitioner_passkey WHERE credential = @value)",
            Convert.ToHexStringLower(credentialId),
            cancellationToken
        );

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Practitioner user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await GetPasskeysAsync(user, cancellationToken)).FirstOrDefault(passkey => passkey.CredentialId.SequenceEqual(credentialId));

    public Task RemovePasskeyAsync(Practitioner user, byte[] credentialId, CancellationToken cancellationToken) =>
        writes.RunAsync(
            connection =>
                connection.ExecuteAsync(
                    "DELETE FROM practitioner_passkey WHERE practice = @Practice AND practitioner = @Id AND credential = @credential",
                    new
                    {
                        user.Practice,
                        user.Id,
                        credential = Convert.ToHexStringLower(credentialId),
                    }
                ),
            cancellationToken
        );

    public void Dispose() { }

    private async Task<Practitioner?> FindAsync(string sql, string value, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<PractitionerRow>(sql, new { value });
        return row is null
            ? null
            : new()
            {
                Practice = row.Practice,
                Id = row.Id,
                Name = row.Name,
                Login = row.Login,
                LoginCapitals = row.LoginCapitals,
                Role = RoleOf(row.Role),
                PasswordHash = row.PasswordHash,
                SecurityStamp = row.SecurityStamp,
                AuthenticatorKey = row.AuthenticatorKey is null ? null : _keys.Unprotect(row.AuthenticatorKey),
                IsTwoFactor = row.TwoFactor == 1,
            };
    }

    private static string HashOf(Practitioner user, string code) =>
        Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(code, Encoding.UTF8.GetBytes(user.Id), RecoveryRounds, HashAlgorithmName.SHA256, 32)
        );

    private sealed record PractitionerRow(
        string Practice,
        string Id,
        string Name,
        string Login,
        string LoginCapitals,
        string Role,
        string? PasswordHash,
        string SecurityStamp,
        string? AuthenticatorKey,
        long TwoFactor
    );

    private sealed record PasskeyRow(
        string Credential,
        string Name,
        string PublicKey,
        long SignCount,
        string Transports,
        long MayBeCopied,
        long IsCopied,
        long CreatedAt
    )
    {
        // What the device proved when it made the key was checked then, and is not kept.
        public UserPasskeyInfo ToPasskey() =>
            new(
                Convert.FromHexString(Credential),
                Convert.FromBase64String(PublicKey),
                DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
                (uint)SignCount,
                Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                isUserVerified: true,
                MayBeCopied == 1,
                IsCopied == 1,
                attestationObject: [],
                clientDataJson: []
            )
            {
                Name = Name,
            };
    }
}
