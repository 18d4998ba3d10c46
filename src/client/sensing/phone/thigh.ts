import type { Hinge } from "./inclinometer.ts";
import type { MotionSample } from "./sample.ts";
import type { InPosition } from "../gate.ts";
import type { ExpectedPosition } from "../position.ts";

/** Finds from the direction of gravity whether the thigh that carries the phone is where a step asks for it. */
export interface ThighWatch {
  take(sample: MotionSample, asked: ExpectedPosition): InPosition;
}

type Vector = readonly [number, number, number];

// Each with its reason in docs/models/position-gate.md.
const windowMs = 1_000;
const windowAtLeastMs = 800;
const samplesAtLeast = 10;
const gapMs = 300;
const stillMetresPerSecondSquared = 0.4;
const gravityMetresPerSecondSquared = [7.5, 12] as const;
const raisedFromDegrees = 75;
const raisedApartDegrees = 45;
const aboveDegrees = 35;
const belowDegrees = 60;
const awayDegrees = 30;

/**
 * A watch over one thigh. It has no clock and knows no sensor: the same samples give the same answers. Where the leg was set
 * up for measuring, the hinge shows how far it is raised, and nothing has to be learnt from the steps.
 */
export function watchThigh(hinge: () => Hinge | null = () => null): ThighWatch {
  let window: MotionSample[] = [];
  let flat: Vector | null = null;
  let raised: { readonly up: Vector; readonly degrees: number } | null = null;
  let rest: { readonly up: Vector; readonly degrees: number | null } | null = null;
  let step = -1;
  let answer: InPosition = "unknown";

  // Up turns away from where it was with the thigh raised by as much as the thigh is lowered, however the phone lies on it.
  const elevation = (up: Vector): number | null => {
    const known = hinge();
    if (known !== null) return known.raisedDegrees(up);
    if (raised === null) return null;
    return (flat === null ? raised.degrees : angle(flat, raised.up)) - angle(up, raised.up);
  };

  const calibrate = (up: Vector, asked: ExpectedPosition): void => {
    if (asked.flat) flat = up;
    if (asked.thighDegrees === null || asked.thighDegrees < raisedFromDegrees) return;
    // A leg that lies as it lay before has not been raised, whatever was asked.
    if (flat === null || angle(flat, up) >= raisedApartDegrees) raised = { up, degrees: asked.thighDegrees };
  };

  const isNear = (up: Vector, degrees: number): boolean => {
    const is = elevation(up);
    if (is !== null) return is <= degrees + aboveDegrees && is >= degrees - belowDegrees;
    // Without the raised leg it is not known which way it moved, and without either only that it is still.
    return flat === null || angle(flat, up) <= Math.abs(degrees) + aboveDegrees;
  };

  const hasMovedAway = (up: Vector, from: NonNullable<typeof rest>): boolean => {
    const is = elevation(up);
    const moved = is === null || from.degrees === null ? angle(up, from.up) : Math.abs(is - from.degrees);
    return moved > awayDegrees;
  };

  return {
    take(sample, asked) {
      window = extend(window, sample);
      if (asked.step !== step) {
        step = asked.step;
        rest = null;
      }
      const seen = summarise(window);
      if (seen === null) return answer;
      if (seen.still) calibrate(seen.up, asked);
      if (asked.thighDegrees === null) return (answer = "unknown");
      if (rest !== null && hasMovedAway(seen.up, rest)) rest = null;
      if (rest === null && seen.still && isNear(seen.up, asked.thighDegrees))
        rest = { up: seen.up, degrees: elevation(seen.up) };
      return (answer = rest === null ? "no" : "yes");
    },
  };
}

// A gap, or a clock that goes back, begins anew.
function extend(window: readonly MotionSample[], sample: MotionSample): MotionSample[] {
  const since = sample.at - (window.at(-1)?.at ?? sample.at);
  if (since < 0 || since > gapMs) return [sample];
  return [...window.filter(({ at }) => sample.at - at <= windowMs), sample];
}

/** Where up points, and whether it stays there; null while there are too few samples. */
function summarise(window: readonly MotionSample[]): { readonly up: Vector; readonly still: boolean } | null {
  const [first] = window;
  const last = window.at(-1);
  if (first === undefined || last === undefined) return null;
  if (window.length < samplesAtLeast || last.at - first.at < windowAtLeastMs) return null;

  const mean: Vector = [
    average(window.map(({ x }) => x)),
    average(window.map(({ y }) => y)),
    average(window.map(({ z }) => z)),
  ];
  const length = Math.hypot(...mean);
  const spread = Math.sqrt(
    average(window.map(({ x, y, z }) => (x - mean[0]) ** 2 + (y - mean[1]) ** 2 + (z - mean[2]) ** 2)),
  );
  if (length === 0) return null;
  const [least, most] = gravityMetresPerSecondSquared;
  return {
    up: [mean[0] / length, mean[1] / length, mean[2] / length],
    still: spread <= stillMetresPerSecondSquared && length >= least && length <= most,
  };
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between two directions, in degrees. Both may be turned round: the sign that makers disagree on cancels out. */
function angle(a: Vector, b: Vector): number {
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return (Math.atan2(cross, dot) * 180) / Math.PI;
}
