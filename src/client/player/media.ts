import { toSeconds, fromSeconds } from "../time.ts";
import type { Sequence } from "../track/sequence.ts";
import { stepIndexAt } from "../track/timeline.ts";
import type { Controls } from "./session.ts";

/** What the locked screen, the headset and the keyboard's media keys see of a session. */
export interface MediaNotice {
  /** The track is known: from now on its steps are shown. */
  show(sequence: Sequence): void;
}

/** The Audio Session API of Safari: https://www.w3.org/TR/audio-session/ */
interface WithAudioSession {
  readonly audioSession?: { type: string };
}

const artwork: MediaImage[] = [192, 512].map((size) => ({
  src: `/icons/icon-${size}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
}));

/**
 * Takes the buttons of the locked screen and of the headset, and keeps what they show true.
 *
 * Skipping and moving by seconds are refused on purpose: iOS has room for two buttons beside play and gives it to them
 * before next and previous; a person in a hold thinks in steps; and a bar that moves is moved by the pocket, too.
 */
export function announceMedia(audio: HTMLAudioElement, controls: Controls, signal: AbortSignal): MediaNotice {
  playThroughSilentSwitch(signal);
  if (!("mediaSession" in navigator)) return { show: () => undefined };
  const { mediaSession } = navigator;
  const handlers: readonly [MediaSessionAction, (() => void) | null][] = [
    ["play", controls.play],
    ["pause", controls.pause],
    ["nexttrack", controls.next],
    ["previoustrack", controls.previous],
    ["stop", controls.stop],
    ["seekbackward", null],
    ["seekforward", null],
    ["seekto", null],
  ];

  let sequence: Sequence | null = null;
  let shownStep = -1;

  const showStep = (): void => {
    if (sequence === null) return;
    const index = stepIndexAt(sequence, fromSeconds(audio.currentTime));
    if (index === shownStep && mediaSession.metadata !== null) return;
    shownStep = index;
    // The step comes first: a locked screen has room for little more than the title.
    const title = sequence.steps[index]?.title ?? sequence.title;
    mediaSession.metadata = new MediaMetadata({ title, artist: "Supine", album: sequence.title, artwork });
  };
  const showPosition = (): void => {
    mediaSession.playbackState = audio.paused ? "paused" : "playing";
    if (sequence === null) return;
    const duration = toSeconds(sequence.total);
    const position = Math.min(audio.currentTime, duration);
    mediaSession.setPositionState({ duration, position, playbackRate: audio.playbackRate });
  };

  // Safari forgets all of it when a sound begins to play, so it is said again then.
  const takeButtons = (): void => {
    for (const [action, handler] of handlers) handle(mediaSession, action, handler);
  };
  takeButtons();
  audio.addEventListener("playing", takeButtons, { signal });

  for (const type of ["timeupdate", "playing", "seeked"]) audio.addEventListener(type, showStep, { signal });
  for (const type of ["play", "playing", "pause", "seeked", "ratechange"])
    audio.addEventListener(type, showPosition, { signal });

  signal.addEventListener("abort", () => {
    mediaSession.metadata = null;
    mediaSession.playbackState = "none";
    mediaSession.setPositionState();
    for (const [action] of handlers) handle(mediaSession, action, null);
  });

  return {
    show(known) {
      sequence = known;
      showStep();
      showPosition();
    },
  };
}

// A browser that does not know an action says so; the others still work.
function handle(
  mediaSession: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
): void {
  try {
    mediaSession.setActionHandler(action, handler);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

// A media element is heard with the silent switch on; saying what it is for keeps that so.
function playThroughSilentSwitch(signal: AbortSignal): void {
  const { audioSession } = navigator as Navigator & WithAudioSession;
  if (audioSession === undefined) return;
  const before = audioSession.type;
  audioSession.type = "playback";
  signal.addEventListener("abort", () => (audioSession.type = before));
}
