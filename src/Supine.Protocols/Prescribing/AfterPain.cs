using System.Collections.Immutable;

namespace Supine.Protocols.Prescribing;

/// <summary>Why nothing is given out for a while although the safety questions are answered.</summary>
public abstract record AfterPain
{
    private AfterPain() { }

    /// <summary>How long nothing is given out after pain or a sign was told.</summary>
    public static TimeSpan Rest { get; } = TimeSpan.FromHours(48);

    /// <summary>It hurt, or there was a sign: until then, rest.</summary>
    /// <param name="Until">When the rest is over.</param>
    public sealed record Resting(DateTimeOffset Until) : AfterPain;

    /// <summary>The mildest dose hurt: until the person has said whom they asked.</summary>
    /// <param name="Since">The day it hurt.</param>
    public sealed record MustAsk(DateOnly Since) : AfterPain;

    /// <summary>What holds now; null where nothing does.</summary>
    /// <param name="toldAt">When a reason to rest was last told (<see cref="PainLimit.IsReasonToRest"/>); null where none was.</param>
    /// <param name="sessions">What was done, the oldest first.</param>
    /// <param name="askedOn">The latest day on which the person asked somebody; null where they have not said so.</param>
    /// <param name="now">The time it is.</param>
    public static AfterPain? Find(DateTimeOffset? toldAt, ImmutableArray<DoneSession> sessions, DateOnly? askedOn, DateTimeOffset now) =>
        toldAt + Rest is { } until && now < until ? new Resting(until)
        : FindTrouble(sessions) is { HurtOrSign: true, IsMildest: true } session && !(askedOn >= session.Day) ? new MustAsk(session.Day)
        : null;

    /// <summary>The session that is to be answered with less: the latest that hurt or had a sign, or else arched or was too strong, from
    /// the last one with a whole hold on; null where there is none. However short a session was, what was told of it counts.</summary>
    /// <param name="sessions">What was done, the oldest first.</param>
    public static DoneSession? FindTrouble(ImmutableArray<DoneSession> sessions)
    {
        DoneSession? milder = null;
        for (var i = sessions.Length - 1; i >= 0; i--)
        {
            var session = sessions[i];
            if (session.HurtOrSign)
            {
                return session;
            }

            milder ??= session.BackArched == true || session.Stop == StopReason.TooStrong ? session : null;
            if (session.HasWholeHold)
            {
                break;
            }
        }

        return milder;
    }
}
