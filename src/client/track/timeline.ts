import { milliseconds, type Milliseconds } from "../time.ts";
import type { Cue, CueKind, Sequence, Side, Step } from "./sequence.ts";

/** How long a short call ("half-way") stays readable after it was spoken, while a hold goes on. */
const callLingers = milliseconds(3000);

/** Within this time of a step's start, going back means the step before. */
const backMeansPrevious = milliseconds(2000);

/** A hold that waits for the person waits so long before it begins: what was said is over by then, and the bell is not heard yet. */
export const waitsBefore = milliseconds(100);

/** Kinds whose own end is worth counting down to; everything else counts down the step. */
const counted: ReadonlySet<CueKind> = new Set<CueKind>(["hold", "press", "contract", "relax"]);

/** Half a breath: which half, and how far it has come from 0 to 1. */
export interface Breath {
  readonly half: "in" | "out";
  readonly fraction: number;
}

/** Everything a person sees at one moment. It depends on the clock alone. */
export interface View {
  readonly step: Step;
  readonly stepIndex: number;
  /** What the large number counts down. */
  readonly counting: CueKind | "step";
  /** Whole seconds left, at least 1 until the very end. */
  readonly secondsLeft: number;
  /** The one sentence to read. */
  readonly sentence: string;
  readonly breath: Breath | null;
  readonly ended: boolean;
}

/** What to show when the track's clock stands at a time. Times outside the track count as its ends. */
export function viewAt(sequence: Sequence, time: Milliseconds): View {
  const now = milliseconds(Math.min(Math.max(time, 0), sequence.total));
  const stepIndex = stepIndexAt(sequence, now);
  const step = sequence.steps[stepIndex];
  if (step === undefined) throw new RangeError("A sequence has at least one step.");

  const cues = sequence.cues.filter((cue) => cue.step === stepIndex);
  const active = cues.filter((cue) => cue.at <= now && now < cue.end);
  const count = active.find((cue) => counted.has(cue.kind));

  return {
    step,
    stepIndex,
    counting: count?.kind ?? "step",
    secondsLeft: Math.ceil(((count?.end ?? step.end) - now) / 1000),
    sentence: sentenceAt(cues, step, count?.text ?? "", now),
    breath: breathAt(cues, now),
    ended: now >= sequence.total,
  };
}

/** The step at a time: the last one that has begun. */
export function stepIndexAt(sequence: Sequence, time: Milliseconds): number {
  const index = sequence.steps.findLastIndex((step) => step.at <= time);
  return Math.max(index, 0);
}

/** Where skipping forward leads: the next step's start, or the track's end. */
export function nextStop(sequence: Sequence, time: Milliseconds): Milliseconds {
  return sequence.steps[stepIndexAt(sequence, time) + 1]?.at ?? sequence.total;
}

/** Where skipping back leads: this step's start, or the step before when this one has only just begun. */
export function previousStop(sequence: Sequence, time: Milliseconds): Milliseconds {
  const index = stepIndexAt(sequence, time);
  const start = sequence.steps[index]?.at ?? milliseconds(0);
  return time - start > backMeansPrevious ? start : (sequence.steps[index - 1]?.at ?? start);
}

/** Sentences that the clock has reached after one time and not later than another: each is passed exactly once. */
export function spokenBetween(sequence: Sequence, after: Milliseconds, upTo: Milliseconds): readonly Cue[] {
  return sequence.cues.filter((cue) => cue.kind === "say" && after < cue.at && cue.at <= upTo);
}

// What was said last in this step. In a hold a short call gives way again to what the hold asks.
function sentenceAt(cues: readonly Cue[], step: Step, meanwhile: string, now: Milliseconds): string {
  const said = cues.findLast((cue) => cue.kind === "say" && cue.text !== "" && cue.at <= now);
  const fresh = said !== undefined && (meanwhile === "" || now < said.end + callLingers);
  return fresh ? said.text : meanwhile || step.title;
}

// Half breaths alternate within a step, beginning with in.
function breathAt(cues: readonly Cue[], now: Milliseconds): Breath | null {
  const halves = cues.filter((cue) => cue.kind === "breathe");
  const index = halves.findIndex((cue) => cue.at <= now && now < cue.end);
  const cue = halves[index];
  if (cue === undefined) return null;
  return { half: index % 2 === 0 ? "in" : "out", fraction: (now - cue.at) / (cue.end - cue.at) };
}

/** What is heard of a step where no step is put into words. */
export type Ringing = "begun" | "hold" | "shortHold" | "change" | "nothing";

/** Which bells ring in a step of a sequence that says nothing; null where it speaks. A step it has not, index -1, is not heard. */
export function ringingIn(sequence: Sequence, stepIndex: number): Ringing | null {
  if (sequence.cues.some((cue) => cue.kind === "say")) return null;
  const bells = sequence.cues.filter((cue) => cue.step === stepIndex && cue.kind === "bell").length;
  const role = sequence.steps[stepIndex]?.role;
  if (bells === 0) return "nothing";
  if (role === "hold") return bells > 2 ? "hold" : "shortHold";
  return role === "change-sides" ? "change" : "begun";
}

/** What is said in a step before its action begins, in one text. */
export function saidIn(sequence: Sequence, stepIndex: number): string {
  const cues = sequence.cues.filter((cue) => cue.step === stepIndex);
  const action = cues.find((cue) => counted.has(cue.kind))?.at ?? Infinity;
  return cues
    .filter((cue) => cue.kind === "say" && cue.at < action)
    .map((cue) => cue.text)
    .join(" ");
}

/** One hold of the sequence and how much of it was really held. */
export interface Held {
  readonly side: Side | null;
  readonly set: number | null;
  readonly of: Milliseconds;
  /** Null where playback never reached it: not the same as nothing. */
  readonly held: Milliseconds | null;
}

/** A stretch of the track that was played without interruption. */
export interface Played {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** What was really held, hold by hold: the track's holds against what was played of them. Held again counts again. */
export function heldOf(sequence: Sequence, played: readonly Played[]): readonly Held[] {
  return sequence.cues
    .filter((cue) => cue.kind === "hold")
    .map((cue) => {
      const parts = played
        .map((span) => Math.min(span.to, cue.end) - Math.max(span.from, cue.at))
        .filter((part) => part > 0);
      const step = sequence.steps[cue.step];
      return {
        side: step?.side ?? null,
        set: step?.set ?? null,
        of: milliseconds(cue.end - cue.at),
        held: parts.length === 0 ? null : milliseconds(parts.reduce((sum, part) => sum + part)),
      };
    });
}

/** Holds added up for each side that has any, in the order the sides come. */
export function heldPerSide(holds: readonly Held[]): readonly Held[] {
  const sides = [...new Set(holds.map((hold) => hold.side))];
  return sides.map((side) => {
    const own = holds.filter((hold) => hold.side === side);
    const reached = own.flatMap((hold) => (hold.held === null ? [] : [hold.held]));
    return {
      side,
      set: null,
      of: milliseconds(own.reduce((sum, hold) => sum + hold.of, 0)),
      held: reached.length === 0 ? null : milliseconds(reached.reduce((sum, held) => sum + held, 0)),
    };
  });
}
