using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>What to do next, value by value with the reason.</summary>
internal static class ShowNext
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/next",
                (
                    DbDataSource source,
                    ScreeningRecords screenings,
                    ProtocolLibrary library,
                    TimeProvider clock,
                    CancellationToken cancellationToken
                ) => ShowAsync(null, source, screenings, library, clock, cancellationToken)
            )
            .ExcludeFromDescription()
            .Personal();
        app.MapPost("/next/fixed", Fix).ExcludeFromDescription().Personal();
    }

    /// <summary>Where the guide begins with a programme.</summary>
    internal static string AddressOf(Protocol protocol, Programme programme) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/?protocol={protocol.Id}&hold={programme.Hold.TotalSeconds:0}s&sets={programme.Sets}&first={Words.Of(programme.First)}"
        );

    // Who has not answered the safety questions is asked those first.
    private static async Task<Results<SeeOther, RazorComponentResult<NextPage>>> ShowAsync(
        FixedForm? faulty,
        DbDataSource source,
        ScreeningRecords screenings,
        ProtocolLibrary library,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (await screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered { Screening: var screening })
        {
            return SeeOther.Page("/screening");
        }

        var next = await NextSessionRows.FindAsync(source, screening, library, clock, cancellationToken);
        return new RazorComponentResult<NextPage>(new { View = next, Fixed = faulty ?? FixedForm.Of(next.Prescribed) })
        {
            StatusCode = faulty is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private static async Task<Results<SeeOther, RazorComponentResult<NextPage>>> Fix(
        IFormCollection sent,
        Writes writes,
        Texts texts,
        DbDataSource source,
        ScreeningRecords screenings,
        ProtocolLibrary library,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var form = FixedForm.Read(sent, texts);
        if (!form.Faults.IsEmpty)
        {
            return await ShowAsync(form, source, screenings, library, clock, cancellationToken);
        }

        await PrescribedValueRows.StoreAsync(writes, form.All, cancellationToken);
        return SeeOther.Page("/next");
    }
}
