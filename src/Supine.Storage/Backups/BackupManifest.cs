using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supine.Storage.Backups;

/// <summary>What a backup says about itself.</summary>
/// <param name="Format">The version of the archive's form: 1.</param>
/// <param name="MadeAt">When the records were as they are in it.</param>
/// <param name="Migration">The number of the last migration of the database in it.</param>
/// <param name="Files">Everything else in the archive.</param>
internal sealed partial record BackupManifest(int Format, DateTimeOffset MadeAt, int Migration, ImmutableArray<BackupFile> Files)
{
    /// <summary>The form that this program writes, and the newest one it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its own name in the archive.</summary>
    public const string Name = "manifest.json";

    /// <summary>The database, as one SQLite file, whichever database the records were in.</summary>
    public const string Database = "supine.db";

    /// <summary>Bytes of the largest manifest that is read.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Files that an archive has at most.</summary>
    public const int MostFiles = 50_000;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>As it is stored.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <summary>Reads what is stored.</summary>
    /// <exception cref="JsonException">It is no manifest.</exception>
    public static BackupManifest Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<BackupManifest>(json, Form) ?? throw new JsonException("There is nothing in it.");

    /// <summary>Whether a file of that name belongs in a backup. No such name leads out of the folder it is unpacked to.</summary>
    public static bool Allows(string name) => Allowed().IsMatch(name);

    [GeneratedRegex(
        @"\A(supine\.db|voices/[a-z0-9][a-z0-9-]{0,63}/(manifest\.json|[a-z0-9][a-z0-9-]{0,63}\.wav)|protocols/\w[\w .()-]{0,99}\.yaml)\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Allowed();
}

/// <summary>A file in a backup.</summary>
/// <param name="Name">Its name in the archive, with forward slashes.</param>
/// <param name="Bytes">Its length, unpacked.</param>
/// <param name="Sha256">The digest of its content, as lower-case hexadecimal digits.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256);
