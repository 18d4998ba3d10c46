/** Keeps the screen on while something plays. A device that refuses does without: the track does not need the screen. */
export interface WakeLock {
  hold(): void;
  release(): void;
}

/** A screen wake lock that is asked for again whenever the page comes back into view, and whenever it was taken away. */
export function makeWakeLock(signal: AbortSignal): WakeLock {
  let wanted = false;
  let isAsking = false;
  let held: WakeLockSentinel | null = null;
  const isWanted = (): boolean => wanted && document.visibilityState === "visible";

  // One request at a time: of two sentinels the first would be forgotten and keep the screen on for ever.
  const ask = async (): Promise<void> => {
    if (!isWanted() || isAsking || held !== null || !("wakeLock" in navigator)) return;
    isAsking = true;
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      sentinel.addEventListener("release", () => {
        held = null;
        void ask();
      });
      held = sentinel;
      if (!isWanted()) void sentinel.release();
    } catch {
      // Refused: low battery, a setting, no permission. It is asked for again when playback or the page comes back.
    } finally {
      isAsking = false;
    }
  };

  document.addEventListener("visibilitychange", () => void ask(), { signal });
  return {
    hold() {
      wanted = true;
      void ask();
    },
    release() {
      wanted = false;
      void held?.release();
    },
  };
}
