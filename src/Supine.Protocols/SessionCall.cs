using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>What is said at no time of the track, but when it happens.</summary>
public enum SessionCall
{
    /// <summary>The hold has not begun: the person is not in position yet.</summary>
    Waiting,

    /// <summary>The hold stands still: the person has come out of position.</summary>
    CameOut,

    /// <summary>It was waited long enough.</summary>
    GoesOn,

    /// <summary>The person has said that it hurts, and is asked what it feels like.</summary>
    Hurts,
}

/// <summary>The calls as a language says them.</summary>
/// <param name="Waiting">The hold has not begun.</param>
/// <param name="CameOut">The hold stands still.</param>
/// <param name="GoesOn">It was waited long enough.</param>
/// <param name="Hurts">It hurts: what does it feel like?</param>
public sealed record SessionSentences(string Waiting, string CameOut, string GoesOn, string Hurts)
{
    /// <summary>All calls.</summary>
    public static ImmutableArray<SessionCall> Calls { get; } = [.. Enum.GetValues<SessionCall>()];

    /// <summary>What is said at a call.</summary>
    public string this[SessionCall call] =>
        call switch
        {
            SessionCall.Waiting => Waiting,
            SessionCall.CameOut => CameOut,
            SessionCall.GoesOn => GoesOn,
            SessionCall.Hurts => Hurts,
        };
}
