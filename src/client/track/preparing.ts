import type { Sound } from "./formats.ts";
import { fetchSound, fetchTrack, isLeftToDevice, spareOf, type Track, type TrackAnswer, type Whole } from "./track.ts";

/** A session that is being got ready while the person still sits. */
export interface Prepared {
  /** The prescription, as the server's addresses say it. */
  readonly query: string;
  readonly answer: Promise<TrackAnswer>;
  /** The whole sound, or null when it could not be had. */
  readonly sound: Promise<Sound | null>;
  /** The same track in another voice, for a device that is to speak it and does not. */
  readonly spare: Promise<Whole | null>;
  /** What it goes on with after it was only too strong; null where nothing is milder, or it could not be had. */
  readonly milder: Promise<Whole | null>;
  /** What is there already: a tap must not wait. */
  readonly here: () => { readonly track: Track | null; readonly sound: Sound | null };
}

/** Gets one session ready at a time; choosing another drops the one before. */
export function makeShelf(): (query: string, isAwaited?: (sentence: string) => void) => Prepared {
  let current = new AbortController();
  return (query, isAwaited) => {
    current.abort();
    const { signal } = (current = new AbortController());
    let track: Track | null = null;
    let sound: Sound | null = null;

    const answer = fetchTrack(query, signal, isAwaited).then((came) => {
      if (came.kind === "track") track = came.track;
      return came;
    });
    const whole = answer.then(async (came) => {
      sound = came.kind === "track" ? await fetchSound(came.track, signal) : null;
      return sound;
    });
    const spare = answer.then((came) => (came.kind === "track" ? fetchSpare(came.track, signal) : null));
    const milder = whole.then(async (found) => {
      const came = await answer;
      return found === null || came.kind !== "track" ? null : fetchMilder(came.track, signal);
    });
    return { query, answer, sound: whole, spare, milder, here: () => ({ track, sound }) };
  };
}

/** Gets what a track goes on with after it was only too strong. */
export const fetchMilder = async ({ milder }: Track, signal: AbortSignal): Promise<Whole | null> =>
  milder === null ? null : fetchWhole(milder, signal);

async function fetchWhole(query: string, signal: AbortSignal): Promise<Whole | null> {
  const answer = await fetchTrack(query, signal);
  if (answer.kind !== "track") return null;
  const sound = await fetchSound(answer.track, signal);
  return sound && { track: answer.track, sound };
}

// Whoever chose the device's voice may have another one behind it.
async function fetchSpare(chosen: Track, signal: AbortSignal): Promise<Whole | null> {
  const query = spareOf(chosen.query);
  if (!isLeftToDevice(chosen) || query === null) return null;
  const answer = await fetchTrack(query, signal);
  if (answer.kind !== "track" || isLeftToDevice(answer.track) || answer.track.hash !== chosen.hash) return null;
  const sound = await fetchSound(answer.track, signal);
  return sound && { track: answer.track, sound };
}
