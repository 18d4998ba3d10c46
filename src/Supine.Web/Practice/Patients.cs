using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>One patient, as those who work in the practice see them: links, devices, removal. A patient of another practice is not
/// here.</summary>
internal static class Patients
{
    public const string Path = "/practice/patients";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Practitioner);
        pages.MapPost("", Add);
        pages.MapGet(
            "/{id}",
            (string id, Caller caller, [AsParameters] Needs needs, CancellationToken cancellationToken) =>
                PageAsync(id, caller, needs, null, FormFaults.None, cancellationToken)
        );
        pages.MapPost("/{id}/link", MakeLink);
        pages.MapPost("/{id}/revoke", Revoke);
        pages.MapPost("/{id}/remove", Remove);
    }

    /// <summary>What these pages need.</summary>
    internal sealed record Needs(ChartOpener Charts, ChartPatients Patients, ChartDevices Devices, Texts Texts);

    private static async Task<IResult> Add(
        [FromForm] string? patient,
        Caller caller,
        Practices practices,
        ChartPatients patients,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        var name = patient?.Trim() ?? "";
        var faults = new Faults();
        faults.Require(
            name.Length is > 0 and <= ChartPeople.LongestName && PlainText.IsLine(name),
            "patient",
            texts["people.needsName", ("most", ChartPeople.LongestName)]
        );
        return faults.AreNone
            ? SeeOther.Page($"{Path}/{(await patients.AddAsync(who.Practice, name, who.Id, cancellationToken)).Id}")
            : await PracticeSlice.PageAsync(
                who,
                practices,
                patients,
                null,
                patient ?? "",
                FormFaults.Find(faults, "patient"),
                cancellationToken
            );
    }

    private static async Task<IResult> MakeLink(
        string id,
        HttpContext context,
        Caller caller,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        return await needs.Devices.MakeLinkAsync(new(who.Practice, id), who.Id, cancellationToken) is { } made
            ? await PageAsync(id, caller, needs, ShownLink.Of(made, context.Request), FormFaults.None, cancellationToken)
            : NotHere(needs);
    }

    private static async Task<IResult> Revoke(
        string id,
        [FromForm] string? device,
        Caller caller,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        return await needs.Devices.RevokeAsync(new(who.Practice, id), device ?? "", who.Id, cancellationToken)
            ? SeeOther.Page($"{Path}/{id}")
            : Problems.NotFound(needs.Texts["devices.unknown"]);
    }

    private static async Task<IResult> Remove(
        string id,
        [FromForm] string? sure,
        Caller caller,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        if (sure is null)
        {
            var faults = new Faults();
            faults.Add("sure", needs.Texts["people.needsSure"]);
            return await PageAsync(id, caller, needs, null, FormFaults.Find(faults), cancellationToken);
        }

        return await needs.Patients.RemoveAsync(new(who.Practice, id), who.Id, cancellationToken)
            ? SeeOther.Page(PracticeSlice.Path)
            : NotHere(needs);
    }

    private static async Task<IResult> PageAsync(
        string id,
        Caller caller,
        Needs needs,
        ShownLink? link,
        FormFaults faults,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        if (await needs.Charts.OpenAsync(who.Practice, id, who.Id, "chart-opened", cancellationToken) is not { Person: var person })
        {
            return NotHere(needs);
        }

        return new RazorComponentResult<PatientPage>(
            new
            {
                Patient = person,
                Devices = await needs.Devices.ListAsync(person.Key, cancellationToken),
                Link = link,
                LinkEndsAt = await needs.Devices.FindLinkEndAsync(person.Key, cancellationToken),
                Faults = faults,
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    private static ProblemHttpResult NotHere(Needs needs) => Problems.NotFound(needs.Texts["patients.unknown"]);
}
