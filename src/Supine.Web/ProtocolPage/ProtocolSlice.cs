using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.ProtocolPage;

/// <summary>Everything about one protocol on one page, which prints as a handout.</summary>
internal static class ProtocolSlice
{
    public static void MapProtocols(this IEndpointRouteBuilder app) => app.MapGet("/protocols/{id}", Show).ExcludeFromDescription();

    private static Results<RazorComponentResult, ProblemHttpResult> Show(string id, ProtocolLibrary library, Texts texts)
    {
        var folder = library.Read();
        if (folder.Find(id) is not { } protocol || Compile(protocol, texts.Language) is not Compilation.Succeeded(var sequence))
        {
            return Problems.NotFound(texts["problem.noProtocol"]);
        }

        return new RazorComponentResult<ProtocolView>(
            new
            {
                Protocol = protocol,
                Steps = StepPicture.AllOf(sequence, Side.Left),
                Sources = protocol.Sources.Where(folder.Sources.Contains).Select(source => folder.Sources.Sources[source]).ToList(),
            }
        );
    }

    private static Compilation Compile(Protocol protocol, Language reader) =>
        ProtocolCompiler.Compile(protocol, new Prescription { First = Side.Left, Language = protocol.ToldTo(reader) });
}
