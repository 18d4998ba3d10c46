using System.Collections.Immutable;
using System.Globalization;

namespace Supine.Protocols;

/// <summary>How a language writes days.</summary>
/// <param name="Day">With <c>{weekday}</c>, <c>{day}</c>, <c>{month}</c> and <c>{year}</c>.</param>
/// <param name="ShortDay">With <c>{day}</c> and <c>{month}</c>.</param>
/// <param name="Months">Twelve, short.</param>
/// <param name="Weekdays">Seven, short, from Monday.</param>
internal sealed record DateForms(string Day, string ShortDay, ImmutableArray<string> Months, ImmutableArray<string> Weekdays)
{
    public string Write(DateOnly day) => Fill(Day, day);

    public string WriteShort(DateOnly day) => Fill(ShortDay, day);

    public string WriteWeekday(DateOnly day) => Fill("{weekday}", day);

    public string WriteMonth(DateOnly day) => Fill("{month} {year}", day);

    private string Fill(string form, DateOnly day) =>
        form.Replace("{weekday}", Weekdays[((int)day.DayOfWeek + 6) % 7], StringComparison.Ordinal)
            .Replace("{day}", day.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{month}", Months[day.Month - 1], StringComparison.Ordinal)
            .Replace("{year}", day.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
