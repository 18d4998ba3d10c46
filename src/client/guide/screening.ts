import type { components } from "../api.gen.ts";
import { text } from "../texts.ts";
import { screeningAddress, screeningCache } from "../worker/names.ts";

const key = "supine-screening";

type Standing = components["schemas"]["Standing"];

/** What this device knows of the safety questions: as the server said it last, so that it holds without a network too. */
export interface Screening {
  /** Why a protocol is not started, in a sentence; null where it may be. */
  refusalOf(protocol: string): string | null;
  /** Asks the server how it stands now. */
  renew(): Promise<void>;
}

/** Remembers on this device how the screening stands. Until it was told, what the page says counts. */
export function makeScreening(pageSaysScreened: () => boolean): Screening {
  let told: Standing | null = null;
  return {
    refusalOf: (protocol) => {
      // What is kept is looked at first: another tab or the view after a session may have changed it.
      const standing = recall() ?? told;
      if (standing === null) return pageSaysScreened() ? null : text("screeningFirst");
      if (standing.kind !== "answered" || standing.until === null || Date.now() >= Date.parse(standing.until))
        return text("screeningFirst");
      const row = standing.protocols.find(({ id }) => id === protocol);
      return row === undefined ? text("screeningFirst") : row.refusal;
    },
    renew: async () => {
      try {
        const response = await fetch(screeningAddress, { cache: "no-store" });
        if (response.ok) remember((told = (await response.json()) as Standing));
      } catch {
        // No network: what was said last counts.
      }
    },
  };
}

/** A session hurt or was stopped for a symptom: the questions come before the next one, with a network or without. */
export function askAgain(): void {
  const standing = recall();
  if (standing !== null) remember({ ...standing, kind: "again", outcome: null, until: null });
}

function recall(): Standing | null {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? null : (JSON.parse(kept) as Standing);
  } catch {
    return null;
  }
}

function remember(standing: Standing): void {
  try {
    localStorage.setItem(key, JSON.stringify(standing));
  } catch {
    // A browser that keeps nothing asks the server each time.
  }
  void tellWorker(standing);
}

// Without a network the worker answers the address of a track: it does so by the same rule.
async function tellWorker(standing: Standing): Promise<void> {
  try {
    await (await caches.open(screeningCache)).put(screeningAddress, Response.json(standing));
  } catch {
    // Where nothing is kept, no track is either.
  }
}
