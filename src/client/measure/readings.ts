import type { Side } from "../player/sequence.ts";
import { sentenceOf } from "../record/problem.ts";

/** When a reading was taken: on its own, before a stretch, or right after one. */
export type ReadingMoment = "alone" | "before" | "after";

/** One side as it is told to the server. */
export interface ReadingReport {
  readonly side: Side;
  readonly takenAt: string;
  readonly utcOffsetMinutes: number;
  readonly moment: ReadingMoment;
  /** Whether the sensor died before the last recording was whole. */
  readonly isCut: boolean;
  /** Each repeat as a recorded file (CSV). */
  readonly recordings: readonly string[];
}

/** What the server made of it. */
export interface ReadingAnswer {
  readonly result: "measured" | "rejected";
  readonly thighBelowHorizontalDegrees: number | null;
  readonly uncertaintyDegrees: number | null;
  readonly pelvisDegrees: number | null;
  readonly repeats: number;
  readonly reason: string | null;
}

/** What came of sending. */
export type Delivery =
  | { readonly kind: "answered"; readonly answer: ReadingAnswer }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "later" };

const key = "supine-reading";

/** A server that has not answered by then is asked again when the person says so. */
const answerWithinMs = 30_000;

/** Readings by id that the server has not answered. They are kept in memory too: a browser may keep nothing. */
export interface Unsent {
  readonly ids: readonly string[];
  put(id: string, report: ReadingReport): void;
  drop(id: string): void;
  /** Sends one; what was answered is no longer kept. */
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
    async send(id) {
      const delivery = await deliver(id, reports.get(id));
      if (delivery.kind === "answered") drop(id);
      return delivery;
    },
  };
}

async function deliver(id: string, report: ReadingReport | undefined): Promise<Delivery> {
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
  return response.status >= 500 ? { kind: "later" } : { kind: "refused", sentence: await sentenceOf(response) };
}

function read(): Map<string, ReadingReport> {
  try {
    return new Map(JSON.parse(localStorage.getItem(key) ?? "[]") as [string, ReadingReport][]);
  } catch {
    return new Map();
  }
}
