import type { MotionSample } from "./sample.ts";
import type { Milliseconds } from "../../time.ts";

/** Where up is, in the device's own axes: of length 1, and turned round where a maker counts the other way. No angle depends on that. */
export type Up = readonly [number, number, number];

/** Up at a moment. */
export interface Moment {
  readonly at: Milliseconds;
  readonly up: Up;
}

/** What a recording knows: the leg flat, lifted and lowered once, hanging, and the phone on the pelvis. Words as recorded files have them. */
export type Phase = "zero" | "sweep" | "hold" | "pelvis";

/** How the phone lies on the thigh. */
export interface Hinge {
  /** How far the thigh is raised above where it lay at zero, −90 to 90; negative where it hangs. */
  raisedDegrees(up: Up): number;
}

/** Half a second: longer than tremor, shorter than a breath. */
const stillMs = 500;

const degrees = 180 / Math.PI;

/** Up from a reading; null near free fall. */
export const upOf = ({ x, y, z }: Pick<MotionSample, "x" | "y" | "z">): Up | null => unit([x, y, z]);

/** The mean direction; null where there is none. */
export function meanOf(ups: readonly Up[]): Up | null {
  const sum = ups.reduce<Up>((sum, up) => add(sum, up), [0, 0, 0]);
  return Math.hypot(...sum) > 0.1 * ups.length ? unit(sum) : null;
}

/** Between two directions, 0 to 180. */
export const degreesBetween = (a: Up, b: Up): number => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b)) * degrees;

/**
 * The hinge that a leg turns about, h = normalize(Σ u0 × u_i) over its lift; null where it was not lifted. The same as in
 * docs/models/inclinometer.md, for what is shown at once: what counts is measured by the server.
 */
export function findHinge(zero: Up, sweep: readonly Up[]): Hinge | null {
  const axis = unit(sweep.reduce<Up>((sum, up) => add(sum, cross(zero, up)), [0, 0, 0]));
  if (axis === null) return null;
  const long = cross(axis, zero);
  return { raisedDegrees: (up) => Math.atan2(dot(long, up), Math.hypot(dot(axis, up), dot(zero, up))) * degrees };
}

/** How far the furthest half-second mean lies from the mean of all; null where there is none. */
export function unrestDegrees(moments: readonly Moment[]): number | null {
  const mean = meanOf(moments.map(({ up }) => up));
  const first = moments[0];
  const last = moments.at(-1);
  if (mean === null || first === undefined || last === undefined) return null;

  // What is left over at the end belongs to the last block.
  const count = Math.max(1, Math.floor((last.at - first.at) / stillMs));
  const blocks = Array.from({ length: count }, (): Up[] => []);
  for (const { at, up } of moments) blocks[Math.min(count - 1, Math.floor((at - first.at) / stillMs))]?.push(up);

  let furthest = 0;
  for (const block of blocks.filter(({ length }) => length > 0)) {
    const of = meanOf(block);
    if (of === null) return null;
    furthest = Math.max(furthest, degreesBetween(of, mean));
  }
  return furthest;
}

/** How far the thigh hangs below where it lay at zero, in degrees; null where the recording does not show it. */
export function findThighBelowDegrees(
  recording: Readonly<Record<Exclude<Phase, "pelvis">, readonly Moment[]>>,
): number | null {
  const [zero, held] = [meanUp(recording.zero), meanUp(recording.hold)];
  const hinge = zero && findHinge(zero, upsOf(recording.sweep));
  return hinge === null || held === null ? null : -hinge.raisedDegrees(held);
}

/** The hip itself: the thigh against the pelvis. */
export interface Hip {
  /** How far the pelvis is tilted back against the horizontal; negative where it is tilted forward. */
  readonly pelvisDegrees: number;
  /** Negative where the hip is flexed. */
  readonly extensionDegrees: number;
}

/** The hip; null where the recording does not show it, or the phone was not laid on the pelvis. */
export function findHip(recording: Readonly<Record<Phase, readonly Moment[]>>): Hip | null {
  const [below, pelvis] = [findThighBelowDegrees(recording), meanUp(recording.pelvis)];
  if (below === null || pelvis === null) return null;
  const pelvisDegrees = topEdgeRaisedDegrees(pelvis);
  return { pelvisDegrees, extensionDegrees: below + pelvisDegrees };
}

/** How far the top edge is raised above the horizontal, −90 to 90, for a phone whose screen faces up: the sign of z is the maker's. */
export const topEdgeRaisedDegrees = ([x, y, z]: Up): number => Math.atan2(z < 0 ? -y : y, Math.hypot(x, z)) * degrees;

/** How far a phone on its back is from level, any way, 0 to 90. */
export const tiltDegrees = ([x, y, z]: Up): number => Math.atan2(Math.hypot(x, y), Math.abs(z)) * degrees;

/** The mean direction of some moments; null where there is none. */
export const meanUp = (moments: readonly Moment[]): Up | null => meanOf(upsOf(moments));

const upsOf = (moments: readonly Moment[]): readonly Up[] => moments.map(({ up }) => up);

const add = (a: Up, b: Up): Up => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

const dot = (a: Up, b: Up): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const cross = (a: Up, b: Up): Up => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

function unit(vector: Up): Up | null {
  const length = Math.hypot(...vector);
  return length > 1e-6 ? [vector[0] / length, vector[1] / length, vector[2] / length] : null;
}
