import { ask } from "../person.ts";
import { sentenceOf } from "../server.ts";
import { sourcesOf } from "../sources.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import type { PlayableSequence, SessionCall, SoundFormat, SoundSource } from "../wire.ts";
import { orderSources, type Sound } from "./formats.ts";
import type { Sequence } from "./sequence.ts";

/** A sequence with everything needed to play it. */
export interface Track {
  readonly query: string;
  readonly hash: string;
  readonly sequence: Sequence;
  /** Where its sound can be had, in the order in which a player should try. */
  readonly sources: readonly SoundSource[];
  /** What people call the voice that was chosen, and how many sentences another one speaks. */
  readonly voiceName: string | null;
  readonly standIns: number;
  /** The sequence with only the sentences that this device is to speak; null where the track speaks all of them. */
  readonly leftToDevice: Sequence | null;
  /** As it came, so that it can be kept for a time without a network. */
  readonly sent: PlayableSequence;
  /** The query of what the session goes on with after it was only too strong; null where nothing is milder. */
  readonly milder: string | null;
  /** What is said when it happens: while a hold waits for the person, and when it hurts. */
  readonly calls: readonly SpokenCall[];
}

/** A sentence that belongs to no time of the track. */
export interface SpokenCall {
  readonly call: SessionCall;
  readonly text: string;
  /** It takes no longer. */
  readonly duration: Milliseconds;
  /** Where it is heard in the voice of the track. */
  readonly audioUrl: string | null;
}

/** A track with all of its sound. */
export interface Whole {
  readonly track: Track;
  readonly sound: Sound;
}

/** What came of asking for a track. */
export type TrackAnswer =
  | { readonly kind: "track"; readonly track: Track }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "unreachable" };

/** Asks for the sequence of a prescription, again and again while the server says that it is still being made. */
export async function fetchTrack(
  query: string,
  signal: AbortSignal,
  isAwaited: (sentence: string) => void = () => undefined,
): Promise<TrackAnswer> {
  try {
    const response = await ask(`/api/sequence?${query}`, { signal });
    const again = response.status === 503 ? Number(response.headers.get("retry-after") ?? 0) : 0;
    if (again > 0) {
      isAwaited(await sentenceOf(response));
      await wait(again * 1000, signal);
      return await fetchTrack(query, signal, isAwaited);
    }
    if (!response.ok) return { kind: "refused", sentence: await sentenceOf(response) };
    return { kind: "track", track: readTrack(query, (await response.json()) as PlayableSequence) };
  } catch {
    return { kind: "unreachable" };
  }
}

// Who does not want it any more asks once again, in vain.
const wait = (time: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, time);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/**
 * Fetches the whole sound, so that playing it needs no server any more, as the first kind of file that can be had and was not found
 * unplayable here. Null where there is none besides those that were tried.
 */
export async function fetchSound(
  { sources }: Track,
  signal: AbortSignal,
  tried: ReadonlySet<SoundFormat> = new Set(),
): Promise<Sound | null> {
  for (const source of orderSources(sources.filter(({ format }) => !tried.has(format)))) {
    try {
      const response = await fetch(source.url, { signal });
      if (response.ok) return { blob: await response.blob(), source };
    } catch {
      // Without a network another kind may be here.
      if (signal.aborted) return null;
    }
  }
  return null;
}

/** Whether the device that plays a track is to speak it. */
export const isLeftToDevice = ({ leftToDevice }: Track): boolean => leftToDevice !== null;

/** The query of the same session in the best voice there is; null where that is what is asked for. */
export function spareOf(query: string): string | null {
  const spare = new URLSearchParams(query);
  if (!spare.get("voice")) return null;
  spare.delete("voice");
  return spare.toString();
}

function readTrack(query: string, from: PlayableSequence): Track {
  const sequence: Sequence = {
    protocol: from.protocol,
    title: from.title,
    language: from.language,
    speechRate: from.speechRate,
    total: milliseconds(from.totalMs),
    steps: from.steps.map((step) => ({
      id: step.id,
      role: step.role,
      title: step.title,
      at: milliseconds(step.atMs),
      end: milliseconds(step.atMs + step.durationMs),
      side: step.side,
      set: step.set,
      thighDegrees: step.thighDegrees,
    })),
    cues: from.cues.map((cue) => ({
      kind: cue.kind,
      at: milliseconds(cue.atMs),
      end: milliseconds(cue.atMs + cue.durationMs),
      step: cue.step,
      text: cue.text,
    })),
  };
  const isLeft = (index: number): boolean => from.cues[index]?.leftToDevice === true;
  return {
    query,
    hash: from.hash,
    sources: sourcesOf(from),
    voiceName: from.voiceName,
    standIns: from.standIns.length,
    sent: from,
    // What was kept by an older version does not say.
    milder: (from as Partial<PlayableSequence>).milder ?? null,
    calls: from.calls.map(({ call, text, durationMs, audioUrl }) => ({
      call,
      text,
      duration: milliseconds(durationMs),
      audioUrl,
    })),
    sequence,
    leftToDevice: from.cues.some((cue) => cue.leftToDevice)
      ? { ...sequence, cues: sequence.cues.filter((cue, index) => cue.kind !== "say" || isLeft(index)) }
      : null,
  };
}
