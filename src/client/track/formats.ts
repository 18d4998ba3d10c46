import { unplayableKey } from "../remembered.ts";
import { recallAt, rememberAt } from "../storage.ts";
import type { SoundFormat, SoundSource } from "../wire.ts";

/** A sound that is here, and where it is from. */
export interface Sound {
  readonly blob: Blob;
  readonly source: SoundSource;
}

/**
 * The kinds of file of a sound, in the order in which this device is to try them. What a browser says of itself is a hint only: a
 * kind that it does not know comes last. One that could not be played here before is left out, as long as there is another: a
 * device whose sound was broken for a while is not given up.
 */
export function orderSources(
  sources: readonly SoundSource[],
  unplayable: ReadonlySet<string> = recallUnplayable(),
  knows: (mediaType: string) => boolean = isKnown,
): readonly SoundSource[] {
  const playable = sources.filter(({ format }) => !unplayable.has(format));
  const left = playable.length > 0 ? playable : sources;
  return [...left.filter(({ mediaType }) => knows(mediaType)), ...left.filter(({ mediaType }) => !knows(mediaType))];
}

/** Remembers that this device could not play a kind of file. */
export function noteUnplayable(format: SoundFormat): void {
  rememberAt(unplayableKey, [...recallUnplayable().add(format)].join(" "));
}

const recallUnplayable = (): Set<string> => new Set((recallAt(unplayableKey) ?? "").split(" ").filter(Boolean));

const isKnown = (mediaType: string): boolean => document.createElement("audio").canPlayType(mediaType) !== "";
