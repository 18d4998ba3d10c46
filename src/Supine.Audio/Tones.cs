using Supine.Protocols;

namespace Supine.Audio;

/// <summary>What is heard without words.</summary>
internal enum Tone
{
    /// <summary>A hold begins, or the session.</summary>
    OpeningBell,

    /// <summary>A hold is half over: the same bell, softer and higher.</summary>
    HalfWayBell,

    /// <summary>A hold is over: the same bell, lower.</summary>
    ClosingBell,

    /// <summary>Change sides: the high bell, then the low one.</summary>
    ChangeBell,

    /// <summary>Breath drawn in: rises.</summary>
    BreathIn,

    /// <summary>Breath let out: falls.</summary>
    BreathOut,

    /// <summary>Hands press: one low note.</summary>
    Press,

    /// <summary>The muscle works: two notes, up.</summary>
    Contract,

    /// <summary>The muscle lets go: two notes, down.</summary>
    Relax,
}

/// <summary>Makes the tones: each begins at its first sample, ends at nothing, fits its time, and is well under speech.</summary>
internal static class Tones
{
    /// <summary>One step of 16 bits: marks the onset of a shape that begins at nothing, so that the shape stays in its place.</summary>
    private const short OnsetMark = 1;

    private const double AttackSeconds = 0.018;
    private const double BellSeconds = 4.0;
    private const double NoteSeconds = 0.7;

    /// <summary>Under speech, before <see cref="RenderOptions.ToneLevel"/>.</summary>
    private static readonly Decibels BellLevel = Decibels.From(-14);
    private static readonly Decibels HalfWayLevel = Decibels.From(-18);
    private static readonly Decibels BreathLevel = Decibels.From(-16);

    /// <summary>Under full scale, before <see cref="RenderOptions.ToneLevel"/>; a bell that may ring needs −16.</summary>
    private static readonly Decibels TonePeak = Decibels.From(-12);

    /// <summary>A struck bowl: pitch over the lowest, strength, seconds until it is down to 1/e. The first two lie close and beat
    /// slowly.</summary>
    private static readonly (double Ratio, double Strength, double DecaySeconds)[] Bowl =
    [
        (1, 0.6, 1.4),
        (1.0045, 0.4, 1.5),
        (2.71, 0.28, 0.8),
        (5.15, 0.07, 0.35),
    ];

    /// <summary>A plain soft note.</summary>
    private static readonly (double Ratio, double Strength, double DecaySeconds)[] Note = [(1, 1, 0.25), (2, 0.15, 0.15)];

    /// <summary>A tone that lasts no longer than so many samples.</summary>
    public static Clip Make(Tone tone, int samples, Decibels level)
    {
        var (sound, under) = tone switch
        {
            Tone.OpeningBell => (Strike(samples, BellSeconds, Bowl, [(330, 0)]), BellLevel),
            Tone.HalfWayBell => (Strike(samples, BellSeconds, Bowl, [(440, 0)]), HalfWayLevel),
            Tone.ClosingBell => (Strike(samples, BellSeconds, Bowl, [(247, 0)]), BellLevel),
            Tone.ChangeBell => (Strike(samples, BellSeconds, Bowl, [(330, 0), (247, 0.6)]), BellLevel),
            Tone.BreathIn => (Breathe(samples, 320, 950, peakAt: 0.82), BreathLevel),
            Tone.BreathOut => (Breathe(samples, 800, 240, peakAt: 0.16), BreathLevel),
            Tone.Press => (Strike(samples, NoteSeconds, Note, [(220, 0)]), BellLevel),
            Tone.Contract => (Strike(samples, NoteSeconds, Note, [(294, 0), (392, 0.14)]), BellLevel),
            Tone.Relax => (Strike(samples, NoteSeconds, Note, [(392, 0), (294, 0.14)]), BellLevel),
        };

        // the same loudness for every tone, whatever its pitch; one too short to be that loud is not made a bang
        if (Loudness.Measure(sound, TrackFormat.SampleRateHertz) is { } loudness)
        {
            var target = Mastering.SpeechLoudness + Decibels.From(under.Value + level.Value);
            var gain = (float)Math.Min((target - loudness).Gain, TonePeak.Gain * level.Gain / sound.Max(Math.Abs));
            foreach (ref var sample in sound.AsSpan())
            {
                sample *= gain;
            }
        }

        var quantised = Clip.Quantise(sound);
        quantised[0] = quantised[0] == 0 ? OnsetMark : quantised[0];
        return Clip.FromSamples(quantised)!;
    }

    /// <summary>The tone of a cue, or null where it is silent.</summary>
    public static Tone? Find(CueSequence sequence, int index)
    {
        var cue = sequence.Cues[index];
        return cue.Kind switch
        {
            CueKind.Say or CueKind.Hold => null,
            CueKind.Bell => FindBell(sequence, cue),
            CueKind.Breathe => IsBreathIn(sequence, index) ? Tone.BreathIn : Tone.BreathOut,
            CueKind.Press => Tone.Press,
            CueKind.Contract => Tone.Contract,
            CueKind.Relax => Tone.Relax,
        };
    }

    private static Tone FindBell(CueSequence sequence, Cue bell) =>
        sequence.StepOf(bell).Role switch
        {
            StepRole.ChangeSides => Tone.ChangeBell,
            StepRole.Hold => sequence.Cues.FirstOrDefault(cue => cue.Kind == CueKind.Hold && cue.Step == bell.Step) switch
            {
                { } hold when hold.At >= bell.At => Tone.OpeningBell,
                { } hold when hold.End > bell.At => Tone.HalfWayBell,
                _ => Tone.ClosingBell,
            },
            StepRole.Compress => Tone.ClosingBell,
            StepRole.Prepare
            or StepRole.Move
            or StepRole.Check
            or StepRole.Breathe
            or StepRole.ContractRelax
            or StepRole.Release
            or StepRole.Measure
            or StepRole.Rise => Tone.OpeningBell,
        };

    /// <summary>Breaths go in, out, in, out without a gap; after a gap they begin anew.</summary>
    private static bool IsBreathIn(CueSequence sequence, int index)
    {
        var isIn = true;
        var until = sequence.Cues[index];
        for (var i = index - 1; i >= 0; i--)
        {
            var before = sequence.Cues[i];
            if (before.Kind == CueKind.Breathe)
            {
                if (before.End != until.At)
                {
                    break;
                }

                isIn = !isIn;
                until = before;
            }
        }

        return isIn;
    }

    private static float[] Strike(
        int samples,
        double atMostSeconds,
        (double Ratio, double Strength, double DecaySeconds)[] partials,
        (double Hertz, double AfterSeconds)[] notes
    )
    {
        var length = Math.Min(samples, (int)(atMostSeconds * TrackFormat.SampleRateHertz));
        var sound = new float[length];
        for (var i = 0; i < length; i++)
        {
            var sum = 0.0;
            foreach (var (hertz, after) in notes)
            {
                var t = ((double)i / TrackFormat.SampleRateHertz) - after;
                if (t < 0)
                {
                    continue;
                }

                foreach (var (ratio, strength, decay) in partials)
                {
                    sum += Envelope.Rise(t / AttackSeconds) * strength * Math.Exp(-t / decay) * Math.Sin(2 * Math.PI * hertz * ratio * t);
                }
            }

            // the last third fades, so that it ends in silence however short its time is
            sound[i] = (float)(sum * Envelope.Rise((length - i) / (length / 3.0)));
        }

        return sound;
    }

    private static float[] Breathe(int samples, double fromHertz, double toHertz, double peakAt)
    {
        const double Damping = 1.1;
        var sound = new float[samples];
        var noise = new Noise(0x5EED_0001);
        var (first, second) = (new StateVariableFilter(), new StateVariableFilter());
        for (var i = 0; i < samples; i++)
        {
            var share = (double)i / samples;
            if (i % TrackFormat.SamplesPerMillisecond == 0)
            {
                // equal steps of pitch
                var centre = fromHertz * Math.Pow(toHertz / fromHertz, share);
                first.Tune(centre, Damping);
                second.Tune(centre, Damping);
            }

            var swell = share < peakAt ? Envelope.Rise(share / peakAt) : Envelope.Rise((1 - share) / (1 - peakAt));
            sound[i] = (float)(swell * second.NextBand(first.NextBand(noise.Next())));
        }

        return sound;
    }

    /// <summary>White noise, the same every time: SplitMix64.</summary>
    private struct Noise(ulong state)
    {
        public double Next()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                var z = state;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                z ^= z >> 31;
                return ((long)z >> 11) * (1.0 / (1L << 52));
            }
        }
    }

    /// <summary>A band-pass that may be retuned while it runs: a state variable filter with trapezoidal integrators.</summary>
    private struct StateVariableFilter
    {
        private double _g;
        private double _damping;
        private double _ic1;
        private double _ic2;

        public void Tune(double centreHertz, double damping) =>
            (_g, _damping) = (Math.Tan(Math.PI * centreHertz / TrackFormat.SampleRateHertz), damping);

        public double NextBand(double x)
        {
            var band = (_ic1 + (_g * (x - _ic2))) / (1 + (_g * (_g + _damping)));
            var low = _ic2 + (_g * band);
            _ic1 = (2 * band) - _ic1;
            _ic2 = (2 * low) - _ic2;
            return band * _damping;
        }
    }
}
