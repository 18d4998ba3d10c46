import { utter } from "../speech.ts";
import type { Milliseconds } from "../time.ts";
import type { Cue, Sequence } from "../track/sequence.ts";
import { spokenBetween } from "../track/timeline.ts";

/** A voice that is later than this is not there. */
const lateMs = 1000;

/** Speaks the sentences of a track that has none, as its clock passes them. */
export interface Speaker {
  /** The clock has come to a time. */
  pass(now: Milliseconds): void;
  /** The clock was set: what lies between is not spoken. */
  moveTo(now: Milliseconds): void;
  /** Nothing more is to be heard. */
  hush(): void;
}

/** A sentence that was handed to the device and is not over. */
interface Sentence {
  readonly from: Milliseconds;
  readonly slot: number;
  started: boolean;
}

/**
 * Speaks with a voice of this device. A device may take sentences and say nothing, or stop in the middle: the first that does not
 * begin within a second, is refused, or is not over a second after its time, is reported once. Time is the track's own.
 */
export function speakWith(voice: SpeechSynthesisVoice, sequence: Sequence, reportLost: () => void): Speaker {
  // A sentence at the very start is passed, too.
  let last = -1;
  let lost = false;
  const underWay = new Set<Sentence>();
  const drop = (): void => {
    underWay.clear();
    speechSynthesis.cancel();
  };
  const lose = (): void => {
    drop();
    if (!lost) reportLost();
    lost = true;
  };
  const say = (cue: Cue, now: Milliseconds): void => {
    const utterance = utter(voice, cue.text, sequence.speechRate);
    const sentence: Sentence = { from: now, slot: cue.end - cue.at, started: false };
    utterance.addEventListener("start", () => (sentence.started = true));
    utterance.addEventListener("end", () => underWay.delete(sentence));
    utterance.addEventListener("error", () => underWay.has(sentence) && lose());
    underWay.add(sentence);
    speechSynthesis.speak(utterance);
  };
  const isLost = (sentence: Sentence, now: Milliseconds): boolean =>
    now - sentence.from > (sentence.started ? sentence.slot + lateMs : lateMs);

  return {
    pass(now) {
      for (const cue of spokenBetween(sequence, last as Milliseconds, now)) say(cue, now);
      last = Math.max(last, now);
      if ([...underWay].some((sentence) => isLost(sentence, now))) lose();
    },
    moveTo(now) {
      drop();
      last = now - 1;
    },
    hush: drop,
  };
}

/** Says nothing: the track speaks for itself. */
export const silent: Speaker = { pass: () => undefined, moveTo: () => undefined, hush: () => undefined };
