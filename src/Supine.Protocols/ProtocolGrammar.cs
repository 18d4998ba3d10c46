using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>A posture as written: the leg's names are resolved when a step uses it.</summary>
internal sealed record WrittenStep(
    Located<string> Id,
    StepRole Role,
    LocalizedText Title,
    LocalizedText? Show,
    Located<string> Posture,
    ImmutableArray<Line> Say,
    Located<string>? Time,
    Located<string>? Contract,
    Located<string>? Relax,
    Located<string>? Repetitions,
    Located<string>? Breaths,
    BreathPace? Breath,
    Line? HalfWay,
    Line? LastTen,
    Line? BeforeChange,
    ImmutableArray<Line> During,
    Line? ContractLine,
    Line? RelaxLine,
    ImmutableArray<(Located<string> Option, WrittenInstead Step)> Instead,
    Mark At
);

/// <summary>What of a step is another with an option of a choice; what is left out stays.</summary>
internal sealed record WrittenInstead(
    LocalizedText? Title,
    LocalizedText? Show,
    Located<string>? Posture,
    ImmutableArray<Line> Say,
    ImmutableArray<Line> During
)
{
    public WrittenStep In(WrittenStep step) =>
        step with
        {
            Title = Title ?? step.Title,
            Show = Show ?? step.Show,
            Posture = Posture ?? step.Posture,
            Say = Say.IsEmpty ? step.Say : Say,
            During = During.IsEmpty ? step.During : During,
            Instead = [],
        };
}

internal sealed record WrittenChoice(
    Located<string> Id,
    LocalizedText Text,
    ImmutableArray<(Located<string> Name, ChoiceOption Option)> Options
)
{
    public ProtocolChoice Choice => new(Id.Value, Text, [.. Options.Select(option => option.Option)]);
}

internal sealed record WrittenDose(
    TimeRange Hold,
    CountRange Sets,
    CountRange DaysPerWeek,
    DoseChooser SetBy,
    ImmutableArray<(Located<string> Name, TimeRange Value)> Times,
    ImmutableArray<(Located<string> Name, CountRange Value)> Counts
);

internal sealed record WrittenSteps(
    ImmutableArray<WrittenStep> Begin,
    ImmutableArray<WrittenStep> EachSide,
    ImmutableArray<WrittenStep> Change,
    ImmutableArray<WrittenStep> Finish
);

/// <summary>A protocol file whose structure is right; its names are not yet looked up.</summary>
internal sealed record WrittenProtocol(
    Located<string> Id,
    Audience Audience,
    int? Level,
    LocalizedText Title,
    LocalizedText Summary,
    ImmutableArray<LocalizedText> Asks,
    ImmutableArray<LocalizedText> Why,
    LocalizedText Surface,
    ImmutableArray<(Located<string> Name, Prop Prop)> Props,
    ImmutableArray<LocalizedText> SetUp,
    ImmutableArray<string> Muscles,
    ImmutableArray<Located<string>> Sources,
    SideRule Sides,
    WrittenDose Dose,
    ImmutableArray<(Located<string> Name, IntensityOption Option)> Intensity,
    ImmutableArray<WrittenChoice> Choices,
    ImmutableArray<LocalizedText> Stops,
    ImmutableArray<LocalizedText> NotFor,
    ImmutableArray<(Located<string> Name, Posture Posture)> Postures,
    WrittenSteps Steps
);

/// <summary>The grammar of protocol files: every key once, with what it means.</summary>
internal sealed class ProtocolGrammar
{
    /// <summary>The longest sentence that is spoken in one breath; a clip each.</summary>
    public const int MostSpokenCharacters = 160;

    /// <summary>The roles as they are written.</summary>
    public static ImmutableArray<(string Word, StepRole Value)> Roles { get; } =
    [
        ("prepare", StepRole.Prepare),
        ("move", StepRole.Move),
        ("check", StepRole.Check),
        ("hold", StepRole.Hold),
        ("breathe", StepRole.Breathe),
        ("contract-relax", StepRole.ContractRelax),
        ("compress", StepRole.Compress),
        ("release", StepRole.Release),
        ("change-sides", StepRole.ChangeSides),
        ("measure", StepRole.Measure),
        ("rise", StepRole.Rise),
    ];

    private readonly Languages _languages;
    private readonly SortedDictionary<string, Func<JsonObject>> _definitions = new(StringComparer.Ordinal);
    private readonly Shape<LocalizedText> _text;
    private readonly Shape<LocalizedText> _shortText;
    private readonly Shape<ImmutableArray<LocalizedText>> _texts;
    private readonly Shape<Line> _sentence;
    private readonly Shape<BreathPace> _breath;
    private readonly Shape<TimeRange> _time;
    private readonly Shape<CountRange> _count;
    private readonly Shape<Posture> _posture;
    private readonly Shape<WrittenStep> _step;

    /// <summary>The grammar with the languages that texts may be written in.</summary>
    public ProtocolGrammar(Languages languages)
    {
        _languages = languages;
        _text = Named("text", TextOf(400));
        _shortText = Named("shortText", TextOf(80));
        _texts = Shapes.List(_text, most: 40);
        _sentence = Named("sentence", SentenceShape());
        _breath = Named("breath", BreathShape());
        _time = Named("timeRange", Shapes.Checked(TimeRangeShape(), ProtocolChecks.Check));
        _count = Named("countRange", Shapes.Checked(CountRangeShape(), ProtocolChecks.Check));
        _posture = Named("posture", PostureShape());
        _step = Named("step", StepShape());
        Protocol = ProtocolShape();
    }

    /// <summary>A whole file.</summary>
    public Shape<WrittenProtocol> Protocol { get; }

    /// <summary>A text of up to 400 characters in English and in other languages.</summary>
    public Shape<LocalizedText> Text => _text;

    /// <summary>The whole grammar as JSON Schema, draft 2020-12.</summary>
    public JsonObject ToSchema()
    {
        var root = Protocol.ToSchema();
        var definitions = new JsonObject();
        foreach (var (name, schema) in _definitions)
        {
            definitions[name] = schema();
        }

        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Supine protocol",
            ["description"] = "One exercise or programme. Made from the compiler's own grammar; see docs/protocol-language.md.",
        };
        foreach (var (key, value) in root)
        {
            whole[key] = value?.DeepClone();
        }

        whole["$defs"] = definitions;
        return whole;
    }

    private Shape<T> Named<T>(string name, Shape<T> shape)
    {
        _definitions[name] = shape.ToSchema;
        return new NamedShape<T>(name, shape);
    }

    private TextShape<LocalizedText> TextOf(int most)
    {
        var texts = TextFields(most);
        return new(new RecordShape<LocalizedText>("a text", [.. texts], values => ToText(values, texts)), text => text);
    }

    private TextShape<Line> SentenceShape()
    {
        var only = Field.May(
            "only",
            Shapes.Choice(("full", Instruction.Full), ("brief", Instruction.Brief)),
            "Said only with this amount of instruction."
        );
        var texts = TextFields(MostSpokenCharacters);
        return new(
            new RecordShape<Line>(
                "a spoken sentence",
                [only, .. texts],
                values => new Line(values.OrNone(only), ToText(values, texts), values.At)
            ),
            line => line.Text
        );
    }

    private ImmutableArray<Field<string>> TextFields(int most) =>
        [
            .. _languages.All.Select(language =>
                language == _languages.English
                    ? Field.Must(language.Code, Shapes.Text(most), "The text in English.")
                    : Field.May(language.Code, Shapes.Text(most), $"The text in {language.Name}.")
            ),
        ];

    private LocalizedText ToText(FieldValues values, ImmutableArray<Field<string>> texts) =>
        new([
            .. _languages
                .All.Zip(texts)
                .Where(pair => values.TryOf(pair.Second, out _))
                .Select(pair => (pair.First, values.Of(pair.Second))),
        ]);

    private static RecordShape<BreathPace> BreathShape()
    {
        var @in = Field.Must("in", Shapes.Duration, "Breathing in, like 4s.");
        var @out = Field.Must("out", Shapes.Duration, "Breathing out, like 6s; as long as in or longer.");
        return new("the pace of a breath", [@in, @out], values => new BreathPace(values.Of(@in), values.Of(@out)));
    }

    private static RecordShape<TimeRange> TimeRangeShape()
    {
        var least = Field.Must("least", Shapes.Duration, "The shortest that can be prescribed.");
        var most = Field.Must("most", Shapes.Duration, "The longest that can be prescribed.");
        var @default = Field.Must("default", Shapes.Duration, "When nothing is prescribed.");
        return new(
            "a range of times",
            [least, most, @default],
            values => new TimeRange(values.Of(least), values.Of(most), values.Of(@default), values.At)
        );
    }

    private static RecordShape<CountRange> CountRangeShape()
    {
        var number = Shapes.Whole(1, 50);
        var least = Field.Must("least", number, "The fewest that can be prescribed.");
        var most = Field.Must("most", number, "The most that can be prescribed.");
        var @default = Field.Must("default", number, "When nothing is prescribed.");
        return new(
            "a range of counts",
            [least, most, @default],
            values => new CountRange(values.Of(least), values.Of(most), values.Of(@default), values.At)
        );
    }

    private static Shape<double> Joint(JointCoordinate coordinate)
    {
        var limit = JointLimits.Of(coordinate);
        return Shapes.Degrees(Math.Round(limit.Least.Degrees, 6), Math.Round(limit.Most.Degrees, 6));
    }

    private static RecordShape<LegPosture> LegShape()
    {
        var hip = Field.Must("hip", Joint(JointCoordinate.HipFlexion), "Hip flexion in degrees; extension is negative.");
        var knee = Field.Must("knee", Joint(JointCoordinate.KneeFlexion), "Knee flexion in degrees.");
        return new(
            "a leg",
            [hip, knee],
            values => new LegPosture(HipFlexion.FromDegrees(values.Of(hip)), KneeFlexion.FromDegrees(values.Of(knee)))
        );
    }

    private static RecordShape<Posture> PostureShape()
    {
        var surface = Field.Must(
            "surface",
            Shapes.Choice(("flat", Surface.Flat), ("edge", Surface.Edge), ("floor", Surface.Floor)),
            "flat: under the whole body; edge: ends at the gluteal fold; floor: the person stands on it."
        );
        var trunk = Field.May("trunk", Joint(JointCoordinate.TrunkRise), "Trunk above the surface in degrees; 0 when left out.");
        var pelvis = Field.May("pelvis", Joint(JointCoordinate.PosteriorTilt), "Posterior pelvic tilt in degrees; 0 when left out.");
        var stretched = Field.Must("stretched", LegShape(), "The leg that is stretched.");
        var opposite = Field.Must("opposite", LegShape(), "The other leg.");
        var hands = Field.May(
            "hands",
            Shapes.Choice(
                ("sides", Hands.AtSides),
                ("knee", Hands.OnOppositeKnee),
                ("thigh", Hands.BehindOppositeThigh),
                ("support", Hands.OnSupport)
            ),
            "Where the hands are; at the sides when left out. knee, thigh: of the opposite leg, behind the thigh. support: on a wall."
        );
        var sacrum = Field.May(
            "sacrum",
            Shapes.Choice(("none", SacrumSupport.None), ("blanket", SacrumSupport.Blanket)),
            "What lies under the sacrum; nothing when left out."
        );
        return new(
            "a posture",
            [surface, trunk, pelvis, stretched, opposite, hands, sacrum],
            values => new Posture(
                TrunkRise.FromDegrees(values.OrNone(trunk) ?? 0),
                PosteriorTilt.FromDegrees(values.OrNone(pelvis) ?? 0),
                values.Of(stretched),
                values.Of(opposite),
                values.Of(surface),
                values.OrNone(hands) ?? Hands.AtSides,
                values.OrNone(sacrum) ?? SacrumSupport.None
            )
        );
    }

    private RecordShape<WrittenStep> StepShape()
    {
        var word = Shapes.At(new TimeOrNameShape());
        var number = Shapes.At(new CountOrNameShape());
        var id = Field.Must("id", Shapes.At(Shapes.Id), "The step's name in this file.");
        var role = Field.Must("role", Shapes.Choice([.. Roles]), "What the step is for.");
        var title = Field.Must("title", _shortText, "What the step is called; may use placeholders.");
        var show = Field.May("show", _shortText, "Shown in large letters while nothing is said; may use placeholders.");
        var posture = Field.Must("posture", Shapes.At(Shapes.Id), "The name of one of the file's postures.");
        var say = Field.May("say", Shapes.List(_sentence, most: 20), "Sentences spoken first, in order.");
        var time = Field.May(
            "time",
            word,
            "Quiet time after the sentences, or how long compression lasts: a duration, get-ready, change-sides, or a name from dose.times."
        );
        var contract = Field.May("contract", word, "contract-relax: how long the muscle works.");
        var relax = Field.May("relax", word, "contract-relax: how long it rests.");
        var repetitions = Field.May("repetitions", number, "contract-relax: how often; a number or a name from dose.counts.");
        var breaths = Field.May("breaths", number, "breathe: how many breaths; a number or a name from dose.counts.");
        var breath = Field.May("breath", _breath, "hold, breathe: the pace of the breath that is heard.");
        var halfWay = Field.May("half-way", _sentence, "hold: said in the middle.");
        var lastTen = Field.May("last-ten", _sentence, "hold: said ten seconds before the end.");
        var beforeChange = Field.May("before-change", _sentence, "hold: said shortly before the end, where the other side comes next.");
        var during = Field.May("during", Shapes.List(_sentence, most: 8), "hold: said meanwhile, each where there is room for it.");
        var contractLine = Field.May("on-contract", _sentence, "contract-relax: said as each contraction begins.");
        var relaxLine = Field.May("on-relax", _sentence, "contract-relax: said as each rest begins.");
        var instead = Field.May(
            "instead",
            Shapes.Map(InsteadShape(), most: 8),
            "By the name of an option of `choices`: what is said and shown with it. What is left out stays."
        );
        return new(
            "a step",
            [
                id,
                role,
                title,
                show,
                posture,
                say,
                time,
                contract,
                relax,
                repetitions,
                breaths,
                breath,
                halfWay,
                lastTen,
                beforeChange,
                during,
                contractLine,
                relaxLine,
                instead,
            ],
            values => new WrittenStep(
                values.Of(id),
                values.Of(role),
                values.Of(title),
                values.OrNull(show),
                values.Of(posture),
                values.OrEmpty(say),
                values.OrNone(time),
                values.OrNone(contract),
                values.OrNone(relax),
                values.OrNone(repetitions),
                values.OrNone(breaths),
                values.OrNull(breath),
                values.OrNull(halfWay),
                values.OrNull(lastTen),
                values.OrNull(beforeChange),
                values.OrEmpty(during),
                values.OrNull(contractLine),
                values.OrNull(relaxLine),
                values.OrEmpty(instead),
                values.At
            )
        );
    }

    private RecordShape<WrittenInstead> InsteadShape()
    {
        var title = Field.May("title", _shortText, "What the step is called.");
        var show = Field.May("show", _shortText, "What is shown.");
        var posture = Field.May("posture", Shapes.At(Shapes.Id), "The posture.");
        var say = Field.May("say", Shapes.List(_sentence, least: 1, most: 20), "All sentences spoken first.");
        var during = Field.May("during", Shapes.List(_sentence, least: 1, most: 8), "hold: all that is said meanwhile.");
        return new(
            "what a step is instead",
            [title, show, posture, say, during],
            values => new WrittenInstead(
                values.OrNull(title),
                values.OrNull(show),
                values.OrNone(posture),
                values.OrEmpty(say),
                values.OrEmpty(during)
            )
        );
    }

    private static Shape<ImmutableArray<T>> Unique<T>(Shape<ImmutableArray<T>> list, Func<T, Located<string>> nameOf, string what) =>
        Shapes.Checked(list, (all, faults) => ProtocolChecks.CheckUnique(all.Select(nameOf), what, faults));

    private RecordShape<WrittenDose> DoseShape()
    {
        var hold = Field.Must("hold", Shapes.Checked(_time, ProtocolChecks.CheckHold), "How long each side is held.");
        var sets = Field.Must("sets", _count, "How often each side is held.");
        var days = Field.Must("days-per-week", Shapes.Checked(_count, ProtocolChecks.CheckDays), "On how many days of a week.");
        var setBy = Field.May(
            "set-by",
            Shapes.Choice(("person", DoseChooser.Person), ("practice", DoseChooser.Practice)),
            "Who chooses; the person when left out."
        );
        var times = Field.May("times", Shapes.Map(_time), "Further times, by name.");
        var counts = Field.May("counts", Shapes.Map(_count), "Further counts, by name.");
        return new(
            "the dose",
            [hold, sets, days, setBy, times, counts],
            values => new WrittenDose(
                values.Of(hold),
                values.Of(sets),
                values.Of(days),
                values.OrNone(setBy) ?? DoseChooser.Person,
                values.OrEmpty(times),
                values.OrEmpty(counts)
            )
        );
    }

    private RecordShape<(Located<string>, Prop)> PropShape()
    {
        var id = Field.Must("id", Shapes.At(Shapes.Id), "The thing's name in this file.");
        var optional = Field.Must("optional", Shapes.Flag, "Whether it can be left out.");
        var text = Field.Must("text", _text, "What it is and what it is for.");
        return new(
            "a prop",
            [id, optional, text],
            values => (values.Of(id), new Prop(values.Of(id).Value, values.Of(optional), values.Of(text)))
        );
    }

    private RecordShape<(Located<string>, IntensityOption)> IntensityShape()
    {
        var id = Field.Must("id", Shapes.At(Shapes.Id), "The option's name in this file.");
        var text = Field.Must("text", _text, "What the option is.");
        var degrees = Field.Must("degrees", Shapes.List(_text, least: 2, most: 10), "From the mildest, 0, upwards.");
        return new(
            "an intensity option",
            [id, text, degrees],
            values =>
                (
                    values.Of(id),
                    new IntensityOption(
                        values.Of(id).Value,
                        values.Of(text),
                        [.. values.Of(degrees).Select((degree, index) => new IntensityDegree(index, degree))]
                    )
                )
        );
    }

    private RecordShape<WrittenChoice> ChoiceShape()
    {
        var optionId = Field.Must("id", Shapes.At(Shapes.Id), "The option's name in this file.");
        var optionText = Field.Must("text", _shortText, "What the option is.");
        var option = new RecordShape<(Located<string>, ChoiceOption)>(
            "an option",
            [optionId, optionText],
            values => (values.Of(optionId), new ChoiceOption(values.Of(optionId).Value, values.Of(optionText)))
        );
        var id = Field.Must("id", Shapes.At(Shapes.Id), "The choice's name; the same choice has the same name in every file.");
        var text = Field.Must("text", _shortText, "What is chosen.");
        var options = Field.Must("options", Shapes.List(option, least: 2, most: 6), "The first is what the steps say.");
        return new("a choice", [id, text, options], values => new WrittenChoice(values.Of(id), values.Of(text), values.Of(options)));
    }

    private RecordShape<WrittenSteps> StepsShape()
    {
        var steps = Shapes.List(_step, most: 40);
        var begin = Field.May("begin", steps, "Once, before the first side.");
        var side = Field.Must("each-side", Shapes.List(_step, least: 1, most: 40), "On each side, in each set.");
        var change = Field.May("change", steps, "Between two sides.");
        var finish = Field.May("finish", steps, "Once, after the last side.");
        return new(
            "the steps",
            [begin, side, change, finish],
            values => new WrittenSteps(values.OrEmpty(begin), values.Of(side), values.OrEmpty(change), values.OrEmpty(finish))
        );
    }

    private RecordShape<WrittenProtocol> ProtocolShape()
    {
        var version = Field.Must("supine", Shapes.Whole(1, 1), "The version of the language: 1.");
        var id = Field.Must("id", Shapes.Checked(Shapes.At(Shapes.Id), ProtocolChecks.CheckId), "The protocol's name: that of its file.");
        var audience = Field.Must(
            "audience",
            Shapes.Choice(("home", Audience.Home), ("practice", Audience.Practice)),
            "Who carries it out."
        );
        var level = Field.May("level", Shapes.Whole(1, 9), "How demanding, from 1.");
        var title = Field.Must("title", _shortText, "What it is called.");
        var summary = Field.Must("summary", _text, "What it is, in a sentence.");
        var asks = Field.May("asks", _texts, "What it asks of the person.");
        var why = Field.May("why", _texts, "What it does, honestly.");
        var surface = Field.Must("surface", _text, "What it is done on.");
        var props = Field.May("props", Unique(Shapes.List(PropShape(), most: 20), prop => prop.Item1, "prop"), "Things used.");
        var setUp = Field.May("set-up", _texts, "Safety of the set-up.");
        var muscles = Field.Must("muscles", Shapes.List(Shapes.Id, least: 1, most: 20), "Muscles stretched, the most stretched first.");
        var cited = Shapes.Checked(Shapes.List(Shapes.At(Shapes.Id), least: 1, most: 40), ProtocolChecks.CheckSources);
        var sources = Field.Must("sources", cited, "Ids from sources.yaml.");
        var sides = Field.Must(
            "sides",
            Shapes.Choice(("each", SideRule.Each), ("one", SideRule.One), ("both", SideRule.Both)),
            "each: one after the other; one: only the first; both: at the same time."
        );
        var dose = Field.Must("dose", DoseShape(), "How much of it.");
        var intensity = Field.May(
            "intensity",
            Unique(Shapes.List(IntensityShape(), most: 4), option => option.Item1, "intensity option"),
            "Ways to make it milder or stronger."
        );
        var choices = Field.May("choices", Shapes.List(ChoiceShape(), most: 4), "What can be done in several ways.");
        var stops = Field.Must("stops", Shapes.List(_text, least: 1, most: 20), "What stops it.");
        var notFor = Field.Must("not-for", Shapes.List(_text, least: 1, most: 40), "Who must not do it without asking first.");
        var postures = Field.Must("postures", Shapes.Map(_posture, most: 40), "Postures by name; steps refer to them.");
        var steps = Field.Must("steps", Shapes.Checked(StepsShape(), ProtocolChecks.CheckSteps), "What is done.");
        return new(
            "a protocol",
            [
                version,
                id,
                audience,
                level,
                title,
                summary,
                asks,
                why,
                surface,
                props,
                setUp,
                muscles,
                sources,
                sides,
                dose,
                intensity,
                choices,
                stops,
                notFor,
                postures,
                steps,
            ],
            values => new WrittenProtocol(
                values.Of(id),
                values.Of(audience),
                values.OrNone(level),
                values.Of(title),
                values.Of(summary),
                values.OrEmpty(asks),
                values.OrEmpty(why),
                values.Of(surface),
                values.OrEmpty(props),
                values.OrEmpty(setUp),
                values.Of(muscles),
                values.Of(sources),
                values.Of(sides),
                values.Of(dose),
                values.OrEmpty(intensity),
                values.OrEmpty(choices),
                values.Of(stops),
                values.Of(notFor),
                values.Of(postures),
                values.Of(steps)
            )
        );
    }

    /// <summary>A shape that stands once in the schema and is referred to.</summary>
    private sealed class NamedShape<T>(string name, Shape<T> shape) : Shape<T>
    {
        public override bool TryRead(Node node, Faults faults, out T value) => shape.TryRead(node, faults, out value);

        public override JsonObject ToSchema() => new() { ["$ref"] = "#/$defs/" + name };
    }

    /// <summary>A text, noted where it stands so that its translations can be counted.</summary>
    private sealed class TextShape<T>(Shape<T> shape, Func<T, LocalizedText> textOf) : Shape<T>
    {
        public override bool TryRead(Node node, Faults faults, out T value)
        {
            var read = shape.TryRead(node, faults, out value);
            if (read)
            {
                faults.AddText(textOf(value), node.At);
            }

            return read;
        }

        public override JsonObject ToSchema() => shape.ToSchema();
    }

    /// <summary>A duration or a name; told apart when the names are looked up. No name looks like a duration.</summary>
    private sealed class TimeOrNameShape : Shape<string>
    {
        public override bool TryRead(Node node, Faults faults, out string value) =>
            node is ScalarNode scalar && DurationText.TryParse(scalar.Value, out _) && scalar.Value.Length > 0
                ? Shapes.Duration.TryRead(node, faults, out _) & (value = scalar.Value).Length > 0
                : Shapes.Id.TryRead(node, faults, out value);

        public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(Shapes.Duration.ToSchema(), Shapes.Id.ToSchema()) };
    }

    /// <summary>A count or a name.</summary>
    private sealed class CountOrNameShape : Shape<string>
    {
        private static readonly Shape<int> Number = Shapes.Whole(1, 50);

        public override bool TryRead(Node node, Faults faults, out string value)
        {
            value = node is ScalarNode scalar ? scalar.Value : "";
            return value.Length > 0 && char.IsAsciiDigit(value[0])
                ? Number.TryRead(node, faults, out _)
                : Shapes.Id.TryRead(node, faults, out value);
        }

        public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(Number.ToSchema(), Shapes.Id.ToSchema()) };
    }
}
