using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What to do next, value by value with the reason.</summary>
internal static class ShowNext
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/next",
                (Chart chart, ProtocolLibrary library, CancellationToken cancellationToken) =>
                    ShowAsync(null, chart, library, cancellationToken)
            )
            .ExcludeFromDescription()
            .Personal();
        app.MapPost("/next/fixed", Prescribe).ExcludeFromDescription().Personal();
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
        ProtocolLibrary library,
        CancellationToken cancellationToken
    )
    {
        if (await chart.Screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered { Screening: var screening })
        {
            return SeeOther.Page("/screening");
        }

        var next = await chart.FindNextAsync(screening, library.Read().Protocols, cancellationToken);
        return new RazorComponentResult<NextPage>(new { View = next, Form = faulty ?? PrescribedForm.Of(next.Prescribed) })
        {
            StatusCode = faulty is null ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Prescribe(
        IFormCollection sent,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var form = PrescribedForm.Read(sent, texts);
        if (!form.Faults.IsEmpty)
        {
            return await ShowAsync(form, chart, library, cancellationToken);
        }

        await chart.Prescription.StoreAsync(form.All, cancellationToken);
        return SeeOther.Page("/next");
    }
}
