import type { Side } from "../player/sequence.ts";
import { makeCaller } from "./caller.ts";
import type { KeepGate } from "./choice.ts";
import { keepGate } from "./keeper.ts";
import { hasMotion, motion } from "./motion.ts";

export { hasMotion };

/** A gate for the leg of a side, which carries the phone. */
export const openFor =
  (side: Side, voice: HTMLAudioElement): KeepGate =>
  (track, reins, tellBlind, signal) =>
    keepGate(track, side, motion, { ...reins, say: makeCaller(reins.track, voice, signal) }, tellBlind, signal);
