import { ask, personHere } from "../person.ts";
import { recall, remember } from "../storage.ts";

/** What this device knows of the page before the first start. */
export interface Safety {
  /** Whether it was read: in this household, or on this device while the server did not answer. */
  isRead(): boolean;
  /** It was read. The server learns it now, or on a later visit. */
  confirm(): void;
}

/** Remembers on this device that the page was read, so that no start without a network asks again. */
export function makeSafety(readInHousehold: () => boolean): Safety {
  let known = recallKnown();
  const note = (now: Known): void => {
    known = now;
    remember(personHere(), "safety-read", now);
  };
  const send = async (): Promise<void> => {
    try {
      const { ok } = await ask("/api/safety/read", { method: "PUT" });
      if (ok) note("told");
    } catch {
      // No network: the next visit sends it.
    }
  };

  if (known === "untold") void send();
  return {
    isRead: () => readInHousehold() || known !== null,
    confirm: () => {
      note("untold");
      void send();
    },
  };
}

/** Whether the server knows it, too. The words are those that are stored. */
type Known = "told" | "untold";

function recallKnown(): Known | null {
  const kept = recall(personHere(), "safety-read");
  return kept === "told" || kept === "untold" ? kept : null;
}
