import { findVoice } from "../speech.ts";
import type { Milliseconds } from "../time.ts";
import type { Track, Whole } from "../track/track.ts";
import { silent, speakWith, type Speaker } from "./speaker.ts";

/** What a session does about a device that does not speak. */
export interface VoiceEvents {
  /** Nothing else can speak: the sentences can only be read. */
  readonly silent: () => void;
  /** The same track in another voice takes its place. */
  readonly replaced: (spare: Whole) => void;
}

/** The voice of a session: the track speaks for itself, or a voice of this device speaks what the track leaves to it. */
export interface Voice extends Speaker {
  /** Finds a voice of this device for a track that leaves sentences to it; `from` where it does not begin at its start. */
  speak(track: Track, from: (() => Milliseconds) | null): Promise<void>;
}

/** A voice for a session, with another one in reserve, until the signal says stop. */
export function makeVoice(spare: Promise<Whole | null>, events: VoiceEvents, signal: AbortSignal): Voice {
  let speaker: Speaker = silent;

  const fallBack = async (): Promise<void> => {
    const instead = await spare;
    if (signal.aborted) return;
    if (instead === null) {
      events.silent();
      return;
    }
    speaker.hush();
    speaker = silent;
    events.replaced(instead);
  };

  return {
    pass: (now) => speaker.pass(now),
    moveTo: (now) => speaker.moveTo(now),
    hush: () => speaker.hush(),
    async speak({ sequence, leftToDevice }, from) {
      if (leftToDevice === null) return;
      const voice = await findVoice(sequence.language);
      if (signal.aborted) return;
      if (voice === null) return fallBack();
      speaker = speakWith(voice, leftToDevice, () => void fallBack());
      if (from !== null) speaker.moveTo(from());
    },
  };
}
