/** Keeps the screen on while something plays. A device that refuses goes on without: the track does not need the screen. */
export interface WakeLock {
  hold(): void;
  release(): void;
}

/** A screen wake lock that is asked for again whenever the page comes back into view. */
export function makeWakeLock(signal: AbortSignal): WakeLock {
  let wanted = false;
  let held: WakeLockSentinel | null = null;
  const isWanted = (): boolean => wanted && document.visibilityState === "visible";

  const ask = async (): Promise<void> => {
    if (!isWanted() || held !== null || !("wakeLock" in navigator)) return;
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      held = sentinel;
      sentinel.addEventListener("release", () => (held = null));
      if (!isWanted()) await sentinel.release();
    } catch {
      // Refused: low battery, a setting, no permission.
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
