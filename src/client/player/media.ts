import type { Controls } from "./session.ts";

/** Shows the session on the locked screen and takes the headset's buttons. */
export function announceMedia(title: string, controls: Controls, signal: AbortSignal): void {
  if (!("mediaSession" in navigator)) return;
  const { mediaSession } = navigator;
  const handlers: [MediaSessionAction, () => void][] = [
    ["play", controls.toggle],
    ["pause", controls.toggle],
    ["nexttrack", controls.next],
    ["previoustrack", controls.previous],
  ];
  mediaSession.metadata = new MediaMetadata({ title, artist: "Supine" });
  for (const [action, handler] of handlers) mediaSession.setActionHandler(action, handler);

  signal.addEventListener("abort", () => {
    mediaSession.metadata = null;
    for (const [action] of handlers) mediaSession.setActionHandler(action, null);
  });
}
