using System.Collections.Immutable;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>The kind of file a clip is kept in.</summary>
public enum ClipFormat
{
    /// <summary>Every sample as it was: for what a person recorded.</summary>
    Wav,

    /// <summary>A twelfth of the size: for what a program spoke, and can speak again.</summary>
    Opus,
}

/// <summary>A folder of clips while it is made or added to: by a speech program, or by a practice that records its own voice.</summary>
/// <remarks>
/// Every file is written beside its place and then moved there, and clips come before the manifest that names them; so a pack is whole at
/// any moment,
/// and what <see cref="Save"/> has written is on the disk.
/// </remarks>
public sealed class ClipPackWriter
{
    // A sentence that does not fit its time is spoken a little faster, as a person would.
    private static readonly ImmutableArray<SpeechRate> Rates =
    [
        SpeechRate.Normal,
        SpeechRate.FromPercent(105),
        SpeechRate.FromPercent(110),
    ];

    private readonly SortedDictionary<string, ClipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Language _language;
    private readonly ClipFormat _format;

    private ClipPackWriter(string folder, Language language, ClipFormat format, ClipManifest manifest)
    {
        _format = format;
        Folder = folder;
        _language = language;
        Manifest = manifest with { Clips = [] };
    }

    /// <summary>Where the pack is.</summary>
    public string Folder { get; }

    /// <summary>What the pack is, but for its clips; <see cref="Save"/> writes it with them.</summary>
    public ClipManifest Manifest { get; private set; }

    /// <summary>Opens a folder, which is made if need be. Clips already there stay, if they were made the same way and their files are
    /// whole.</summary>
    /// <param name="folder">Where the pack is or will be.</param>
    /// <param name="language">What is spoken.</param>
    /// <param name="name">What people call the voice.</param>
    /// <param name="licence">What may be done with it, and who is to be named.</param>
    /// <param name="madeBy">How it is made; a pack made in another way is begun anew.</param>
    /// <param name="format">How new clips are kept.</param>
    public static ClipPackWriter Open(
        string folder,
        Language language,
        string name,
        string licence,
        string madeBy,
        ClipFormat format = ClipFormat.Wav
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var manifest = new ClipManifest(name, language.Code, TrackFormat.SampleRateHertz, licence, madeBy, []);
        var writer = new ClipPackWriter(folder, language, format, manifest);
        var (bytes, _) = Speaker.ReadFile(Path.Combine(folder, ClipManifest.FileName));
        if (
            bytes is not null
            && ClipManifest.Parse(bytes).Manifest is { } before
            && before with { Clips = [] } == manifest with { Clips = before.Clips.Clear() }
        )
        {
            foreach (var entry in before.Clips.Where(entry => IsWhole(folder, entry)))
            {
                writer._entries[ClipEntry.Normalise(entry.Text)] = entry;
            }
        }

        return writer;
    }

    /// <summary>Opens a pack that is there to change it, however it was made; null where the folder holds none of that language.</summary>
    /// <remarks>A sentence whose file is gone is to be spoken again. Files are not read: their names say what was in them.</remarks>
    public static ClipPackWriter? TryContinue(string folder, Language language)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(language);
        var (bytes, _) = Speaker.ReadFile(Path.Combine(folder, ClipManifest.FileName));
        if (bytes is null || ClipManifest.Parse(bytes).Manifest is not { } manifest || manifest.Language != language.Code)
        {
            return null;
        }

        var writer = new ClipPackWriter(folder, language, ClipFormat.Wav, manifest);
        foreach (var entry in manifest.Clips.Where(entry => File.Exists(Path.Combine(folder, entry.File))))
        {
            writer._entries[ClipEntry.Normalise(entry.Text)] = entry;
        }

        return writer;
    }

    /// <summary>Writes a whole pack: every clip, then the manifest, then away with what it names no more.</summary>
    internal static void Place(string folder, ClipManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files.Where(file => file.Key != ClipManifest.FileName))
        {
            WriteWhole(Path.Combine(folder, name), bytes);
        }

        WriteWhole(Path.Combine(folder, ClipManifest.FileName), Encoding.UTF8.GetBytes(manifest.ToJson()));
        foreach (var stray in FindClips(folder).Where(path => !files.ContainsKey(Path.GetFileName(path))).ToList())
        {
            File.Delete(stray);
        }
    }

    /// <summary>Gives the voice another name.</summary>
    public void Rename(string name) => Manifest = Manifest with { Name = name };

    /// <summary>Whether a sentence has its clip.</summary>
    public bool Holds(string text) => _entries.ContainsKey(ClipEntry.Normalise(text));

    /// <summary>Adds a sentence, or speaks it anew.</summary>
    public void Add(string text, Clip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        text = ClipEntry.Normalise(text);
        var sound = _format switch
        {
            ClipFormat.Wav => WaveFile.Encode(clip),
            ClipFormat.Opus => OpusFile.Encode(clip),
        };
        var file = ClipEntry.FileFor(sound);
        WriteWhole(Path.Combine(Folder, file), sound);
        _entries[text] = new(text, file, (int)clip.Length.TotalMilliseconds);
    }

    /// <summary>Has every sentence spoken that is not there yet, and checks that each fits the time the layout keeps free for it.</summary>
    /// <param name="speaker">Who speaks.</param>
    /// <param name="texts">What is to be there.</param>
    /// <param name="progress">Told how many sentences are done.</param>
    /// <param name="cancellationToken">Ends it between two sentences; what is there stays.</param>
    /// <returns>Every problem; none when the pack is complete.</returns>
    public async Task<ImmutableArray<RenderProblem>> FillAsync(
        Speaker speaker,
        IReadOnlyList<string> texts,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(speaker);
        ArgumentNullException.ThrowIfNull(texts);
        var problems = ImmutableArray.CreateBuilder<RenderProblem>();
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (var rate in Rates.SkipWhile(_ => FindTooLong(texts[i]) is null && Holds(texts[i])))
            {
                switch (await speaker.SpeakAsync(texts[i], rate, cancellationToken))
                {
                    case Speaking.Spoken(var clip):
                        Add(texts[i], clip);
                        break;
                    case Speaking.Failed(RenderProblem.MissingProgram or RenderProblem.VoiceUnavailable) missing:
                        // without the program or the voice no sentence will fare better
                        problems.Add(missing.Problem);
                        return problems.ToImmutable();
                    case Speaking.Failed(var problem):
                        problems.Add(problem);
                        break;
                }

                if (FindTooLong(texts[i]) is null)
                {
                    break;
                }
            }

            if (FindTooLong(texts[i]) is { } tooLong)
            {
                problems.Add(tooLong);
            }

            progress?.Report(i + 1);
        }

        return problems.ToImmutable();
    }

    private RenderProblem.ClipTooLong? FindTooLong(string text) =>
        _entries.TryGetValue(ClipEntry.Normalise(text), out var entry)
        && TimeSpan.FromMilliseconds(entry.DurationMs) is var length
        && SpeechEstimate.Of(_language, text) is var slot
        && length > slot
            ? new(text, length, slot)
            : null;

    /// <summary>Drops the sentences that are spoken no more.</summary>
    public void RemoveAllBut(IEnumerable<string> texts)
    {
        var kept = texts.Select(ClipEntry.Normalise).ToHashSet(StringComparer.Ordinal);
        foreach (var text in _entries.Keys.Where(text => !kept.Contains(text)).ToList())
        {
            _entries.Remove(text);
        }
    }

    /// <summary>Writes the manifest.</summary>
    public ClipManifest Save()
    {
        var saved = Manifest with { Clips = [.. _entries.Values] };
        WriteWhole(Path.Combine(Folder, ClipManifest.FileName), Encoding.UTF8.GetBytes(saved.ToJson()));
        return saved;
    }

    /// <summary>Removes the clips that belong to no sentence, after <see cref="Save"/>.</summary>
    /// <returns>How many files were removed.</returns>
    public int RemoveStrays()
    {
        var files = _entries.Values.Select(entry => entry.File).ToHashSet(StringComparer.Ordinal);
        var stale = FindClips(Folder).Where(path => !files.Contains(Path.GetFileName(path))).ToList();
        stale.ForEach(File.Delete);
        return stale.Count;
    }

    private static IEnumerable<string> FindClips(string folder) =>
        Directory.EnumerateFiles(folder).Where(path => ClipEntry.IsClip(Path.GetFileName(path)));

    private static bool IsWhole(string folder, ClipEntry entry) =>
        Speaker.ReadFile(Path.Combine(folder, entry.File)).Bytes is { } bytes
        && ClipEntry.FileFor(bytes) == entry.File
        && SoundFile.ReadClip(bytes).Clip is { } clip
        && (int)clip.Length.TotalMilliseconds == entry.DurationMs;

    private static void WriteWhole(string path, byte[] bytes)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
