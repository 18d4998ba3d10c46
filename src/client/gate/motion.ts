import { milliseconds } from "../time.ts";
import type { Hinge } from "../measure/inclinometer.ts";
import type { PositionSource } from "./position.ts";
import { watchThigh, type Sample } from "./thigh.ts";

/** A device with a motion sensor has told something by then. */
const answersWithinMs = 1_000;

/** Who listens to each sample too, and may know how the phone lies on the thigh. */
interface Listener {
  readonly hear: (sample: Sample) => void;
  readonly hinge: () => Hinge | null;
}

const nobody: Listener = { hear: () => undefined, hinge: () => null };

/** The browser's motion sensor, in a phone that lies on the thigh. */
export const motionFor = ({ hear, hinge }: Listener): PositionSource => ({
  watch(asked, tell, signal) {
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
          tell({ at: sample.at, inPosition: thigh.take(sample, asked()) });
        },
        { signal },
      );
    });
  },
});

/** Whether this device has a motion sensor that tells something. */
export async function hasMotion(): Promise<boolean> {
  const enough = new AbortController();
  const asked = { step: 0, thighDegrees: null, flat: false };
  const answer = await motionFor(nobody).watch(
    () => asked,
    () => undefined,
    enough.signal,
  );
  enough.abort();
  return answer === "watching";
}
