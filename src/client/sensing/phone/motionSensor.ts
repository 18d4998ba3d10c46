import { milliseconds } from "../../time.ts";
import type { MotionSample } from "./sample.ts";

/** A device with a motion sensor has sent a sample by then. */
const answersWithinMs = 1_000;

/** A sensor that has sent nothing for so long is gone: the screen is locked, or the browser took it away. */
const goneAfterMs = 1_500;

/** How watching a sensor ended. */
export type Ending = "enough" | "silent" | "gone" | "aborted";

/** Hands on the samples of the motion sensor, until that is enough, the sensor falls silent, or the signal ends it. */
export function watchMotion(take: (sample: MotionSample) => "more" | "enough", signal: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (how: Ending): void => {
      clearTimeout(watchdog);
      over.abort();
      resolve(how);
    };
    let watchdog = setTimeout(end, answersWithinMs, "silent");
    signal.addEventListener("abort", () => end("aborted"), { signal: over.signal });
    addEventListener(
      "devicemotion",
      ({ accelerationIncludingGravity: reading, timeStamp }) => {
        const { x = null, y = null, z = null } = reading ?? {};
        // A device without a sensor says so by an event without a reading.
        if (x === null || y === null || z === null) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(end, goneAfterMs, "gone");
        if (take({ at: milliseconds(timeStamp), x, y, z }) === "enough") end("enough");
      },
      { signal: over.signal },
    );
  });
}
