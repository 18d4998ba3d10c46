import { findVoice, speakOnce } from "./speech.ts";

/** One sentence in one voice. */
export interface Sample {
  /** Where it is heard; empty for the voice of this device. */
  readonly address: string;
  readonly sentence: string;
  readonly language: string;
}

/** Plays one sample at a time. */
export interface Listening {
  /** Plays it from its beginning; `over` is called once it is not heard any more. False when it cannot be heard at all. */
  play(sample: Sample, over: () => void): Promise<boolean>;
  /** Plays nothing any more. */
  stop(): void;
}

/** A person compares voices by one sentence: another one begins where the first is, and never beside it. */
export function makeListening(): Listening {
  const audio = new Audio();
  let ends: AbortController | null = null;

  const stop = (): void => {
    ends?.abort();
    ends = null;
    audio.pause();
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  };

  return {
    stop,
    async play({ address, sentence, language }, over) {
      stop();
      const mine = (ends = new AbortController());
      mine.signal.addEventListener("abort", over, { once: true });
      const end = (): void => mine.abort();
      if (address === "") {
        const voice = await findVoice(language);
        if (mine.signal.aborted) return true;
        if (voice === null) {
          end();
          return false;
        }
        speakOnce(voice, sentence, end);
        return true;
      }
      audio.src = address;
      audio.addEventListener("ended", end, { once: true, signal: mine.signal });
      try {
        await audio.play();
        return true;
      } catch {
        // Whoever taps another one breaks this one off.
        if (mine.signal.aborted) return true;
        end();
        return false;
      }
    },
  };
}
