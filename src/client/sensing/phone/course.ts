import type { MotionSample } from "./sample.ts";
import type { Milliseconds } from "../../time.ts";
import {
  degreesBetween,
  findHinge,
  findHip,
  findThighBelowDegrees,
  meanOf,
  meanUp,
  tiltDegrees,
  topEdgeRaisedDegrees,
  unrestDegrees,
  upOf,
} from "./inclinometer.ts";
import type { Hinge, Hip, Moment, Phase, Up } from "./inclinometer.ts";

/** What the person is asked for: a phase, or nothing more. */
export type Step = Phase | "done";

/** What is measured. */
export type Parts = "thigh" | "thigh and pelvis";

/** Why a phone on the pelvis is not measured there: it lies too steep for any pelvis, or it did not come to lie still. */
export type Refusal = "steep" | "restless";

/** What is known after a sample. */
export interface Seen {
  readonly step: Step;
  /** Three, two, one, while the leg is still in the hold. */
  readonly count: number | null;
  /** How far the thigh is raised above where it lay flat; negative where it hangs; null while that is not known. */
  readonly raisedDegrees: number | null;
  /** How far the edge of a phone on the pelvis that points to the feet is raised; null in every other step. */
  readonly pelvisDegrees: number | null;
  /** Why the phone on the pelvis has to be laid anew; null where it has not. */
  readonly refusal: Refusal | null;
}

/** One recording as it is made. It has no clock and knows no sensor: the same samples give the same recording. */
export interface Course {
  take(sample: MotionSample): Seen;
  /** What was recorded so far, as a recorded file (CSV); null while there is nothing. Another hold may stand for its own. */
  write(hold?: readonly HeldSample[]): string | null;
  /** How the phone lies on the thigh, as the lift has shown it; null while that is not known. */
  hinge(): Hinge | null;
  /** How far the thigh hangs, in degrees; null while that is not known. */
  findThighBelowDegrees(): number | null;
  /** Pelvis and hip; null while that is not known, and where it is not asked for. */
  findHip(): Hip | null;
}

/** Time to lay the phone down, and oneself. */
const layDownMs = 5_000;
const zeroMs = 1_500;
/** A lift that begins at once begins with the leg flat all the same: so much of it goes before, two of the blocks in which it is looked for. */
const flatMs = 400;
const zeroStillDegrees = 1.5;

const liftedDegrees = 20;
const backDegrees = 5;
/** A leg that passes the bench is not back on it, and a sweep that is measured lasts a second. */
const backForMs = 500;
const sweepMs = 1_000;
/** How much is kept of a leg that waits to be lifted. */
const beforeLiftMs = 1_000;

const settleMs = 2_000;
const holdMs = 3_000;
const holdStillDegrees = 2.5;
/** On the way into position a thigh moves so far. One that has not is listened to as well, once there was time for it. */
const movedDegrees = 6;
const unmovedMs = 8_000;
/** Less than two half seconds say nothing of stillness. */
const countFromMs = 1_000;
const countEveryMs = 700;

/** A phone that nobody took off still lies on the thigh, and a thigh that goes on sinking turns it less than a hand does. */
const takenDegrees = 15;
/** So long it is carried and laid down. */
const layOnMs = 4_000;
/** Most of a breath. */
const pelvisMs = 3_000;
const pelvisStillDegrees = 1.5;
const mostPelvisDegrees = 45;
/** A phone that does not lie still by then is asked for again. */
const restlessMs = 30_000;

/** What a tone and a number follow: shorter than a movement, longer than the sensor's noise. */
const smoothMs = 250;
/** A movement could hide in a longer gap. */
const gapMs = 1_000;
/** Less or more is felt by a phone that falls or is knocked; it has no direction. */
const metresPerSecondSquared = [1, 40] as const;

/** A moment of a hold, and what was felt in it. */
export interface HeldSample extends Moment {
  readonly sample: MotionSample;
}

/** A hold with one more moment, as far back as the leg was still. */
export const holdOn = (hold: readonly HeldSample[], moment: HeldSample): readonly HeldSample[] =>
  keepStill([...hold, moment], holdStillDegrees);

/** Whether a hold is long enough to be measured. */
export const isWhole = (hold: readonly HeldSample[]): boolean => lengthMs(hold) >= holdMs;

/** A recording that begins with the leg flat. */
export function beginCourse(parts: Parts = "thigh"): Course {
  const kept: Record<Phase, readonly HeldSample[]> = { zero: [], sweep: [], hold: [], pelvis: [] };
  let step: Step = "zero";
  let began: Milliseconds | null = null;
  let last: Milliseconds | null = null;
  let recent: readonly HeldSample[] = [];
  let zero: Up | null = null;
  let hinge: Hinge | null = null;
  let isLifted = false;
  let backSince: Milliseconds | null = null;
  let swept: Milliseconds | null = null;
  let hasMoved = false;
  let held: Up | null = null;
  let taken: Milliseconds | null = null;
  let placed: readonly HeldSample[] = [];
  let refused: { readonly because: Refusal; readonly up: Up } | null = null;
  let asked: Milliseconds | null = null;

  const takeZero = (moment: HeldSample): void => {
    if (moment.at - (began ?? moment.at) < layDownMs - zeroMs - flatMs) return;
    const flat = keepStill([...kept.zero, moment], zeroStillDegrees);
    kept.zero = flat;
    if (lengthMs(flat) < zeroMs + flatMs) return;
    kept.zero = flat.filter(({ at }) => moment.at - at > flatMs);
    zero = meanUp(kept.zero);
    if (zero === null) return;
    kept.sweep = flat.slice(kept.zero.length);
    step = "sweep";
  };

  const takeSweep = (moment: HeldSample, fromZero: number): void => {
    // A lift that was not seen whole, from the bench and back, is asked for again.
    if (moment.at - (kept.sweep.at(-1)?.at ?? moment.at) > gapMs) {
      kept.sweep = [];
      isLifted = false;
      backSince = null;
    }
    if (kept.sweep.length === 0 && fromZero > backDegrees) return;
    kept.sweep = [...kept.sweep, moment];
    isLifted ||= fromZero >= liftedDegrees;
    if (!isLifted) {
      if (fromZero <= backDegrees) kept.sweep = kept.sweep.filter(({ at }) => moment.at - at <= beforeLiftMs);
      return;
    }
    backSince = fromZero > backDegrees ? null : (backSince ?? moment.at);
    if (backSince === null || moment.at - backSince < backForMs || lengthMs(kept.sweep) < sweepMs) return;
    const ups = kept.sweep.map(({ up }) => up);
    hinge = zero && findHinge(zero, ups);
    if (hinge === null) return;
    swept = moment.at;
    step = "hold";
  };

  const takeHold = (moment: HeldSample, fromZero: number): void => {
    hasMoved ||= fromZero > movedDegrees;
    if (moment.at - (swept ?? moment.at) < (hasMoved ? settleMs : unmovedMs)) return;
    kept.hold = holdOn(kept.hold, moment);
    if (!isWhole(kept.hold)) return;
    held = meanUp(kept.hold);
    asked = moment.at;
    step = parts === "thigh" ? "done" : "pelvis";
  };

  const refuse = (because: Refusal, up: Up, at: Milliseconds): void => {
    refused = { because, up };
    asked = at;
  };

  const takePelvis = (moment: HeldSample, smooth: Up): void => {
    if (held !== null && degreesBetween(smooth, held) > takenDegrees) taken ??= moment.at;
    if (refused?.because === "steep" && degreesBetween(smooth, refused.up) > movedDegrees) refused = null;
    if (moment.at - (asked ?? moment.at) > restlessMs) refuse("restless", smooth, moment.at);
    if (taken === null || moment.at - taken < layOnMs) return;
    placed = keepStill([...placed, moment], pelvisStillDegrees);
    const mean = meanUp(placed);
    if (mean === null || lengthMs(placed) < pelvisMs) return;
    if (tiltDegrees(mean) > mostPelvisDegrees) {
      refuse("steep", mean, moment.at);
      placed = [];
    } else {
      kept.pelvis = placed;
      step = "done";
    }
  };

  const look = (up: Up | null): Seen => {
    const counted = lengthMs(kept.hold) - countFromMs;
    return {
      step,
      count: step === "hold" && counted >= 0 ? Math.max(1, 3 - Math.floor(counted / countEveryMs)) : null,
      raisedDegrees:
        up === null || zero === null || step === "pelvis"
          ? null
          : (hinge?.raisedDegrees(up) ?? degreesBetween(up, zero)),
      pelvisDegrees: up === null || step !== "pelvis" || taken === null ? null : topEdgeRaisedDegrees(up),
      refusal: step === "pelvis" ? (refused?.because ?? null) : null,
    };
  };

  return {
    take(sample) {
      const up = upOf(sample);
      const felt = Math.hypot(sample.x, sample.y, sample.z);
      const fits = felt >= metresPerSecondSquared[0] && felt <= metresPerSecondSquared[1];
      if (up === null || !fits || (last !== null && sample.at < last)) return look(null);

      const moment = { at: sample.at, up, sample };
      began ??= sample.at;
      last = sample.at;
      recent = [...recent.filter(({ at }) => sample.at - at <= smoothMs), moment];
      const smooth = meanOf(recent.map(({ up }) => up)) ?? up;
      const fromZero = zero === null ? 0 : degreesBetween(smooth, zero);
      switch (step) {
        case "zero":
          takeZero(moment);
          break;
        case "sweep":
          takeSweep(moment, fromZero);
          break;
        case "hold":
          takeHold(moment, fromZero);
          break;
        case "pelvis":
          takePelvis(moment, smooth);
          break;
        case "done":
          break;
      }
      return look(smooth);
    },
    hinge: () => hinge,
    write(hold = kept.hold) {
      const from = began ?? 0;
      const line = (phase: Phase, { x, y, z, at }: MotionSample): string =>
        [(at - from).toFixed(1), phase, x.toFixed(3), y.toFixed(3), z.toFixed(3)].join(",");
      const lines = (["zero", "sweep", "hold", "pelvis"] as const).flatMap((phase) =>
        (phase === "hold" ? hold : kept[phase]).map(({ sample }) => line(phase, sample)),
      );
      return lines.length === 0 ? null : ["tMs,phase,x,y,z", ...lines].join("\n");
    },
    findThighBelowDegrees: () => findThighBelowDegrees(kept),
    findHip: () => findHip(kept),
  };
}

/** The longest end of some moments in which the leg is still. */
function keepStill(moments: readonly HeldSample[], withinDegrees: number): readonly HeldSample[] {
  const gap = moments.findLastIndex(({ at }, index) => at - (moments[index - 1]?.at ?? at) > gapMs);
  const still = moments.slice(Math.max(0, gap));
  while ((unrestDegrees(still) ?? 180) > withinDegrees) still.shift();
  return still;
}

const lengthMs = (moments: readonly Moment[]): number => (moments.at(-1)?.at ?? 0) - (moments[0]?.at ?? 0);
