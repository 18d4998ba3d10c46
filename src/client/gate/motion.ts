import { milliseconds } from "../time.ts";
import type { PositionSource } from "./position.ts";
import { watchThigh } from "./thigh.ts";

/** A device with a motion sensor has told something by then. */
const answersWithinMs = 1_000;

/** The browser's motion sensor, in a phone that lies on the thigh. */
export const motion: PositionSource = {
  watch(asked, tell, signal) {
    const thigh = watchThigh();
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
          const at = milliseconds(timeStamp);
          tell({ at, inPosition: thigh.take({ at, x, y, z }, asked()) });
        },
        { signal },
      );
    });
  },
};

/** Whether this device has a motion sensor that tells something. */
export async function hasMotion(): Promise<boolean> {
  const enough = new AbortController();
  const asked = { step: 0, thighDegrees: null, flat: false };
  const answer = await motion.watch(
    () => asked,
    () => undefined,
    enough.signal,
  );
  enough.abort();
  return answer === "watching";
}
