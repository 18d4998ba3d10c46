using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Library;

namespace Supine.Web.Tracks;

/// <summary>A sequence as the page plays it.</summary>
/// <param name="Protocol">The protocol's id.</param>
/// <param name="Title">Its title in the language.</param>
/// <param name="Hash">What names the track.</param>
/// <param name="Language">The ISO 639-1 code of all texts.</param>
/// <param name="TotalMs">The end of the last cue.</param>
/// <param name="Steps">In order, without gaps.</param>
/// <param name="Cues">In order of time.</param>
/// <param name="AudioUrl">The track as WAV.</param>
/// <param name="Sources">The track as each kind of file that can be had here, in the order in which a player should try them.</param>
/// <param name="CaptionsUrl">The same cues as WebVTT.</param>
/// <param name="Voice">Who speaks it.</param>
/// <param name="Calls">What is said when it happens: while a hold waits, and when it hurts.</param>
/// <param name="VoiceName">What people call the voice; null for the device's.</param>
/// <param name="SpeechRate">How fast it is said: 1 is the calm rate, 0.8 is slower.</param>
/// <param name="StandIns">The sentences another voice than the chosen one speaks.</param>
/// <param name="Milder">The query of what the session goes on with after it was only too strong; null where nothing is milder.</param>
internal sealed record PlayableSequence(
    string Protocol,
    string Title,
    string Hash,
    string Language,
    long TotalMs,
    ImmutableArray<PlayableSequence.Step> Steps,
    ImmutableArray<PlayableSequence.Cue> Cues,
    string AudioUrl,
    ImmutableArray<SoundSource> Sources,
    string CaptionsUrl,
    TrackVoice Voice,
    ImmutableArray<PlayableSequence.SpokenCall> Calls,
    string? VoiceName,
    decimal SpeechRate,
    ImmutableArray<SpokenByAnother> StandIns,
    string? Milder
)
{
    /// <summary>A sequence in its JSON form, with where to get it as sound.</summary>
    /// <param name="sequence">What is played.</param>
    /// <param name="track">Its sound.</param>
    /// <param name="query">The session, as <see cref="TrackQuery.Write"/> writes it.</param>
    /// <param name="sources">Where its sound can be had.</param>
    /// <param name="milder">What it goes on with after it was only too strong, likewise; null where nothing is milder.</param>
    public static PlayableSequence From(
        CueSequence sequence,
        RenderedTrack track,
        string query,
        ImmutableArray<SoundSource> sources,
        string? milder
    ) =>
        new(
            sequence.ProtocolId,
            sequence.Title,
            sequence.Hash,
            sequence.Language.Code,
            Ms(sequence.Total),
            [
                .. sequence.Steps.Select(step => new Step(
                    step.Id,
                    step.Role,
                    step.Title,
                    Ms(step.At),
                    Ms(step.Duration),
                    step.Side,
                    step.Set,
                    Thighs.Of(step, sequence)
                )),
            ],
            [
                .. sequence
                    .Cues.Select(cue => (cue, step: sequence.StepOf(cue)))
                    .Select(pair => new Cue(
                        pair.cue.Kind,
                        Ms(pair.cue.At),
                        Ms(pair.cue.Duration),
                        pair.step.Role,
                        pair.cue.Step,
                        pair.step.Side,
                        pair.step.Set,
                        pair.cue.Text,
                        track.LeavesToDevice(pair.cue)
                    )),
            ],
            track.AddressOf(query),
            sources,
            $"/tracks/{sequence.Hash}.vtt?{query}",
            track.Voice,
            [
                .. SessionSentences
                    .Calls.Select(call => (call, text: sequence.Language.Calls[call]))
                    .Select(pair => new SpokenCall(
                        pair.call,
                        pair.text,
                        Ms(sequence.SpeechRate.Slot(SpeechEstimate.Of(sequence.Language, pair.text))),
                        CallsApi.AddressOf(pair.call, sequence, track)
                    )),
            ],
            track.Lead.Name,
            sequence.SpeechRate.Ratio,
            track.StandIns,
            milder
        );

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;

    /// <summary>One step of the protocol where it stands in time.</summary>
    /// <param name="Id">The step's id in the protocol.</param>
    /// <param name="Role">What it is for.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="AtMs">Its start.</param>
    /// <param name="DurationMs">Its length.</param>
    /// <param name="Side">The side stretched; null where it belongs to neither.</param>
    /// <param name="Set">From 1; null where it belongs to none.</param>
    /// <param name="ThighDegrees">Where its posture has the thighs; null where the person does not lie.</param>
    public sealed record Step(
        string Id,
        StepRole Role,
        string Title,
        long AtMs,
        long DurationMs,
        Side? Side,
        int? Set,
        Thighs? ThighDegrees
    );

    /// <summary>Both thighs of someone lying, in whole degrees above the horizontal; below it they are negative.</summary>
    /// <param name="Left">The left one.</param>
    /// <param name="Right">The right one.</param>
    public sealed record Thighs(int Left, int Right)
    {
        private static readonly Angle Upright = Angle.FromDegrees(45);

        /// <summary>The thighs of a step. A step of neither side is drawn with the side that comes first.</summary>
        internal static Thighs? Of(SequenceStep step, CueSequence sequence)
        {
            if (step.Posture.Trunk.Angle > Upright)
            {
                return null;
            }

            var side =
                step.Side
                ?? sequence.Steps.Select(each => each.Side).FirstOrDefault(each => each is not null)
                ?? Supine.Biomechanics.Side.Left;
            var (stretched, opposite) = (Degrees(step.Posture.Stretched), Degrees(step.Posture.Opposite));
            return side == Supine.Biomechanics.Side.Left ? new(stretched, opposite) : new(opposite, stretched);

            int Degrees(LegPosture leg) => (int)Math.Round(step.Posture.ComputeThighElevation(leg).Degrees);
        }
    }

    /// <summary>A sentence that is said at no time of the track, but when it happens.</summary>
    /// <param name="Call">When.</param>
    /// <param name="Text">What.</param>
    /// <param name="DurationMs">It takes no longer.</param>
    /// <param name="AudioUrl">The sentence in the voice of the track; null where the track has none. A voice that was never given the
    /// sentence has no sound there.</param>
    public sealed record SpokenCall(SessionCall Call, string Text, long DurationMs, string? AudioUrl);

    /// <summary>One thing that happens at one time.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="AtMs">From the start of the track.</param>
    /// <param name="DurationMs">Above zero.</param>
    /// <param name="Phase">The role of its step.</param>
    /// <param name="StepIndex">The index of its step.</param>
    /// <param name="Side">The side stretched; null where it belongs to neither.</param>
    /// <param name="Set">From 1; null where it belongs to none.</param>
    /// <param name="Text">What is spoken or shown; empty where there is nothing to say.</param>
    /// <param name="LeftToDevice">Whether the track is silent here, and the listener's device is to speak the text.</param>
    public sealed record Cue(
        CueKind Kind,
        long AtMs,
        long DurationMs,
        StepRole Phase,
        [property: JsonPropertyName("step")] int StepIndex,
        Side? Side,
        int? Set,
        string Text,
        bool LeftToDevice
    );
}
