using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Explain;

/// <summary>What the stretch does to hip, psoas and low back, as the body model has it, and what nobody can know.</summary>
/// <remarks>What a person asks is sent in the body of a request, never in an address: it may be their own size and their own
/// hips.</remarks>
internal static class ExplainSlice
{
    public const string Path = "/explain";

    // close together at first, where most happens
    private static readonly ImmutableArray<int> Moments = [0, 1, 2, 4, 6, 9, 13, 18, 24, 30, 37, 45, 60, 80, 100, 130, 160, 180];

    private static readonly ImmutableArray<string> Cited =
    [
        "vendegnia-psoas",
        "rajagopal-2016",
        "lai-uhlrich-2022",
        "silder-2007",
        "wilkinson-2021",
        "ferber-2010",
        "hussein-farrag-2022",
        "weight-training-hips-2017",
        "soucie-2011",
        "vigotsky-2016",
        "hip-extension-and-tilt-1990",
        "kerrigan-2003",
        "kiseljak-2024",
        "stretch-dose-response",
        "bandy-irion-1994",
    ];

    public static void MapExplain(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet("", Show);
        pages.MapPost("", Answer).ForAnybody();
        pages.MapPost("/hold", ShowHold).ForAnybody();
    }

    // the person's own size and hips are there from the start, if they are known
    private static async Task<RazorComponentResult> Show(
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        Page(
            ExplainQuestion.Of(await chart.Body.FindAsync(cancellationToken), await chart.Readings.ListLatestAsync(cancellationToken)),
            library,
            await FindWarningAsync(chart, texts, cancellationToken),
            isAnswer: false
        );

    private static async Task<RazorComponentResult> Answer(
        HttpRequest request,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var question = ExplainQuestion.Read(await request.ReadFormAsync(cancellationToken), texts);
        return Page(question, library, await FindWarningAsync(chart, texts, cancellationToken), isAnswer: true);
    }

    // A model that lets a leg go must not look like leave to do it.
    private static async Task<ExplainPage.Warning?> FindWarningAsync(Chart chart, Texts texts, CancellationToken cancellationToken)
    {
        var standing = await chart.Screenings.ReadAsync(cancellationToken);
        var sentence = standing switch
        {
            ScreeningStanding.Answered { Screening: Screening.NotNow stopped } => texts[stopped.Advice.Title],
            ScreeningStanding.Answered { AfterPain: not null } answered => answered.ExplainPain(texts),
            _ => null,
        };
        return sentence is null ? null : new(sentence, standing.NoticeClass());
    }

    private static RazorComponentResult<ExplainPage> Page(
        ExplainQuestion question,
        ProtocolLibrary library,
        ExplainPage.Warning? warning,
        bool isAnswer
    )
    {
        var sources = library.Read().Sources;
        return new(
            new
            {
                Question = question,
                Answers = ExplainAnswers.Find(question),
                Sources = Cited.Select(source => sources.Sources[source]).ToImmutableArray(),
                Stop = warning,
                IsAnswer = isAnswer,
            }
        )
        {
            StatusCode = question.Faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    /// <summary>The hold as pictures, each at its second; a page shows what lies between.</summary>
    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> ShowHold(
        HttpRequest request,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var question = ExplainQuestion.Read(await request.ReadFormAsync(cancellationToken), texts);
        if (!RestExplanation.TryFind(question.Setting, out var rest, out _))
        {
            return TypedResults.Problem(statusCode: Faulty.Status, detail: texts["explain.noRest"]);
        }

        var end = (int)question.Setting.Hold.TotalSeconds;
        return new RazorComponentResult<HoldPictures>(
            new
            {
                Pictures = Moments
                    .Where(second => second < end)
                    .Append(end)
                    .Select(second => new LegPicture(rest, rest.Course[second], Side.Right))
                    .ToImmutableArray(),
            }
        );
    }
}
