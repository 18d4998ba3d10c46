import { gatedHolds } from "../position.ts";
import type { MotionSample } from "./sample.ts";
import type { Sequence, Side } from "../../track/sequence.ts";
import type { Milliseconds } from "../../time.ts";
import { beginCourse, holdOn, isWhole, type HeldSample } from "./course.ts";
import { upOf, type Hinge } from "./inclinometer.ts";

/** What is asked for before the first sentence: the leg flat, then lifted and lowered once. */
export type SetUpAsk = "flat" | "lift";

/** A hold that was measured. */
export interface Measured {
  readonly moment: "before" | "after";
  /** When it was over, on the sensor's clock. */
  readonly at: Milliseconds;
  /** A recorded file (CSV). */
  readonly recording: string;
}

/** A leg that is measured while a session guides it. It has no clock: the same samples give the same recordings. */
export interface InSession {
  /** What is asked for now; null when nothing more is. */
  asks(): SetUpAsk | null;
  /** The person continues without: nothing is measured. */
  skip(): void;
  hear(sample: MotionSample, track: { readonly media: Milliseconds; readonly playing: boolean }): void;
  /** How the phone lies on the thigh; null while that is not known. */
  hinge(): Hinge | null;
  /** What was measured so far. */
  measured(): readonly Measured[];
  /** Whether the leg was set up, so that something might have been measured. */
  isSetUp(): boolean;
}

/** A leg that has just been let go swings. */
const settleMs = 2_000;

/** Of the end of a hold so much is measured. */
const endMs = 4_000;

/** A hold has been played to its end when no more than this is missing. */
const missingMs = 500;

/** A thigh that the protocol's picture has so far below the horizontal hangs. On a bed it cannot. */
const hangsFromDegrees = -5;

/**
 * Measures a side's leg in the holds in which it hangs: before, when it has just come to rest in the first one, and after, at
 * the end of the last one. Null where it hangs in none. Calls back with what it asks for, and with null when it has nothing more to ask.
 */
export function measureIn(sequence: Sequence, side: Side, askFor: (ask: SetUpAsk | null) => void): InSession | null {
  const holds = gatedHolds(sequence, side).filter(({ to }) => {
    const step = sequence.steps.find((step) => step.at <= to && to < step.end);
    return (step?.thighDegrees?.[side] ?? 0) <= hangsFromDegrees;
  });
  const first = holds[0];
  const last = holds.at(-1);
  if (first === undefined || last === undefined) return null;

  const course = beginCourse();
  let asked: SetUpAsk | null = "flat";
  let before: readonly HeldSample[] = [];
  let after: readonly HeldSample[] = [];
  let isToTheEnd = false;

  const ask = (what: SetUpAsk | null): void => {
    if (what === asked) return;
    asked = what;
    askFor(what);
  };
  const record = (moment: Measured["moment"], hold: readonly HeldSample[]): readonly Measured[] => {
    const end = hold.at(-1);
    const recording = isWhole(hold) ? course.write(hold) : null;
    return end === undefined || recording === null ? [] : [{ moment, at: end.at, recording }];
  };

  askFor(asked);
  return {
    asks: () => asked,
    skip: () => ask(null),
    hinge: () => course.hinge(),
    isSetUp: () => course.hinge() !== null,
    hear(sample, { media, playing }) {
      if (asked !== null) {
        const { step } = course.take(sample);
        ask(step === "zero" ? "flat" : step === "sweep" ? "lift" : null);
        return;
      }
      const up = upOf(sample);
      if (course.hinge() === null || !playing || up === null) return;
      const moment = { at: sample.at, up, sample };
      if (first.from + settleMs <= media && media < first.to && !isWhole(before)) before = holdOn(before, moment);
      if (last.from + settleMs <= media && media < last.to) {
        after = holdOn(after, moment).filter(({ at }) => sample.at - at <= endMs);
        isToTheEnd = media >= last.to - missingMs;
      }
    },
    measured: () => [...record("before", before), ...(isToTheEnd ? record("after", after) : [])],
  };
}
