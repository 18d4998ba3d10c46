import { findVoice, speakOnce } from "../speech.ts";
import type { Track } from "../track/track.ts";
import type { SessionCall } from "../wire.ts";

/** Says calls in the voice of the track as it is now, or in the device's where the track has none for it. */
export function makeCaller(
  track: () => Track | null,
  voice: HTMLAudioElement,
  signal: AbortSignal,
): (call: SessionCall) => void {
  const isOver = (): boolean => signal.aborted;
  const sounds = new Map<string, Promise<string | null>>();
  const soundOf = (address: string): Promise<string | null> => {
    const known = sounds.get(address) ?? fetchSound(address, signal);
    sounds.set(address, known);
    return known;
  };
  const say = async (call: SessionCall): Promise<void> => {
    const from = track();
    const spoken = from?.calls.find((known) => known.call === call);
    if (from === null || spoken === undefined) return;
    const sound = spoken.audioUrl === null ? null : await soundOf(spoken.audioUrl);
    if (isOver() || (sound !== null && (await isPlayed(voice, sound)))) return;
    const device = await findVoice(from.sequence.language);
    if (device !== null && !isOver()) speakOnce(device, spoken.text);
  };

  // Fetched before they are needed: then there may be no network.
  for (const { audioUrl } of track()?.calls ?? []) if (audioUrl !== null) void soundOf(audioUrl);
  signal.addEventListener("abort", () => {
    voice.pause();
    voice.removeAttribute("src");
    for (const sound of sounds.values()) void sound.then((url) => url !== null && URL.revokeObjectURL(url));
  });
  return (call) => void say(call);
}

function isPlayed(voice: HTMLAudioElement, sound: string): Promise<boolean> {
  voice.src = sound;
  return voice.play().then(
    () => true,
    () => false,
  );
}

async function fetchSound(address: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(address, { signal });
    return response.ok ? URL.createObjectURL(await response.blob()) : null;
  } catch {
    return null;
  }
}
