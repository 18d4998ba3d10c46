import { milliseconds, type Milliseconds } from "../time.ts";

/** Measures for how long nobody has used the machine. */
export interface IdleWatch {
  /** Nothing until it has been as long as a break. */
  idleFor(): Milliseconds;
}

// The Idle Detection API, which TypeScript does not know: only Chromium has it.
interface IdleDetector extends EventTarget {
  readonly userState: "active" | "idle" | null;
  readonly screenState: "locked" | "unlocked" | null;
  start(options: { readonly threshold: number }): Promise<void>;
}

interface IdleDetectorKind {
  new (): IdleDetector;
  requestPermission(): Promise<PermissionState>;
}

/** Begins to watch, if the browser has it and the person allows it; else null. Only after a tap may a browser ask them. */
export async function watchIdle(threshold: Milliseconds, mayAsk: boolean): Promise<IdleWatch | null> {
  const kind = (globalThis as { readonly IdleDetector?: IdleDetectorKind }).IdleDetector;
  if (kind === undefined) return null;
  try {
    if (mayAsk && (await kind.requestPermission()) !== "granted") return null;
    const detector = new kind();
    let idleSince: number | null = null;
    detector.addEventListener("change", () => {
      // somebody who left is noticed once the threshold is over, a locked screen at once
      if (detector.userState === "idle") idleSince ??= performance.now() - threshold;
      else if (detector.screenState === "locked") idleSince ??= performance.now();
      else idleSince = null;
    });
    await detector.start({ threshold });
    return { idleFor: () => milliseconds(idleSince === null ? 0 : performance.now() - idleSince) };
  } catch (problem) {
    // The tap is too long ago, or a policy forbids it.
    if (problem instanceof DOMException) return null;
    throw problem;
  }
}
