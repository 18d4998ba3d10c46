import type { components } from "../api.gen.ts";
import { milliseconds } from "../time.ts";
import type { Sequence } from "./sequence.ts";

type PlayableSequence = components["schemas"]["PlayableSequence"];

/** A sequence with everything needed to play it. */
export interface Track {
  readonly query: string;
  readonly hash: string;
  readonly sequence: Sequence;
  readonly audioUrl: string;
  readonly voice: PlayableSequence["voice"];
}

/** What came of asking for a track. */
export type TrackAnswer =
  | { readonly kind: "track"; readonly track: Track }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "unreachable" };

/** Asks for the sequence of a prescription. */
export async function fetchTrack(query: string, signal: AbortSignal): Promise<TrackAnswer> {
  try {
    const response = await fetch(`/api/sequence?${query}`, { signal });
    if (!response.ok) return { kind: "refused", sentence: await sentenceOf(response) };
    return { kind: "track", track: readTrack(query, (await response.json()) as PlayableSequence) };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Fetches the whole sound, so that playing it needs no server any more. Null when it could not be had. */
export async function fetchSound(track: Track, signal: AbortSignal): Promise<Blob | null> {
  try {
    const response = await fetch(track.audioUrl, { signal });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

function readTrack(query: string, from: PlayableSequence): Track {
  return {
    query,
    hash: from.hash,
    audioUrl: from.audioUrl,
    voice: from.voice,
    sequence: {
      protocol: from.protocol,
      title: from.title,
      language: from.language,
      total: milliseconds(from.totalMs),
      steps: from.steps.map((step) => ({
        id: step.id,
        role: step.role,
        title: step.title,
        at: milliseconds(step.atMs),
        end: milliseconds(step.atMs + step.durationMs),
        side: step.side,
        set: step.set,
      })),
      cues: from.cues.map((cue) => ({
        kind: cue.kind,
        at: milliseconds(cue.atMs),
        end: milliseconds(cue.atMs + cue.durationMs),
        step: cue.step,
        text: cue.text,
      })),
    },
  };
}

async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as { detail?: string; title?: string } | null;
  return problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
}
