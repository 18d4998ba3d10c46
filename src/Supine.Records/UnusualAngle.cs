using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>An angle far from the person's own latest ones: whoever gave it is asked before it counts.</summary>
/// <remarks>
/// <code>
/// u = median of the day means of the side within twelve weeks, the latest nine at most; two days at least
/// s = standard deviation of these days, or of the method where it is known to be larger or there are fewer than five days
/// asked when |angle − u| ≥ max(10°, 3 s √(1 + 1/n))
/// </code>
/// Three standard deviations: of readings as one's own are, about three in a thousand are asked about. Ten degrees, twice the least
/// change that is ever told (<see cref="SequentialTrend.Least"/>), so that a person whose days hardly differ is not asked about
/// a change that may well be real. The method's own deviation is of <see cref="AngleErrors"/>. The days may be of any method: two
/// instruments differ by less than is asked about.
/// </remarks>
/// <param name="Side">Which leg.</param>
/// <param name="Given">The angle that was given, below the horizontal.</param>
/// <param name="Usual">What the person's latest days show.</param>
public sealed record UnusualAngle(Side Side, Angle Given, Angle Usual)
{
    /// <summary>No angle closer to the usual one is asked about.</summary>
    public static Angle Least { get; } = Angle.FromDegrees(2 * SequentialTrend.Least.Degrees);

    private const int MostDays = 9;
    private const int LeastDays = 2;
    private const double Deviations = 3;

    /// <summary>How far it is from the usual one.</summary>
    public Angle Apart => Angle.FromDegrees(Math.Abs((Given - Usual).Degrees));

    /// <summary>Whether the same number on the other side of the horizontal were closer.</summary>
    public bool IsOtherSignCloser => Math.Abs((-Given - Usual).Degrees) < Apart.Degrees;

    /// <summary>The angle that is asked about; null where it is as the person's own are, or there are too few to tell.</summary>
    /// <param name="readings">The person's readings, in any order.</param>
    /// <param name="side">Which leg.</param>
    /// <param name="day">When it was measured.</param>
    /// <param name="given">The angle, below the horizontal.</param>
    /// <param name="method">How it was measured.</param>
    public static UnusualAngle? Find(IEnumerable<HipRecord> readings, Side side, DateOnly day, Angle given, ReadingMethod method) =>
        Range.Find(readings, side, day, method) is { } range && !range.Holds(given) ? new(side, given, range.Usual) : null;

    /// <summary>Where a person's angles usually are.</summary>
    /// <param name="Usual">The median of the latest days.</param>
    /// <param name="Limit">From so far on it is asked about.</param>
    public sealed record Range(Angle Usual, Angle Limit)
    {
        /// <summary>Whether an angle is so near that nobody is asked.</summary>
        public bool Holds(Angle angle) => Math.Abs((angle - Usual).Degrees) < Limit.Degrees;

        /// <summary>The range of a side on a day; null where too few days were measured.</summary>
        public static Range? Find(IEnumerable<HipRecord> readings, Side side, DateOnly day, ReadingMethod method)
        {
            var days = readings
                .Where(reading =>
                    reading.Side == side
                    && reading.Moment != ReadingMoment.After
                    && reading.Below is not null
                    && Math.Abs(reading.Day.DayNumber - day.DayNumber) <= SequentialTrend.CourseDays
                )
                .GroupBy(reading => reading.Day, reading => reading.Below!.Value.Degrees)
                .OrderByDescending(one => one.Key)
                .Take(MostDays)
                .Select(one => one.Average())
                .Order()
                .ToList();
            if (days.Count < LeastDays)
            {
                return null;
            }

            var median = (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2;
            var mean = days.Average();
            var own = Math.Sqrt(days.Sum(degrees => (degrees - mean) * (degrees - mean)) / (days.Count - 1));
            var ofMethod = method switch
            {
                ReadingMethod.Phone => AngleErrors.PhoneOnThigh.Deviation.Degrees,
                ReadingMethod.Goniometer => AngleErrors.TypedIn.Deviation.Degrees,
            };
            var deviation = days.Count < SequentialTrend.LeastDays ? Math.Max(own, ofMethod) : own;
            return new(
                Angle.FromDegrees(median),
                Angle.FromDegrees(Math.Max(Least.Degrees, Deviations * deviation * Math.Sqrt(1 + (1.0 / days.Count))))
            );
        }
    }
}
