using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>The fixed times inside a hold.</summary>
internal static class HoldLayout
{
    /// <summary>The bell that opens and closes a hold.</summary>
    public static readonly TimeSpan Bell = TimeSpan.FromMilliseconds(2500);

    /// <summary>How long before the end the last announcement is made.</summary>
    public static readonly TimeSpan LastTen = TimeSpan.FromSeconds(10);

    /// <summary>The least quiet between two sentences.</summary>
    public static readonly TimeSpan Air = TimeSpan.FromMilliseconds(600);

    /// <summary>A hold of this length or more has its half-way and its last-ten announcement.</summary>
    public static readonly TimeSpan ShortestWithBoth = TimeSpan.FromSeconds(30);

    /// <summary>A hold shorter than this is not counted down.</summary>
    public static readonly TimeSpan ShortestWithLastTen = TimeSpan.FromSeconds(15);
}

/// <summary>Writes the steps of one session one after the other, keeping the time.</summary>
internal sealed class SequenceLayout(Protocol protocol, Prescription prescription, ChosenDose dose)
{
    // a phone's loudspeaker and most headsets swallow the first moments of a sound
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(1000);

    private readonly List<SequenceStep> _steps = [];
    private readonly List<Cue> _cues = [];
    private readonly Dictionary<TimeSpan, string> _shown = [];
    private TimeSpan _now = LeadIn;

    /// <summary>The end of the last cue.</summary>
    public TimeSpan Total { get; private set; }

    private enum ComesNext
    {
        Nothing,
        OtherSide,
    }

    public ImmutableArray<SequenceStep> LayOut()
    {
        if (IsWordless)
        {
            // nothing is said: a bell tells that it has begun, and how loud it is
            _now = Ring(_now);
        }

        foreach (var step in protocol.Begin)
        {
            Add(step, side: null, set: null, prescription.Instruction);
        }

        var first = true;
        for (var set = 1; set <= dose.Sets; set++)
        {
            // who has done it once in this session knows how
            var instruction = set == 1 || IsWordless ? prescription.Instruction : Instruction.Brief;
            var sides = SidesInOrder();
            foreach (var side in sides)
            {
                var comesNext = sides.Length > 1 && !(set == dose.Sets && side == sides[^1]) ? ComesNext.OtherSide : ComesNext.Nothing;
                if (!first && prescription.Only is null)
                {
                    foreach (var step in protocol.Change)
                    {
                        Add(step, side, set, instruction);
                    }
                }

                first = false;
                var lastHold = protocol.EachSide.LastOrDefault(step => step.Action is StepAction.Hold);
                foreach (var step in protocol.EachSide)
                {
                    Add(step, side, set, instruction, step == lastHold ? comesNext : ComesNext.Nothing);
                }
            }
        }

        foreach (var step in protocol.Finish)
        {
            Add(step, side: null, set: null, prescription.Instruction);
        }

        // the track ends with the last thing heard
        Total = _cues.Max(cue => cue.End);
        _steps.RemoveAll(step => step.At >= Total);
        _steps[^1] = _steps[^1] with { Duration = Total - _steps[^1].At };
        return [.. _steps];
    }

    public ImmutableArray<Cue> CuesInOrder() =>
        [.. _cues.OrderBy(cue => cue.At).ThenByDescending(cue => cue.Duration).ThenBy(cue => cue.Kind)];

    /// <summary>What is shown with a step while nothing is said.</summary>
    public string FindShown(SequenceStep step) => _shown[step.At];

    private ImmutableArray<Side?> SidesInOrder() =>
        protocol.Sides switch
        {
            SideRule.Each => prescription.Only is { } only ? [only] : [prescription.First, prescription.First.Other()],
            SideRule.One => [prescription.Only ?? prescription.First],
            SideRule.Both => [null],
        };

    private bool IsWordless => prescription.Instruction == Instruction.Bells;

    private void Add(ProtocolStep step, Side? side, int? set, Instruction instruction, ComesNext comesNext = ComesNext.Nothing)
    {
        var begin = _steps.Count == 0 ? TimeSpan.Zero : _now;
        var scope = ScopeOf(side, set);
        var rungUntil = IsWordless && step.Role == StepRole.ChangeSides ? Ring(_now) : begin;

        Line[] said = [.. step.Say.Where(line => IsSaid(line, instruction))];
        foreach (var line in said.Where(_ => !IsWordless || step.Role != StepRole.Prepare))
        {
            _now = Say(Fill(line.Text, scope), _now) + HoldLayout.Air;
        }

        var shown =
            step.Show is { } show ? Fill(show, scope)
            : said.Length > 0 ? Fill(said[^1].Text, scope)
            : Fill(step.Title, scope);
        Act(step.Action, shown, scope, instruction, comesNext);
        _now = _now > rungUntil ? _now : rungUntil;
        if (_now > begin)
        {
            _shown.Add(begin, shown);
            _steps.Add(new SequenceStep(step.Id, step.Role, Fill(step.Title, scope), begin, _now - begin, side, set, step.Posture));
        }
    }

    private void Act(StepAction action, string shown, TextScope scope, Instruction instruction, ComesNext comesNext)
    {
        switch (action)
        {
            case StepAction.Wait wait:
                _now += TimeOf(wait.Time);
                break;
            case StepAction.Hold hold:
                LayOutHold(hold, shown, scope, instruction, comesNext);
                break;
            case StepAction.Breathe breathe:
                for (var breath = 0; breath < CountOf(breathe.Breaths); breath++)
                {
                    _now = Breath(breathe.Breath, _now);
                }

                _now += HoldLayout.Air;
                break;
            case StepAction.Compress compress:
                var time = TimeOf(compress.Time);
                AddCue(CueKind.Press, _now, time, shown);
                _now = Ring(_now + time);
                break;
            case StepAction.ContractRelax contractRelax:
                for (var repetition = 0; repetition < CountOf(contractRelax.Repetitions); repetition++)
                {
                    Effort(CueKind.Contract, TimeOf(contractRelax.Contract), Fill(contractRelax.ContractLine.Text, scope));
                    Effort(CueKind.Relax, TimeOf(contractRelax.Relax), Fill(contractRelax.RelaxLine.Text, scope));
                }

                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} has no layout.");
        }
    }

    private void LayOutHold(StepAction.Hold hold, string shown, TextScope scope, Instruction instruction, ComesNext comesNext)
    {
        var begin = _now;
        var end = begin + dose.Hold;
        AddCue(CueKind.Hold, begin, dose.Hold, shown);
        Ring(begin);

        for (var breath = begin + HoldLayout.Bell; breath + hold.Breath.In + hold.Breath.Out <= end; )
        {
            breath = Breath(hold.Breath, breath);
        }

        var halfWay = begin + TimeSpan.FromMilliseconds(Math.Floor((dose.Hold / 2).TotalMilliseconds));
        if (!IsWordless)
        {
            SpeakInHold(hold, (begin, halfWay, end), scope, instruction, comesNext);
        }
        else if (dose.Hold >= HoldLayout.ShortestWithLastTen)
        {
            Ring(halfWay);
        }

        _now = Ring(end);
    }

    private void SpeakInHold(
        StepAction.Hold hold,
        (TimeSpan Begin, TimeSpan HalfWay, TimeSpan End) times,
        TextScope scope,
        Instruction instruction,
        ComesNext comesNext
    )
    {
        // the announcements stand where they must; everything else fills what they leave free
        var spoken = new List<(TimeSpan Begin, TimeSpan End)>();
        var lastTen = times.End - HoldLayout.LastTen;
        var countsDown = dose.Hold >= HoldLayout.ShortestWithLastTen;
        if (countsDown)
        {
            spoken.Add((lastTen, Say(Fill(hold.LastTen.Text, scope), lastTen)));
            if (hold.BeforeChange is { } before && comesNext == ComesNext.OtherSide)
            {
                // as late as it can be: the last thing heard before the bell
                var text = Fill(before.Text, scope);
                Say(text, times.End - HoldLayout.Air - SlotOf(text));
            }
        }

        var halfWayText = Fill(hold.HalfWay.Text, scope);
        if (countsDown && times.HalfWay + SlotOf(halfWayText) + HoldLayout.Air <= lastTen)
        {
            spoken.Insert(0, (times.HalfWay, Say(halfWayText, times.HalfWay)));
        }

        var free = times.Begin + HoldLayout.Bell;
        foreach (var line in hold.During.Where(line => IsSaid(line, instruction)))
        {
            var text = Fill(line.Text, scope);
            var slot = SlotOf(text);
            foreach (var (occupiedFrom, occupiedTo) in spoken)
            {
                if (free < occupiedTo + HoldLayout.Air && free + slot + HoldLayout.Air > occupiedFrom)
                {
                    free = occupiedTo + HoldLayout.Air;
                }
            }

            if (free + slot + HoldLayout.Air > (countsDown ? lastTen : times.End))
            {
                break;
            }

            // a sentence, then as long again to follow it
            free = Say(text, free) + slot + HoldLayout.Air;
        }
    }

    private void Effort(CueKind kind, TimeSpan time, string text)
    {
        AddCue(kind, _now, time, text);
        var said = Say(text, _now);
        _now = said + HoldLayout.Air > _now + time ? said + HoldLayout.Air : _now + time;
    }

    private TimeSpan Breath(BreathPace pace, TimeSpan at)
    {
        var forms = prescription.Language.Spoken;
        AddCue(CueKind.Breathe, at, pace.In, forms.BreatheIn);
        AddCue(CueKind.Breathe, at + pace.In, pace.Out, forms.BreatheOut);
        _now = at + pace.In + pace.Out;
        return _now;
    }

    // Without words the time of a sentence passes all the same: the body takes as long to move. Only to prepare there is a time of its own.
    private TimeSpan Say(string text, TimeSpan at)
    {
        var slot = SlotOf(text);
        if (!IsWordless)
        {
            AddCue(CueKind.Say, at, slot, text);
        }

        return at + slot;
    }

    private TimeSpan SlotOf(string text) => prescription.SpeechRate.Slot(SpeechEstimate.Of(prescription.Language, text));

    private TimeSpan Ring(TimeSpan at)
    {
        AddCue(CueKind.Bell, at, HoldLayout.Bell, "");
        return at + HoldLayout.Bell;
    }

    private void AddCue(CueKind kind, TimeSpan at, TimeSpan duration, string text) =>
        _cues.Add(new Cue(kind, at, duration, _steps.Count, text));

    private static bool IsSaid(Line line, Instruction instruction) =>
        line.Only is null || line.Only == (instruction == Instruction.Bells ? Instruction.Brief : instruction);

    private string Fill(LocalizedText text, TextScope scope)
    {
        // the checks have parsed every text of the protocol
        _ = TextTemplate.TryParse(text.In(prescription.Language), out var template, out _);
        return template.Fill(prescription.Language, scope);
    }

    private TextScope ScopeOf(Side? side, int? set)
    {
        var counts = dose.Counts.SetItem("sets", dose.Sets);
        return new TextScope(
            side,
            dose.Times.SetItem("hold", dose.Hold).SetItem("get-ready", dose.GetReady).SetItem("change-sides", dose.ChangeSides),
            set is { } number ? counts.SetItem("set", number) : counts
        );
    }

    private TimeSpan TimeOf(StepTime time) =>
        time switch
        {
            StepTime.Fixed written => written.Duration,
            StepTime.GetReady => dose.GetReady,
            StepTime.ChangeSides => dose.ChangeSides,
            StepTime.Named named => dose.Times[named.Name],
            _ => throw new InvalidOperationException($"{time.GetType().Name} is no time."),
        };

    private int CountOf(StepCount count) =>
        count switch
        {
            StepCount.Fixed written => written.Count,
            StepCount.Named named => dose.Counts[named.Name],
            _ => throw new InvalidOperationException($"{count.GetType().Name} is no count."),
        };
}
