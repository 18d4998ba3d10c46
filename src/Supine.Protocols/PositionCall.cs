using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>What is said while a hold waits for the person: at no time of the track, but when it happens.</summary>
public enum PositionCall
{
    /// <summary>The hold has not begun: the person is not in position yet.</summary>
    Waiting,

    /// <summary>The hold stands still: the person has come out of position.</summary>
    CameOut,

    /// <summary>It was waited long enough.</summary>
    GoesOn,
}

/// <summary>The calls as a language says them.</summary>
/// <param name="Waiting">The hold has not begun.</param>
/// <param name="CameOut">The hold stands still.</param>
/// <param name="GoesOn">It was waited long enough.</param>
public sealed record PositionSentences(string Waiting, string CameOut, string GoesOn)
{
    /// <summary>All calls.</summary>
    public static ImmutableArray<PositionCall> Calls { get; } = [.. Enum.GetValues<PositionCall>()];

    /// <summary>What is said at a call.</summary>
    public string this[PositionCall call] =>
        call switch
        {
            PositionCall.Waiting => Waiting,
            PositionCall.CameOut => CameOut,
            PositionCall.GoesOn => GoesOn,
        };
}
