import type { Milliseconds } from "../../time.ts";

/**
 * One sample of the phone's motion sensor: what the browser calls acceleration including gravity, in the device's own axes,
 * in m/s². Its sign differs between makers.
 */
export interface MotionSample {
  readonly at: Milliseconds;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}
