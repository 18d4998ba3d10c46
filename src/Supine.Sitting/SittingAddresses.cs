namespace Supine.Sitting;

/// <summary>Where a prompt and an event of the calendar lead, from the address at which the program is served.</summary>
public static class SittingAddresses
{
    /// <summary>Today's session, already chosen.</summary>
    public const string Today = "/";

    /// <summary>A break on one's feet.</summary>
    public const string Standing = "/sitting/break";

    /// <summary>A reminder for one's own calendar.</summary>
    public const string Reminder = "/sitting/reminder.ics";
}
