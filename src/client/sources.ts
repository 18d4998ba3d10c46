import type { PlayableSequence, SoundSource } from "./wire.ts";

/** Where the sound of a sequence can be had. What was kept by an older version knows one place. */
export const sourcesOf = ({
  sources,
  audioUrl,
}: Pick<PlayableSequence, "audioUrl"> & Partial<PlayableSequence>): readonly SoundSource[] =>
  sources ?? [{ format: "wav", mediaType: "audio/wav", url: audioUrl, bytes: null }];
