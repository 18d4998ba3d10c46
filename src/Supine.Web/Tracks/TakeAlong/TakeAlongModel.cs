using System.Collections.Immutable;
using Supine.Audio;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>A session as it can be taken along.</summary>
/// <param name="Query">The session, as its address says it.</param>
/// <param name="Title">What the exercise is called.</param>
/// <param name="Chosen">What was chosen.</param>
/// <param name="Emblem">The picture of its hold; null where it has none.</param>
/// <param name="IsSpoken">Whether all that is to be said is in the sound: a file has no device that steps in.</param>
/// <param name="Files">What kinds of file it can be, the most useful first.</param>
/// <param name="Sheet">The address of the page to print.</param>
/// <param name="InFeed">The podcast feed.</param>
public sealed record TakeAlongModel(
    string Query,
    string Title,
    string Chosen,
    StepPicture? Emblem,
    bool IsSpoken,
    ImmutableArray<TakeAlongModel.Kept> Files,
    string Sheet,
    TakeAlongModel.Feed InFeed
)
{
    /// <summary>Who can read the feed if they know its address.</summary>
    public enum Reach
    {
        /// <summary>A program on this machine.</summary>
        ThisMachine,

        /// <summary>Every device that can reach this server.</summary>
        Network,
    }

    /// <summary>A kind of file.</summary>
    /// <param name="Format">Which.</param>
    /// <param name="Megabytes">About how large; null where that is not known before.</param>
    /// <param name="Address">Where it is made.</param>
    public sealed record Kept(SoundFormat Format, int? Megabytes, string Address);

    /// <summary>The podcast feed.</summary>
    /// <param name="Exists">Whether anything was ever put in it.</param>
    /// <param name="Address">What is given to a podcast app, on the page that made it; null on any other, since it is not stored.</param>
    /// <param name="Reach">Who can read it.</param>
    /// <param name="HasSession">Whether this session is in it.</param>
    /// <param name="Items">What is in it, the newest first.</param>
    public sealed record Feed(bool Exists, string? Address, Reach Reach, bool HasSession, ImmutableArray<Item> Items);

    /// <summary>A session of the feed.</summary>
    /// <param name="Id">Names it.</param>
    /// <param name="Query">The session, as its address says it.</param>
    /// <param name="Title">As a podcast app shows it.</param>
    /// <param name="Rest">What else was chosen.</param>
    public sealed record Item(string Id, string Query, string Title, string Rest);
}
