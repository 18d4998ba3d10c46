using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tracks;

/// <summary>What a person chose about the sound of a track: who speaks, and how loud the tones are. The sequence knows nothing of
/// it.</summary>
/// <param name="Voice">The voice's id; null for the best one that can speak all of it.</param>
/// <param name="Tones">How loud bells and breathing are.</param>
internal sealed record TrackSound(string? Voice = null, ToneVolume Tones = ToneVolume.Normal)
{
    /// <summary>As an address says it, each part with its ampersand; empty for what needs no words.</summary>
    public string Query =>
        (Voice is null ? "" : $"voice={Uri.EscapeDataString(Voice)}&")
        + (Tones == ToneVolume.Normal ? "" : $"tones={Tones.ToString().ToLowerInvariant()}&");

    /// <summary>The sound an address asks for, or null where <paramref name="faults"/> says why not.</summary>
    public static TrackSound? Read(IQueryCollection query, CueSequence sequence, OpenVoices voices, Texts texts, Faults faults)
    {
        var language = sequence.Language;
        string? voice = query["voice"] is [{ Length: > 0 } named, ..] ? named : null;
        if (voice is not null && voices.Of(language).All(known => known.Id != voice))
        {
            faults.Add(
                "voice",
                texts[
                    "fault.voice",
                    ("id", voice),
                    ("language", language.Name),
                    ("known", string.Join(", ", voices.Of(language).Select(known => known.Id)))
                ]
            );
        }

        var tones = ToneVolume.Normal;
        if (query["tones"] is [{ Length: > 0 } written, ..])
        {
            var known = Enum.GetValues<ToneVolume>()
                .Where(volume => string.Equals(volume.ToString(), written, StringComparison.OrdinalIgnoreCase))
                .ToList();
            faults.Require(known.Count == 1, "tones", OptionsInWords.Refuse<ToneVolume>(written, texts));
            tones = known.FirstOrDefault();
        }

        faults.Require(tones != ToneVolume.Off || sequence.Cues.Any(cue => cue.Kind == CueKind.Say), "tones", texts["fault.silent"]);
        return faults.AreNone ? new(voice, tones) : null;
    }
}
