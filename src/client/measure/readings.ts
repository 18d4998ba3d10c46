import type { components } from "../api.gen.ts";
import { sentenceOf } from "../record/problem.ts";

/** When a reading was taken: on its own, before a stretch, or right after one. */
export type ReadingMoment = components["schemas"]["ReadingMoment"];

/** One side as it is told to the server. */
export type PhoneReport = components["schemas"]["PhoneReport"];

/** What the server made of it. */
export type ReadingAnswer = components["schemas"]["ReadingAnswer"];

/** What came of sending. */
export type Delivery =
  | { readonly kind: "answered"; readonly answer: ReadingAnswer }
  | { readonly kind: "refused"; readonly status: number; readonly sentence: string }
  | { readonly kind: "later" };

const key = "supine-reading";

/** HTTP's status for what was deleted. */
const gone = 410;

/** A server that has not answered by then is asked again when the person says so. */
const answerWithinMs = 30_000;

/** Readings by id that the server has not answered. They are kept in memory too: a browser may keep nothing. */
export interface Unsent {
  readonly ids: readonly string[];
  put(id: string, report: PhoneReport): void;
  drop(id: string): void;
  sideOf(id: string): PhoneReport["side"];
  /** Sends one; what was answered, or was deleted meanwhile, is no longer kept. */
  send(id: string): Promise<Delivery>;
}

/** What this browser has kept. */
export function openUnsent(): Unsent {
  const reports = read();
  const write = (): void => {
    try {
      if (reports.size === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify([...reports]));
    } catch {
      // A browser that keeps nothing, or has no room: it is in memory as long as the page is open.
    }
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
    response = await fetch(`/api/readings/${id}`, {
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
    return new Map(JSON.parse(localStorage.getItem(key) ?? "[]") as [string, PhoneReport][]);
  } catch {
    return new Map();
  }
}
