using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Supine.Audio;
using Supine.Protocols;
using Supine.Storage.Folders;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.OwnVoice;

/// <summary>A sentence to record, and whether it is.</summary>
/// <param name="Key">What stands for it in an address.</param>
/// <param name="Phrase">The sentence.</param>
/// <param name="Slot">The time kept free for it.</param>
/// <param name="Length">How long the recording is; null where there is none.</param>
internal sealed record PhraseToRecord(string Key, Phrase Phrase, TimeSpan Slot, TimeSpan? Length);

/// <summary>What became of keeping a recording.</summary>
internal abstract record Keeping
{
    private Keeping() { }

    /// <summary>It is on the disk.</summary>
    public sealed record Kept(TimeSpan Length, TimeSpan Slot) : Keeping;

    /// <summary>There is no such voice.</summary>
    public sealed record NoVoice : Keeping;

    /// <summary>No exercise has such a sentence.</summary>
    public sealed record NoSentence : Keeping;

    /// <summary>It is silent.</summary>
    public sealed record Silent : Keeping;

    /// <summary>It is longer than the time kept free for it.</summary>
    public sealed record TooLong(TimeSpan Length, TimeSpan Slot) : Keeping;
}

/// <summary>The voices that people of this household record: folders in their own place, one change at a time each.</summary>
internal sealed class OwnVoices(VoiceLibrary library, ProtocolLibrary protocols, UserFolder user, TextCatalogue texts)
{
    private const string Licence = "Recorded by its speaker. Ask them before you pass it on.";

    private readonly ConcurrentDictionary<string, Lock> _locks = new(StringComparer.Ordinal);

    /// <summary>The voice of an id that was recorded or brought in here, or null.</summary>
    public RecordedVoice? Find(string id) => library.Find(id, VoiceOrigin.Own);

    /// <summary>Begins a voice without a sentence.</summary>
    /// <returns>Its id: drawn by lot, so that no address tells who speaks.</returns>
    public string Begin(string name, Language language)
    {
        var id = $"own-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        ClipPackWriter
            .Open(Path.Combine(user.Voices, id), language, name.Trim(), Licence, $"Recorded in Supine; {Mastering.Description}")
            .Save();
        return id;
    }

    /// <summary>Gives a voice another name.</summary>
    public void Rename(RecordedVoice voice, string name) =>
        Change(
            voice,
            writer =>
            {
                writer.Rename(name.Trim());
                writer.Save();
            }
        );

    /// <summary>Deletes a voice, and every track, since it may be heard in it. Tracks can be made again.</summary>
    public void Delete(RecordedVoice voice)
    {
        lock (LockOf(voice.Id))
        {
            // without its manifest it is no voice any more, whatever happens next
            File.Delete(Path.Combine(voice.Folder, ClipManifest.FileName));
            Directory.Delete(voice.Folder, recursive: true);
        }

        // what is being rendered is somebody's who waits for it; its name says which voices it is of, and nobody will ask for it again
        foreach (var track in Directory.EnumerateFiles(user.Tracks).Where(file => Path.GetExtension(file) != ".part"))
        {
            File.Delete(track);
        }
    }

    /// <summary>The sentences of some protocols in a voice's language, the usual ones first, each once.</summary>
    public ImmutableArray<PhraseToRecord> ListPhrases(RecordedVoice voice, IReadOnlyCollection<string> ids)
    {
        var folder = protocols.Read();
        if (!folder.Languages.TryFind(voice.Manifest.Language, out var language))
        {
            return [];
        }

        var lengths = voice
            .Manifest.Clips.GroupBy(clip => clip.Text)
            .ToDictionary(clips => clips.Key, clips => TimeSpan.FromMilliseconds(clips.First().DurationMs));
        return
        [
            .. folder
                .SpokenIn(language)
                .Where(protocol => ids.Contains(protocol.Id))
                .SelectMany(protocol => Phrases.Find(protocol, language))
                .Concat(
                    SessionSentences.Calls.Select(call => new Phrase(
                        language.Calls[call],
                        texts.Find(language, call == SessionCall.Hurts ? "voices.hurts" : "voices.gate"),
                        PhraseNeed.Usual
                    ))
                )
                .GroupBy(phrase => phrase.Text)
                .Select(same => same.OrderBy(phrase => phrase.Need).First())
                .OrderBy(phrase => phrase.Need)
                .Select(phrase => new PhraseToRecord(
                    ClipEntry.KeyOf(language, phrase.Text),
                    phrase,
                    SpeechEstimate.Of(language, phrase.Text),
                    lengths.TryGetValue(phrase.Text, out var length) ? length : null
                )),
        ];
    }

    /// <summary>Masters a recording and keeps it as the sentence's clip. Doing it twice changes nothing.</summary>
    public Keeping Keep(string id, string key, Recording recording)
    {
        if (Find(id) is not { } voice)
        {
            return new Keeping.NoVoice();
        }

        if (
            ListPhrases(voice, [.. protocols.Read().Protocols.Select(protocol => protocol.Id)]).FirstOrDefault(known => known.Key == key)
            is not { } phrase
        )
        {
            return new Keeping.NoSentence();
        }

        if (Mastering.Master(recording, Ends.AsGiven) is not Mastered.Ready(var clip))
        {
            return new Keeping.Silent();
        }

        if (clip.Length > phrase.Slot)
        {
            return new Keeping.TooLong(clip.Length, phrase.Slot);
        }

        return Change(
            voice,
            writer =>
            {
                writer.Add(phrase.Phrase.Text, clip);
                writer.Save();
                writer.RemoveStrays();
            }
        )
            ? new Keeping.Kept(clip.Length, phrase.Slot)
            : new Keeping.NoVoice();
    }

    /// <summary>Puts a voice that was brought in in place.</summary>
    public PackPlacing Place(PackArchive archive, bool mayReplace)
    {
        lock (LockOf(archive.Id))
        {
            return library.Find(archive.Id, VoiceOrigin.Shipped) is { } shipped
                ? shipped.Manifest.ToJson() == archive.Manifest.ToJson()
                    ? PackPlacing.WasThere
                    : PackPlacing.InTheWay
                : archive.Place(user.Voices, mayReplace);
        }
    }

    private bool Change(RecordedVoice voice, Action<ClipPackWriter> change)
    {
        lock (LockOf(voice.Id))
        {
            if (
                !protocols.Read().Languages.TryFind(voice.Manifest.Language, out var language)
                || ClipPackWriter.TryContinue(voice.Folder, language) is not { } writer
            )
            {
                return false;
            }

            change(writer);
            return true;
        }
    }

    private Lock LockOf(string id) => _locks.GetOrAdd(id, _ => new Lock());
}
