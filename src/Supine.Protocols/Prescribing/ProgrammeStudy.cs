using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Protocols.Prescribing;

/// <summary>Where simulated people are after twelve weeks of doing what is suggested.</summary>
/// <param name="People">How many.</param>
/// <param name="Ends">What they did at last, and how many did it; a null programme was told to ask first.</param>
/// <param name="Suggestions">How many suggestions were made.</param>
/// <param name="Broken">Each promise that a suggestion broke, with the person and the day; empty when none did.</param>
/// <param name="MostReversals">The most often that anybody's amount or level turned from up to down or back.</param>
/// <param name="MostLevelUps">The most often that anybody was sent to level 2.</param>
/// <remarks>
/// The people are no forecast: their pain, tingling, diligence and answers are drawn widely so that every rule is met (source id
/// <c>supine-suggesting</c>). Tightness is the population's, the readings are off by 4°. A tenth have a prescribed value, half of those
/// who are to ask somebody after pain at the mildest dose do, a fifth have a condition of the screening, some of them released. Some change
/// the programme themselves. The promises are checked by code of their own, not by the rules'.
/// </remarks>
public sealed record ProgrammeStudy(
    int People,
    ImmutableArray<(Programme? Programme, int Count)> Ends,
    long Suggestions,
    ImmutableArray<string> Broken,
    int MostReversals,
    int MostLevelUps
)
{
    private const int Weeks = 12;
    private static readonly double TightnessSpread = TightnessFit.Spread.Degrees;
    private const double ReadingError = 4;
    private const int MostKept = 20;

    /// <summary>Simulates on all cores.</summary>
    /// <param name="people">How many.</param>
    /// <param name="seed">The same seed gives the same people, on any number of cores.</param>
    /// <param name="protocols">Those that there are.</param>
    public static ProgrammeStudy Compute(int people, int seed, IEnumerable<Protocol> protocols)
    {
        ImmutableArray<Protocol> home = [.. protocols];
        var lives = new Life[people];
        Parallel.For(0, people, index => lives[index] = new Walk(new Random(unchecked((seed * 1_000_003) + index)), home).Run(index));
        return new(
            people,
            [.. lives.GroupBy(life => life.End).Select(end => (end.Key, end.Count())).OrderByDescending(end => end.Item2)],
            lives.Sum(life => (long)life.Suggestions),
            [.. lives.SelectMany(life => life.Broken).Take(MostKept)],
            lives.Max(life => life.Reversals),
            lives.Max(life => life.LevelUps)
        );
    }

    /// <summary>What a suggestion promises, checked apart from the rules that make it; empty when it keeps it.</summary>
    internal static IEnumerable<string> FindBroken(SuggestionQuestion question, Suggestion suggestion)
    {
        if (suggestion is not Suggestion.Prescribe { Programme: var next })
        {
            yield break;
        }

        var sessions = question.Sessions;
        if (question.Screening.Outcome >= ScreeningOutcome.Wait)
        {
            yield return "prescribes what the screening stops";
        }

        if (question.AfterPain is AfterPain.Resting)
        {
            yield return "prescribes within two days of pain or a sign";
        }

        if (!question.Levels.Contains(next.Level))
        {
            yield return "prescribes a level that the screening rules out";
        }

        if (
            next.Hold < TimeSpan.FromSeconds(30)
            || next.Hold > TimeSpan.FromSeconds(60)
            || next.Sets is < 1 or > 4
            || next.Days is < 2 or > 7
        )
        {
            yield return "leaves the protocol's range";
        }

        if (next.Sets > 1 && next.MinutesPerWeek > Suggesting.EnoughMinutes && question.Prescribed.All(value => value.Dial != Dial.Sets))
        {
            yield return "suggests more than ten minutes";
        }

        if (question.Now is not { } now)
        {
            if (next.Level != question.Levels.Min || next.Sets != 1 || next.Hold != TimeSpan.FromSeconds(30))
            {
                yield return "does not begin with little";
            }

            yield break;
        }

        var changes = new[]
        {
            next.Level != now.Level,
            next.Hold != now.Hold,
            // fewer sets may come besides, where all would be more than enough
            next.Sets != now.Sets
                && !(next.Sets < now.Sets && (next with { Sets = next.Sets + 1 }).MinutesPerWeek > Suggesting.EnoughMinutes),
            next.First != now.First,
            next.Days != now.Days,
        }.Count(differs => differs);
        if (changes > 1)
        {
            yield return "changes two things";
        }

        foreach (var value in question.Prescribed)
        {
            if (
                value.Dial switch
                {
                    Dial.Level => next.Level != now.Level,
                    Dial.Hold => next.Hold != now.Hold,
                    Dial.Sets => next.Sets != now.Sets,
                    Dial.First => next.First != now.First,
                    Dial.Days => next.Days != now.Days,
                }
            )
            {
                yield return "changes what is prescribed";
            }
        }

        var isMore = next.Level > now.Level || next.MinutesPerWeek > now.MinutesPerWeek;
        var isSame = next.Level == now.Level && next.Hold == now.Hold && next.Sets == now.Sets;

        // since the last dose that was done for at least a whole hold, the latest that was bad
        var lastHeld = sessions.Select((session, index) => session.HasWholeHold ? index : 0).DefaultIfEmpty(0).Max();
        foreach (
            var bad in sessions
                .Skip(lastHeld)
                .Where(session =>
                    session.Pain >= 6
                    || session.PainNextDay >= 6
                    || session.Stop is StopReason.Pain or StopReason.LegPain or StopReason.Tingling or StopReason.Weakness
                )
                .TakeLast(1)
        )
        {
            if (isMore)
            {
                yield return "adds after pain or a sign";
            }

            // less than what hurt is no answer to be made less again; the mildest goes on where somebody was asked
            var isMildest = now is { Level: 1, Sets: 1 } && now.Hold == TimeSpan.FromSeconds(30);
            var isLessAlready =
                now.Level < bad.Level
                || (now.Level == bad.Level && now.Hold <= bad.Hold && now.Sets <= bad.Sets && (now.Hold < bad.Hold || now.Sets < bad.Sets));
            if (isSame && !isLessAlready && !(isMildest && question.AfterPain is null))
            {
                yield return "answers pain or a sign with the same";
            }

            if (
                bad.Level == 2
                && now.Level == 2
                && next.Level == 2
                && bad.Stop is StopReason.LegPain or StopReason.Tingling or StopReason.Weakness
            )
            {
                yield return "stays at the edge after a sign";
            }
        }

        if (next.Level > now.Level)
        {
            if (sessions.Any(each => each.Stop is StopReason.LegPain or StopReason.Tingling or StopReason.Weakness))
            {
                yield return "sends to the edge who had a sign";
            }

            var measured = new[] { question.Left, question.Right }.OfType<HangingThigh>().ToList();
            if (measured.Any(thigh => thigh.Below.Degrees <= -10 && thigh.Before?.Degrees <= -10))
            {
                yield return "sends to the edge whose hip may not straighten";
            }

            if (measured.All(thigh => thigh.Below.Degrees >= 10) || measured.Any(thigh => thigh.Below.Degrees > 25))
            {
                yield return "sends to the edge whose hip is not short, or was not measured";
            }
        }

        if (
            isMore
            && sessions
                .Reverse()
                .Where(each =>
                    each.IsWhole
                    || each.HasWholeHold
                    || each.Pain >= 4
                    || each.PainNextDay >= 4
                    || each.Stop is not (null or StopReason.Time or StopReason.Other)
                    || each.BackArched == true
                )
                .Take(3)
                .Any(each =>
                    !each.IsWhole || each.Pain is null or >= 4 || each.PainNextDay >= 4 || each.Stop is not null || each.BackArched != false
                )
        )
        {
            yield return "adds without three comfortable sessions";
        }
    }

    private sealed record Life(Programme? End, int Suggestions, ImmutableArray<string> Broken, int Reversals, int LevelUps);

    // one person's twelve weeks
    private sealed class Walk(Random random, ImmutableArray<Protocol> protocols)
    {
        private static readonly DateOnly FirstDay = new(2026, 1, 5);

        public Life Run(int person)
        {
            var screening = Screening.Assess(ScreeningTable.Shipped, Answers());
            var levels = Suggesting.LevelsOf(screening, protocols);
            var (left, right) = (Normal() * TightnessSpread, Normal() * TightnessSpread);
            right = (0.8 * left) + (0.6 * right);
            var (painful, nervous, diligent, tells, obeys) = (
                1.2 * Math.Exp(0.7 * Normal()),
                random.NextDouble() < 0.1 ? 0.05 : 0.001,
                0.4 + (0.6 * random.NextDouble()),
                random.NextDouble() < 0.9,
                random.NextDouble() < 0.9
            );
            var asks = random.NextDouble() < 0.5;
            ImmutableArray<PrescribedDial> prescribed = random.NextDouble() < 0.1 ? [new((Dial)random.Next(5), "the practice")] : [];
            var sessions = ImmutableArray.CreateBuilder<DoneSession>();
            var broken = ImmutableArray.CreateBuilder<string>();
            Programme? now = prescribed.IsEmpty ? null : new(levels.IsEmpty ? 1 : levels.Max, TimeSpan.FromSeconds(30), 2, Side.Right, 5);
            HangingThigh? thighLeft = null,
                thighRight = null;
            DateTimeOffset? toldAt = null;
            DateOnly? askedOn = null;
            var goal = random.Next(5) is var drawn and < 4 ? (Goal?)drawn : null;
            var (suggestions, reversals, levelUps, direction) = (0, 0, 0, 0);
            for (var day = 0; day < 7 * Weeks; day++)
            {
                if (day % 14 == 0 && random.NextDouble() < 0.7)
                {
                    var (readLeft, readRight) = (left + (ReadingError * Normal()), right + (ReadingError * Normal()));
                    (thighLeft, thighRight) = (Thigh(readLeft, thighLeft), Thigh(readRight, thighRight));
                }

                var today = FirstDay.AddDays(day);
                var at = new DateTimeOffset(today, new TimeOnly(8, 0), TimeSpan.Zero);
                var question = new SuggestionQuestion(screening, levels, now, prescribed, sessions.ToImmutable(), thighLeft, thighRight)
                {
                    Goal = goal,
                    AfterPain = AfterPain.Find(toldAt, sessions.ToImmutable(), askedOn, at),
                };
                var suggestion = Suggesting.Suggest(question);
                suggestions++;
                broken.AddRange(
                    FindBroken(question, suggestion).Select(what => $"person {person}, day {day}, {suggestion.Rule.Id}: {what}")
                );
                if (suggestion is not Suggestion.Prescribe { Programme: var next })
                {
                    if (suggestion.Rule.Id == "rest-after-pain")
                    {
                        continue;
                    }

                    // half of those who are to ask do, within a few days
                    if (suggestion.Rule.Id == "pain-at-the-mildest" && asks)
                    {
                        askedOn = random.NextDouble() < 0.3 ? today : askedOn;
                        continue;
                    }

                    return new(null, suggestions, broken.ToImmutable(), reversals, levelUps);
                }

                if (now is null || obeys || random.NextDouble() < 0.5)
                {
                    var turn = now is null ? 0 : Math.Sign((100 * (next.Level - now.Level)) + (next.MinutesPerWeek - now.MinutesPerWeek));
                    reversals += turn != 0 && direction != 0 && turn != direction ? 1 : 0;
                    direction = turn == 0 ? direction : turn;
                    levelUps += now is not null && next.Level > now.Level ? 1 : 0;
                    now = next;
                }
                // some do more than was suggested
                else if (prescribed.IsEmpty && random.NextDouble() < 0.1)
                {
                    now = now with { Sets = 4, Hold = TimeSpan.FromSeconds(60) };
                }

                if (random.NextDouble() < diligent * now.Days / 7)
                {
                    var done = Do(now, today, painful, nervous, tells);
                    sessions.Add(done);
                    toldAt = !done.IsReasonToRest ? toldAt : at.AddDays(done.PainNextDay >= PainLimit.Stops ? 1 : 0);
                }
            }

            return new(now, suggestions, broken.ToImmutable(), reversals, levelUps);
        }

        private DoneSession Do(Programme now, DateOnly day, double painful, double nervous, bool tells)
        {
            var pain = (int)
                Math.Clamp(Math.Round((painful * (now.Level == 2 ? 1.5 : 1)) + (0.2 * now.Sets) + (1.2 * Normal()) - 0.5), 0, 10);
            int? later = random.NextDouble() < 0.3 ? Math.Max(0, pain - random.Next(4)) : null;
            var hasSign = random.NextDouble() < nervous * (now.Level == 2 ? 3 : 0.5);
            bool? arched = random.NextDouble() < 0.02 ? null : random.NextDouble() < (now.Level == 2 ? 0.02 : 0.005);
            var isWhole = pain < 8 && !hasSign && random.NextDouble() > 0.05;
            StopReason? stop =
                hasSign ? (StopReason)random.Next((int)StopReason.LegPain, (int)StopReason.Other)
                : pain >= 7 && random.NextDouble() < 0.3 ? StopReason.Pain
                : isWhole ? null
                : random.NextDouble() < 0.3 ? StopReason.TooStrong
                : StopReason.Time;
            return new(day, now.Level, now.Hold, now.Sets, isWhole, tells ? pain : null, tells ? later : null, stop, arched)
            {
                HasWholeHold = isWhole || random.NextDouble() < 0.7,
            };
        }

        private ScreeningAnswers Answers()
        {
            var table = ScreeningTable.Shipped;
            if (random.NextDouble() < 0.8)
            {
                return new(table.Edition, [], []);
            }

            var yes = Enumerable
                .Range(0, 1 + random.Next(2))
                .Select(_ => table.Questions[random.Next(table.Questions.Length)])
                .DistinctBy(row => row.Id)
                .ToList();
            var released = yes.Where(row => row.Effect == ScreeningEffect.AskFirst && random.NextDouble() < 0.6)
                .Select(row => new ScreeningRelease(row.Id, new("somebody", "clinician", FirstDay), null, row.Limits));
            return new(table.Edition, [.. yes.Select(row => row.Id)], [.. released]);
        }

        // a mean hip hangs by about 12°, and a degree of tightness takes about 0.7 of it
        private static HangingThigh Thigh(double tightness, HangingThigh? before) =>
            new(Angle.FromDegrees(12 - (0.7 * tightness)), Angle.FromDegrees(2.5)) { Before = before?.Below };

        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
