import { ask, personHere } from "../person.ts";
import { screeningAddress, screeningOf } from "../remembered.ts";
import { openCache, renameOldCaches } from "../browser.ts";
import { recall, remember } from "../storage.ts";
import { text } from "../texts.ts";
import type { ScreeningStanding } from "../wire.ts";

/** What this device knows of the safety questions: as the server said it last, so that it holds without a network too. */
export interface Screening {
  /** Why a protocol is not started, in a sentence; null where it may be. */
  refusalOf(protocol: string): string | null;
  /** Why nothing can be started, whatever is chosen; null where something can be. */
  careOf(protocols: readonly string[]): Care | null;
  /** Asks the server how it stands now. */
  renew(): Promise<void>;
}

/** What stands in the way of every session: the questions, or what their answers ask for. */
export interface Care {
  /** The word of the outcome; null where the questions come first. */
  readonly outcome: string | null;
  readonly sentence: string;
}

/** Remembers on this device what the answers allow. Until the server was asked, what the page says counts. */
export function makeScreening(pageSaysScreened: () => boolean): Screening {
  let answered: ScreeningStanding | null = null;
  // What is kept is looked at first: another tab or the view after a session may have changed it.
  const standing = (): ScreeningStanding | null => recallStanding() ?? answered;
  const refusalOf = (protocol: string): string | null => {
    const now = standing();
    if (now === null) return pageSaysScreened() ? null : text("screeningFirst");
    const row = isCounting(now) ? now.protocols.find(({ id }) => id === protocol) : undefined;
    return row === undefined ? text("screeningFirst") : row.refusal;
  };
  return {
    refusalOf,
    careOf: (protocols) => {
      const refusals = protocols.map(refusalOf);
      const now = standing();
      return refusals.includes(null)
        ? null
        : { outcome: now !== null && isCounting(now) ? now.outcome : null, sentence: refusals[0] ?? "" };
    },
    renew: async () => {
      try {
        const response = await ask(screeningAddress, { cache: "no-store" });
        if (response.ok) rememberStanding((answered = (await response.json()) as ScreeningStanding));
      } catch {
        // No network: what was said last counts.
      }
    },
  };
}

const isCounting = ({ kind, until }: ScreeningStanding): boolean =>
  kind === "answered" && until !== null && Date.now() < Date.parse(until);

/** A session hurt or was stopped for a symptom: the questions come before the next one, with a network or without. */
export function askAgain(): void {
  const standing = recallStanding();
  if (standing !== null) rememberStanding({ ...standing, kind: "again", outcome: null, until: null });
}

function recallStanding(): ScreeningStanding | null {
  const kept = recall(personHere(), "screening");
  try {
    return kept === null ? null : (JSON.parse(kept) as ScreeningStanding);
  } catch {
    return null;
  }
}

function rememberStanding(standing: ScreeningStanding): void {
  remember(personHere(), "screening", JSON.stringify(standing));
  void noteForWorker(standing);
}

// Without a network the worker answers the address of a track: it does so by the same rule.
async function noteForWorker(standing: ScreeningStanding): Promise<void> {
  try {
    await renameOldCaches();
    await (await openCache(screeningOf(personHere())))?.put(screeningAddress, Response.json(standing));
  } catch {
    // Where nothing is kept, no track is either.
  }
}
