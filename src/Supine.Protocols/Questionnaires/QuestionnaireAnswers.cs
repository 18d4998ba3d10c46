using System.Collections.Immutable;

namespace Supine.Protocols.Questionnaires;

/// <summary>An activity in the person's own words.</summary>
/// <param name="Name">1 to 120 characters, no blanks around it.</param>
/// <param name="Rating">0 unable to 10 as before.</param>
public sealed record RatedActivity(string Name, int Rating)
{
    /// <summary>By what an activity is known again: case and blanks are no matter.</summary>
    public string Key => KeyOf(Name);

    /// <summary>By what an activity of a name is known again.</summary>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }
}

/// <summary>What somebody has written down, before it is looked at.</summary>
/// <param name="Pain">The rating of pain; null for no answer.</param>
/// <param name="Statements">The ids that were ticked; null for no answer, empty for none of them.</param>
/// <param name="Activities">What was named and how it was rated; either may be missing.</param>
public sealed record QuestionnaireDraft(
    int? Pain,
    ImmutableArray<string>? Statements,
    ImmutableArray<(string Name, int? Rating)> Activities
);

/// <summary>What is wrong with a draft.</summary>
public enum AnswerFaultKind
{
    /// <summary>Nothing at all was answered.</summary>
    Nothing,

    /// <summary>The rating of pain is not one of 0 to 10.</summary>
    PainOutOfRange,

    /// <summary>There is no such statement.</summary>
    UnknownStatement,

    /// <summary>More activities than there may be.</summary>
    TooManyActivities,

    /// <summary>An activity is rated and has no name.</summary>
    Unnamed,

    /// <summary>A name is too long or has characters that are none.</summary>
    BadName,

    /// <summary>An activity is named and not rated.</summary>
    Unrated,

    /// <summary>The rating of an activity is not one of 0 to 10.</summary>
    RatingOutOfRange,

    /// <summary>An activity is named twice.</summary>
    NamedTwice,
}

/// <summary>A fault of a draft.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="At">The statement or the activity, from 0; 0 where it is neither.</param>
public sealed record AnswerFault(AnswerFaultKind Kind, int At);

/// <summary>Answers to one, two or three of the instruments. What was not answered is missing, and never zero.</summary>
public sealed class QuestionnaireAnswers
{
    private QuestionnaireAnswers(
        int edition,
        int? pain,
        ImmutableSortedSet<string>? statements,
        ImmutableArray<RatedActivity> activities
    ) => (Edition, Pain, Statements, Activities) = (edition, pain, statements, activities);

    /// <summary>The table's edition when they were given.</summary>
    public int Edition { get; }

    /// <summary>0 none to 10; null for no answer.</summary>
    public int? Pain { get; }

    /// <summary>The ids that were ticked, none for none of them; null for no answer.</summary>
    public ImmutableSortedSet<string>? Statements { get; }

    /// <summary>The person's activities in the order in which they named them; empty for no answer.</summary>
    public ImmutableArray<RatedActivity> Activities { get; }

    /// <summary>Makes answers of a draft; null, with all faults, where it has any. Rows without name and rating are passed over.</summary>
    public static QuestionnaireAnswers? TryCreate(
        QuestionnaireTable table,
        QuestionnaireDraft draft,
        out ImmutableArray<AnswerFault> faults
    )
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(draft);
        var found = ImmutableArray.CreateBuilder<AnswerFault>();
        if (draft.Pain is { } pain && !IsRating(pain))
        {
            found.Add(new(AnswerFaultKind.PainOutOfRange, 0));
        }

        var statements = draft.Statements ?? [];
        found.AddRange(
            statements
                .Select((id, at) => (id, at))
                .Where(row => row.id is null || !table.HasStatement(row.id))
                .Select(row => new AnswerFault(AnswerFaultKind.UnknownStatement, row.at))
        );
        var rows = draft
            .Activities.Select((row, at) => (Name: (row.Name ?? "").Trim(), row.Rating, At: at))
            .Where(row => row.Name.Length > 0 || row.Rating is not null)
            .ToList();
        if (rows.Count > QuestionnaireTable.MostActivities)
        {
            found.Add(new(AnswerFaultKind.TooManyActivities, 0));
        }

        // each is compared with those before it, so who sends a thousand is told of the first ones
        foreach (var (name, rating, at) in rows.Take(2 * QuestionnaireTable.MostActivities))
        {
            if (name.Length == 0)
            {
                found.Add(new(AnswerFaultKind.Unnamed, at));
            }
            else if (name.Length > QuestionnaireTable.LongestActivity || name.Any(char.IsControl))
            {
                found.Add(new(AnswerFaultKind.BadName, at));
            }
            else if (rows.TakeWhile(other => other.At < at).Any(other => RatedActivity.KeyOf(other.Name) == RatedActivity.KeyOf(name)))
            {
                found.Add(new(AnswerFaultKind.NamedTwice, at));
            }

            if (rating is null)
            {
                found.Add(new(AnswerFaultKind.Unrated, at));
            }
            else if (!IsRating(rating.Value))
            {
                found.Add(new(AnswerFaultKind.RatingOutOfRange, at));
            }
        }

        if (draft.Pain is null && draft.Statements is null && rows.Count == 0)
        {
            found.Add(new(AnswerFaultKind.Nothing, 0));
        }

        faults = found.ToImmutable();
        return faults.IsEmpty
            ? new(
                table.Edition,
                draft.Pain,
                draft.Statements is null ? null : statements.ToImmutableSortedSet(StringComparer.Ordinal),
                [.. rows.Select(row => new RatedActivity(row.Name, row.Rating!.Value))]
            )
            : null;
    }

    /// <summary>Answers as they were kept: they were looked at when they came, perhaps by another edition.</summary>
    public static QuestionnaireAnswers FromStored(
        int edition,
        int? pain,
        ImmutableSortedSet<string>? statements,
        ImmutableArray<RatedActivity> activities
    ) => new(edition, pain, statements, activities);

    /// <summary>The score of an instrument; null where it was not answered.</summary>
    public Score? FindScore(Instrument instrument) =>
        instrument switch
        {
            Instrument.Pain => Pain is { } pain ? new(pain, 1) : null,
            Instrument.RolandMorris => Statements is { } ticked ? new(ticked.Count, 1) : null,
            Instrument.PatientSpecific => Activities.IsEmpty ? null : new(Activities.Sum(activity => activity.Rating), Activities.Length),
        };

    private static bool IsRating(int rating) => rating is >= 0 and <= QuestionnaireTable.MostRating;
}

/// <summary>A score, exact: the mean of so many ratings, or a count.</summary>
/// <param name="Sum">Of the ratings; 0 or more.</param>
/// <param name="Count">How many; 1 or more.</param>
public sealed record Score(int Sum, int Count)
{
    /// <summary>The mean.</summary>
    public double Value => (double)Sum / Count;
}
