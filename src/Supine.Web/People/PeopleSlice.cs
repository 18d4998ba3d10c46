using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.People;

/// <summary>Who practises here: add somebody, give them a name and a time zone, choose who it is now, remove somebody with everything about
/// them. Every form works without script and without cookies.</summary>
internal static class PeopleSlice
{
    public const string Path = "/people";

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Household);
        pages.MapGet("", RazorComponentResult (Caller caller) => Page(caller, "", new Faults()));
        pages.MapGet("/backup", SendBackup).ForAnybody();
        pages.MapPost("/add", Add).ForAnybody();
        pages.MapPost("/name", Rename);
        pages.MapPost("/zone", KeepZone);
        pages.MapPost("/remove", Remove);

        // Nothing is stored here and only our own pages may post, so the form needs no token.
        pages.MapPost("/choose", Choose).DisableAntiforgery();
    }

    // Everybody's records: no other site's page may have them made, though it could not read them.
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> SendBackup(
        HttpContext context,
        HouseholdBackup backup,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (Guards.IsForeign(context.Request))
        {
            return Problems.Refused(texts["problem.foreign"]);
        }

        var (name, content) = await backup.MakeAsync(cancellationToken);
        return TypedResults.Stream(content, "application/zip", name);
    }

    private static async Task<IResult> Add(
        [FromForm] string? name,
        [FromForm] string? next,
        HttpContext context,
        Caller caller,
        ChartPeople people,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var written = name?.Trim() ?? "";
        if (!IsName(written))
        {
            return Page(caller, name ?? "", At("new-name", texts["people.needsName", ("most", ChartPeople.LongestName)]));
        }

        return await people.AddAsync(ChartKey.Home, written, cancellationToken) is { } person
            ? Lead(context, person, next)
            : Page(caller, name ?? "", At("new-name", texts["people.notAdded", ("name", written), ("most", ChartPeople.Most)]));
    }

    private static async Task<IResult> Rename(
        [FromForm] string? name,
        Caller caller,
        Chart chart,
        ChartPeople people,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var written = name?.Trim() ?? "";
        if (!IsName(written))
        {
            return Page(caller, "", At($"name-{chart.Person.Id}", texts["people.needsName", ("most", ChartPeople.LongestName)]));
        }

        return await people.RenameAsync(chart.Person.Key, written, cancellationToken)
            ? SeeOther.Page(Path)
            : Page(caller, "", At($"name-{chart.Person.Id}", texts["people.taken", ("name", written)]));
    }

    private static async Task<IResult> KeepZone(
        [FromForm] string? zone,
        Caller caller,
        Chart chart,
        ChartPeople people,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone?.Trim() ?? "") is not { } known)
        {
            return Page(caller, "", At($"zone-{chart.Person.Id}", texts["sitting.unknownZone"]));
        }

        await people.KeepZoneAsync(chart.Person.Key, known.Id, cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<IResult> Remove(
        [FromForm] string? sure,
        Caller caller,
        Chart chart,
        ChartPeople people,
        HttpContext context,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (sure is null)
        {
            return Page(caller, "", At($"sure-{chart.Person.Id}", texts["people.needsSure"]));
        }

        await people.RemoveAsync(chart.Person.Key, cancellationToken);
        if (context.Request.Cookies[CallerFinder.Cookie] == chart.Person.Id)
        {
            context.Response.Cookies.Delete(CallerFinder.Cookie);
        }

        return SeeOther.Page(Path);
    }

    private static SeeOther Choose([FromForm] string? next, HttpContext context, Caller caller) =>
        caller is Caller.Household(var person, _, _) ? Lead(context, person, next) : SeeOther.Page("/");

    // The device remembers; where it keeps no cookie at all, the address says who it is.
    private static SeeOther Lead(HttpContext context, Person person, string? next)
    {
        context.Response.Cookies.Append(
            CallerFinder.Cookie,
            person.Id,
            new CookieOptions
            {
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
            }
        );
        var page = string.IsNullOrEmpty(next) ? "/" : WithoutPerson(next);
        var joint = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return SeeOther.Page(
            context.Request.Cookies.Count > 0 ? page : $"{page}{joint}{CallerFinder.Field}={Uri.EscapeDataString(person.Id)}"
        );
    }

    private static string WithoutPerson(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return address;
        }

        var rest = address[(query + 1)..].Split('&').Where(part => !part.StartsWith($"{CallerFinder.Field}=", StringComparison.Ordinal));
        var kept = string.Join('&', rest);
        return kept.Length == 0 ? address[..query] : $"{address[..query]}?{kept}";
    }

    private static bool IsName(string name) => name.Length is > 0 and <= ChartPeople.LongestName && PlainText.IsLine(name);

    private static Faults At(string place, string sentence)
    {
        var faults = new Faults();
        faults.Add(place, sentence);
        return faults;
    }

    private static RazorComponentResult<PeoplePage> Page(Caller caller, string typed, Faults faults) =>
        new(
            new
            {
                Caller = caller,
                Typed = typed,
                Faults = FormFaults.Find(faults),
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
}
