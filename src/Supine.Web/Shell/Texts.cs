using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Supine.Protocols;

namespace Supine.Web.Shell;

/// <summary>What a page says to the person who asked for it, in their language: <c>T["guide.start"]</c>.</summary>
/// <remarks>The language is the one that was chosen on this device, or else the first of the browser's that there are texts in, or else
/// English.</remarks>
internal sealed partial class Texts(TextCatalogue catalogue, IHttpContextAccessor http)
{
    /// <summary>Keeps the language that was chosen.</summary>
    public const string Cookie = "supine-language";

    private readonly Lazy<Language> _language = new(() => http.HttpContext is { } context ? Choose(catalogue, context) : Language.English);

    /// <summary>What the page is written in.</summary>
    public Language Language => Other ?? _language.Value;

    private Language? Other { get; init; }

    /// <summary>What the page's script says, as a JSON object that may stand in a page.</summary>
    public string Client => catalogue.FindClient(Language, http.HttpContext?.Request.Path ?? "/");

    /// <summary>A text.</summary>
    public string this[string key] => catalogue.Find(Language, key);

    /// <summary>A text with its places filled: <c>{name}</c>, or for a count <c>{days|one day|# days}</c> with a form for each category
    /// that the language has.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object Value)> values]
    {
        get
        {
            var given = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var (name, value) in values)
            {
                given.Add(name, value);
            }

            return Place().Replace(this[key], place => Fill(place, given));
        }
    }

    /// <summary>The texts of a protocol, in the page's language.</summary>
    public string this[LocalizedText text] => text.In(Language);

    /// <summary>The same texts in the language of a session; in English where that one has no pages.</summary>
    public Texts In(Language language) =>
        new(catalogue, http) { Other = catalogue.Languages.Contains(language) ? language : Language.English };

    /// <summary>A number rounded to so many digits, with the language's decimal sign and a true minus.</summary>
    public string Number(double value, int digits)
    {
        // never a minus zero
        var text = (Math.Round(value, digits) + 0.0).ToString($"F{digits}", CultureInfo.InvariantCulture);
        return text.Replace(".", this["shell.decimal"], StringComparison.Ordinal).Replace('-', '−');
    }

    /// <summary>A day with its weekday.</summary>
    public string Day(DateOnly day) => Language.Write(day);

    /// <summary>A day in a narrow place.</summary>
    public string ShortDay(DateOnly day) => Language.WriteShort(day);

    /// <summary>A weekday alone.</summary>
    public string Weekday(DateOnly day) => Language.WriteWeekday(day);

    /// <summary>A month with its year.</summary>
    public string Month(DateOnly day) => Language.WriteMonth(day);

    private string Fill(Match place, Dictionary<string, object> given)
    {
        var value = given[place.Groups["name"].Value];
        var written = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return place.Groups["forms"] is { Success: true, Value: var forms }
            ? Language
                .Choose(forms.Split('|'), Convert.ToInt64(value, CultureInfo.InvariantCulture))
                .Replace("#", written, StringComparison.Ordinal)
            : written;
    }

    [GeneratedRegex(@"\{(?<name>\w+)(\|(?<forms>[^{}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    private static Language Choose(TextCatalogue catalogue, HttpContext context)
    {
        // whoever keeps the answer must know that others may get another
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.Append(HeaderNames.Vary, $"{HeaderNames.AcceptLanguage}, {HeaderNames.Cookie}");
        }

        var asked = context
            .Request.GetTypedHeaders()
            .AcceptLanguage.Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted, StringWithQualityHeaderValueComparer.QualityComparer)
            .Select(accepted => accepted.Value.ToString().Split('-')[0].ToLowerInvariant());
        foreach (var code in asked.Prepend(context.Request.Cookies[Cookie]))
        {
            if (catalogue.Languages.FirstOrDefault(language => language.Code == code) is { } found)
            {
                return found;
            }
        }

        return Language.English;
    }
}
