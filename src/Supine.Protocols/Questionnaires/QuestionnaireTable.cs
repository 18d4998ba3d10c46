using System.Collections.Immutable;

namespace Supine.Protocols.Questionnaires;

/// <summary>A questionnaire with a score of its own.</summary>
public enum Instrument
{
    /// <summary>Numeric rating of pain: 0 none to 10, the average of the last week; lower is better.</summary>
    Pain,

    /// <summary>Roland-Morris Disability Questionnaire: how many of 24 statements apply today, 0 to 24; lower is better.</summary>
    RolandMorris,

    /// <summary>Patient-Specific Functional Scale: the mean of one to five activities, each 0 unable to 10 as before; higher is
    /// better.</summary>
    PatientSpecific,
}

/// <summary>Which change of a score is more than chance and matters to people.</summary>
/// <param name="Points">So much or more, in points of the score.</param>
/// <param name="PointsOfOne">The same where a single activity is compared; null where that is no matter.</param>
/// <param name="Percent">For the better, also at least so much of the score before; null for no such rule.</param>
public sealed record ChangeThatMatters(int Points, int? PointsOfOne, int? Percent);

/// <summary>What every instrument has.</summary>
/// <param name="Title">Its name on the page.</param>
/// <param name="Ask">What is asked.</param>
/// <param name="Change">Which change matters.</param>
/// <param name="AskFrom">A score from which on a clinician is asked; null for none.</param>
/// <param name="Sources">Ids in the catalogue of sources.</param>
public sealed record InstrumentRow(
    LocalizedText Title,
    LocalizedText Ask,
    ChangeThatMatters Change,
    int? AskFrom,
    ImmutableArray<string> Sources
);

/// <summary>The ends of a scale from 0 to 10.</summary>
/// <param name="Least">What 0 is.</param>
/// <param name="Most">What 10 is.</param>
public sealed record ScaleEnds(LocalizedText Least, LocalizedText Most);

/// <summary>One of the 24 statements.</summary>
/// <param name="Id">The name answers are kept under.</param>
/// <param name="Says">Its words.</param>
public sealed record Statement(string Id, LocalizedText Says);

/// <summary>What is asked every four weeks, and which change of a score matters: <c>Questionnaires/questionnaires.yaml</c>.</summary>
public sealed class QuestionnaireTable
{
    /// <summary>The Roland-Morris questionnaire has so many statements, no more and no fewer.</summary>
    public const int StatementCount = 24;

    /// <summary>The highest rating of pain and of an activity.</summary>
    public const int MostRating = 10;

    /// <summary>So many activities are named at most.</summary>
    public const int MostActivities = 5;

    /// <summary>An activity is named in so many characters at most.</summary>
    public const int LongestActivity = 120;

    private const string ShippedFile = "src/Supine.Protocols/Questionnaires/questionnaires.yaml";

    private readonly Written _written;
    private readonly ImmutableHashSet<string> _ids;

    private QuestionnaireTable(Written written)
    {
        _written = written;
        Statements = [.. written.RolandMorris.Statements.Select(statement => statement.Value)];
        Validated = written.RolandMorris.Validated.ToImmutableHashSet(StringComparer.Ordinal);
        _ids = Statements.Select(statement => statement.Id).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The table that is part of the program, with texts in the languages that are.</summary>
    public static QuestionnaireTable Shipped { get; } = ReadShipped(Languages.Shipped);

    /// <summary>Raised whenever what is asked has changed: scores of two editions are not compared.</summary>
    public int Edition => _written.Edition;

    /// <summary>How long after the last answers it is asked again.</summary>
    public int AgainAfterDays => 7 * _written.AgainAfterWeeks;

    /// <summary>The 24 statements, in their order.</summary>
    public ImmutableArray<Statement> Statements { get; }

    /// <summary>The words for none of them.</summary>
    public LocalizedText NoStatement => _written.RolandMorris.None;

    /// <summary>The codes of the languages in which the statements' wording has been validated.</summary>
    public ImmutableHashSet<string> Validated { get; }

    /// <summary>What 0 and 10 are for pain.</summary>
    public ScaleEnds PainEnds => _written.Pain.Ends;

    /// <summary>What 0 and 10 are for an activity.</summary>
    public ScaleEnds AbilityEnds => _written.PatientSpecific.Ends;

    /// <summary>What an instrument has.</summary>
    public InstrumentRow this[Instrument instrument] =>
        instrument switch
        {
            Instrument.Pain => _written.Pain.Row,
            Instrument.RolandMorris => _written.RolandMorris.Row,
            Instrument.PatientSpecific => _written.PatientSpecific.Row,
        };

    /// <summary>Whether there is a statement of an id.</summary>
    public bool HasStatement(string id) => _ids.Contains(id);

    /// <summary>Whether somebody who reads this language reads a translation that nobody has validated. Where there is none they read the
    /// original.</summary>
    public bool IsUnvalidatedIn(Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return !Validated.Contains(language.Code) && Statements.Any(statement => statement.Says.FindIn(language) is not null);
    }

    /// <summary>The table that is part of the program, with texts in these languages.</summary>
    /// <exception cref="InvalidOperationException">It has faults.</exception>
    public static QuestionnaireTable ReadShipped(Languages languages)
    {
        using var stream = typeof(QuestionnaireTable).Assembly.GetManifestResourceStream(ShippedFile)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes, ShippedFile, languages, out var diagnostics)
            ?? throw new InvalidOperationException(string.Join(' ', diagnostics));
    }

    /// <summary>Reads a table; null, with faults, when it is not one.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="languages">Those its texts may be written in.</param>
    /// <param name="diagnostics">All faults, in order of place.</param>
    public static QuestionnaireTable? Read(
        ReadOnlySpan<byte> bytes,
        string file,
        Languages languages,
        out ImmutableArray<Diagnostic> diagnostics
    )
    {
        ArgumentNullException.ThrowIfNull(languages);
        var faults = new Faults(file);
        Written? written = null;
        if (Yaml.Read(bytes, faults) is { } root && TableShape(languages.Grammar.Text).TryRead(root, faults, out written))
        {
            foreach (
                var again in written
                    .RolandMorris.Statements.GroupBy(statement => statement.Value.Id, StringComparer.Ordinal)
                    .SelectMany(same => same.Skip(1))
            )
            {
                faults.Add("P203", again.At, $"There is another statement `{again.Value.Id}`.", "Give each a name of its own.");
            }
        }

        diagnostics = faults.InOrder();
        return faults.Any || written is null ? null : new(written);
    }

    private static RecordShape<Written> TableShape(Shape<LocalizedText> text)
    {
        var version = Field.Must("supine", Shapes.Whole(1, 1), "The version of the format: 1.");
        var edition = Field.Must("edition", Shapes.Whole(1, 10_000), "Raised whenever what is asked changes.");
        var weeks = Field.Must("again-after-weeks", Shapes.Whole(1, 52), "After how many weeks it is asked again.");
        var pain = Field.Must("pain", RatingShape("the rating of pain", text, MostRating), "The rating of pain.");
        var rolandMorris = Field.Must("roland-morris", RolandMorrisShape(text), "The 24 statements.");
        var patientSpecific = Field.Must(
            "patient-specific",
            RatingShape("the person's own activities", text, MostRating),
            "The person's own activities."
        );
        return new(
            "the table",
            [version, edition, weeks, pain, rolandMorris, patientSpecific],
            values => new Written(
                values.Of(edition),
                values.Of(weeks),
                values.Of(pain),
                values.Of(rolandMorris),
                values.Of(patientSpecific)
            )
        );
    }

    private static RecordShape<WrittenRating> RatingShape(string what, Shape<LocalizedText> text, int most)
    {
        var row = new RowFields(text, most);
        var least = Field.Must("least", text, "What 0 is.");
        var highest = Field.Must("most", text, "What 10 is.");
        return new(
            what,
            [.. row.All, least, highest],
            values => new WrittenRating(row.Of(values), new(values.Of(least), values.Of(highest)))
        );
    }

    private static RecordShape<WrittenRolandMorris> RolandMorrisShape(Shape<LocalizedText> text)
    {
        var id = Field.Must("id", Shapes.Id, "The name answers are kept under: never used for anything else.");
        var says = Field.Must("says", text, "Its words.");
        var statement = new RecordShape<Statement>("a statement", [id, says], values => new(values.Of(id), values.Of(says)));
        var row = new RowFields(text, StatementCount);
        var none = Field.Must("none", text, "The words for none of them.");
        var validated = Field.Must(
            "validated",
            Shapes.List(Shapes.LanguageCode, least: 1),
            "The languages whose wording has been validated."
        );
        var statements = Field.Must(
            "statements",
            Shapes.List(Shapes.At(statement), StatementCount, StatementCount),
            "The statements, in order."
        );
        return new(
            "the Roland-Morris questionnaire",
            [.. row.All, none, validated, statements],
            values => new WrittenRolandMorris(row.Of(values), values.Of(none), values.Of(validated), values.Of(statements))
        );
    }

    private sealed class RowFields
    {
        private readonly Field<LocalizedText> _title;
        private readonly Field<LocalizedText> _ask;
        private readonly Field<ChangeThatMatters> _change;
        private readonly Field<int> _askFrom;
        private readonly Field<ImmutableArray<string>> _sources;

        public RowFields(Shape<LocalizedText> text, int most)
        {
            var points = Field.Must("points", Shapes.Whole(1, most), "A change of so many points matters.");
            var pointsOfOne = Field.May("points-of-one", Shapes.Whole(1, most), "The same for a single activity.");
            var percent = Field.May("percent", Shapes.Whole(1, 100), "For the better, at least so much of the score before.");
            _title = Field.Must("title", text, "Its name.");
            _ask = Field.Must("ask", text, "What is asked.");
            _change = Field.Must(
                "change",
                new RecordShape<ChangeThatMatters>(
                    "a change",
                    [points, pointsOfOne, percent],
                    values => new(values.Of(points), values.OrNone(pointsOfOne), values.OrNone(percent))
                ),
                "Which change matters."
            );
            _askFrom = Field.May("ask-from", Shapes.Whole(1, most), "A score from which on a clinician is asked.");
            _sources = Field.Must("sources", Shapes.List(Shapes.Id, least: 1), "Ids in the catalogue of sources.");
        }

        public Field[] All => [_title, _ask, _change, _askFrom, _sources];

        public InstrumentRow Of(FieldValues values) =>
            new(values.Of(_title), values.Of(_ask), values.Of(_change), values.OrNone(_askFrom), values.Of(_sources));
    }

    private sealed record WrittenRating(InstrumentRow Row, ScaleEnds Ends);

    private sealed record WrittenRolandMorris(
        InstrumentRow Row,
        LocalizedText None,
        ImmutableArray<string> Validated,
        ImmutableArray<Located<Statement>> Statements
    );

    private sealed record Written(
        int Edition,
        int AgainAfterWeeks,
        WrittenRating Pain,
        WrittenRolandMorris RolandMorris,
        WrittenRating PatientSpecific
    );
}
