using System.Collections.Immutable;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>A folder of clips while it is made or added to: by a speech program, or by a practice that records its own voice.</summary>
/// <remarks>Every file is written beside its place and then moved there, so that a pack is whole at any moment.</remarks>
public sealed class ClipPackWriter
{
    private readonly SortedDictionary<string, ClipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Language _language;

    private ClipPackWriter(string folder, Language language, ClipManifest manifest)
    {
        Folder = folder;
        _language = language;
        Manifest = manifest;
    }

    /// <summary>Where the pack is.</summary>
    public string Folder { get; }

    /// <summary>What the pack was when it was opened; <see cref="Save"/> writes the new one.</summary>
    public ClipManifest Manifest { get; }

    /// <summary>Opens a folder, which is made if need be. Clips already there stay, if they were made the same way and their files are whole.</summary>
    /// <param name="folder">Where the pack is or will be.</param>
    /// <param name="language">What is spoken.</param>
    /// <param name="name">What people call the voice.</param>
    /// <param name="licence">What may be done with it, and who is to be named.</param>
    /// <param name="madeBy">How it is made; a pack made in another way is begun anew.</param>
    public static ClipPackWriter Open(string folder, Language language, string name, string licence, string madeBy)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var manifest = new ClipManifest(name, language.Code(), TrackFormat.SampleRateHertz, licence, madeBy, []);
        var writer = new ClipPackWriter(folder, language, manifest);
        var (bytes, _) = Speaker.ReadFile(Path.Combine(folder, ClipManifest.FileName));
        if (bytes is not null && ClipManifest.Parse(bytes).Manifest is { } before && before with { Clips = [] } == manifest with { Clips = before.Clips.Clear() })
        {
            foreach (var entry in before.Clips.Where(entry => IsWhole(folder, entry)))
            {
                writer._entries[ClipEntry.Normalise(entry.Text)] = entry;
            }
        }

        return writer;
    }

    /// <summary>Whether a sentence has its clip.</summary>
    public bool Holds(string text) => _entries.ContainsKey(ClipEntry.Normalise(text));

    /// <summary>Adds a sentence, or speaks it anew.</summary>
    public void Add(string text, Clip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        text = ClipEntry.Normalise(text);
        var file = ClipEntry.FileFor(_language, text);
        WriteWhole(Path.Combine(Folder, file), WaveFile.Encode(clip));
        _entries[text] = new(text, file, (int)clip.Length.TotalMilliseconds);
    }

    /// <summary>Has every sentence spoken that is not there yet, and checks that each fits the time the layout keeps free for it.</summary>
    /// <param name="speaker">Who speaks.</param>
    /// <param name="texts">What is to be there.</param>
    /// <param name="progress">Told how many sentences are done.</param>
    /// <param name="cancellationToken">Ends it between two sentences; what is there stays.</param>
    /// <returns>Every problem; none when the pack is complete.</returns>
    public async Task<ImmutableArray<RenderProblem>> FillAsync(
        Speaker speaker, IReadOnlyList<string> texts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(speaker);
        ArgumentNullException.ThrowIfNull(texts);
        var problems = ImmutableArray.CreateBuilder<RenderProblem>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (!Holds(texts[i]))
            {
                switch (await speaker.SpeakAsync(texts[i], cancellationToken))
                {
                    case Speaking.Spoken(var clip):
                        Add(texts[i], clip);
                        break;
                    case Speaking.Failed(RenderProblem.MissingProgram missing):
                        // without the program no sentence will fare better
                        problems.Add(missing);
                        return problems.ToImmutable();
                    case Speaking.Failed(var problem):
                        problems.Add(problem);
                        break;
                }
            }

            if (_entries.TryGetValue(ClipEntry.Normalise(texts[i]), out var entry))
            {
                var (length, slot) = (TimeSpan.FromMilliseconds(entry.DurationMs), SpeechEstimate.Of(_language, texts[i]));
                if (length > slot)
                {
                    problems.Add(new RenderProblem.ClipTooLong(texts[i], length, slot));
                }
            }

            progress?.Report(i + 1);
        }

        return problems.ToImmutable();
    }

    /// <summary>Drops the sentences that are spoken no more, with their files, and any clip that belongs to none.</summary>
    /// <returns>How many files were removed.</returns>
    public int RemoveAllBut(IEnumerable<string> texts)
    {
        var kept = texts.Select(ClipEntry.Normalise).ToHashSet(StringComparer.Ordinal);
        foreach (var text in _entries.Keys.Where(text => !kept.Contains(text)).ToList())
        {
            _entries.Remove(text);
        }

        var files = _entries.Values.Select(entry => entry.File).ToHashSet(StringComparer.Ordinal);
        var stale = Directory.EnumerateFiles(Folder, "*.wav").Where(path => !files.Contains(Path.GetFileName(path))).ToList();
        stale.ForEach(File.Delete);
        return stale.Count;
    }

    /// <summary>Writes the manifest.</summary>
    public ClipManifest Save()
    {
        var saved = Manifest with { Clips = [.. _entries.Values] };
        WriteWhole(Path.Combine(Folder, ClipManifest.FileName), Encoding.UTF8.GetBytes(saved.ToJson()));
        return saved;
    }

    private static bool IsWhole(string folder, ClipEntry entry) =>
        Speaker.ReadFile(Path.Combine(folder, entry.File)).Bytes is { } bytes
        && WaveFile.Read(bytes) is WaveReading.Read(var recording)
        && Clip.FromRecording(recording) is { } clip
        && (int)clip.Length.TotalMilliseconds == entry.DurationMs;

    private static void WriteWhole(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".part", bytes);
        File.Move(path + ".part", path, overwrite: true);
    }
}
