using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Screenings;

/// <summary>The screening for programs: the page keeps it on the device, so that it holds without a network too.</summary>
internal static class ScreeningApi
{
    /// <summary>How it stands.</summary>
    public enum StandingKind
    {
        /// <summary>Nobody has answered.</summary>
        NotAsked,

        /// <summary>It is time to answer again.</summary>
        Again,

        /// <summary>The answers count.</summary>
        Answered,
    }

    /// <summary>How the screening stands.</summary>
    /// <param name="Kind">Whether there are answers that count.</param>
    /// <param name="Outcome">What comes of them; null where none count.</param>
    /// <param name="Until">From then on they count no more; null where none count.</param>
    /// <param name="RestUntil">After pain or a sign: until then nothing is given out; null where that is not so.</param>
    /// <param name="MustAskSince">The day on which the mildest dose hurt: nothing is given out until the person has said whom they asked;
    /// null where that is not so.</param>
    /// <param name="Protocols">Every protocol, and whether it is given out.</param>
    public sealed record ScreeningState(
        StandingKind Kind,
        ScreeningOutcome? Outcome,
        DateTimeOffset? Until,
        DateTimeOffset? RestUntil,
        DateOnly? MustAskSince,
        ImmutableArray<ProtocolState> Protocols
    );

    /// <summary>Whether a protocol is given out.</summary>
    /// <param name="Id">The protocol's id.</param>
    /// <param name="Refusal">Why it is not and what to do; null where it is.</param>
    public sealed record ProtocolState(string Id, string? Refusal);

    /// <summary>Answers to all questions.</summary>
    /// <param name="Edition">Of the questions.</param>
    /// <param name="Yes">The ids of what applies, with that of the age; without it, what depends on age is taken at its
    /// strictest.</param>
    public sealed record AnsweredScreening(int Edition, IReadOnlyList<string> Yes);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/screening").WithTags("Screening").Personal();
        api.MapGet("/", Read).WithName("ReadScreening").WithSummary("How the screening stands, and which protocols are given out.");
        api.MapPut("/", Answer)
            .WithName("AnswerScreening")
            .WithSummary("Stores answers to all questions. Earlier answers are kept; the latest count.");
    }

    private static async Task<Ok<ScreeningState>> Read(
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(Describe(await chart.Screenings.ReadAsync(cancellationToken), chart.Screenings.Table, library, texts));

    private static async Task<Results<Ok<ScreeningState>, Faulty>> Answer(
        AnsweredScreening answers,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var table = chart.Screenings.Table;
        var faults = new Faults();
        faults.Require(answers.Edition == table.Edition, "edition", $"These are the questions of edition {table.Edition}.");
        faults.Require(answers.Yes.Count <= table.Questions.Length, "yes", $"There are {table.Questions.Length} questions.");
        faults.Require(table.Ages.Count(age => answers.Yes.Contains(age.Id)) <= 1, "yes", "Give one age.");
        foreach (var (i, id) in answers.Yes.Take(table.Questions.Length).Index())
        {
            faults.Require(id is not null && table.Find(id) is not null, $"yes[{i}]", "There is no question of this id.");
            faults.Require(
                id is null || table.Find(id)?.After is not { } after || answers.Yes.Contains(after),
                $"yes[{i}]",
                "This is asked only of those who ticked another, which is missing."
            );
        }

        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        await chart.Screenings.AnswerAsync(answers.Yes, cancellationToken);
        return await Read(chart, library, texts, cancellationToken);
    }

    private static ScreeningState Describe(ScreeningStanding standing, ScreeningTable table, ProtocolLibrary library, Texts texts)
    {
        var answered = standing as ScreeningStanding.Answered;
        return new(
            standing switch
            {
                ScreeningStanding.NotAsked => StandingKind.NotAsked,
                ScreeningStanding.Again => StandingKind.Again,
                _ => StandingKind.Answered,
            },
            answered?.Screening.Outcome,
            answered?.Until,
            (answered?.AfterPain as AfterPain.Resting)?.Until,
            (answered?.AfterPain as AfterPain.MustAsk)?.Since,
            [.. library.Read().Protocols.Select(protocol => new ProtocolState(protocol.Id, standing.Explain(protocol, table, texts)))]
        );
    }
}
