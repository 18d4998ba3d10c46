import type { Sample } from "../gate/thigh.ts";
import type { Milliseconds } from "../time.ts";
import { degreesBetween, findHinge, findThighBelowDegrees, meanOf, unrestDegrees, upOf } from "./inclinometer.ts";
import type { Hinge, Moment, Phase, Up } from "./inclinometer.ts";

/** What the person is asked for: a phase, or nothing more. */
export type Step = Phase | "done";

/** What is known after a sample. */
export interface Seen {
  readonly step: Step;
  /** Three, two, one, while the leg is still in the hold. */
  readonly count: number | null;
  /** How far the thigh is raised above where it lay flat; negative where it hangs; null while that is not known. */
  readonly raisedDegrees: number | null;
}

/** One recording as it is made. It has no clock and knows no sensor: the same samples give the same recording. */
export interface Course {
  take(sample: Sample): Seen;
  /** What was recorded so far, as a recorded file (CSV); null while there is nothing. Another hold may stand for its own. */
  write(hold?: readonly HeldSample[]): string | null;
  /** How the phone lies on the thigh, as the lift has shown it; null while that is not known. */
  hinge(): Hinge | null;
  /** How far the thigh hangs, in degrees; null while that is not known. */
  findThighBelowDegrees(): number | null;
}

/** Time to lay the phone down, and oneself. */
const layDownMs = 5_000;
const zeroMs = 1_500;
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

/** What a tone and a number follow: shorter than a movement, longer than the sensor's noise. */
const smoothMs = 250;
/** A movement could hide in a longer gap. */
const gapMs = 1_000;
/** Less or more is felt by a phone that falls or is knocked; it tells no direction. */
const metresPerSecondSquared = [1, 40] as const;

/** A moment of a hold, and what was felt in it. */
export interface HeldSample extends Moment {
  readonly sample: Sample;
}

/** A hold with one more moment, as far back as the leg was still. */
export const holdOn = (hold: readonly HeldSample[], moment: HeldSample): readonly HeldSample[] =>
  keepStill([...hold, moment], holdStillDegrees);

/** Whether a hold is long enough to be measured. */
export const isWhole = (hold: readonly HeldSample[]): boolean => lengthMs(hold) >= holdMs;

/** A recording that begins with the leg flat. */
export function beginCourse(): Course {
  const kept: Record<Phase, readonly HeldSample[]> = { zero: [], sweep: [], hold: [] };
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

  const takeZero = (moment: HeldSample): void => {
    if (moment.at - (began ?? moment.at) < layDownMs - zeroMs) return;
    kept.zero = keepStill([...kept.zero, moment], zeroStillDegrees);
    if (lengthMs(kept.zero) < zeroMs) return;
    zero = meanOf(kept.zero.map(({ up }) => up));
    if (zero !== null) step = "sweep";
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
    if (isWhole(kept.hold)) step = "done";
  };

  const look = (up: Up | null): Seen => {
    const counted = lengthMs(kept.hold) - countFromMs;
    return {
      step,
      count: step === "hold" && counted >= 0 ? Math.max(1, 3 - Math.floor(counted / countEveryMs)) : null,
      raisedDegrees: up === null || zero === null ? null : (hinge?.raisedDegrees(up) ?? degreesBetween(up, zero)),
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
        case "done":
          break;
      }
      return look(smooth);
    },
    hinge: () => hinge,
    write(hold = kept.hold) {
      const from = began ?? 0;
      const line = (phase: Phase, { x, y, z, at }: Sample): string =>
        [(at - from).toFixed(1), phase, x.toFixed(3), y.toFixed(3), z.toFixed(3)].join(",");
      const lines = (["zero", "sweep", "hold"] as const).flatMap((phase) =>
        (phase === "hold" ? hold : kept[phase]).map(({ sample }) => line(phase, sample)),
      );
      return lines.length === 0 ? null : ["tMs,phase,x,y,z", ...lines].join("\n");
    },
    findThighBelowDegrees: () => findThighBelowDegrees(kept),
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
