using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>One page of paper for a prescription: every step with its picture on both sides, how long, and what stops it.</summary>
internal static class PrintSheet
{
    private const int LongestOwn = 200;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/protocols/{id}/sheet", ShowAsync).ExcludeFromDescription().Personal();

    private static async Task<Results<RazorComponentResult, ProblemHttpResult, Faulty>> ShowAsync(
        string id,
        [AsParameters] TrackQuery query,
        HttpContext context,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var folder = library.Read();
        if (folder.Find(id) is not { } found)
        {
            return Problems.NotFound(texts["problem.noProtocol"]);
        }

        // what the address leaves open is as somebody has prescribed it, as far as the exercise allows it
        var prescribed = (await chart.Prescription.ListAsync(cancellationToken)).ToDictionary(one => one.Dial);
        var isOwn = found.Level is { } level && (!prescribed.TryGetValue(Dial.Level, out var wanted) || wanted.Value == level);
        var (hold, sets) = (FindPrescribed(Dial.Hold, query.Hold), FindPrescribed(Dial.Sets, query.Sets));
        var (first, days) = (FindPrescribed(Dial.First, query.First), FindPrescribed(Dial.Days, context.Request.Query["days"]));
        var faults = new Faults();
        var asked = query with
        {
            Protocol = id,
            Lang = query.Lang ?? found.ToldTo(texts.Language).Code,
            Hold = hold is null ? query.Hold : $"{hold.Value}s",
            Sets = sets is null ? query.Sets : $"{sets.Value}",
            First = first is null ? query.First : (first.Value == 0 ? "left" : "right"),
        };

        // What the compiler refuses is not printed either.
        var dose = found.Dose.DaysPerWeek;
        var daysAWeek = days?.Value ?? ReadCount("days", dose.Least, dose.Most, dose.Default);
        var perDay = ReadCount("perDay", 1, 3, 1);
        var own = ((string?)context.Request.Query["own"] ?? "").Trim();
        faults.Require(own.Length <= LongestOwn && PlainText.IsLine(own), "own", texts["sheet.ownFault", ("most", LongestOwn)]);
        if (
            asked.Compile(folder, context.Request.Query, texts, faults) is not ({ } protocol, { } sequence)
            || asked.Prescribe(folder, context.Request.Query, texts, faults) is not (_, { } prescription)
        )
        {
            return faults.ToProblem();
        }

        var steps = PrintedStep.AllOf(protocol, prescription);
        var session = TrackQuery.Write(context.Request.Query, except: "protocol");
        var link = OwnAddress.Of(context.Request, $"/?protocol={protocol.Id}{(session.Length == 0 ? "" : "&" + session)}");
        return new RazorComponentResult<SheetPage>(
            new
            {
                Protocol = protocol,
                Sequence = sequence,
                Columns = Split(steps),
                Days = daysAWeek,
                PerDay = perDay,
                Own = own,
                By = new[] { hold, sets, first, days }.OfType<PrescribedValue>().Select(one => one.By).Distinct().ToImmutableArray(),
                Code = protocol.Audience == Audience.Home && !OwnAddress.IsOfThisMachine(link) ? link.AbsoluteUri : null,
                Back = $"{ShowTakeAlong.Place}?{TrackQuery.Write(context.Request.Query, except: "protocol")}&protocol={protocol.Id}",
            }
        );

        PrescribedValue? FindPrescribed(Dial dial, string? written) =>
            string.IsNullOrEmpty(written) && isOwn ? prescribed.GetValueOrDefault(dial) : null;

        int ReadCount(string name, int least, int most, int usual)
        {
            if (context.Request.Query[name] is not [{ Length: > 0 } written, ..])
            {
                return usual;
            }

            faults.Require(
                int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most,
                name,
                texts["fault.between", ("text", written), ("least", least), ("most", most)]
            );
            return count;
        }
    }

    // The second column begins where the sides change, or in the middle where they do not.
    private static ImmutableArray<ImmutableArray<PrintedStep>> Split(ImmutableArray<PrintedStep> steps)
    {
        var change = steps.ToList().FindIndex(step => step.Step.Role == StepRole.ChangeSides);
        var second = change > 0 ? change : (steps.Length + 1) / 2;
        return [steps[..second], steps[second..]];
    }
}
