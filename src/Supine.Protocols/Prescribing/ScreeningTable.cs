using System.Collections.Immutable;

namespace Supine.Protocols.Prescribing;

/// <summary>What a condition does to the programme; a later case is stricter.</summary>
public enum ScreeningEffect
{
    /// <summary>Nothing by itself.</summary>
    Note,

    /// <summary>The programme goes on, with limits or with something done differently.</summary>
    Changes,

    /// <summary>It waits until the condition has passed.</summary>
    Wait,

    /// <summary>It waits until somebody who knows about the condition has released it.</summary>
    AskFirst,

    /// <summary>It does not start, and the person sees a doctor on the same day.</summary>
    Today,

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

    /// <summary>Wait until it has passed.</summary>
    Wait,

    /// <summary>Ask before starting.</summary>
    AskFirst,

    /// <summary>See a doctor on the same day.</summary>
    Today,

    /// <summary>Seek emergency care.</summary>
    Emergency,
}

/// <summary>What is said of an outcome.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Do">What to do, in order.</param>
public sealed record ScreeningAdvice(LocalizedText Title, ImmutableArray<LocalizedText> Do);

/// <summary>A stricter effect at some ages.</summary>
/// <param name="Ages">Ids of <see cref="ScreeningTable.Ages"/>.</param>
/// <param name="Effect">What the row does at these, and where nobody has said how old they are.</param>
public sealed record AgeEffect(ImmutableArray<string> Ages, ScreeningEffect Effect);

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
)
{
    /// <summary>The row after whose tick it is asked; null where everybody is asked.</summary>
    public string? After { get; init; }

    /// <summary>What it does at some ages; null where age does not matter.</summary>
    public AgeEffect? AtAge { get; init; }

    /// <summary>A sign that says little alone and more beside another.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Nobody releases it here: it passes or is treated, and then the questions are answered anew.</summary>
    public bool IsAcute { get; init; }

    /// <summary>Whoever releases it says which of its limits still hold.</summary>
    public bool LiftsLimits { get; init; }
}

/// <summary>Questions that are asked together, on one screen, and then those that follow from what was ticked on it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Lead">What is asked of each.</param>
/// <param name="Questions">At least one.</param>
public sealed record ScreeningGroup(string Id, LocalizedText Title, LocalizedText Lead, ImmutableArray<ScreeningQuestion> Questions)
{
    /// <summary>What everybody is asked.</summary>
    public IEnumerable<ScreeningQuestion> First => Questions.Where(question => question.After is null);

    /// <summary>What is asked of somebody who ticked these.</summary>
    public IEnumerable<ScreeningQuestion> FollowUps(IReadOnlySet<string> ticked) =>
        Questions.Where(question => question.After is { } after && ticked.Contains(after));
}

/// <summary>Everything that is asked before a first session, what each answer does, and what is then said:
/// <c>Prescribing/screening.yaml</c>.</summary>
public sealed class ScreeningTable
{
    /// <summary>Most rows that everybody is asked on one screen.</summary>
    public const int MostOnScreen = 7;

    /// <summary>Most screens.</summary>
    public const int MostScreens = 8;

    private const string ShippedFile = "src/Supine.Protocols/Prescribing/screening.yaml";

    private static readonly (string Word, ScreeningEffect Value)[] Effects =
    [
        ("note", ScreeningEffect.Note),
        ("changes", ScreeningEffect.Changes),
        ("wait", ScreeningEffect.Wait),
        ("ask-first", ScreeningEffect.AskFirst),
        ("today", ScreeningEffect.Today),
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
        ("wait", ScreeningOutcome.Wait),
        ("ask-first", ScreeningOutcome.AskFirst),
        ("today", ScreeningOutcome.Today),
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
        AskAge = written.AskAge;
        Ages = [.. written.Ages.Select(age => age.Value)];
        Several = written.Several;
        Questions = [.. Ages, .. Groups.SelectMany(group => group.Questions)];
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

    /// <summary>How a person's age is asked.</summary>
    public LocalizedText AskAge { get; }

    /// <summary>The ages, of which one is chosen.</summary>
    public ImmutableArray<ScreeningQuestion> Ages { get; }

    /// <summary>What is said instead where two signs are to be asked about.</summary>
    public ScreeningAdvice Several { get; }

    /// <summary>Every row, in order, the ages first.</summary>
    public ImmutableArray<ScreeningQuestion> Questions { get; }

    /// <summary>What is said of an outcome.</summary>
    public ScreeningAdvice this[ScreeningOutcome outcome] => _advice[outcome];

    /// <summary>How a limit is put.</summary>
    public LocalizedText this[Limit limit] => _limits[limit];

    /// <summary>The word of an outcome, in files and pages.</summary>
    public static string WordOf(ScreeningOutcome outcome) => Outcomes.First(known => known.Value == outcome).Word;

    /// <summary>The word of a limit, in files and forms.</summary>
    public static string WordOf(Limit limit) => LimitWords.First(known => known.Value == limit).Word;

    /// <summary>The limit of a word; null where it is of none.</summary>
    public static Limit? FindLimit(string? word) =>
        LimitWords.Where(known => known.Word == word).Select(known => (Limit?)known.Value).FirstOrDefault();

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
        var ages = written.Ages.Select(age => (Question: age.Value, age.At)).ToList();
        var rows = written.Groups.SelectMany(group => group.Value.Questions.Zip(group.Marks)).ToList();
        foreach (
            var (question, at) in ages.Concat(rows).GroupBy(row => row.Item1.Id, StringComparer.Ordinal).SelectMany(same => same.Skip(1))
        )
        {
            faults.Add("P203", at, $"There is another question `{question.Id}`.", "Give each a name of its own.");
        }

        foreach (var group in written.Groups.Where(group => group.Value.First.Count() > MostOnScreen))
        {
            faults.Add(
                "P107",
                group.Marks[0],
                $"`{group.Value.Id}` asks everybody more than {MostOnScreen} things at once.",
                "Ask some on another screen, or `after:` one that is ticked."
            );
        }

        foreach (var group in written.Groups)
        {
            var first = group.Value.First.Select(question => question.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var (question, at) in group.Value.Questions.Zip(group.Marks))
            {
                if (question.After is { } after && !first.Contains(after))
                {
                    faults.Add(
                        "P204",
                        at,
                        $"`{question.Id}` comes after `{after}`, which is not asked on that screen.",
                        $"Known: {string.Join(", ", first)}."
                    );
                }
            }
        }

        foreach (var (question, at) in ages.Concat(rows))
        {
            CheckRow(question, at, ages.Select(age => age.Question.Id).ToList(), faults);
        }
    }

    private static void CheckRow(ScreeningQuestion question, Mark at, IReadOnlyCollection<string> ages, Faults faults)
    {
        if (question.AtAge?.Ages.FirstOrDefault(age => !ages.Contains(age)) is { } unknown)
        {
            faults.Add("P204", at, $"There is no age `{unknown}`.", $"Known: {string.Join(", ", ages)}.");
        }

        var isNothing = question.Limits.IsEmpty && question.Change is null;
        switch (question.Effect)
        {
            case ScreeningEffect.Changes when isNothing:
                faults.Add("P213", at, $"`{question.Id}` changes nothing.", "Add `limits:` or `change:`.");
                break;
            case ScreeningEffect.Note or ScreeningEffect.Wait or ScreeningEffect.Today or ScreeningEffect.Emergency when !isNothing:
                faults.Add(
                    "P213",
                    at,
                    $"`{question.Id}` changes something, and nothing starts with it, or it does nothing by itself.",
                    "Delete `limits:` and `change:`."
                );
                break;
            case not ScreeningEffect.AskFirst when question.LiftsLimits:
            case ScreeningEffect.AskFirst when question.LiftsLimits && (question.Limits.IsEmpty || question.IsAcute):
                faults.Add("P213", at, $"Nobody can lift the limits of `{question.Id}`.", "Delete `lifts:`, or add `limits:`.");
                break;
        }

        if (question.AtAge is { } atAge && atAge.Effect <= question.Effect)
        {
            faults.Add("P213", at, $"`{question.Id}` is no stricter `at-age`.", "Give a stricter effect, or delete `at-age:`.");
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
        var several = Field.Must("several", advice, "What is said instead where two signs are to be asked about.");
        var ask = Field.Must("ask", text, "How it is asked.");
        var rows = Field.Must("rows", Shapes.List(Shapes.At(QuestionShape(text)), least: 1, most: 10), "The ages.");
        var ageShape = new RecordShape<WrittenAges>("the ages", [ask, rows], values => new(values.Of(ask), values.Of(rows)));
        var ages = Field.Must("ages", ageShape, "Of which one is chosen.");
        var groups = Field.Must("groups", Shapes.List(GroupShape(text), least: 1, most: MostScreens), "The screens, in order.");
        return new(
            "the table",
            [version, edition, weeks, outcomes, several, limits, ages, groups],
            values => new Written(
                values.Of(edition),
                values.Of(weeks),
                values.Of(outcomes),
                values.Of(several),
                values.Of(limits),
                values.Of(ages).Ask,
                values.Of(ages).Rows,
                values.Of(groups)
            )
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
        var after = Field.May("after", Shapes.Id, "The row of the same screen after whose tick it is asked.");
        var ages = Field.Must("ages", Shapes.List(Shapes.Id, least: 1), "Ids of the ages.");
        var then = Field.Must("effect", Shapes.Choice(Effects), "What it then does.");
        var ageShape = new RecordShape<AgeEffect>("an effect", [ages, then], values => new(values.Of(ages), values.Of(then)));
        var atAge = Field.May("at-age", ageShape, "A stricter effect at some ages.");
        var flag = Field.May("flag", Shapes.Flag, "A sign that says little alone and more beside another.");
        var acute = Field.May("acute", Shapes.Flag, "Nobody releases it here.");
        var limits = Field.May("limits", Shapes.List(Shapes.Choice(LimitWords), least: 1), "What is ruled out.");
        var lifts = Field.May("lifts", Shapes.Flag, "Whoever releases it says which limits still hold.");
        var change = Field.May("change", text, "What is done differently.");
        var sources = Field.Must("sources", Shapes.List(Shapes.Id, least: 1), "Ids in the catalogue of sources.");
        return new(
            "a question",
            [id, after, ask, effect, atAge, flag, acute, limits, lifts, change, sources],
            values => new ScreeningQuestion(
                values.Of(id),
                values.Of(ask),
                values.Of(effect),
                [.. values.OrEmpty(limits)],
                values.OrNull(change),
                values.Of(sources)
            )
            {
                After = values.OrNull(after),
                AtAge = values.OrNull(atAge),
                IsFlag = values.OrNone(flag) ?? false,
                IsAcute = values.OrNone(acute) ?? false,
                LiftsLimits = values.OrNone(lifts) ?? false,
            }
        );
    }

    private sealed record WrittenGroup(ScreeningGroup Value, ImmutableArray<Mark> Marks);

    private sealed record WrittenAges(LocalizedText Ask, ImmutableArray<Located<ScreeningQuestion>> Rows);

    private sealed record Written(
        int Edition,
        int AgainAfterWeeks,
        ImmutableArray<(Located<string> Name, ScreeningAdvice Value)> Outcomes,
        ScreeningAdvice Several,
        ImmutableArray<(Located<string> Name, LocalizedText Value)> Limits,
        LocalizedText AskAge,
        ImmutableArray<Located<ScreeningQuestion>> Ages,
        ImmutableArray<WrittenGroup> Groups
    );
}
