import type { Milliseconds } from "../time.ts";
import type { Sequence } from "./sequence.ts";
import { spokenBetween } from "./timeline.ts";

/** How long a device may take to tell its voices. */
const voicesWithinMs = 1500;

/** A voice of this device that speaks a language, or null. */
export async function findVoice(language: string): Promise<SpeechSynthesisVoice | null> {
  if (!("speechSynthesis" in window)) return null;
  const find = () => speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  const atOnce = find();
  if (atOnce !== null) return atOnce;
  const signal = AbortSignal.timeout(voicesWithinMs);
  return new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", () => find() && resolve(find()), { signal });
    signal.addEventListener("abort", () => resolve(find()));
  });
}

/** Speaks the sentences of a track that has none, as its clock passes them. */
export interface Speaker {
  /** The clock has come to a time. */
  pass(now: Milliseconds): void;
  /** The clock was set: what lies between is not spoken. */
  moveTo(now: Milliseconds): void;
  /** Nothing more is to be heard. */
  hush(): void;
}

/** Speaks with a voice of this device. */
export function speakWith(voice: SpeechSynthesisVoice, sequence: Sequence): Speaker {
  // A sentence at the very start is passed, too.
  let last = -1;
  return {
    pass(now) {
      for (const cue of spokenBetween(sequence, last as Milliseconds, now)) {
        const utterance = new SpeechSynthesisUtterance(cue.text);
        utterance.voice = voice;
        utterance.lang = voice.lang;
        speechSynthesis.speak(utterance);
      }
      last = Math.max(last, now);
    },
    moveTo(now) {
      speechSynthesis.cancel();
      last = now - 1;
    },
    hush: () => speechSynthesis.cancel(),
  };
}

/** Says nothing: the track speaks for itself. */
export const silent: Speaker = { pass: () => undefined, moveTo: () => undefined, hush: () => undefined };
