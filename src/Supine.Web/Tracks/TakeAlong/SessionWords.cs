using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>How a session is called in a language.</summary>
internal sealed class SessionWords(Texts texts)
{
    /// <summary>So that who sees it on a locked screen learns nothing about a body: <c>Level 1 · 2 × 45 s · Dr. Vega</c>.</summary>
    /// <param name="protocol">The exercise.</param>
    /// <param name="sequence">The session.</param>
    /// <param name="voiceName">The voice that was chosen for it; null where none was.</param>
    public string WriteDiscreetly(Protocol protocol, CueSequence sequence, string? voiceName) =>
        Join(
            protocol.Level is { } level ? texts["guide.levelNumber", ("level", level)] : texts["feed.session"],
            WriteHolds(sequence),
            voiceName ?? ""
        );

    /// <summary>All that was chosen: <c>2 × 45 s a side · left first · behind the thigh · English · 4 min 12 s</c>.</summary>
    public string Describe(Protocol protocol, CueSequence sequence)
    {
        var holds = WriteHolds(sequence);
        return Join(holds.Length == 0 ? "" : texts["takeAlong.aSide", ("holds", holds)], DescribeRest(protocol, sequence));
    }

    /// <summary>What was chosen beside the holds: <c>left first · behind the thigh · English · 4 min 12 s</c>.</summary>
    public string DescribeRest(Protocol protocol, CueSequence sequence) =>
        Join([
            sequence.Steps.FirstOrDefault(step => step.Side is not null)?.Side switch
            {
                Side.Left => texts["takeAlong.leftFirst"],
                Side.Right => texts["takeAlong.rightFirst"],
                null => "",
            },
            .. from choice in protocol.Choices
            from option in choice.Options
            where sequence.Choices.GetValueOrDefault(choice.Id) == option.Id
            select texts[option.Text],
            sequence.Language.Name,
            WriteLength(sequence.Total),
        ]);

    /// <summary>Its holds on each side, <c>2 × 45 s</c>; nothing where it has none.</summary>
    public string WriteHolds(CueSequence sequence)
    {
        if (sequence.Cues.FirstOrDefault(cue => cue.Kind == CueKind.Hold) is not { } hold)
        {
            return "";
        }

        var sets = sequence.Steps.Max(step => step.Set) ?? 1;
        return sets == 1 ? WriteLength(hold.Duration) : $"{sets} × {WriteLength(hold.Duration)}";
    }

    /// <summary>A length of time a person reads at a glance: 45 s, 4 min, 4 min 5 s.</summary>
    public string WriteLength(TimeSpan time)
    {
        var (minutes, seconds) = ((int)time.TotalMinutes, time.Seconds);
        return (minutes, seconds) switch
        {
            (0, _) => texts["client.seconds", ("seconds", seconds)],
            (_, 0) => texts["client.minutes", ("minutes", minutes)],
            _ => texts["client.minutesSeconds", ("minutes", minutes), ("seconds", seconds)],
        };
    }

    private static string Join(params ReadOnlySpan<string> parts) => string.Join(" · ", parts.ToArray().Where(part => part.Length > 0));
}
