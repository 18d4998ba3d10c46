using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>Who carries a protocol out.</summary>
public enum Audience
{
    /// <summary>The person alone, at home.</summary>
    Home,

    /// <summary>A practitioner, at a visit.</summary>
    Practice,
}

/// <summary>Which sides a protocol works on.</summary>
public enum SideRule
{
    /// <summary>One after the other.</summary>
    Each,

    /// <summary>Only the one prescribed first.</summary>
    One,

    /// <summary>Both at the same time.</summary>
    Both,
}

/// <summary>A thing used in a protocol.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Optional">Whether it can be left out.</param>
/// <param name="Text">What it is and what it is for.</param>
public sealed record Prop(string Id, bool Optional, LocalizedText Text);

/// <summary>A time that can be prescribed.</summary>
/// <param name="Least">Inclusive.</param>
/// <param name="Most">Inclusive.</param>
/// <param name="Default">When nothing is prescribed.</param>
/// <param name="At">Where it is written.</param>
public sealed record TimeRange(TimeSpan Least, TimeSpan Most, TimeSpan Default, Mark At);

/// <summary>A count that can be prescribed.</summary>
/// <param name="Least">Inclusive.</param>
/// <param name="Most">Inclusive.</param>
/// <param name="Default">When nothing is prescribed.</param>
/// <param name="At">Where it is written.</param>
public sealed record CountRange(int Least, int Most, int Default, Mark At);

/// <summary>Who chooses the dose.</summary>
public enum DoseChooser
{
    /// <summary>The person, within the ranges.</summary>
    Person,

    /// <summary>The practice; the defaults are a place to begin, not a recommendation.</summary>
    Practice,
}

/// <summary>How much of a protocol is done.</summary>
/// <param name="Hold">The hold on each side.</param>
/// <param name="Sets">Holds on each side.</param>
/// <param name="DaysPerWeek">Days in a week.</param>
/// <param name="SetBy">Who chooses.</param>
/// <param name="Times">Further times, by name.</param>
/// <param name="Counts">Further counts, by name.</param>
public sealed record Dose(
    TimeRange Hold,
    CountRange Sets,
    CountRange DaysPerWeek,
    DoseChooser SetBy,
    ImmutableSortedDictionary<string, TimeRange> Times,
    ImmutableSortedDictionary<string, CountRange> Counts
);

/// <summary>One degree of an intensity option.</summary>
/// <param name="Degree">From 0, the mildest.</param>
/// <param name="Text">What it is.</param>
public sealed record IntensityDegree(int Degree, LocalizedText Text);

/// <summary>A way to make a protocol milder or stronger.</summary>
/// <param name="Id">Its name in the file, like <c>foot-dangle</c>.</param>
/// <param name="Text">What it is.</param>
/// <param name="Degrees">From 0 upwards, without gaps.</param>
public sealed record IntensityOption(string Id, LocalizedText Text, ImmutableArray<IntensityDegree> Degrees);

/// <summary>One way to do it.</summary>
/// <param name="Id">Its name in the file, like <c>thigh</c>.</param>
/// <param name="Text">What it is.</param>
public sealed record ChoiceOption(string Id, LocalizedText Text);

/// <summary>Something that can be done in one of several ways, like where the leg is held.</summary>
/// <param name="Id">Its name in the file, like <c>grip</c>.</param>
/// <param name="Text">What is chosen.</param>
/// <param name="Options">The first is what the steps say; for each other one, some steps say something instead.</param>
public sealed record ProtocolChoice(string Id, LocalizedText Text, ImmutableArray<ChoiceOption> Options);

/// <summary>One sentence of a step.</summary>
/// <param name="Only">When it is said only with this amount of instruction; null for always.</param>
/// <param name="Text">With placeholders.</param>
/// <param name="At">Where it is written.</param>
public sealed record Line(Instruction? Only, LocalizedText Text, Mark At);

/// <summary>A time a step takes: written out, or by the name of something prescribed.</summary>
public abstract record StepTime
{
    private StepTime() { }

    /// <summary>Written out.</summary>
    public sealed record Fixed(TimeSpan Duration) : StepTime;

    /// <summary>The prescription's time to lie down.</summary>
    public sealed record GetReady : StepTime;

    /// <summary>The prescription's time to change sides.</summary>
    public sealed record ChangeSides : StepTime;

    /// <summary>One of the dose's own times.</summary>
    public sealed record Named(string Name) : StepTime;
}

/// <summary>A number of repetitions: written out, or by name.</summary>
public abstract record StepCount
{
    private StepCount() { }

    /// <summary>Written out.</summary>
    public sealed record Fixed(int Count) : StepCount;

    /// <summary>One of the dose's own counts.</summary>
    public sealed record Named(string Name) : StepCount;
}

/// <summary>The two halves of a breath.</summary>
/// <param name="In">Breathing in.</param>
/// <param name="Out">Breathing out, the longer.</param>
public sealed record BreathPace(TimeSpan In, TimeSpan Out);

/// <summary>What a step does beside speaking.</summary>
public abstract record StepAction
{
    private StepAction() { }

    /// <summary>Nothing but a quiet time after the last sentence.</summary>
    /// <param name="Time">How long.</param>
    public sealed record Wait(StepTime Time) : StepAction;

    /// <summary>The prescribed hold.</summary>
    /// <param name="Breath">The pace of the breath heard meanwhile.</param>
    /// <param name="HalfWay">Said in the middle.</param>
    /// <param name="LastTen">Said ten seconds before the end.</param>
    /// <param name="BeforeChange">Said shortly before the end where the other side comes next; null for nothing.</param>
    /// <param name="During">Said meanwhile, where there is room.</param>
    public sealed record Hold(BreathPace Breath, Line HalfWay, Line LastTen, Line? BeforeChange, ImmutableArray<Line> During) : StepAction;

    /// <summary>Breaths with nothing else to do.</summary>
    public sealed record Breathe(BreathPace Breath, StepCount Breaths) : StepAction;

    /// <summary>Steady pressure.</summary>
    public sealed record Compress(StepTime Time) : StepAction;

    /// <summary>Contract and relax, repeated.</summary>
    /// <param name="Contract">How long the muscle works.</param>
    /// <param name="Relax">How long it rests.</param>
    /// <param name="Repetitions">How often.</param>
    /// <param name="ContractLine">Said at the start of each contraction.</param>
    /// <param name="RelaxLine">Said at the start of each rest.</param>
    public sealed record ContractRelax(StepTime Contract, StepTime Relax, StepCount Repetitions, Line ContractLine, Line RelaxLine)
        : StepAction;
}

/// <summary>One step of a protocol.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Show">What is shown while nothing is said; may use placeholders. Null for the last sentence.</param>
/// <param name="Posture">The posture it is drawn with.</param>
/// <param name="Say">Sentences, in order, before the action.</param>
/// <param name="Action">What happens then.</param>
/// <param name="At">Where it is written.</param>
public sealed record ProtocolStep(
    string Id,
    StepRole Role,
    LocalizedText Title,
    LocalizedText? Show,
    Posture Posture,
    ImmutableArray<Line> Say,
    StepAction Action,
    Mark At
)
{
    /// <summary>The whole step as it is where another option is chosen, by that option's name.</summary>
    public ImmutableSortedDictionary<string, ProtocolStep> Instead { get; init; } =
        ImmutableSortedDictionary.Create<string, ProtocolStep>(StringComparer.Ordinal);

    /// <summary>The step in every form it can take, the usual one first.</summary>
    public IEnumerable<ProtocolStep> Forms => Instead.Values.Prepend(this);

    /// <summary>The usual form alone.</summary>
    internal ProtocolStep Usual => this with { Instead = Instead.Clear() };
}

/// <summary>An exercise or programme as a clinician wrote it, checked whole.</summary>
/// <param name="Id">Its name: that of the file.</param>
/// <param name="File">Where it was read.</param>
/// <param name="Languages">Those in which every text is written, English first: in others it is not spoken.</param>
/// <param name="Audience">Who carries it out.</param>
/// <param name="Level">How demanding, from 1; null where there are no levels.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Asks">What it asks of the person.</param>
/// <param name="Why">What it does, honestly.</param>
/// <param name="Surface">What it is done on.</param>
/// <param name="Props">Things used.</param>
/// <param name="SetUp">Safety of the set-up.</param>
/// <param name="Muscles">Muscles stretched, most first.</param>
/// <param name="Sources">Ids in the catalogue of sources.</param>
/// <param name="Sides">Which sides.</param>
/// <param name="Dose">How much.</param>
/// <param name="Intensity">Milder and stronger.</param>
/// <param name="Choices">What can be done in several ways.</param>
/// <param name="Stops">What stops it.</param>
/// <param name="NotFor">Who must not do it without asking first.</param>
/// <param name="Begin">Steps before the first side.</param>
/// <param name="EachSide">Steps on each side.</param>
/// <param name="Change">Steps between two sides.</param>
/// <param name="Finish">Steps after the last side.</param>
public sealed record Protocol(
    string Id,
    string File,
    ImmutableArray<Language> Languages,
    Audience Audience,
    int? Level,
    LocalizedText Title,
    LocalizedText Summary,
    ImmutableArray<LocalizedText> Asks,
    ImmutableArray<LocalizedText> Why,
    LocalizedText Surface,
    ImmutableArray<Prop> Props,
    ImmutableArray<LocalizedText> SetUp,
    ImmutableArray<string> Muscles,
    ImmutableArray<string> Sources,
    SideRule Sides,
    Dose Dose,
    ImmutableArray<IntensityOption> Intensity,
    ImmutableArray<ProtocolChoice> Choices,
    ImmutableArray<LocalizedText> Stops,
    ImmutableArray<LocalizedText> NotFor,
    ImmutableArray<ProtocolStep> Begin,
    ImmutableArray<ProtocolStep> EachSide,
    ImmutableArray<ProtocolStep> Change,
    ImmutableArray<ProtocolStep> Finish
)
{
    /// <summary>The language it is told in throughout to whoever reads this one: this one if every text is written in it, or else
    /// English.</summary>
    public Language ToldTo(Language reader) => Languages.Contains(reader) ? reader : Languages[0];

    /// <summary>Every step in the order it is first met, in every form it can take: what holds for all of these holds whatever is
    /// chosen.</summary>
    public ImmutableArray<ProtocolStep> Steps => [.. Begin.Concat(EachSide).Concat(Change).Concat(Finish).SelectMany(step => step.Forms)];

    /// <summary>The protocol with one option of each choice settled: its steps have that one form.</summary>
    /// <param name="options">The names of the options.</param>
    internal Protocol Settle(IReadOnlyCollection<string> options)
    {
        return this with { Begin = All(Begin), EachSide = All(EachSide), Change = All(Change), Finish = All(Finish) };

        ImmutableArray<ProtocolStep> All(ImmutableArray<ProtocolStep> steps) =>
            [
                .. steps.Select(step =>
                    options.Select(option => step.Instead.GetValueOrDefault(option)).FirstOrDefault(form => form is not null) ?? step.Usual
                ),
            ];
    }
}
