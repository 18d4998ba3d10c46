import { fetchSound, fetchTrack, type Track, type TrackAnswer } from "../player/track.ts";

/** A session that is being got ready while the person still sits. */
export interface Prepared {
  /** The prescription, as the server's addresses say it. */
  readonly query: string;
  readonly answer: Promise<TrackAnswer>;
  /** The whole sound, or null when it could not be had. */
  readonly sound: Promise<Blob | null>;
  /** What is there already: a tap must not wait. */
  readonly here: () => { readonly track: Track | null; readonly sound: Blob | null };
}

/** Gets one session ready at a time; choosing another drops the one before. */
export function makeShelf(): (query: string) => Prepared {
  let current = new AbortController();
  return (query) => {
    current.abort();
    const { signal } = (current = new AbortController());
    let track: Track | null = null;
    let sound: Blob | null = null;

    const answer = fetchTrack(query, signal).then((came) => {
      if (came.kind === "track") track = came.track;
      return came;
    });
    const whole = answer.then(async (came) => {
      sound = came.kind === "track" ? await fetchSound(came.track, signal) : null;
      return sound;
    });
    return { query, answer, sound: whole, here: () => ({ track, sound }) };
  };
}
