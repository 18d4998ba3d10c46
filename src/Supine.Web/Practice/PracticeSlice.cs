using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>Who works in a practice: everybody sees it, owners invite and remove.</summary>
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
    }

    /// <summary>Who has signed in. Endpoints that ask for it are open to nobody else.</summary>
    public static Caller.Practitioner Of(Caller caller) => (Caller.Practitioner)caller;

    private static Task<RazorComponentResult> Show(
        Caller caller,
        Practices practices,
        ChartPeople people,
        CancellationToken cancellationToken
    ) => PageAsync(Of(caller), practices, people, null, FormFaults.None, cancellationToken);

    private static async Task<IResult> Invite(
        [FromForm] string? role,
        HttpContext context,
        Caller caller,
        Practices practices,
        ChartPeople people,
        CancellationToken cancellationToken
    )
    {
        var owner = Of(caller);
        var asked = role == "owner" ? PractitionerRole.Owner : PractitionerRole.Practitioner;
        var secret = await practices.InviteAsync(owner.Practice, asked, owner.Id, cancellationToken);
        var link = $"{OwnAddress.Of(context.Request, Join.Path)}#{secret}";
        return await PageAsync(owner, practices, people, link, FormFaults.None, cancellationToken);
    }

    private static async Task<IResult> Remove(
        [FromForm] string? id,
        Caller caller,
        Practices practices,
        ChartPeople people,
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
        return await PageAsync(owner, practices, people, null, FormFaults.Find(faults), cancellationToken);
    }

    private static async Task<RazorComponentResult> PageAsync(
        Caller.Practitioner who,
        Practices practices,
        ChartPeople people,
        string? link,
        FormFaults faults,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<PracticePage>(
            new
            {
                Who = who,
                Name = await practices.FindNameAsync(who.Practice, cancellationToken),
                Colleagues = await practices.ListAsync(who.Practice, cancellationToken),
                Patients = (await people.ListAsync(who.Practice, cancellationToken)).Length,
                Link = link,
                Faults = faults,
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
}
