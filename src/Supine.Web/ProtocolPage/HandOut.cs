using System.Collections.Immutable;
using System.Globalization;
using Supine.Protocols;
using Supine.Web.Boundary;

namespace Supine.Web.ProtocolPage;

/// <summary>What somebody hands out: an exercise with a dose, as a sheet, as a link and as a code that a camera reads.</summary>
/// <param name="HoldSeconds">How long each side is held.</param>
/// <param name="Sets">How often each side is held.</param>
/// <param name="Days">On how many days of a week.</param>
/// <param name="PerDay">How often on such a day.</param>
/// <param name="Language">In which language.</param>
/// <param name="Own">A line of the practice's own; empty for none.</param>
/// <param name="Link">The session's address, for a browser; null for what is not done at home.</param>
/// <param name="Sheet">The address of the page to print.</param>
/// <param name="IsReachable">Whether the link leads anywhere from another device.</param>
public sealed record HandOut(
    int HoldSeconds,
    int Sets,
    int Days,
    int PerDay,
    Language Language,
    string Own,
    string? Link,
    string Sheet,
    bool IsReachable
)
{
    /// <summary>The longest line of the practice's own.</summary>
    public const int LongestOwn = 200;

    /// <summary>The most times a day.</summary>
    public const int MostPerDay = 3;

    // finer than this nobody chooses from a list
    private const int Step = 5;

    /// <summary>What can be chosen to hold.</summary>
    public static ImmutableArray<int> HoldsOf(Protocol protocol)
    {
        var (least, most) = ((int)protocol.Dose.Hold.Least.TotalSeconds, (int)protocol.Dose.Hold.Most.TotalSeconds);
        return
        [
            .. Enumerable
                .Range(least, most - least + 1)
                .Where(seconds => (seconds - least) % Step == 0 || seconds == most || seconds == Usual(protocol)),
        ];
    }

    /// <summary>What is handed out by a form's query: what is missing or cannot be is as usual.</summary>
    public static HandOut Read(Protocol protocol, HttpRequest request, Language reader)
    {
        var (query, dose) = (request.Query, protocol.Dose);
        var seconds = Number("seconds", HoldsOf(protocol).Contains, Usual(protocol));
        var sets = Number("sets", count => count >= dose.Sets.Least && count <= dose.Sets.Most, dose.Sets.Default);
        var days = Number("days", count => count >= dose.DaysPerWeek.Least && count <= dose.DaysPerWeek.Most, dose.DaysPerWeek.Default);
        var perDay = Number("perDay", count => count is >= 1 and <= MostPerDay, 1);
        var language = protocol.Languages.FirstOrDefault(known => known.Code == query["lang"]) ?? protocol.ToldTo(reader);
        var own = ((string?)query["own"] ?? "").Trim();
        own = own.Length <= LongestOwn && PlainText.IsLine(own) ? own : "";
        var session = string.Create(CultureInfo.InvariantCulture, $"hold={seconds}s&sets={sets}&lang={language.Code}");
        var paper = string.Create(CultureInfo.InvariantCulture, $"{session}&days={days}&perDay={perDay}");
        return new(
            seconds,
            sets,
            days,
            perDay,
            language,
            own,
            protocol.Audience == Audience.Home ? OwnAddress.Of(request, $"/?protocol={protocol.Id}&{session}").AbsoluteUri : null,
            $"/protocols/{protocol.Id}/sheet?{paper}" + (own.Length == 0 ? "" : $"&own={Uri.EscapeDataString(own)}"),
            !OwnAddress.IsOfThisMachine(request.Host)
        );

        int Number(string name, Func<int, bool> isPossible, int usual) =>
            int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && isPossible(number)
                ? number
                : usual;
    }

    private static int Usual(Protocol protocol) => (int)protocol.Dose.Hold.Default.TotalSeconds;
}
