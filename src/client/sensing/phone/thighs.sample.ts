import { milliseconds } from "../../time.ts";
import type { MotionSample } from "./sample.ts";

/** What a thigh does from one second to another: it goes evenly from where it was to where it is to be. */
export interface Movement {
  readonly seconds: number;
  /** Above the horizontal, at the end. */
  readonly degrees: number;
  /** Turned outwards about its own length, at the end. */
  readonly rollDegrees?: number;
}

/** How the phone lies on the thigh, and what it is like. */
export interface Phone {
  /** Any three angles: it may lie upside down or across. */
  readonly turned: readonly [number, number, number];
  /** Makers disagree on it. */
  readonly sign: 1 | -1;
  /** Of each axis, in m/s². */
  readonly noise: number;
  readonly hertz: number;
  /** Samples come in steps of this, in m/s². */
  readonly step: number;
}

/** A phone that lies along the thigh and has hardly any faults. */
export const goodPhone: Phone = { turned: [0, 0, 0], sign: 1, noise: 0.03, hertz: 60, step: 0.1 };

const g = 9.81;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The samples of a phone on a thigh while the thigh does this, one movement after the other. */
export function samplesOf(movements: readonly Movement[], phone: Phone, seed = 1, tremor = 0): readonly MotionSample[] {
  const random = noiseFrom(seed);
  const samples: MotionSample[] = [];
  let at = 0;
  let before = { degrees: 0, rollDegrees: 0 };
  for (const { seconds, degrees, rollDegrees = 0 } of movements) {
    const count = Math.round(seconds * phone.hertz);
    for (let i = 1; i <= count; i++) {
      at += 1000 / phone.hertz;
      const e = radians(before.degrees + ((degrees - before.degrees) * i) / count);
      const roll = radians(before.rollDegrees + ((rollDegrees - before.rollDegrees) * i) / count);
      // Up, along the thigh, across it and out of its front.
      const up = [Math.sin(e), Math.sin(roll) * Math.cos(e), Math.cos(roll) * Math.cos(e)] as const;
      const shake = tremor * Math.sin((2 * Math.PI * 9 * at) / 1000);
      const [x, y, z] = turn(up, phone.turned).map((part) => {
        const reading = phone.sign * part * g + phone.noise * random() + shake;
        return Math.round(reading / phone.step) * phone.step;
      });
      samples.push({ at: milliseconds(at), x: x ?? 0, y: y ?? 0, z: z ?? 0 });
    }
    before = { degrees, rollDegrees };
  }
  return samples;
}

function turn(v: readonly [number, number, number], by: Phone["turned"]): readonly number[] {
  const [a, b, c] = by;
  const [x, y, z] = v;
  const [x1, y1, z1] = [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a), z];
  const [x2, y2, z2] = [x1 * Math.cos(b) + z1 * Math.sin(b), y1, -x1 * Math.sin(b) + z1 * Math.cos(b)];
  return [x2, y2 * Math.cos(c) - z2 * Math.sin(c), y2 * Math.sin(c) + z2 * Math.cos(c)];
}

// About normal, of variance one: six uniform numbers have a variance of a half. The same for the same seed.
function noiseFrom(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Math.SQRT2 * (uniform() + uniform() + uniform() + uniform() + uniform() + uniform() - 3);
}
