using System.Collections.Immutable;
using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>How a duration is said in one grammatical form: for each plural category, with <c>{digits}</c> or <c>{words}</c>.</summary>
internal sealed record DurationForm(ImmutableArray<string> Seconds, ImmutableArray<string> Minutes);

/// <summary>A category of counts that has a form of its own, like one of one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Counts">What belongs to it, ends included.</param>
internal sealed record PluralCategory(string Name, ImmutableArray<(int First, int Last)> Counts);

/// <summary>How a language says sides, counts and durations.</summary>
/// <param name="Left">By form; the plain one is called <see cref="Plain"/>.</param>
/// <param name="Right">By form, the same forms.</param>
/// <param name="Plurals">In order; a count that belongs to none is of the last category, <c>other</c>.</param>
/// <param name="Numbers">From zero, in words; a count beyond them is said in digits.</param>
/// <param name="Both">A duration of <c>{minutes}</c> and <c>{seconds}</c>.</param>
/// <param name="Durations">By form, the plain one first.</param>
/// <param name="BreatheIn">Shown while the breath goes in.</param>
/// <param name="BreatheOut">Shown while it goes out.</param>
internal sealed record SpokenForms(
    ImmutableDictionary<string, string> Left,
    ImmutableDictionary<string, string> Right,
    ImmutableArray<PluralCategory> Plurals,
    ImmutableArray<string> Numbers,
    string Both,
    ImmutableDictionary<string, DurationForm> Durations,
    string BreatheIn,
    string BreatheOut
)
{
    /// <summary>The name of the form without an ending.</summary>
    public const string Plain = "plain";

    /// <summary>The name of the category of all other counts.</summary>
    public const string Other = "other";

    // where a side stands alone, as after the title of a chapter
    private const string Alone = "alone";

    /// <summary>The endings a side may be asked with, like <c>e</c> in <c>{side.e}</c>.</summary>
    public IEnumerable<string> SideEndings => Left.Keys.Where(form => form != Plain).Order(StringComparer.Ordinal);

    /// <summary>The endings a duration may be asked with.</summary>
    public IEnumerable<string> DurationEndings => Durations.Keys.Where(form => form != Plain).Order(StringComparer.Ordinal);

    /// <summary>The categories in the order in which a text writes their forms.</summary>
    public ImmutableArray<string> Categories => [.. Plurals.Select(plural => plural.Name), Other];

    /// <summary>The index of a count's category in <see cref="Categories"/>.</summary>
    public int CategoryOf(long count)
    {
        for (var category = 0; category < Plurals.Length; category++)
        {
            if (Plurals[category].Counts.Any(range => count >= range.First && count <= range.Last))
            {
                return category;
            }
        }

        return Plurals.Length;
    }

    /// <summary>A side with an ending; the empty one is the plain form.</summary>
    public string Of(Side side, string ending) => FormsOf(side)[ending.Length == 0 ? Plain : ending];

    public string NameOf(Side side) => FormsOf(side).GetValueOrDefault(Alone) ?? FormsOf(side)[Plain];

    public bool NamesSide(string text) =>
        Left.Values.Concat(Right.Values).Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    /// <summary>A duration in minutes and whole seconds, rounded to the nearest second.</summary>
    public string Of(TimeSpan duration, string ending)
    {
        var form = Durations[ending.Length == 0 ? Plain : ending];
        var whole = (long)Math.Round(duration.TotalSeconds, MidpointRounding.AwayFromZero);
        return (whole / 60, whole % 60) switch
        {
            (0, var seconds) => Of(seconds, form.Seconds),
            (var minutes, 0) => Of(minutes, form.Minutes),
            var (minutes, seconds) => Both.Replace("{minutes}", Of(minutes, form.Minutes), StringComparison.Ordinal)
                .Replace("{seconds}", Of(seconds, form.Seconds), StringComparison.Ordinal),
        };
    }

    /// <summary>A count, in words as far as there are any.</summary>
    public string Of(long count) =>
        count >= 0 && count < Numbers.Length ? Numbers[(int)count] : count.ToString(CultureInfo.InvariantCulture);

    private string Of(long count, ImmutableArray<string> forms) =>
        forms[CategoryOf(count)]
            .Replace("{digits}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{words}", Of(count), StringComparison.Ordinal);

    private ImmutableDictionary<string, string> FormsOf(Side side) =>
        side switch
        {
            Side.Left => Left,
            Side.Right => Right,
        };
}
