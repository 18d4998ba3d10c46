import { ask, personHere } from "../../person.ts";
import { sentenceOf } from "../../server.ts";
import { forget, recall, remember } from "../../storage.ts";
import type { PhoneReport, ReadingAnswer } from "../../wire.ts";

/** What came of sending. */
export type Delivery =
  | { readonly kind: "answered"; readonly answer: ReadingAnswer }
  | { readonly kind: "refused"; readonly status: number; readonly sentence: string }
  | { readonly kind: "later" };

/** HTTP's status for what was deleted. */
const gone = 410;

/** A server that has not answered by then is asked again when the person says so. */
const answerWithinMs = 30_000;

/** Readings by id that the server has not answered. They are kept in memory too: a browser may keep nothing. */
export interface Unsent {
  readonly ids: readonly string[];
  put(id: string, report: PhoneReport): void;
  drop(id: string): void;
  sideOf(id: string): PhoneReport["side"] | null;
  /** Sends one; what was answered, or was deleted meanwhile, is no longer kept. */
  send(id: string): Promise<Delivery>;
}

/** What this browser has kept of this page's person. */
export function openUnsent(): Unsent {
  const reports = read();
  // A browser that keeps nothing, or has no room: they are in memory as long as the page is open.
  const write = (): void => {
    if (reports.size === 0) forget(personHere(), "readings");
    else remember(personHere(), "readings", JSON.stringify([...reports]));
  };
  const drop = (id: string): void => {
    reports.delete(id);
    write();
  };
  return {
    get ids() {
      return [...reports.keys()];
    },
    put(id, report) {
      reports.set(id, report);
      write();
    },
    drop,
    sideOf: (id) => reports.get(id)?.side ?? null,
    async send(id) {
      const delivery = await deliver(id, reports.get(id));
      if (delivery.kind === "answered" || (delivery.kind === "refused" && delivery.status === gone)) drop(id);
      return delivery;
    },
  };
}

async function deliver(id: string, report: PhoneReport | undefined): Promise<Delivery> {
  let response: Response;
  try {
    response = await ask(`/api/readings/${id}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (response.ok) return { kind: "answered", answer: (await response.json()) as ReadingAnswer };
  } catch {
    return { kind: "later" };
  }
  // Deleted meanwhile, or not what the server takes: asking again would change nothing.
  return response.status >= 500
    ? { kind: "later" }
    : { kind: "refused", status: response.status, sentence: await sentenceOf(response) };
}

function read(): Map<string, PhoneReport> {
  try {
    return new Map(JSON.parse(recall(personHere(), "readings") ?? "[]") as [string, PhoneReport][]);
  } catch {
    return new Map();
  }
}
