using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Shell;

namespace Supine.Web.Guide;

/// <summary>What a person can choose from on the guide page.</summary>
/// <param name="Choices">What can be done at home, mildest first.</param>
/// <param name="Chosen">What the form begins with.</param>
/// <param name="SafetyRead">Whether the page before the first start was confirmed in this household.</param>
public sealed record GuideModel(ImmutableArray<GuideModel.Choice> Choices, GuideModel.Choice Chosen, bool SafetyRead)
{
    /// <summary>The voices there are, the best of each language first; without the device's.</summary>
    public ImmutableArray<Voice> Voices { get; init; } = [];

    /// <summary>What a voice says to be chosen by, for each language.</summary>
    public ImmutableDictionary<Language, string> Samples { get; init; } = ImmutableDictionary<Language, string>.Empty;

    /// <summary>The voices that the person chose, by the code of their language.</summary>
    public ImmutableDictionary<string, string> ChosenVoices { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The options that the form begins with, where they are not the usual ones.</summary>
    public required ImmutableDictionary<string, string> Options { get; init; }

    /// <summary>What there is to do today; null for who has not practised yet, or comes with a choice of their own.</summary>
    public Today? Today { get; init; }

    /// <summary>What has to be done before anything is begun; null where nothing is known to stand in the way.</summary>
    internal Care? Care { get; init; }

    /// <summary>Whether the safety questions were answered before and are to be answered again.</summary>
    public bool AsksAgain { get; init; }

    /// <summary>Whether it is known that nothing was practised before.</summary>
    public bool IsFirst { get; init; }

    /// <summary>How many screens the safety questions have.</summary>
    public required int Screens { get; init; }

    /// <summary>The one side that an experiment has stretched now; null where both are.</summary>
    public Side? OnlySide { get; init; }

    /// <summary>The side the form begins with, where nothing says which is better.</summary>
    public const Side First = Side.Left;

    /// <summary>Holds are offered in steps of this.</summary>
    private static readonly TimeSpan HoldStep = TimeSpan.FromSeconds(5);

    /// <summary>Somebody who can guide the session.</summary>
    /// <param name="Language">What is spoken.</param>
    /// <param name="Id">What an address calls the voice.</param>
    /// <param name="Name">What people call it.</param>
    /// <param name="IsOwn">Whether it was recorded or brought in here.</param>
    public sealed record Voice(Language Language, string Id, string Name, bool IsOwn);

    /// <summary>A protocol with its steps as they come by default, in the language they are told in.</summary>
    public sealed record Choice(Protocol Protocol, Language Told, ImmutableArray<StepPicture> Steps, TimeSpan Total)
    {
        /// <summary>The picture that stands for all: the hold.</summary>
        public StepPicture Emblem => Steps.First(step => step.Id == Protocol.EachSide.First(own => own.Role == StepRole.Hold).Id);

        /// <summary>Whether a hold can wait for a phone on the thigh: only where the person lies.</summary>
        public bool HasGate =>
            Protocol.EachSide.Where(step => step.Role == StepRole.Hold).All(step => step.Posture.Surface != Surface.Floor);

        /// <summary>The protocol's step of a picture.</summary>
        public ProtocolStep StepOf(StepPicture picture) => Protocol.Steps.First(step => step.Id == picture.Id);

        /// <summary>The degrees of the foot-dangle option, if the protocol has it.</summary>
        public ImmutableArray<IntensityDegree> FootDangle =>
            Protocol.Intensity.FirstOrDefault(option => option.Id == "foot-dangle")?.Degrees ?? [];
    }

    public IEnumerable<Protocol> Protocols => Choices.Select(choice => choice.Protocol);

    /// <summary>The languages that some of them can be spoken in.</summary>
    public IEnumerable<Language> Languages => Protocols.SelectMany(protocol => protocol.Languages).Distinct();

    /// <summary>Every hold that some protocol allows.</summary>
    public IEnumerable<TimeSpan> Holds
    {
        get
        {
            var most = Protocols.Max(protocol => protocol.Dose.Hold.Most);
            for (var hold = Protocols.Min(protocol => protocol.Dose.Hold.Least); hold <= most; hold += HoldStep)
            {
                yield return hold;
            }
        }
    }

    /// <summary>Every choice of some protocol, with all its options, and the protocols that have it.</summary>
    public IEnumerable<(ProtocolChoice Choice, ImmutableArray<string> Protocols)> OwnChoices =>
        from own in Protocols.SelectMany(protocol => protocol.Choices.Select(choice => (protocol, choice)))
        group own by own.choice.Id into same
        let first = same.First().choice
        select (
            first with
            {
                Options = [.. same.SelectMany(one => one.choice.Options).DistinctBy(option => option.Id)],
            },
            same.Select(one => one.protocol.Id).ToImmutableArray()
        );

    /// <summary>The sets that are offered: as many as may be suggested; more is for the practice to prescribe.</summary>
    public IEnumerable<int> Sets
    {
        get
        {
            var least = Protocols.Min(protocol => protocol.Dose.Sets.Least);
            return Enumerable.Range(least, Math.Min(Suggesting.MostSets, Protocols.Max(protocol => protocol.Dose.Sets.Most)) - least + 1);
        }
    }

    /// <summary>What the screening says against each choice, by protocol; what it says nothing against is not in it.</summary>
    /// <param name="explain">Why a protocol is not given out; null where it is.</param>
    internal ImmutableDictionary<string, string> RefusedBy(Func<Protocol, string?> explain) =>
        Protocols
            .Select(protocol => (protocol.Id, Sentence: explain(protocol)))
            .Where(refused => refused.Sentence is not null)
            .ToImmutableDictionary(refused => refused.Id, refused => refused.Sentence!, StringComparer.Ordinal);

    /// <summary>The protocols of a folder that a person does alone; null when there are none.</summary>
    /// <param name="folder">All protocols.</param>
    /// <param name="chosen">The id the form begins with; the mildest where it is none of them.</param>
    /// <param name="safetyRead">Whether the page before the first start was confirmed.</param>
    /// <param name="language">What the page is written in, and the voice speaks if it can.</param>
    /// <param name="options">The options it begins with; those that a protocol does not have say nothing about it.</param>
    /// <param name="screens">How many screens the safety questions have.</param>
    public static GuideModel? Of(
        ProtocolFolder folder,
        string? chosen,
        bool safetyRead,
        Language language,
        ImmutableDictionary<string, string> options,
        int screens
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ImmutableArray<Choice> choices =
        [
            .. folder
                .Protocols.Where(protocol => protocol.Audience == Audience.Home)
                .SelectMany(protocol => Lay(protocol, protocol.ToldTo(language), options)),
        ];
        return choices.IsEmpty
            ? null
            : new(choices, choices.FirstOrDefault(choice => choice.Protocol.Id == chosen) ?? choices[0], safetyRead)
            {
                Options = options,
                Screens = screens,
            };
    }

    private static IEnumerable<Choice> Lay(Protocol protocol, Language language, ImmutableDictionary<string, string> options)
    {
        var own = protocol.Choices.Where(choice => choice.Options.Any(option => option.Id == options.GetValueOrDefault(choice.Id)));
        var prescription = new Prescription { First = First, Language = language };
        prescription = prescription with
        {
            Choices = prescription.Choices.AddRange(own.Select(choice => KeyValuePair.Create(choice.Id, options[choice.Id]))),
        };
        if (
            ProtocolCompiler.Compile(protocol, prescription) is Compilation.Succeeded(var sequence)
            && protocol.EachSide.Any(step => step.Role == StepRole.Hold)
        )
        {
            yield return new(protocol, language, StepPicture.AllOf(sequence, First), sequence.Total);
        }
    }
}
