namespace Supine.Records;

/// <summary>Sums of times that may not have been measured.</summary>
public static class Total
{
    /// <summary>The sum of those that are known; null where none is.</summary>
    public static TimeSpan? Of(IEnumerable<TimeSpan?> times) =>
        times.Aggregate((TimeSpan?)null, (sum, time) => time is { } known ? (sum ?? TimeSpan.Zero) + known : sum);
}
