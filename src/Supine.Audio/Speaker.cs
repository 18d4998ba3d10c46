using System.Collections.Immutable;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>What became of opening a voice.</summary>
public abstract record SpeakerOpening
{
    private SpeakerOpening() { }

    /// <summary>It can be asked to speak.</summary>
    /// <param name="Speaker">The open voice.</param>
    public sealed record Opened(Speaker Speaker) : SpeakerOpening;

    /// <summary>It cannot.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Failed(RenderProblem Problem) : SpeakerOpening;
}

/// <summary>What became of asking for one sentence.</summary>
internal abstract record Speaking
{
    private Speaking() { }

    /// <summary>Here it is.</summary>
    public sealed record Spoken(Clip Clip) : Speaking;

    /// <summary>This voice leaves speaking to the device.</summary>
    public sealed record LeftToDevice : Speaking;

    /// <summary>It cannot be spoken.</summary>
    public sealed record Failed(RenderProblem Problem) : Speaking;
}

/// <summary>A voice opened for one language. It may be kept and used by several renderings at once.</summary>
/// <remarks>Keeps the clips it used last, up to <see cref="CacheBytes"/>: a whole session's, never a whole library.</remarks>
public sealed class Speaker
{
    /// <summary>About four minutes of speech.</summary>
    internal const long CacheBytes = 12 * 1024 * 1024;

    /// <summary>No sentence is this long; a file that is was put there by mistake.</summary>
    private const long FileBytesAtMost = 16 * 1024 * 1024;

    private readonly Language _language;
    private readonly TimeProvider _time;
    private readonly ImmutableDictionary<string, ClipEntry> _entries;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Text, SpeechRate Rate), Clip> _cache = [];
    private readonly Queue<(string Text, SpeechRate Rate)> _oldest = new();
    private readonly Dictionary<(string Text, SpeechRate Rate), Underway> _underway = [];
    private long _cached;

    private Speaker(Voice voice, Language language, TimeProvider time, ImmutableDictionary<string, ClipEntry> entries) =>
        (Voice, _language, _time, _entries) = (voice, language, time, entries);

    /// <summary>Who speaks.</summary>
    public Voice Voice { get; }

    /// <summary>What the clips kept take.</summary>
    internal long CachedBytes
    {
        get
        {
            lock (_lock)
            {
                return _cached;
            }
        }
    }

    /// <summary>Opens a voice: of a pack, the manifest is read and checked.</summary>
    /// <param name="voice">Who speaks.</param>
    /// <param name="language">What is spoken.</param>
    /// <param name="time">Measures the patience with a speech program.</param>
    public static SpeakerOpening Open(Voice voice, Language language, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(voice);
        ArgumentNullException.ThrowIfNull(time);
        if (voice is not Voice.ClipPack pack)
        {
            return new SpeakerOpening.Opened(new(voice, language, time, ImmutableDictionary<string, ClipEntry>.Empty));
        }

        var (bytes, unreadable) = ReadFile(Path.Combine(pack.Folder, ClipManifest.FileName));
        if (bytes is null)
        {
            return new SpeakerOpening.Failed(new RenderProblem.UnreadablePack(pack.Folder, unreadable));
        }

        var (manifest, fault) = ClipManifest.Parse(bytes);
        if (manifest is null)
        {
            return new SpeakerOpening.Failed(new RenderProblem.UnreadablePack(pack.Folder, fault));
        }

        if (manifest.Language != language.Code)
        {
            return new SpeakerOpening.Failed(new RenderProblem.WrongLanguage(pack.Folder, manifest.Language, language.Code));
        }

        var entries = ImmutableDictionary.CreateBuilder<string, ClipEntry>(StringComparer.Ordinal);
        foreach (var clip in manifest.Clips)
        {
            entries[ClipEntry.Normalise(clip.Text)] = clip;
        }

        return new SpeakerOpening.Opened(new(voice, language, time, entries.ToImmutable()));
    }

    /// <summary>The clip of a sentence; null where this voice cannot speak it, or leaves it to the device.</summary>
    /// <param name="text">One sentence.</param>
    /// <param name="rate">How fast it is said.</param>
    /// <param name="cancellationToken">Ends a speech program.</param>
    public async Task<Clip?> FindClipAsync(string text, SpeechRate rate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return await SpeakAsync(text, rate, cancellationToken) is Speaking.Spoken(var clip) ? clip : null;
    }

    /// <summary>The clip of a sentence, or why there is none.</summary>
    internal async ValueTask<Speaking> SpeakAsync(string text, SpeechRate rate, CancellationToken cancellationToken)
    {
        text = ClipEntry.Normalise(text);
        lock (_lock)
        {
            if (_cache.TryGetValue((text, rate), out var known))
            {
                return new Speaking.Spoken(known);
            }
        }

        return Voice switch
        {
            Voice.ClipPack pack => Keep((text, rate), ReadClip(pack, text, rate)),
            Voice.Device => new Speaking.LeftToDevice(),
            _ => await SpeakOnceAsync((text, rate), cancellationToken),
        };
    }

    // However many ask for a sentence meanwhile, it is spoken once; when nobody waits for it any more, it is not spoken on.
    private async Task<Speaking> SpeakOnceAsync((string Text, SpeechRate Rate) sentence, CancellationToken cancellationToken)
    {
        Underway underway;
        lock (_lock)
        {
            // it may have become ready since it was looked for
            if (_cache.TryGetValue(sentence, out var known))
            {
                return new Speaking.Spoken(known);
            }

            if (!_underway.TryGetValue(sentence, out underway!))
            {
                underway = new(ends => SpeakNewAsync(sentence, ends));
                _underway.Add(sentence, underway);
            }

            underway.Waiting++;
        }

        try
        {
            return await underway.Speaking.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            bool isLeft;
            lock (_lock)
            {
                isLeft = --underway.Waiting == 0;
                if (isLeft)
                {
                    _underway.Remove(sentence);
                }
            }

            if (isLeft)
            {
                await underway.EndAsync();
            }
        }
    }

    private async Task<Speaking> SpeakNewAsync((string Text, SpeechRate Rate) sentence, CancellationToken cancellationToken)
    {
        var (text, rate) = sentence;
        return Keep(
            sentence,
            Voice switch
            {
                Voice.SpeechCommand command => await SpeechProcess.SpeakAsync(command, _language, text, rate, _time, cancellationToken),
                Voice.BuiltIn builtIn => await BuiltInSpeech.SpeakAsync(builtIn, text, rate, cancellationToken),
                Voice.Kokoro kokoro => await KokoroSpeech.SpeakAsync(kokoro, _language, text, rate, _time, cancellationToken),
                _ => throw new System.Diagnostics.UnreachableException(),
            }
        );
    }

    /// <summary>A file's bytes, or in a sentence why they cannot be had.</summary>
    internal static (byte[]? Bytes, string Reason) ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? (null, $"there is no {file.Name}.")
                : file.Length > FileBytesAtMost ? (null, $"{file.Name} is larger than 16 MB.")
                : (File.ReadAllBytes(path), "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    private Speaking ReadClip(Voice.ClipPack pack, string text, SpeechRate rate)
    {
        if (!_entries.TryGetValue(text, out var entry))
        {
            return new Speaking.Failed(new RenderProblem.MissingClip(text, pack.Folder, _language.Code));
        }

        var path = Path.Combine(pack.Folder, entry.File);
        var (bytes, unreadable) = ReadFile(path);
        if (bytes is null)
        {
            return Unreadable(unreadable);
        }

        if (ClipEntry.IsDamaged(entry.File, bytes))
        {
            return Unreadable("It was damaged or exchanged: its content is not what its name says.");
        }

        var (clip, unusable) = SoundFile.ReadClip(bytes);
        return clip is null ? Unreadable(unusable) : new Speaking.Spoken(TimeStretch.Stretch(clip, rate));

        Speaking Unreadable(string reason) => new Speaking.Failed(new RenderProblem.UnreadableClip(path, text, reason));
    }

    private Speaking Keep((string Text, SpeechRate Rate) sentence, Speaking speaking)
    {
        if (speaking is not Speaking.Spoken(var clip))
        {
            return speaking;
        }

        var size = clip.Samples.Length * sizeof(short);
        lock (_lock)
        {
            if (size > CacheBytes || !_cache.TryAdd(sentence, clip))
            {
                return speaking;
            }

            _oldest.Enqueue(sentence);
            _cached += size;
            while (_cached > CacheBytes && _cache.Remove(_oldest.Dequeue(), out var dropped))
            {
                _cached -= dropped.Samples.Length * sizeof(short);
            }
        }

        return speaking;
    }

    /// <summary>A sentence that is being spoken, and how many wait for it.</summary>
    private sealed class Underway : IDisposable
    {
        private readonly CancellationTokenSource _ends = new();

        public Underway(Func<CancellationToken, Task<Speaking>> speak) => Speaking = new(() => speak(_ends.Token));

        public Lazy<Task<Speaking>> Speaking { get; }

        public int Waiting { get; set; }

        public async Task EndAsync()
        {
            await _ends.CancelAsync();
            _ = Speaking.Value.ContinueWith(_ => Dispose(), TaskScheduler.Default);
        }

        public void Dispose() => _ends.Dispose();
    }
}
