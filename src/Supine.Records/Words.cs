using Supine.Biomechanics;
using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>The words that records use for what they name: in forms, in files and in the database, in every language the same.</summary>
public static class Words
{
    /// <summary>The word of a side.</summary>
    public static string Of(Side side) =>
        side switch
        {
            Side.Left => "left",
            Side.Right => "right",
        };

    /// <summary>The word of an end.</summary>
    public static string Of(EndReason reason) =>
        reason switch
        {
            EndReason.Abandoned => "abandoned",
            EndReason.Stopped => "stopped",
            EndReason.Completed => "completed",
        };

    /// <summary>The word of a reason to stop.</summary>
    public static string Of(StopReason reason) =>
        reason switch
        {
            StopReason.Time => "time",
            StopReason.Pain => "pain",
            StopReason.LegPain => "leg-pain",
            StopReason.Tingling => "tingling",
            StopReason.Weakness => "weakness",
            StopReason.Other => "other",
            StopReason.TooStrong => "too-strong",
        };

    /// <summary>The word of a goal.</summary>
    public static string Of(Goal goal) =>
        goal switch
        {
            Goal.Ease => "ease",
            Goal.Reach => "reach",
            Goal.Practice => "practice",
            Goal.Open => "open",
        };

    /// <summary>The word of a method.</summary>
    public static string Of(ReadingMethod method) =>
        method switch
        {
            ReadingMethod.Phone => "phone",
            ReadingMethod.Goniometer => "goniometer",
        };

    /// <summary>The word of a moment.</summary>
    public static string Of(ReadingMoment moment) =>
        moment switch
        {
            ReadingMoment.Alone => "alone",
            ReadingMoment.Before => "before",
            ReadingMoment.After => "after",
        };

    /// <summary>The side a word stands for; null where it stands for none.</summary>
    public static Side? FindSide(string? word) => Find<Side>(word, Of);

    /// <summary>The end a word stands for; null where it stands for none.</summary>
    public static EndReason? FindEnd(string? word) => Find<EndReason>(word, Of);

    /// <summary>The reason to stop that a word stands for; null where it stands for none.</summary>
    public static StopReason? FindStop(string? word) => Find<StopReason>(word, Of);

    /// <summary>The goal a word stands for; null where it stands for none.</summary>
    public static Goal? FindGoal(string? word) => Find<Goal>(word, Of);

    /// <summary>The method a word stands for; null where it stands for none.</summary>
    public static ReadingMethod? FindMethod(string? word) => Find<ReadingMethod>(word, Of);

    /// <summary>The moment a word stands for; null where it stands for none.</summary>
    public static ReadingMoment? FindMoment(string? word) => Find<ReadingMoment>(word, Of);

    private static T? Find<T>(string? word, Func<T, string> wordOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (wordOf(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
