import { milliseconds } from "../../time.ts";
import type { Hinge } from "./inclinometer.ts";
import type { PositionSource } from "../position.ts";
import type { MotionSample } from "./sample.ts";
import { watchThigh } from "./thigh.ts";

/** A device with a motion sensor has sent a sample by then. */
const answersWithinMs = 1_000;

/** Something that takes each sample too, and may know how the phone lies on the thigh. */
interface Listener {
  readonly hear: (sample: MotionSample) => void;
  readonly hinge: () => Hinge | null;
}

const nobody: Listener = { hear: () => undefined, hinge: () => null };

/** The browser's motion sensor, in a phone that lies on the thigh. */
export const thighSourceFor = ({ hear, hinge }: Listener): PositionSource => ({
  watch(expected, report, signal) {
    const thigh = watchThigh(hinge);
    return new Promise((resolve) => {
      AbortSignal.timeout(answersWithinMs).addEventListener("abort", () => resolve("nothing to watch with"));
      addEventListener(
        "devicemotion",
        ({ accelerationIncludingGravity: reading, timeStamp }) => {
          const { x = null, y = null, z = null } = reading ?? {};
          // A device without a sensor says so by an event without a reading.
          if (x === null || y === null || z === null) {
            resolve("nothing to watch with");
            return;
          }
          resolve("watching");
          const sample = { at: milliseconds(timeStamp), x, y, z };
          hear(sample);
          report({ at: sample.at, inPosition: thigh.take(sample, expected()) });
        },
        { signal },
      );
    });
  },
});

/** Whether this device has a motion sensor that works. */
export async function hasMotion(): Promise<boolean> {
  const enough = new AbortController();
  const expected = { step: 0, thighDegrees: null, flat: false };
  const answer = await thighSourceFor(nobody).watch(
    () => expected,
    () => undefined,
    enough.signal,
  );
  enough.abort();
  return answer === "watching";
}
