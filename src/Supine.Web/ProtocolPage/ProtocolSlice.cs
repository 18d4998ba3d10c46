using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.ProtocolPage;

/// <summary>All protocols for those who hand them out, and everything about one of them.</summary>
internal static class ProtocolSlice
{
    public const string Path = "/protocols";

    public static void MapProtocols(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, List).ExcludeFromDescription();
        app.MapGet(Path + "/{id}", Show).ExcludeFromDescription().Personal();
    }

    private static RazorComponentResult List(ProtocolLibrary library, Texts texts) =>
        new RazorComponentResult<ProtocolIndex>(
            new
            {
                Rows = (
                    from protocol in library.Read().Protocols
                    let sequence = Compile(protocol, texts.Language)
                    where sequence is not null
                    select new ProtocolIndex.Row(protocol, sequence.Total, EmblemOf(sequence))
                ).ToImmutableArray(),
            }
        );

    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> Show(
        string id,
        HttpRequest request,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var folder = library.Read();
        if (folder.Find(id) is not { } protocol || Compile(protocol, texts.Language) is not { } sequence)
        {
            return Problems.NotFound(texts["problem.noProtocol"]);
        }

        var standing = await chart.Screenings.ReadAsync(cancellationToken);
        return new RazorComponentResult<ProtocolView>(
            new
            {
                Protocol = protocol,
                Steps = StepPicture.AllOf(sequence, Side.Left),
                Sources = protocol.Sources.Where(folder.Sources.Contains).Select(source => folder.Sources.Sources[source]).ToList(),
                Urgency = standing.NoticeClass(),
                Refusal = protocol.Audience == Audience.Home ? standing.Explain(protocol, chart.Screenings.Table, texts) : null,
                HandedOut = HandOut.Read(protocol, request, texts.Language),
                Total = sequence.Total,
                IsAsked = request.Query.ContainsKey("seconds"),
            }
        );
    }

    private static CueSequence? Compile(Protocol protocol, Language reader) =>
        ProtocolCompiler.Compile(protocol, new Prescription { First = Side.Left, Language = protocol.ToldTo(reader) })
            is Compilation.Succeeded(var sequence)
            ? sequence
            : null;

    private static StepPicture? EmblemOf(CueSequence sequence) =>
        StepPicture
            .AllOf(sequence, Side.Left)
            .FirstOrDefault(step => sequence.Steps.Any(own => own.Id == step.Id && own.Role == StepRole.Hold));
}
