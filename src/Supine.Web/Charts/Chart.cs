using Supine.Protocols.Prescribing;
using Supine.Protocols.Questionnaires;
using Supine.Web.Callers;

namespace Supine.Web.Charts;

/// <summary>What is kept about one person. There is no other way to their rows.</summary>
internal sealed class Chart(Person person, ChartRows rows, PersonClock clock, ScreeningTable screening, QuestionnaireTable questionnaires)
{
    /// <summary>Who it is.</summary>
    public Person Person { get; } = person;

    /// <summary>The person's now and today.</summary>
    public PersonClock Clock { get; } = clock;

    /// <summary>Sessions with what was held, answered and corrected.</summary>
    public ChartSessions Sessions { get; } = new(rows, clock);

    /// <summary>Measured hips.</summary>
    public ChartReadings Readings { get; } = new(rows, clock);

    /// <summary>The safety questions.</summary>
    public ChartScreenings Screenings { get; } = new(rows, clock, screening);

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

    /// <summary>Whether the page "before the first start" was read.</summary>
    public ChartSafety Safety { get; } = new(rows, clock);
}
