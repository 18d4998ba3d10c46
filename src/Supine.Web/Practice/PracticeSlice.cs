using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>The patients of a practice and who works there: everybody sees both, owners invite and remove colleagues.</summary>
internal static class PracticeSlice
{
    public const string Path = "/practice";

    public static void MapPractice(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Practitioner);
        pages.MapGet("", Show);
        pages.MapPost("/invite", Invite).OpenTo(Door.Owner);
        pages.MapPost("/remove", Remove).OpenTo(Door.Owner);
        SignIn.Map(app);
        Join.Map(app);
        OwnAccount.Map(app);
        Patients.Map(app);
        StartDevice.Map(app);
        OwnDevices.Map(app);
    }

    /// <summary>Who has signed in. Endpoints that ask for it are open to nobody else.</summary>
    public static Caller.Practitioner Of(Caller caller) => (Caller.Practitioner)caller;

    private static Task<RazorComponentResult> Show(
        Caller caller,
        Practices practices,
        ChartPatients patients,
        CancellationToken cancellationToken
    ) => PageAsync(Of(caller), practices, patients, null, "", FormFaults.None, cancellationToken);

    private static async Task<IResult> Invite(
        [FromForm] string? role,
        HttpContext context,
        Caller caller,
        Practices practices,
        ChartPatients patients,
        CancellationToken cancellationToken
    )
    {
        var owner = Of(caller);
        var asked = role == "owner" ? PractitionerRole.Owner : PractitionerRole.Practitioner;
        var secret = await practices.InviteAsync(owner.Practice, asked, owner.Id, cancellationToken);
        var link = $"{OwnAddress.Of(context.Request, Join.Path)}#{secret}";
        return await PageAsync(owner, practices, patients, link, "", FormFaults.None, cancellationToken);
    }

    private static async Task<IResult> Remove(
        [FromForm] string? id,
        Caller caller,
        Practices practices,
        ChartPatients patients,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var owner = Of(caller);
        var removed = await practices.RemoveAsync(owner.Practice, id ?? "", owner.Id, cancellationToken);
        if (removed is null)
        {
            return Problems.NotFound(texts["account.noColleague"]);
        }

        if (removed is true)
        {
            return SeeOther.Page(Path);
        }

        var faults = new Faults();
        faults.Add("people", texts["account.lastOwner"]);
        return await PageAsync(owner, practices, patients, null, "", FormFaults.Find(faults), cancellationToken);
    }

    /// <summary>The page.</summary>
    /// <param name="who">Who has signed in.</param>
    /// <param name="practices">Who works here.</param>
    /// <param name="patients">Who is treated here.</param>
    /// <param name="link">A link for a colleague that was made just now; null where none was.</param>
    /// <param name="typed">A patient's name as it was typed, where it cannot be taken.</param>
    /// <param name="faults">What is wrong.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<RazorComponentResult> PageAsync(
        Caller.Practitioner who,
        Practices practices,
        ChartPatients patients,
        string? link,
        string typed,
        FormFaults faults,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<PracticePage>(
            new
            {
                Who = who,
                Name = await practices.FindNameAsync(who.Practice, cancellationToken),
                Colleagues = await practices.ListAsync(who.Practice, cancellationToken),
                Patients = await patients.ListAsync(who.Practice, cancellationToken),
                Link = link,
                Typed = typed,
                Faults = faults,
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
}
