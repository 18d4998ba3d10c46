using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>One page of paper for a prescription: every step with its picture on both sides, how long, and what stops it.</summary>
internal static class PrintSheet
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/protocols/{id}/sheet", Show).ExcludeFromDescription();

    private static Results<RazorComponentResult, ProblemHttpResult, Faulty> Show(
        string id,
        [AsParameters] TrackQuery query,
        HttpContext context,
        ProtocolLibrary library,
        Texts texts
    )
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        var folder = library.Read();
        if (folder.Find(id) is not { } found)
        {
            return Problems.NotFound(texts["problem.noProtocol"]);
        }

        // What the compiler refuses is not printed either.
        var (faults, asked) = (new Faults(), query with { Protocol = id, Lang = query.Lang ?? found.ToldTo(texts.Language).Code });
        if (
            asked.Compile(folder, context.Request.Query, texts, faults) is not ({ } protocol, { } sequence)
            || asked.Prescribe(folder, context.Request.Query, texts, faults) is not (_, { } prescription)
        )
        {
            return faults.ToProblem();
        }

        var steps = PrintedStep.AllOf(protocol, prescription);
        return new RazorComponentResult<SheetPage>(
            new
            {
                Protocol = protocol,
                Sequence = sequence,
                Columns = Split(steps),
                Back = $"{ShowTakeAlong.Place}?{TrackQuery.Write(context.Request.Query, except: "protocol")}&protocol={protocol.Id}",
            }
        );
    }

    // The second column begins where the sides change, or in the middle where they do not.
    private static ImmutableArray<ImmutableArray<PrintedStep>> Split(ImmutableArray<PrintedStep> steps)
    {
        var change = steps.ToList().FindIndex(step => step.Step.Role == StepRole.ChangeSides);
        var second = change > 0 ? change : (steps.Length + 1) / 2;
        return [steps[..second], steps[second..]];
    }
}
