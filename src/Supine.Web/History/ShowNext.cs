using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What to do next, value by value with the reason.</summary>
internal static class ShowNext
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/next", (Chart chart, CancellationToken cancellationToken) => ShowAsync(null, chart, cancellationToken))
            .ExcludeFromDescription()
            .Personal();
        app.MapPost("/next/fixed", Prescribe).ExcludeFromDescription().Personal();
        app.MapPost("/next/goal", SayGoal).ExcludeFromDescription().Personal();
    }

    /// <summary>Where the guide begins with a programme.</summary>
    internal static string AddressOf(Protocol protocol, Programme programme, Side? only) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/?protocol={protocol.Id}&hold={programme.Hold.TotalSeconds:0}s&sets={programme.Sets}&first={Words.Of(programme.First)}"
        ) + (only is { } side ? $"&only={Words.Of(side)}" : "");

    // Who has not answered the safety questions is asked those first.
    private static async Task<Results<SeeOther, RazorComponentResult>> ShowAsync(
        PrescribedForm? faulty,
        Chart chart,
        CancellationToken cancellationToken
    )
    {
        if (await chart.Screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered answered)
        {
            return SeeOther.Page("/screening");
        }

        var next = await chart.FindNextAsync(answered, cancellationToken);
        return new RazorComponentResult<NextPage>(
            new
            {
                View = next,
                Answered = answered,
                Form = faulty ?? PrescribedForm.Of(next.Prescribed),
            }
        )
        {
            StatusCode = faulty is null ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Prescribe(
        IFormCollection sent,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var form = PrescribedForm.Read(sent, texts);
        if (!form.Faults.AreNone)
        {
            return await ShowAsync(form, chart, cancellationToken);
        }

        await chart.Prescription.StoreAsync(form.All, cancellationToken);
        return SeeOther.Page("/next");
    }

    private static async Task<SeeOther> SayGoal(IFormCollection sent, Chart chart, CancellationToken cancellationToken)
    {
        if (Words.FindGoal(sent["goal"]) is { } goal)
        {
            await chart.Goal.StoreAsync(goal, cancellationToken);
        }

        return SeeOther.Page("/next");
    }
}
