using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Renders a sequence with a voice into one WAV file, every cue beginning at its exact sample.</summary>
/// <remarks>
/// First every sentence is fetched and measured against its slot; only when all fit is anything written.
/// Then sounds that overlap are added up, an island at a time, and between islands there is exact silence.
/// </remarks>
public static class Renderer
{
    /// <summary>Writes the track with one voice, which speaks everything or nothing.</summary>
    public static Task<Rendering> RenderAsync(
        CueSequence sequence,
        Speaker speaker,
        RenderOptions options,
        Stream destination,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellationToken
    ) => RenderAsync(sequence, Cast.Of(speaker), options, destination, progress, cancellationToken);

    /// <summary>Writes the track. The same sequence, voices and options give the same bytes.</summary>
    /// <param name="sequence">What happens when.</param>
    /// <param name="cast">Who speaks.</param>
    /// <param name="options">What the person chose.</param>
    /// <param name="destination">Only written to when all problems are ruled out; need not seek.</param>
    /// <param name="progress">Told after every block.</param>
    /// <param name="cancellationToken">Ends it between two blocks.</param>
    public static async Task<Rendering> RenderAsync(
        CueSequence sequence,
        Cast cast,
        RenderOptions options,
        Stream destination,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(cast);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(destination);

        var speech = await Rehearsal.SpeakAllAsync(sequence, cast, cancellationToken);
        if (speech.Problems.Length > 0)
        {
            return new Rendering.Failed(speech.Problems);
        }

        var track = new TrackWriter(destination, sequence.Total, progress);
        await track.WriteHeaderAsync(cancellationToken);
        foreach (var island in FindIslands(PlaceSounds(sequence, speech.Clips, options)))
        {
            await track.WriteSilenceUntilAsync(island[0].Start, cancellationToken);
            await track.WriteAsync(Mix(island), cancellationToken);
        }

        await track.WriteSilenceUntilAsync(TrackFormat.SampleAt(sequence.Total), cancellationToken);
        return new Rendering.Succeeded(sequence.Total, track.Bytes, speech.StandIns);
    }

    /// <summary>The sentences a sequence speaks, each once, in order of time.</summary>
    internal static IEnumerable<Cue> FindSpoken(CueSequence sequence) =>
        sequence.Cues.Where(cue => cue.Kind == CueKind.Say && cue.Text.Length > 0);

    private static List<Sound> PlaceSounds(CueSequence sequence, IReadOnlyDictionary<string, Clip> speech, RenderOptions options)
    {
        // tones of one kind and length are made once
        var tones = new Dictionary<(Tone, int), Clip>();
        var sounds = new List<Sound>();
        for (var i = 0; i < sequence.Cues.Length; i++)
        {
            var cue = sequence.Cues[i];
            if (cue.End > sequence.Total)
            {
                throw new ArgumentException("A cue ends after the sequence.", nameof(sequence));
            }

            var start = TrackFormat.SampleAt(cue.At);
            if (Tones.Find(sequence, i) is { } tone)
            {
                if (options.ToneLevel is not { } level)
                {
                    continue;
                }

                var key = (tone, TrackFormat.SampleAt(cue.Duration));
                if (!tones.TryGetValue(key, out var made))
                {
                    tones[key] = made = Tones.Make(tone, key.Item2, level);
                }

                sounds.Add(new(start, made));
            }
            else if (cue.Kind == CueKind.Say && speech.TryGetValue(cue.Text, out var spoken))
            {
                sounds.Add(new(start, spoken));
            }
        }

        sounds.Sort((a, b) => a.Start.CompareTo(b.Start));
        return sounds;
    }

    /// <summary>Sounds that overlap, together; in order of time.</summary>
    private static List<List<Sound>> FindIslands(List<Sound> sounds)
    {
        var islands = new List<List<Sound>>();
        var end = 0;
        foreach (var sound in sounds)
        {
            if (islands.Count == 0 || sound.Start >= end)
            {
                islands.Add([]);
            }

            islands[^1].Add(sound);
            end = Math.Max(end, sound.End);
        }

        return islands;
    }

    /// <summary>One sound is passed on as it is; several are added, and limited where that is too much.</summary>
    private static ReadOnlyMemory<short> Mix(List<Sound> island)
    {
        if (island is [var only])
        {
            return only.Clip.Memory;
        }

        var start = island[0].Start;
        var sums = new int[island.Max(sound => sound.End) - start];
        foreach (var sound in island)
        {
            var into = sums.AsSpan(sound.Start - start);
            var samples = sound.Clip.Samples;
            for (var i = 0; i < samples.Length; i++)
            {
                into[i] += samples[i];
            }
        }

        if (sums.All(sum => Math.Abs(sum) <= TrackFormat.Ceiling))
        {
            return Array.ConvertAll(sums, sum => (short)sum);
        }

        var limited = Array.ConvertAll(sums, sum => sum / 32_768f);
        Limiter.Limit(limited, TrackFormat.Ceiling / 32_768.0, TrackFormat.SampleRateHertz);
        return Clip.Quantise(limited);
    }

    private readonly record struct Sound(int Start, Clip Clip)
    {
        public int End => Start + Clip.Samples.Length;
    }
}
