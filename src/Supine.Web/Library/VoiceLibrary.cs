using System.Collections.Immutable;
using System.Security.Cryptography;
using Supine.Audio;
using Supine.Protocols;
using Supine.Storage.Folders;

namespace Supine.Web.Library;

/// <summary>Where a recorded voice is from.</summary>
internal enum VoiceOrigin
{
    /// <summary>It came with the program.</summary>
    Shipped,

    /// <summary>It was recorded or brought in here.</summary>
    Own,
}

/// <summary>A recorded voice: a pack of clips in a folder.</summary>
/// <param name="Id">The folder's name.</param>
/// <param name="Folder">Absolute.</param>
/// <param name="Manifest">What it is.</param>
/// <param name="Origin">Where it is from.</param>
/// <param name="Tag">Changes with its content.</param>
internal sealed record RecordedVoice(string Id, string Folder, ClipManifest Manifest, VoiceOrigin Origin, string Tag)
{
    /// <summary>Whether it speaks a language.</summary>
    public bool Speaks(Language language) => Manifest.Language == language.Code;
}

/// <summary>The recorded voices as they are now, those that came with the program first: read again when one of them has changed.</summary>
internal sealed class VoiceLibrary(HomeFolder home, UserFolder user)
{
    private sealed record Reading(
        ImmutableArray<(string Manifest, DateTime Written, long Length)> Files,
        ImmutableArray<RecordedVoice> Voices
    );

    private volatile Reading? _last;

    /// <summary>All of them. A folder whose manifest cannot be read is none.</summary>
    public ImmutableArray<RecordedVoice> Read()
    {
        ImmutableArray<FileInfo> found = [.. Find(home.Voices), .. Find(user.Voices)];
        ImmutableArray<(string, DateTime, long)> files = [.. found.Select(file => (file.FullName, file.LastWriteTimeUtc, file.Length))];
        if (_last is not { } last || !last.Files.SequenceEqual(files))
        {
            _last = last = new(files, [.. found.Select(Open).OfType<RecordedVoice>().DistinctBy(voice => voice.Id)]);
        }

        return last.Voices;
    }

    /// <summary>The voice of an id, or null.</summary>
    public RecordedVoice? Find(string? id, VoiceOrigin? origin = null) =>
        Read().FirstOrDefault(voice => voice.Id == id && (origin is null || voice.Origin == origin));

    private static IEnumerable<FileInfo> Find(string folder) =>
        from pack in Audio.Voices.ListFolders(folder)
        where PackArchive.IsId(Path.GetFileName(pack))
        let manifest = new FileInfo(Path.Combine(pack, ClipManifest.FileName))
        where manifest.Exists
        select manifest;

    private RecordedVoice? Open(FileInfo file)
    {
        var folder = file.DirectoryName!;
        return ClipManifest.Find(folder) is not var (manifest, bytes)
            ? null
            : new(
                Path.GetFileName(folder),
                folder,
                manifest,
                Path.GetDirectoryName(folder) == user.Voices ? VoiceOrigin.Own : VoiceOrigin.Shipped,
                Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))
            );
    }
}
