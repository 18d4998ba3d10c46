using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>What to do next, value by value with the reason.</summary>
internal static class ShowNext
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/next", Show).ExcludeFromDescription().Personal();

    /// <summary>Where the guide begins with a programme.</summary>
    internal static string AddressOf(Protocol protocol, Programme programme) => string.Create(
        CultureInfo.InvariantCulture,
        $"/?protocol={protocol.Id}&hold={programme.Hold.TotalSeconds:0}s&sets={programme.Sets}&first={(programme.First == Side.Left ? "left" : "right")}");

    // Who has not answered the safety questions is asked those first.
    private static async Task<Results<SeeOther, RazorComponentResult<NextPage>>> Show(
        DbDataSource source, ScreeningRecords screenings, ProtocolLibrary library, TimeProvider clock, CancellationToken cancellationToken) =>
        await screenings.ReadAsync(cancellationToken) is ScreeningStanding.Answered { Screening: var screening }
            ? new RazorComponentResult<NextPage>(new { View = await NextSession.FindAsync(source, screening, library, clock, cancellationToken) })
            : SeeOther.Page("/screening");
}
