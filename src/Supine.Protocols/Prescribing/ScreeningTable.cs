using System.Collections.Immutable;

namespace Supine.Protocols.Prescribing;

/// <summary>What a condition does to the programme; a later case is stricter.</summary>
public enum ScreeningEffect
{
    /// <summary>The programme goes on, with limits or with something done differently.</summary>
    Changes,

    /// <summary>It waits until somebody who knows about the condition has released it.</summary>
    AskFirst,

    /// <summary>It does not start, and the person seeks care now.</summary>
    Emergency,
}

/// <summary>What is ruled out, so that a protocol can be checked against it.</summary>
public enum Limit
{
    /// <summary>No protocol but those of level 1.</summary>
    Level1Only,

    /// <summary>No measuring in the Thomas position.</summary>
    NoMeasuring,

    /// <summary>No leg that is let go beyond straight: that is what hanging is, on the bed too.</summary>
    NoExtension,

    /// <summary>No thigh that leans past upright, towards the chest.</summary>
    NoKneeToChest,
}

/// <summary>What comes of a screening; a later case is stricter.</summary>
public enum ScreeningOutcome
{
    /// <summary>Start.</summary>
    Go,

    /// <summary>Start with changes.</summary>
    GoWithChanges,

    /// <summary>Ask before starting.</summary>
    AskFirst,

    /// <summary>Seek emergency care.</summary>
    Emergency,
}

/// <summary>What is said of an outcome.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Do">What to do, in order.</param>
public sealed record ScreeningAdvice(LocalizedText Title, ImmutableArray<LocalizedText> Do);

/// <summary>A row of the table: a sign or condition, and what it does.</summary>
/// <param name="Id">The name answers are kept under.</param>
/// <param name="Ask">The plain wording.</param>
/// <param name="Effect">What it does while nobody has released it.</param>
/// <param name="Limits">What is ruled out; for <see cref="ScreeningEffect.AskFirst"/>, after a release.</param>
/// <param name="Change">What is done differently; null for nothing.</param>
/// <param name="Sources">Ids in the catalogue of sources.</param>
public sealed record ScreeningQuestion(
    string Id,
    LocalizedText Ask,
    ScreeningEffect Effect,
    ImmutableSortedSet<Limit> Limits,
    LocalizedText? Change,
    ImmutableArray<string> Sources
);

/// <summary>Questions that are asked together, on one screen.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Lead">What is asked of each.</param>
/// <param name="Questions">At least one.</param>
public sealed record ScreeningGroup(string Id, LocalizedText Title, LocalizedText Lead, ImmutableArray<ScreeningQuestion> Questions);

/// <summary>Everything that is asked before a first session, what each answer does, and what is then said:
/// <c>Prescribing/screening.yaml</c>.</summary>
public sealed class ScreeningTable
{
    private const string ShippedFile = "src/Supine.Protocols/Prescribing/screening.yaml";

    private static readonly (string Word, ScreeningEffect Value)[] Effects =
    [
        ("changes", ScreeningEffect.Changes),
        ("ask-first", ScreeningEffect.AskFirst),
        ("emergency", ScreeningEffect.Emergency),
    ];

    private static readonly (string Word, Limit Value)[] LimitWords =
    [
        ("level-1-only", Limit.Level1Only),
        ("no-measuring", Limit.NoMeasuring),
        ("no-extension", Limit.NoExtension),
        ("no-knee-to-chest", Limit.NoKneeToChest),
    ];

    private static readonly (string Word, ScreeningOutcome Value)[] Outcomes =
    [
        ("go", ScreeningOutcome.Go),
        ("go-with-changes", ScreeningOutcome.GoWithChanges),
        ("ask-first", ScreeningOutcome.AskFirst),
        ("emergency", ScreeningOutcome.Emergency),
    ];

    private readonly ImmutableDictionary<ScreeningOutcome, ScreeningAdvice> _advice;
    private readonly ImmutableDictionary<Limit, LocalizedText> _limits;
    private readonly ImmutableDictionary<string, ScreeningQuestion> _questions;

    private ScreeningTable(Written written)
    {
        Edition = written.Edition;
        AgainAfter = TimeSpan.FromDays(7 * written.AgainAfterWeeks);
        Groups = [.. written.Groups.Select(group => group.Value)];
        Questions = [.. Groups.SelectMany(group => group.Questions)];
        _advice = written.Outcomes.ToImmutableDictionary(outcome => ValueOf(Outcomes, outcome.Name.Value), outcome => outcome.Value);
        _limits = written.Limits.ToImmutableDictionary(limit => ValueOf(LimitWords, limit.Name.Value), limit => limit.Value);
        _questions = Questions.ToImmutableDictionary(question => question.Id, StringComparer.Ordinal);
    }

    /// <summary>The table that is part of the program, with texts in the languages that are.</summary>
    public static ScreeningTable Shipped { get; } = ReadShipped(Languages.Shipped);

    /// <summary>Raised whenever what is asked or what it does has changed: who answered an earlier one is asked again.</summary>
    public int Edition { get; }

    /// <summary>How long answers count.</summary>
    public TimeSpan AgainAfter { get; }

    /// <summary>The screens, in order.</summary>
    public ImmutableArray<ScreeningGroup> Groups { get; }

    /// <summary>Every row, in order.</summary>
    public ImmutableArray<ScreeningQuestion> Questions { get; }

    /// <summary>What is said of an outcome.</summary>
    public ScreeningAdvice this[ScreeningOutcome outcome] => _advice[outcome];

    /// <summary>How a limit is put.</summary>
    public LocalizedText this[Limit limit] => _limits[limit];

    /// <summary>The row of an id, or null.</summary>
    public ScreeningQuestion? Find(string id) => _questions.GetValueOrDefault(id);

    /// <summary>The table that is part of the program, with texts in these languages.</summary>
    /// <exception cref="InvalidOperationException">It has faults.</exception>
    public static ScreeningTable ReadShipped(Languages languages)
    {
        using var stream = typeof(ScreeningTable).Assembly.GetManifestResourceStream(ShippedFile)!;
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
    public static ScreeningTable? Read(
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
            Check(written, faults);
        }

        diagnostics = faults.InOrder();
        return faults.Any || written is null ? null : new(written);
    }

    private static void Check(Written written, Faults faults)
    {
        CheckNames("outcome", written.Outcomes, Outcomes, faults);
        CheckNames("limit", written.Limits, LimitWords, faults);
        var all = written.Groups.SelectMany(group => group.Value.Questions.Zip(group.Marks)).ToList();
        foreach (var (question, at) in all.GroupBy(row => row.First.Id, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
        {
            faults.Add("P203", at, $"There is another question `{question.Id}`.", "Give each a name of its own.");
        }

        foreach (var (question, at) in all)
        {
            switch (question.Effect)
            {
                case ScreeningEffect.Changes when question.Limits.IsEmpty && question.Change is null:
                    faults.Add("P213", at, $"`{question.Id}` changes nothing.", "Add `limits:` or `change:`.");
                    break;
                case ScreeningEffect.Emergency when !question.Limits.IsEmpty || question.Change is not null:
                    faults.Add(
                        "P213",
                        at,
                        $"`{question.Id}` is an emergency: nothing starts, so nothing is changed.",
                        "Delete `limits:` and `change:`."
                    );
                    break;
            }
        }
    }

    private static void CheckNames<TText, T>(
        string what,
        ImmutableArray<(Located<string> Name, TText Value)> written,
        (string Word, T Value)[] known,
        Faults faults
    )
    {
        foreach (var (name, _) in written.Where(entry => known.All(each => each.Word != entry.Name.Value)))
        {
            faults.Add(
                "P204",
                name.At,
                $"There is no {what} `{name.Value}`.",
                $"Known: {string.Join(", ", known.Select(each => each.Word))}."
            );
        }

        foreach (var (word, _) in known.Where(each => written.All(entry => entry.Name.Value != each.Word)))
        {
            faults.Add("P204", Mark.Start, $"The {what} `{word}` has no text.", $"Add `{word}:`.");
        }
    }

    private static T ValueOf<T>((string Word, T Value)[] known, string word) => known.First(each => each.Word == word).Value;

    private static RecordShape<Written> TableShape(Shape<LocalizedText> text)
    {
        var title = Field.Must("title", text, "In a few words.");
        var toDo = Field.Must("do", Shapes.List(text, least: 1, most: 8), "What to do, in order.");
        var advice = new RecordShape<ScreeningAdvice>("an outcome", [title, toDo], values => new(values.Of(title), values.Of(toDo)));

        var version = Field.Must("supine", Shapes.Whole(1, 1), "The version of the format: 1.");
        var edition = Field.Must("edition", Shapes.Whole(1, 10_000), "Raised whenever what is asked or what it does changes.");
        var weeks = Field.Must("again-after-weeks", Shapes.Whole(1, 52), "After how many weeks it is asked again.");
        var outcomes = Field.Must("outcomes", Shapes.Map(advice), "What is said of each outcome.");
        var limits = Field.Must("limits", Shapes.Map(text), "How each limit is put.");
        var groups = Field.Must("groups", Shapes.List(GroupShape(text), least: 1, most: 20), "The screens, in order.");
        return new(
            "the table",
            [version, edition, weeks, outcomes, limits, groups],
            values => new Written(values.Of(edition), values.Of(weeks), values.Of(outcomes), values.Of(limits), values.Of(groups))
        );
    }

    private static RecordShape<WrittenGroup> GroupShape(Shape<LocalizedText> text)
    {
        var id = Field.Must("id", Shapes.Id, "Its name.");
        var title = Field.Must("title", text, "What it is about.");
        var lead = Field.Must("lead", text, "What is asked of each.");
        var questions = Field.Must("questions", Shapes.List(Shapes.At(QuestionShape(text)), least: 1, most: 20), "What is asked.");
        return new(
            "a group",
            [id, title, lead, questions],
            values => new WrittenGroup(
                new(values.Of(id), values.Of(title), values.Of(lead), [.. values.Of(questions).Select(question => question.Value)]),
                [.. values.Of(questions).Select(question => question.At)]
            )
        );
    }

    private static RecordShape<ScreeningQuestion> QuestionShape(Shape<LocalizedText> text)
    {
        var id = Field.Must("id", Shapes.Id, "The name answers are kept under: never used for anything else.");
        var ask = Field.Must("ask", text, "The plain wording.");
        var effect = Field.Must("effect", Shapes.Choice(Effects), "What it does.");
        var limits = Field.May("limits", Shapes.List(Shapes.Choice(LimitWords), least: 1), "What is ruled out.");
        var change = Field.May("change", text, "What is done differently.");
        var sources = Field.Must("sources", Shapes.List(Shapes.Id, least: 1), "Ids in the catalogue of sources.");
        return new(
            "a question",
            [id, ask, effect, limits, change, sources],
            values => new ScreeningQuestion(
                values.Of(id),
                values.Of(ask),
                values.Of(effect),
                [.. values.OrEmpty(limits)],
                values.OrNull(change),
                values.Of(sources)
            )
        );
    }

    private sealed record WrittenGroup(ScreeningGroup Value, ImmutableArray<Mark> Marks);

    private sealed record Written(
        int Edition,
        int AgainAfterWeeks,
        ImmutableArray<(Located<string> Name, ScreeningAdvice Value)> Outcomes,
        ImmutableArray<(Located<string> Name, LocalizedText Value)> Limits,
        ImmutableArray<WrittenGroup> Groups
    );
}
