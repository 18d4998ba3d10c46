using Supine.Biomechanics;
using Supine.Protocols.Prescribing;
using Supine.Protocols.Questionnaires;
using Supine.Records;

namespace Supine.Web.Charts;

/// <summary>What is kept about one person. There is no other way to their rows.</summary>
internal sealed class Chart(
    Person person,
    ChartRows rows,
    PersonClock clock,
    ScreeningTable screening,
    QuestionnaireTable questionnaires,
    ProtocolsNow protocols
)
{
    /// <summary>Who it is.</summary>
    public Person Person { get; } = person;

    /// <summary>The person's now and today.</summary>
    public PersonClock Clock { get; } = clock;

    /// <summary>What could not be read so far.</summary>
    public UnreadableRows Unreadable => rows.Unreadable;

    /// <summary>Sessions with what was held, answered and corrected.</summary>
    public ChartSessions Sessions { get; } = new(rows, clock);

    /// <summary>Measured hips.</summary>
    public ChartReadings Readings { get; } = new(rows, clock);

    /// <summary>The safety questions.</summary>
    public ChartScreenings Screenings { get; } = new(rows, clock, screening, new(rows, clock), protocols);

    /// <summary>The questionnaires.</summary>
    public ChartQuestionnaires Questionnaires { get; } = new(rows, clock, questionnaires);

    /// <summary>The day of sitting and its calendar.</summary>
    public ChartSitting Sitting { get; } = new(rows, clock);

    /// <summary>The podcast feed.</summary>
    public ChartFeed Feed { get; } = new(rows, clock);

    /// <summary>The size of the body.</summary>
    public ChartBody Body { get; } = new(rows);

    /// <summary>What somebody has prescribed.</summary>
    public ChartPrescription Prescription { get; } = new(rows);

    /// <summary>The experiments with one's own two sides.</summary>
    public ChartExperiments Experiments { get; } = new(rows, clock);

    /// <summary>How the latest experiment stands; null before the first.</summary>
    public async Task<ExperimentStanding?> FindExperimentAsync(CancellationToken cancellationToken)
    {
        var all = await Experiments.ListAsync(cancellationToken);
        if (all.IsEmpty)
        {
            return null;
        }

        // of a day on the other side of the world
        var latest = all[^1];
        var sessions = await Sessions.ListAsync(latest.Day.AddDays(-1), latest.LastDay.AddDays(1), cancellationToken);
        return ExperimentStanding.Find(latest, await Readings.ListAsync(cancellationToken), sessions, Clock.Today);
    }

    /// <summary>The one side that an experiment has stretched now; null where both are.</summary>
    public async Task<Side?> FindOnlySideAsync(CancellationToken cancellationToken)
    {
        var all = await Experiments.ListAsync(cancellationToken);
        return all.LastOrDefault() is { EndedAt: null } latest && Clock.Today <= latest.LastDay
            ? (await FindExperimentAsync(cancellationToken))?.OnlySide
            : null;
    }

    /// <summary>What the person stretches for.</summary>
    public ChartGoal Goal { get; } = new(rows, clock);

    /// <summary>Which voice the person wants to hear.</summary>
    public ChartVoices Voices { get; } = new(rows, clock);

    /// <summary>Whether the person is getting better, as far as the records allow to say.</summary>
    public async Task<BetterVerdict> FindBetterAsync(CancellationToken cancellationToken)
    {
        var readings = await Readings.ListAsync(cancellationToken);
        var answers = await Questionnaires.ListCoursesAsync(cancellationToken);
        var latest = (await Sessions.FindDaysAsync(cancellationToken))?.Last;
        var today = latest > Clock.Today ? latest.Value : Clock.Today;
        var first = PracticeWeek.MondayOf(today).AddDays(-7 * PracticeTrend.LongestWeeks);
        return BetterVerdict.Find(readings, answers, await Sessions.ListAsync(first, today, cancellationToken), today);
    }

    /// <summary>Finds what to do next, for somebody whose safety questions are answered.</summary>
    public async Task<NextSession> FindNextAsync(ScreeningStanding.Answered standing, CancellationToken cancellationToken)
    {
        // who has travelled west may have practised on a day that is still to come where they are now
        var latest = (await Sessions.FindDaysAsync(cancellationToken))?.Last;
        var today = latest > Clock.Today ? latest.Value : Clock.Today;
        var sessions = await Sessions.ListAsync(NextSession.FindFirstDay(today), today, cancellationToken);
        var readings = await Readings.ListLatestAsync(cancellationToken);
        var prescribed = await Prescription.ListAsync(cancellationToken);
        var next = NextSession.Find(
            standing.Screening,
            protocols(),
            sessions,
            readings,
            prescribed,
            await Goal.FindAsync(cancellationToken),
            standing.AfterPain,
            today,
            isIncomplete: Unreadable.MatterToSuggestions
        );
        return next with { OnlySide = await FindOnlySideAsync(cancellationToken) };
    }

    /// <summary>Whether the page "before the first start" was read.</summary>
    public ChartSafety Safety { get; } = new(rows, clock);
}
