using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>What became of reading an archive.</summary>
public abstract record PackReading
{
    private PackReading() { }

    /// <summary>All of it is sound.</summary>
    /// <param name="Pack">What is in it.</param>
    public sealed record Sound(PackArchive Pack) : PackReading;

    /// <summary>Nothing of it is used.</summary>
    /// <param name="Faults">All of them, in order of file.</param>
    public sealed record Faulty(ImmutableArray<PackFault> Faults) : PackReading;
}

/// <summary>What became of putting an archive's voice in place.</summary>
public enum PackPlacing
{
    /// <summary>It is there now.</summary>
    Placed,

    /// <summary>It was there already, the same to the byte.</summary>
    WasThere,

    /// <summary>Another voice of that name is there. Nothing was changed.</summary>
    InTheWay,
}

/// <summary>A voice pack as one file, to be given to others: a ZIP with one folder, the pack's own, that holds the manifest and its
/// clips.</summary>
/// <remarks>An archive may come from anywhere, so it is read whole and checked whole before anything is written, within bounds of size and
/// number.</remarks>
public sealed class PackArchive
{
    /// <summary>The most bytes an archive may have.</summary>
    public const long ArchiveBytesAtMost = 64L * 1024 * 1024;

    /// <summary>The most files an archive may hold.</summary>
    public const int FilesAtMost = 1_000;

    /// <summary>The most characters a voice's name may have.</summary>
    public const int NameCharactersAtMost = 80;

    private const int FileBytesAtMost = 4 * 1024 * 1024;
    private const long UnpackedBytesAtMost = 128L * 1024 * 1024;

    /// <summary>All clips decoded: as much sound as fits into the bytes as WAV. Small packets can claim to be hours.</summary>
    private const long SamplesAtMost = UnpackedBytesAtMost / sizeof(short);

    private const int TextCharactersAtMost = 500;

    // the same pack gives the same archive
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ImmutableSortedDictionary<string, byte[]> _files;

    private PackArchive(string id, ClipManifest manifest, ImmutableSortedDictionary<string, byte[]> files) =>
        (Id, Manifest, _files) = (id, manifest, files);

    /// <summary>What the pack's folder is called.</summary>
    public string Id { get; }

    /// <summary>What the pack is.</summary>
    public ClipManifest Manifest { get; }

    /// <summary>Whether a name may be a pack's: small letters, digits and hyphens, beginning with a letter or digit.</summary>
    public static bool IsId(string? name) =>
        name is { Length: > 0 and <= 64 }
        && name[0] != '-'
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>Reads a pack's folder and checks it as if it came from elsewhere, so that nothing broken is given away.</summary>
    public static PackReading ReadFolder(string folder, Languages languages)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var faults = new List<PackFault>();
        var (manifestBytes, unreadable) = Speaker.ReadFile(Path.Combine(folder, ClipManifest.FileName));
        if (manifestBytes is null)
        {
            return new PackReading.Faulty([new PackFault.UnreadableManifest($"It cannot be read: {unreadable}")]);
        }

        files[ClipManifest.FileName] = manifestBytes;
        foreach (var entry in ClipManifest.Parse(manifestBytes).Manifest?.Clips ?? [])
        {
            if (Speaker.ReadFile(Path.Combine(folder, entry.File)).Bytes is { } bytes)
            {
                files[entry.File] = bytes;
            }
        }

        return Check(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), files, faults, languages);
    }

    /// <summary>Reads an archive: never throws for what is in it.</summary>
    /// <param name="archive">Can seek.</param>
    /// <param name="languages">Those a voice may speak.</param>
    public static PackReading Read(Stream archive, Languages languages)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(languages);
        if (archive.Length > ArchiveBytesAtMost)
        {
            return new PackReading.Faulty([new PackFault.TooLarge()]);
        }

        try
        {
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            return Read(zip, languages);
        }
        catch (Exception e)
            when (e is InvalidDataException or EndOfStreamException or IOException or NotSupportedException or ArgumentException)
        {
            return new PackReading.Faulty([new PackFault.NoArchive()]);
        }
    }

    /// <summary>Writes the archive. The same pack gives the same bytes.</summary>
    public void Write(Stream destination)
    {
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in _files)
        {
            var entry = zip.CreateEntry($"{Id}/{name}", CompressionLevel.Optimal);
            entry.LastWriteTime = Stamp;
            using var stream = entry.Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Puts the voice in place: its clips first, then the manifest that names them, so that a voice is whole at any
    /// moment.</summary>
    /// <param name="voices">Holds one folder a voice.</param>
    /// <param name="mayReplace">Whether another voice of that name gives way.</param>
    public PackPlacing Place(string voices, bool mayReplace)
    {
        ArgumentNullException.ThrowIfNull(voices);
        var folder = Path.Combine(voices, Id);
        if (ClipManifest.Find(folder) is var (there, _))
        {
            if (
                there.ToJson() == Manifest.ToJson()
                && _files.All(file => Speaker.ReadFile(Path.Combine(folder, file.Key)).Bytes is not null)
            )
            {
                return PackPlacing.WasThere;
            }

            if (!mayReplace)
            {
                return PackPlacing.InTheWay;
            }
        }

        ClipPackWriter.Place(folder, Manifest, _files);
        return PackPlacing.Placed;
    }

    private static PackReading Read(ZipArchive zip, Languages languages)
    {
        var faults = new List<PackFault>();
        if (zip.Entries.Count > FilesAtMost)
        {
            return new PackReading.Faulty([new PackFault.TooManyFiles(zip.Entries.Count)]);
        }

        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        string? id = null;
        var total = 0L;
        foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            var shown = Show(entry.FullName);
            if (entry.FullName.Split('/') is not [var folder, var name] || !IsId(folder) || !IsFileName(name))
            {
                faults.Add(new PackFault.Misplaced(shown));
                continue;
            }

            id ??= folder;
            if (folder != id)
            {
                faults.Add(new PackFault.SecondVoice(shown, id));
            }
            else if (entry.IsEncrypted)
            {
                faults.Add(new PackFault.Locked(shown));
            }
            else if (ReadEntry(entry, UnpackedBytesAtMost, ref total) is not { } bytes)
            {
                faults.Add(new PackFault.FileTooLarge(shown));
                if (total >= UnpackedBytesAtMost)
                {
                    break;
                }
            }
            else if (!files.TryAdd(name, bytes))
            {
                faults.Add(new PackFault.Twice(shown));
            }
        }

        if (id is null)
        {
            faults.Add(new PackFault.NoVoice());
            return new PackReading.Faulty([.. faults]);
        }

        return Check(id, files, faults, languages);
    }

    /// <summary>What is really there counts, not what the archive says of itself; but what says that it is too large is not
    /// unpacked.</summary>
    /// <param name="entry">A file.</param>
    /// <param name="most">The most bytes that may be unpacked of the whole archive.</param>
    /// <param name="total">What was unpacked so far, of files that are refused too.</param>
    private static byte[]? ReadEntry(ZipArchiveEntry entry, long most, ref long total)
    {
        if (entry.Length > FileBytesAtMost)
        {
            return null;
        }

        using var stream = entry.Open();
        using var unpacked = new MemoryStream();
        var block = new byte[81_920];
        for (var read = stream.Read(block); read > 0; read = stream.Read(block))
        {
            total += read;
            unpacked.Write(block, 0, read);
            if (unpacked.Length > FileBytesAtMost || total > most)
            {
                return null;
            }
        }

        return unpacked.ToArray();
    }

    private static PackReading Check(string id, SortedDictionary<string, byte[]> files, List<PackFault> faults, Languages languages)
    {
        if (!IsId(id))
        {
            faults.Add(new PackFault.FolderName(Show(id)));
        }

        if (!files.TryGetValue(ClipManifest.FileName, out var json))
        {
            faults.Add(new PackFault.NoManifest());
            return new PackReading.Faulty(InOrder(faults));
        }

        var (manifest, unreadable) = ClipManifest.Parse(json);
        if (manifest is null)
        {
            faults.Add(new PackFault.UnreadableManifest(unreadable));
            return new PackReading.Faulty(InOrder(faults));
        }

        CheckManifest(manifest, faults);
        if (!languages.TryFind(manifest.Language, out var language))
        {
            faults.Add(new PackFault.UnknownLanguage(Show(manifest.Language), [.. languages.All.Select(known => known.Code)]));
        }

        var samples = 0L;
        foreach (var clip in manifest.Clips.DistinctBy(clip => clip.File))
        {
            if (!files.TryGetValue(clip.File, out var sound))
            {
                faults.Add(new PackFault.MissingClip(Show(clip.File), Show(clip.Text)));
                continue;
            }

            samples += OpusFile.FindLength(sound) is { } length ? TrackFormat.SampleAt(length) : 0;
            if (samples > SamplesAtMost)
            {
                faults.Add(new PackFault.FileTooLarge(Show(clip.File)));
                break;
            }

            if (FindFault(clip, sound, language) is { } fault)
            {
                faults.Add(fault);
            }
        }

        var named = manifest.Clips.Select(clip => clip.File).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(
            files.Keys.Where(file => file != ClipManifest.FileName && !named.Contains(file)).Select(file => new PackFault.Stray(file))
        );
        return faults.Count > 0
            ? new PackReading.Faulty(InOrder(faults))
            : new PackReading.Sound(new(id, manifest, files.ToImmutableSortedDictionary(StringComparer.Ordinal)));
    }

    private static void CheckManifest(ClipManifest manifest, List<PackFault> faults)
    {
        if (!IsName(manifest.Name))
        {
            faults.Add(new PackFault.Unnamed());
        }

        if (!Recording.IsRate(manifest.SampleRate))
        {
            faults.Add(new PackFault.OtherRate(ClipManifest.FileName, manifest.SampleRate));
        }

        foreach (
            var text in manifest
                .Clips.GroupBy(clip => ClipEntry.Normalise(clip.Text))
                .Where(group => group.Count() > 1)
                .Select(group => group.Key)
        )
        {
            faults.Add(new PackFault.SentenceTwice(Show(text)));
        }

        foreach (var clip in manifest.Clips.Where(clip => clip.Text.Length is 0 or > TextCharactersAtMost || clip.Text.Any(char.IsControl)))
        {
            faults.Add(new PackFault.NoSentence(Show(clip.Text)));
        }
    }

    /// <summary>Whether a name can be shown: not empty, not endless, one line.</summary>
    public static bool IsName(string? name) =>
        name is not null && name.Trim().Length is > 0 and <= NameCharactersAtMost && !name.Any(char.IsControl);

    private static PackFault? FindFault(ClipEntry clip, byte[] file, Language? language)
    {
        if (ClipEntry.FileFor(file) != clip.File)
        {
            return new PackFault.Damaged(Show(clip.File));
        }

        // what is too long is not decoded
        TimeSpan? slot = language is null ? null : SpeechEstimate.Of(language, clip.Text);
        if (OpusFile.Is(file) && OpusFile.FindLength(file) is { } claimed && claimed > slot)
        {
            return new PackFault.ClipTooLong(clip.File, Show(clip.Text), claimed, slot.Value);
        }

        var (sound, reason) = SoundFile.ReadClip(file);
        return sound switch
        {
            null when reason == SoundFile.Silent => new PackFault.SilentClip(clip.File, Show(clip.Text)),
            null => new PackFault.UnreadableClip(clip.File, reason),
            _ when (int)sound.Length.TotalMilliseconds != clip.DurationMs => new PackFault.OtherLength(
                clip.File,
                sound.Length,
                TimeSpan.FromMilliseconds(clip.DurationMs)
            ),
            _ => sound.Length > slot ? new PackFault.ClipTooLong(clip.File, Show(clip.Text), sound.Length, slot.Value) : null,
        };
    }

    private static ImmutableArray<PackFault> InOrder(List<PackFault> faults) =>
        [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal)];

    private static bool IsFileName(string name) =>
        name == ClipManifest.FileName || (ClipEntry.IsClip(name) && IsId(Path.GetFileNameWithoutExtension(name)));

    private static string Show(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text.Take(100))
        {
            shown.Append(char.IsControl(character) ? '·' : character);
        }

        return shown.Append(text.Length > 100 ? "…" : "").ToString();
    }
}
