import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { components } from "../api.gen.ts";
import { backOffMs, changed, confirmed, isDelivered, nextLetter, verdictOf } from "./letters.ts";
import type { Letter, Row, Verdict } from "./letters.ts";

/** What the server is told about a session. */
export type Report = components["schemas"]["Report"];

/** What the server is told about afterwards. */
export type Answers = components["schemas"]["Answers"];

/** A report, with the query its sequence was asked for, so that a server that forgot the track can make it again. */
interface Played {
  readonly report: Report;
  readonly query: string;
}

type Letters = Letter<Played, Answers>;
type SessionRow = Row<Played, Answers>;

interface Stored extends DBSchema {
  session: { key: string; value: SessionRow };
}

type Database = IDBPDatabase<Stored>;

/** Keeps every record in the browser until the server has confirmed it. */
export interface Outbox {
  /** Stores the state of a session; it is sent as soon as it can be. */
  putSession(id: string, query: string, report: Report): Promise<void>;
  /** Stores what was answered about a session. */
  putAfter(id: string, answers: Answers): Promise<void>;
  /** Waits until the server has everything of this session that was put so far. */
  delivered(id: string, signal: AbortSignal): Promise<void>;
}

/** Opens the outbox, closes what earlier visits left open, and keeps sending until the signal says stop. */
export async function openOutbox(signal: AbortSignal): Promise<Outbox> {
  const database: Database = await openDB<Stored>("supine", 1, {
    upgrade: (fresh) => void fresh.createObjectStore("session", { keyPath: "id" }),
  });
  const news = new EventTarget();
  const ring = () => news.dispatchEvent(new Event("news"));

  await closeLeftOpen(database);
  void keepSending(database, news, signal);

  return {
    putSession: async (id, query, report) => {
      await change(database, id, (row) => ({
        id,
        session: changed(row?.session ?? null, { report, query }),
        after: row?.after ?? null,
        ended: report.end !== null,
      }));
      ring();
    },
    putAfter: async (id, answers) => {
      await change(database, id, (row) => ({
        id,
        session: row?.session ?? null,
        after: changed(row?.after ?? null, answers),
        ended: true,
      }));
      ring();
    },
    delivered: async (id, waiting) => {
      for (;;) {
        const sent = next(news, "sent", waiting);
        const row = await database.get("session", id);
        if (row === undefined || isDelivered(row)) return;
        await sent;
        waiting.throwIfAborted();
      }
    },
  };
}

async function keepSending(database: Database, news: EventTarget, signal: AbortSignal): Promise<void> {
  const refused = new Set<string>();
  let failures = 0;
  while (!signal.aborted) {
    const waiting = next(news, "news", signal);
    const letter = nextLetter(await database.getAll("session"), refused);
    if (letter === null) {
      await waiting;
      continue;
    }
    const verdict = await deliver(database, letter, signal);
    if (verdict === "refused") refused.add(letter.id);
    failures = verdict === "later" ? failures + 1 : 0;
    if (failures > 0) await waitForBetterTimes(failures, signal);
    news.dispatchEvent(new Event("sent"));
  }
}

/** The lock a page holds while it plays a session, so that no other page takes it for abandoned. */
export const lockName = (id: string): string => `supine-session-${id}`;

/** Tells the server once more, in a request that outlives the page. The stored row remains the one that counts. */
export function tellOnLeaving(id: string, report: Report): void {
  void put(sessionUrl(id), report, { keepalive: true });
}

async function deliver(database: Database, letter: Letters, signal: AbortSignal): Promise<Verdict> {
  const verdict = await send(letter, signal);
  switch (verdict) {
    case "confirmed":
      await change(database, letter.id, (row) => row && confirmed(row, letter));
      return verdict;
    case "deleted":
      await database.delete("session", letter.id);
      return verdict;
    case "refused":
      console.warn(`The record ${letter.id} was refused. It stays in this browser.`);
      return verdict;
    case "unknown":
    case "later":
      return verdict === "later" ? verdict : "refused";
  }
}

async function send(letter: Letters, signal: AbortSignal): Promise<Verdict> {
  switch (letter.kind) {
    case "after":
      return verdictOf(await put(`${sessionUrl(letter.id)}/after`, letter.body, { signal }));
    case "session": {
      const url = sessionUrl(letter.id);
      const verdict = verdictOf(await put(url, letter.body.report, { signal }));
      if (verdict !== "unknown") return verdict;
      // The server does not know the track (any more): asking for its sequence makes it known.
      await status(`/api/sequence?${letter.body.query}`, { signal });
      return verdictOf(await put(url, letter.body.report, { signal }));
    }
  }
}

const sessionUrl = (id: string): string => `/api/sessions/${id}`;

const put = (url: string, body: Report | Answers, more: RequestInit): Promise<number> =>
  status(url, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body), ...more });

// 0 stands for no answer at all, which is worth trying again.
async function status(url: string, init: RequestInit): Promise<number> {
  try {
    return (await fetch(url, init)).status;
  } catch {
    return 0;
  }
}

// One transaction: what another page writes meanwhile is not lost. A row with nothing left to send goes.
async function change(database: Database, id: string, how: (row: SessionRow | undefined) => SessionRow | undefined) {
  const transaction = database.transaction("session", "readwrite", { durability: "relaxed" });
  const row = how(await transaction.store.get(id));
  if (row !== undefined) await (isDelivered(row) ? transaction.store.delete(id) : transaction.store.put(row));
  await transaction.done;
}

async function closeLeftOpen(database: Database): Promise<void> {
  const open = (await database.getAll("session")).filter((row) => !row.ended);
  for (const { id } of open) {
    await navigator.locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await change(database, id, (row) => row && abandoned(row));
    });
  }
}

/** A session nobody plays any more, ended where it was last known to play. */
function abandoned(row: SessionRow): SessionRow {
  if (row.ended || row.session === null) return { ...row, ended: true };
  const { report, query } = row.session.body;
  const ends = report.spans.map((span) => Date.parse(span.startedAt) + span.toMs - span.fromMs);
  const at = new Date(Math.max(Date.parse(report.startedAt), ...ends)).toISOString();
  const end = { reason: "abandoned" as const, at };
  return { ...row, session: changed(row.session, { query, report: { ...report, end } }), ended: true };
}

// Resolves when it happens and also when the signal says stop: the caller looks at the signal itself.
function next(target: EventTarget, type: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      target.removeEventListener(type, done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    target.addEventListener(type, done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}

// A failed letter waits its time, unless the network comes back earlier.
async function waitForBetterTimes(failures: number, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  const timer = setTimeout(stop, backOffMs(failures));
  signal.addEventListener("abort", stop);
  await next(window, "online", enough.signal);
  signal.removeEventListener("abort", stop);
  clearTimeout(timer);
}
