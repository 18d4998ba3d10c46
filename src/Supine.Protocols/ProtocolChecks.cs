using System.Collections.Immutable;
using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>The meaning of a protocol whose structure is right: names are looked up, ranges compared, texts tried in each
/// language.</summary>
internal sealed class ProtocolChecks
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<string> PauseNames = ["get-ready", "change-sides"];
    private static readonly ImmutableArray<string> NamesOnSide = ["side", "otherSide", "hold", "sets", "set"];
    private static readonly ImmutableArray<string> NamesElsewhere = ["hold", "sets"];

    // what else is chosen with a session, as its address says it
    private static readonly ImmutableArray<string> NamesInAddresses =
    [
        "protocol",
        "first",
        "lang",
        "instruction",
        "voice",
        "tones",
        "days",
        "own",
    ];

    private readonly WrittenProtocol _written;
    private readonly string _file;
    private readonly ImmutableArray<Language> _languages;
    private readonly Faults _faults;
    private readonly ImmutableSortedDictionary<string, TimeRange> _times;
    private readonly ImmutableSortedDictionary<string, CountRange> _counts;

    private ProtocolChecks(WrittenProtocol written, string file, ImmutableArray<Language> languages, Faults faults)
    {
        _written = written;
        _file = file;
        _languages = languages;
        _faults = faults;
        _times = written.Dose.Times.ToImmutableSortedDictionary(entry => entry.Name.Value, entry => entry.Value, StringComparer.Ordinal);
        _counts = written.Dose.Counts.ToImmutableSortedDictionary(entry => entry.Name.Value, entry => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>The protocol, or null when faults were added.</summary>
    public static Protocol? Resolve(WrittenProtocol written, string file, ImmutableArray<Language> languages, Faults faults)
    {
        var checks = new ProtocolChecks(written, file, languages, faults);
        checks.CheckNames();
        checks.CheckDose();
        var protocol = checks.Build();
        return faults.Any ? null : protocol;
    }

    /// <summary>The id is the file's name.</summary>
    public static void CheckId(Located<string> id, Faults faults)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(faults.File);
        if (name.Length > 0 && name != id.Value && faults.File.EndsWith(".yaml", StringComparison.Ordinal))
        {
            faults.Add("P203", id.At, $"The id `{id.Value}` is not the file's name.", $"Name it `{name}`, or rename the file.");
        }
    }

    /// <summary>Each source is in the catalogue.</summary>
    public static void CheckSources(ImmutableArray<Located<string>> sources, Faults faults)
    {
        foreach (var source in sources.Where(source => faults.Sources?.Contains(source.Value) == false))
        {
            faults.Add(
                "P202",
                source.At,
                $"`{source.Value}` is not in the catalogue of sources.",
                "Add it to sources.yaml, or correct the name."
            );
        }
    }

    /// <summary>Each step has a name of its own.</summary>
    public static void CheckSteps(WrittenSteps steps, Faults faults) => CheckUnique(AllOf(steps).Select(step => step.Id), "step", faults);

    /// <summary>Each name stands once.</summary>
    public static void CheckUnique(IEnumerable<Located<string>> names, string what, Faults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !seen.Add(name.Value)))
        {
            faults.Add("P203", name.At, $"There is already a {what} called `{name.Value}`.", "Give it another name.");
        }
    }

    /// <summary>The least is the smallest and the most the largest, and no longer than anybody lies still.</summary>
    public static void Check(TimeRange range, Faults faults)
    {
        if (range.Least > range.Most || range.Default < range.Least || range.Default > range.Most)
        {
            faults.Add(
                "P207",
                range.At,
                $"{DurationText.Write(range.Least)} ≤ {DurationText.Write(range.Default)} ≤ {DurationText.Write(range.Most)} is not true.",
                "Order them: least, default, most."
            );
        }

        if (range.Most > LongestTime)
        {
            faults.Add("P207", range.At, $"{DurationText.Write(range.Most)} is longer than half an hour.", "Lower `most`.");
        }
    }

    /// <summary>The least is the smallest and the most the largest.</summary>
    public static void Check(CountRange range, Faults faults)
    {
        if (range.Least > range.Most || range.Default < range.Least || range.Default > range.Most)
        {
            faults.Add(
                "P207",
                range.At,
                string.Create(CultureInfo.InvariantCulture, $"{range.Least} ≤ {range.Default} ≤ {range.Most} is not true."),
                "Order them: least, default, most."
            );
        }
    }

    /// <summary>A hold is one.</summary>
    public static void CheckHold(TimeRange hold, Faults faults)
    {
        if (hold.Least < TimeSpan.FromSeconds(1))
        {
            faults.Add("P207", hold.At, "A hold shorter than a second is none.", "Raise `least`.");
        }
    }

    /// <summary>There are as many days in a week.</summary>
    public static void CheckDays(CountRange days, Faults faults)
    {
        if (days.Most > 7)
        {
            faults.Add("P207", days.At, "A week has seven days.", "Lower `most`.");
        }
    }

    private void CheckNames()
    {
        CheckChoices();

        var used = AllSteps()
            .SelectMany(step => step.Instead.Select(instead => instead.Step.Posture).OfType<Located<string>>().Prepend(step.Posture))
            .Select(posture => posture.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (posture, _) in _written.Postures.Where(posture => !used.Contains(posture.Name.Value)))
        {
            _faults.Add("P201", posture.At, $"No step uses the posture `{posture.Value}`.", "Delete it, or correct the step that should.");
        }
    }

    private static IEnumerable<WrittenStep> AllOf(WrittenSteps steps) =>
        [.. steps.Begin, .. steps.EachSide, .. steps.Change, .. steps.Finish];

    private IEnumerable<WrittenStep> AllSteps() => AllOf(_written.Steps);

    // A name of a choice stands in addresses, beside those of times and counts; that of an option stands alone in a step.
    private void CheckChoices()
    {
        CheckUnique(_written.Choices.Select(choice => choice.Id), "choice", _faults);
        CheckUnique(_written.Choices.SelectMany(choice => choice.Options).Select(option => option.Name), "option", _faults);
        foreach (var choice in _written.Choices)
        {
            CheckFree(choice.Id);
            if (_times.ContainsKey(choice.Id.Value) || _counts.ContainsKey(choice.Id.Value))
            {
                _faults.Add("P203", choice.Id.At, $"`{choice.Id.Value}` is a time or a count already.", "Give the choice another name.");
            }

            foreach (var (option, _) in choice.Options.Skip(1).Where(option => !Uses(option.Name.Value)))
            {
                _faults.Add(
                    "P214",
                    option.At,
                    $"With `{option.Value}` no step is different.",
                    $"Add `instead: {{ {option.Value}: … }}` to a step, or delete the option."
                );
            }
        }

        foreach (var step in AllSteps())
        {
            foreach (var (option, instead) in step.Instead)
            {
                CheckInstead(option, instead);
            }

            var choices = step.Instead.Select(instead => FindChoice(instead.Option.Value)).OfType<WrittenChoice>().Distinct().ToList();
            if (choices.Count > 1)
            {
                _faults.Add(
                    "P214",
                    step.Instead[^1].Option.At,
                    $"The step depends on {string.Join(" and ", choices.Select(choice => $"`{choice.Id.Value}`"))}: "
                        + "with both chosen it is not clear what is said.",
                    "Let a step depend on one choice, or make two steps of it."
                );
            }
        }

        bool Uses(string option) => AllSteps().Any(step => step.Instead.Any(instead => instead.Option.Value == option));
    }

    private void CheckInstead(Located<string> option, WrittenInstead instead)
    {
        var known = _written.Choices.SelectMany(choice => choice.Options.Skip(1)).Select(other => other.Name.Value).ToList();
        if (FindChoice(option.Value) is not { } choice)
        {
            _faults.Add(
                "P214",
                option.At,
                $"`{option.Value}` is not an option.",
                known.Count == 0 ? "Add `choices:`, or delete it." : $"Write one of: {string.Join(", ", known)}."
            );
        }
        else if (!known.Contains(option.Value))
        {
            _faults.Add(
                "P214",
                option.At,
                $"`{option.Value}` is the first option of `{choice.Id.Value}`: the step itself says it.",
                "Write it into the step."
            );
        }

        if (instead is { Title: null, Show: null, Posture: null, Say.IsEmpty: true, During.IsEmpty: true })
        {
            _faults.Add("P214", option.At, $"With `{option.Value}` nothing of the step is different.", "Write what is, or delete it.");
        }
    }

    private WrittenChoice? FindChoice(string option) =>
        _written.Choices.FirstOrDefault(choice => choice.Options.Any(known => known.Name.Value == option));

    private void CheckDose()
    {
        foreach (var (name, _) in _written.Dose.Times)
        {
            CheckFree(name);
        }

        foreach (var (name, _) in _written.Dose.Counts)
        {
            CheckFree(name);
            if (_times.ContainsKey(name.Value))
            {
                _faults.Add("P203", name.At, $"`{name.Value}` is a time already.", "Give the count another name.");
            }
        }
    }

    private void CheckFree(Located<string> name)
    {
        if (name.Value is "hold" or "sets" or "set" or "side" or "get-ready" or "change-sides" || NamesInAddresses.Contains(name.Value))
        {
            _faults.Add("P203", name.At, $"`{name.Value}` has a meaning of its own.", "Give it another name.");
        }
    }

    private Protocol Build()
    {
        var sided = _written.Sides != SideRule.Both;
        var begin = Build(_written.Steps.Begin, onSide: false);
        var eachSide = Build(_written.Steps.EachSide, onSide: sided);
        var change = Build(_written.Steps.Change, onSide: sided);
        var finish = Build(_written.Steps.Finish, onSide: false);
        if (_written.Steps.Change.Length > 0 && _written.Sides != SideRule.Each)
        {
            _faults.Add(
                "P208",
                _written.Steps.Change[0].At,
                "There is nothing to change to: `sides` is not `each`.",
                "Delete `change`, or write `sides: each`."
            );
        }

        if (
            !_written.Steps.EachSide.Any(step =>
                step.Role is StepRole.Hold or StepRole.Breathe or StepRole.Compress or StepRole.ContractRelax
            )
        )
        {
            _faults.Add(
                "P211",
                _written.Steps.EachSide[0].At,
                "Nothing is done on a side.",
                "Add a step with `role: hold` to `each-side`."
            );
        }

        foreach (var hold in begin.Concat(change).Concat(finish).Where(step => step.Role == StepRole.Hold))
        {
            _faults.Add("P211", hold.At, "A hold belongs to a side.", "Move the step to `each-side`.");
        }

        return new Protocol(
            _written.Id.Value,
            _file,
            _languages,
            _written.Audience,
            _written.Level,
            _written.Title,
            _written.Summary,
            _written.Asks,
            _written.Why,
            _written.Surface,
            [.. _written.Props.Select(prop => prop.Prop)],
            _written.SetUp,
            _written.Muscles,
            [.. _written.Sources.Select(source => source.Value)],
            _written.Sides,
            new Dose(_written.Dose.Hold, _written.Dose.Sets, _written.Dose.DaysPerWeek, _written.Dose.SetBy, _times, _counts),
            [.. _written.Intensity.Select(option => option.Option)],
            [.. _written.Choices.Select(choice => choice.Choice)],
            _written.Stops,
            _written.NotFor,
            begin,
            eachSide,
            change,
            finish
        );
    }

    private ImmutableArray<ProtocolStep> Build(ImmutableArray<WrittenStep> steps, bool onSide) =>
        [.. steps.Select(step => Build(step, onSide)).OfType<ProtocolStep>()];

    private ProtocolStep? Build(WrittenStep step, bool onSide)
    {
        var usual = BuildForm(step, onSide);
        foreach (var (option, instead) in step.Instead)
        {
            var form = BuildForm(instead.In(step), onSide);
            usual = form is null || usual is null ? null : usual with { Instead = usual.Instead.SetItem(option.Value, form) };
        }

        return usual;
    }

    private ProtocolStep? BuildForm(WrittenStep step, bool onSide)
    {
        var posture = _written.Postures.FirstOrDefault(candidate => candidate.Name.Value == step.Posture.Value).Posture;
        if (posture is null)
        {
            _faults.Add(
                "P201",
                step.Posture.At,
                $"There is no posture `{step.Posture.Value}`.",
                $"Write one of: {string.Join(", ", _written.Postures.Select(known => known.Name.Value))}."
            );
        }

        foreach (
            var line in step
                .Say.Concat(step.During)
                .Concat(new[] { step.HalfWay, step.LastTen, step.BeforeChange, step.ContractLine, step.RelaxLine }.OfType<Line>())
        )
        {
            CheckText(line.Text, line.At, onSide, spoken: true);
        }

        CheckText(step.Title, step.At, onSide, spoken: false);
        if (step.Show is { } show)
        {
            CheckText(show, step.At, onSide, spoken: false);
        }

        var action = BuildAction(step);
        return posture is null || action is null
            ? null
            : new ProtocolStep(step.Id.Value, step.Role, step.Title, step.Show, posture, step.Say, action, step.At);
    }

    private StepAction? BuildAction(WrittenStep step)
    {
        CheckKeys(step);
        switch (step.Role)
        {
            case StepRole.Hold:
                return BuildHold(step);
            case StepRole.Breathe:
                return
                    Must(step, step.Breath, "breath") is { } breath
                    && Must(step, step.Breaths, "breaths") is { } breaths
                    && CheckBreath(breath, step.At)
                    && CountOf(breaths) is { } howMany
                    ? new StepAction.Breathe(breath, howMany)
                    : null;
            case StepRole.Compress:
                return Must(step, step.Time, "time") is { } written && TimeOf(written) is { } time ? new StepAction.Compress(time) : null;
            case StepRole.ContractRelax:
                return BuildContractRelax(step);
            case StepRole.Prepare
            or StepRole.Move
            or StepRole.Check
            or StepRole.Release
            or StepRole.ChangeSides
            or StepRole.Measure
            or StepRole.Rise:
                if (step.Time is { } quiet)
                {
                    return TimeOf(quiet) is { } wait ? new StepAction.Wait(wait) : null;
                }

                if (!step.Say.Any(line => line.Only is null))
                {
                    _faults.Add(
                        "P210",
                        step.At,
                        "The step can take no time: it has no `time`, and not always a sentence.",
                        "Add `time:`, or a sentence without `only`."
                    );
                    return null;
                }

                return new StepAction.Wait(new StepTime.Fixed(TimeSpan.Zero));
            default:
                throw new InvalidOperationException($"The role {step.Role} has no action.");
        }
    }

    // A key that a role does not use would be silently ignored, so it is a fault.
    private void CheckKeys(WrittenStep step)
    {
        (string Key, bool Written, StepRole[] Roles)[] keys =
        [
            (
                "time",
                step.Time is not null,
                [
                    StepRole.Prepare,
                    StepRole.Move,
                    StepRole.Check,
                    StepRole.Compress,
                    StepRole.Release,
                    StepRole.ChangeSides,
                    StepRole.Measure,
                    StepRole.Rise,
                ]
            ),
            ("contract", step.Contract is not null, [StepRole.ContractRelax]),
            ("relax", step.Relax is not null, [StepRole.ContractRelax]),
            ("repetitions", step.Repetitions is not null, [StepRole.ContractRelax]),
            ("on-contract", step.ContractLine is not null, [StepRole.ContractRelax]),
            ("on-relax", step.RelaxLine is not null, [StepRole.ContractRelax]),
            ("breaths", step.Breaths is not null, [StepRole.Breathe]),
            ("breath", step.Breath is not null, [StepRole.Hold, StepRole.Breathe]),
            ("half-way", step.HalfWay is not null, [StepRole.Hold]),
            ("last-ten", step.LastTen is not null, [StepRole.Hold]),
            ("before-change", step.BeforeChange is not null, [StepRole.Hold]),
            ("during", step.During.Length > 0, [StepRole.Hold]),
        ];
        foreach (var (key, _, _) in keys.Where(key => key.Written && !key.Roles.Contains(step.Role)))
        {
            var role = ProtocolGrammar.Roles.First(candidate => candidate.Value == step.Role).Word;
            _faults.Add(
                "P212",
                step.At,
                $"A step with the role `{role}` does nothing with `{key}`.",
                $"Delete `{key}`, or change the role."
            );
        }
    }

    private StepAction.Hold? BuildHold(WrittenStep step)
    {
        var breath = Must(step, step.Breath, "breath");
        var halfWay = Must(step, step.HalfWay, "half-way");
        var lastTen = Must(step, step.LastTen, "last-ten");
        if (breath is null || halfWay is null || lastTen is null)
        {
            return null;
        }

        var fits = CheckBreath(breath, step.At);
        foreach (var line in new[] { halfWay, lastTen, step.BeforeChange }.OfType<Line>().Where(line => line.Only is not null))
        {
            _faults.Add("P212", line.At, "The announcements of a hold are always said.", "Delete `only`.");
            fits = false;
        }

        if (step.BeforeChange is { } never && _written.Sides != SideRule.Each)
        {
            _faults.Add(
                "P208",
                never.At,
                "There is nothing to change to: `sides` is not `each`.",
                "Delete `before-change`, or write `sides: each`."
            );
            fits = false;
        }

        // the announcements must have room in the shortest hold in which they are made
        var shortest = _written.Dose.Hold.Least < HoldLayout.ShortestWithBoth ? HoldLayout.ShortestWithBoth : _written.Dose.Hold.Least;
        fits &= CheckFits(halfWay, _ => (shortest / 2) - HoldLayout.LastTen - HoldLayout.Air, "half-way", []);
        fits &= CheckFits(lastTen, _ => HoldLayout.LastTen - HoldLayout.Air, "last-ten", []);
        if (fits && step.BeforeChange is { } before)
        {
            fits &= CheckFits(
                before,
                language => HoldLayout.LastTen - LongestSlot(lastTen, language, []) - (2 * HoldLayout.Air),
                "before-change",
                ["side", "otherSide"]
            );
        }

        return fits ? new StepAction.Hold(breath, halfWay, lastTen, step.BeforeChange, step.During) : null;
    }

    private bool CheckFits(Line line, Func<Language, TimeSpan> roomIn, string key, ImmutableArray<string> placeholders)
    {
        var fits = true;
        foreach (var language in line.Text.Languages)
        {
            var (slot, room) = (LongestSlot(line, language, placeholders), roomIn(language));
            if (slot <= room)
            {
                continue;
            }

            fits = false;
            _faults.Add(
                "P209",
                line.At,
                slot == TimeSpan.MaxValue
                    ? $"The {key} announcement uses a placeholder that may be any length."
                    : $"The {key} announcement takes {DurationText.Write(slot)} in {language.Code}, spoken slowly; "
                        + $"{DurationText.Write(room)} are free.",
                "Write a short plain sentence, like “Half way.”"
            );
        }

        return fits;
    }

    /// <summary>The most time that can be kept free for a sentence: either side, at the slowest rate. Endless when it uses other
    /// placeholders.</summary>
    private static TimeSpan LongestSlot(Line line, Language language, ImmutableArray<string> placeholders)
    {
        if (
            !TextTemplate.TryParse(line.Text.In(language), out var template, out _)
            || template.Placeholders.Any(placeholder => !placeholders.Contains(placeholder.Name))
        )
        {
            return TimeSpan.MaxValue;
        }

        if (
            template.Placeholders.Any(placeholder => placeholder.Form.Length > 0 && !language.Spoken.SideEndings.Contains(placeholder.Form))
        )
        {
            // told already, where the text was looked at
            return TimeSpan.Zero;
        }

        var (noTimes, noCounts) = (ImmutableSortedDictionary<string, TimeSpan>.Empty, ImmutableSortedDictionary<string, int>.Empty);
        return Enum.GetValues<Side>()
            .Max(side =>
                SpeechRate.Slowest.Slot(SpeechEstimate.Of(language, template.Fill(language, new TextScope(side, noTimes, noCounts))))
            );
    }

    private StepAction.ContractRelax? BuildContractRelax(WrittenStep step)
    {
        var work = Must(step, step.Contract, "contract") is { } contract ? TimeOf(contract) : null;
        var rest = Must(step, step.Relax, "relax") is { } relax ? TimeOf(relax) : null;
        var count = Must(step, step.Repetitions, "repetitions") is { } repetitions ? CountOf(repetitions) : null;
        var contractLine = Must(step, step.ContractLine, "on-contract");
        var relaxLine = Must(step, step.RelaxLine, "on-relax");
        if (work is null || rest is null || count is null || contractLine is null || relaxLine is null)
        {
            return null;
        }

        var fits = true;
        foreach (var (line, time) in new[] { (contractLine, work), (relaxLine, rest) })
        {
            var least = time switch
            {
                StepTime.Fixed written => written.Duration,
                StepTime.Named named => _times[named.Name].Least,
                _ => TimeSpan.Zero,
            };
            foreach (var language in line.Text.Languages.Where(language => SpeechEstimate.Of(language, line.Text.In(language)) > least))
            {
                _faults.Add(
                    "P209",
                    line.At,
                    $"The sentence takes {DurationText.Write(SpeechEstimate.Of(language, line.Text.In(language)))} in "
                        + $"{language.Code}; the time can be as short as {DurationText.Write(least)}.",
                    "Shorten the sentence, or raise the least time."
                );
                fits = false;
            }
        }

        return fits ? new StepAction.ContractRelax(work, rest, count, contractLine, relaxLine) : null;
    }

    private T? Must<T>(WrittenStep step, T? value, string key)
        where T : class
    {
        if (value is null)
        {
            AddMissing(step, key);
        }

        return value;
    }

    private Located<string>? Must(WrittenStep step, Located<string>? value, string key)
    {
        if (value is null)
        {
            AddMissing(step, key);
        }

        return value;
    }

    private void AddMissing(WrittenStep step, string key) =>
        _faults.Add("P212", step.At, $"The step `{step.Id.Value}` needs `{key}` for its role.", $"Add `{key}:`.");

    private bool CheckBreath(BreathPace breath, Mark at)
    {
        var least = TimeSpan.FromSeconds(1);
        var most = TimeSpan.FromSeconds(20);
        if (breath.In >= least && breath.Out >= breath.In && breath.Out <= most)
        {
            return true;
        }

        _faults.Add(
            "P207",
            at,
            $"A breath of {DurationText.Write(breath.In)} in and {DurationText.Write(breath.Out)} out cannot be followed.",
            "Between 1s and 20s each, breathing out at least as long as in."
        );
        return false;
    }

    private StepTime? TimeOf(Located<string> written)
    {
        if (DurationText.TryParse(written.Value, out var duration))
        {
            if (duration <= LongestTime)
            {
                return new StepTime.Fixed(duration);
            }

            _faults.Add("P207", written.At, $"{written.Value} is longer than half an hour.", "Write a shorter time.");
            return null;
        }

        switch (written.Value)
        {
            case "get-ready":
                return new StepTime.GetReady();
            case "change-sides":
                return new StepTime.ChangeSides();
            case var name when _times.ContainsKey(name):
                return new StepTime.Named(name);
            default:
                _faults.Add(
                    "P204",
                    written.At,
                    $"There is no time `{written.Value}`.",
                    $"Write a duration like 6s, or one of: {string.Join(", ", PauseNames.Concat(_times.Keys))}."
                );
                return null;
        }
    }

    private StepCount? CountOf(Located<string> written)
    {
        if (int.TryParse(written.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            return new StepCount.Fixed(count);
        }

        if (_counts.ContainsKey(written.Value))
        {
            return new StepCount.Named(written.Value);
        }

        _faults.Add(
            "P204",
            written.At,
            $"There is no count `{written.Value}`.",
            $"Write a number, or one of: {(_counts.IsEmpty ? "none is declared in dose.counts" : string.Join(", ", _counts.Keys))}."
        );
        return null;
    }

    private void CheckText(LocalizedText text, Mark at, bool onSide, bool spoken)
    {
        foreach (var language in text.Languages)
        {
            if (!TextTemplate.TryParse(text.In(language), out var template, out var fault))
            {
                _faults.Add("P204", at, $"In {language.Code}, {fault}.", "Write placeholders like {side}.");
                continue;
            }

            foreach (var placeholder in template.Placeholders)
            {
                Check(placeholder, language, at, onSide, spoken);
            }
        }
    }

    private void Check(TextPart.Placeholder placeholder, Language language, Mark at, bool onSide, bool spoken)
    {
        var forms = language.Spoken;
        var isSide = placeholder.Name is "side" or "otherSide";
        var isTime = placeholder.Name is "hold" or "get-ready" or "change-sides" || _times.ContainsKey(placeholder.Name);
        var isCount = placeholder.Name is "sets" || (placeholder.Name is "set" && onSide) || _counts.ContainsKey(placeholder.Name);
        if (isSide && !onSide)
        {
            _faults.Add(
                "P208",
                at,
                $"{{{placeholder.Name}}} has no meaning here: no side is worked on.",
                "Leave it out, or move the step to `each-side`."
            );
        }
        else if (!isSide && !isTime && !isCount)
        {
            _faults.Add(
                "P204",
                at,
                $"{{{Shapes.Shorten(placeholder.Name)}}} stands for nothing ({language.Code}).",
                $"Known: {string.Join(", ", Known(onSide))}."
            );
        }
        else if (spoken && placeholder.Name is "get-ready" or "change-sides" && isTime)
        {
            _faults.Add("P204", at, $"{{{placeholder.Name}}} is not for speaking: it may be any time.", "Say it without the number.");
        }

        string[] endings =
            isSide ? [.. forms.SideEndings]
            : isTime ? [.. forms.DurationEndings]
            : [];
        if (placeholder.Form.Length > 0 && !endings.Contains(placeholder.Form))
        {
            _faults.Add(
                "P205",
                at,
                $"{{{placeholder.Name}.{Shapes.Shorten(placeholder.Form)}}} is not a form of {language.Code}.",
                endings.Length == 0 ? "Write it without an ending." : $"Endings: {string.Join(", ", endings)}."
            );
        }

        var bars = placeholder.Plurals.Length;
        if (bars > 0 && (!isCount || bars != forms.Categories.Length))
        {
            _faults.Add(
                "P205",
                at,
                $"{{{placeholder.Name}}} has {bars} bars.",
                $"A count in {language.Code} has {forms.Categories.Length}, for {string.Join(", ", forms.Categories)}, "
                    + $"like {{sets|one round|# rounds}}; everything else none."
            );
        }
    }

    private IEnumerable<string> Known(bool onSide) => (onSide ? NamesOnSide : NamesElsewhere).Concat(_times.Keys).Concat(_counts.Keys);
}
