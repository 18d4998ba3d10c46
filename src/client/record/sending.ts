import { backOffMs, confirmed, isDelivered, nextLetter, verdictOf } from "./letters.ts";
import type { Letter, Refusal, Verdict } from "./letters.ts";
import { tooOld, withEndOf, type Entry } from "./journal.ts";
import { sentenceOf } from "./problem.ts";
import type { Answers, Database, Played, Report, SessionRow } from "./stored.ts";

type Letters = Letter<Played, Answers>;

/** Held by whoever sends: two pages of this browser, or a page and its worker, never send at the same time. */
const sendingLock = "supine-outbox";

/** A server that has not answered by then is asked again later: what it took meanwhile it will know. */
const answerWithinMs = 30_000;

/** When the server failed so often at one letter in a row, the others no longer wait behind it. */
const triesInOrder = 4;

/** What came of one turn, and how long to rest before the next one. */
export type Turn =
  | { readonly kind: "nothing"; readonly restMs: number }
  | { readonly kind: "more" }
  | { readonly kind: "later"; readonly restMs: number };

/** Sends letter by letter, the oldest session first. */
export function makeSender(database: Database): () => Promise<Turn> {
  const refused = new Set<string>();
  const failing = new Map<string, { readonly tries: number; readonly until: number }>();
  let failures = 0;

  const turn = async (): Promise<Turn> => {
    const now = performance.now();
    const waiting = [...failing].filter(([, { until }]) => until > now);
    const passedOver = new Set([...refused, ...waiting.map(([id]) => id)]);
    const letter = nextLetter(await database.getAll("session"), passedOver);
    if (letter === null)
      return { kind: "nothing", restMs: Math.min(Infinity, ...waiting.map(([, { until }]) => until - now)) };

    const verdict = await deliver(database, letter);
    if (verdict === "failed") {
      // The server is there. Once it is clear that it fails at this letter alone, the others go first.
      failures = 0;
      const tries = (failing.get(letter.id)?.tries ?? 0) + 1;
      const isItsOwn = tries >= triesInOrder;
      failing.set(letter.id, { tries, until: isItsOwn ? performance.now() + backOffMs(tries) : -Infinity });
      return isItsOwn ? { kind: "more" } : { kind: "later", restMs: backOffMs(tries) };
    }
    failing.delete(letter.id);
    if (verdict === "refused" || verdict === "unknown") refused.add(letter.id);

    failures = verdict === "later" ? failures + 1 : 0;
    return failures === 0 ? { kind: "more" } : { kind: "later", restMs: backOffMs(failures) };
  };

  return async () => await navigator.locks.request(sendingLock, turn);
}

/**
 * Changes a row and what this device remembers of it in one transaction: what another page writes meanwhile is not
 * lost. A row with nothing left to send goes.
 */
export async function change(
  database: Database,
  id: string,
  how: (row: SessionRow | undefined) => SessionRow | undefined,
  note?: Entry,
): Promise<void> {
  // What ended is not written again if the power fails; while it plays the next half second is on its way.
  const durability = note?.end === null ? "relaxed" : "strict";
  const transaction = database.transaction(["session", "journal"], "readwrite", { durability });
  const [session, journal] = [transaction.objectStore("session"), transaction.objectStore("journal")];
  const row = how(await session.get(id));
  if (row !== undefined) {
    await (isDelivered(row) ? session.delete(id) : session.put(row));
    const entry = note ?? (await journal.get(id));
    if (entry !== undefined) await journal.put(withEndOf(entry, row));
  }
  if (note !== undefined) for (const old of tooOld(await journal.getAllKeys())) await journal.delete(old);
  await transaction.done;
}

/** Tells the server once more, in a request that outlives the page. The stored row remains the one that counts. */
export function tellOnLeaving(id: string, report: Report): void {
  void put(sessionUrl(id), report, { keepalive: true });
}

async function deliver(database: Database, letter: Letters): Promise<Verdict> {
  const { status, sentence } = await send(letter);
  const verdict = verdictOf(status);
  switch (verdict) {
    case "confirmed":
      await change(database, letter.id, (row) => row && confirmed(row, letter));
      return verdict;
    case "deleted":
      await forget(database, letter.id);
      return verdict;
    case "refused":
    case "unknown":
      await change(database, letter.id, (row) => row && { ...row, refusal: { status, sentence } });
      return verdict;
    case "failed":
    case "later":
      return verdict;
  }
}

/** Forgets a session altogether: it was deleted. */
export async function forget(database: Database, id: string): Promise<void> {
  const transaction = database.transaction(["session", "journal"], "readwrite");
  await transaction.objectStore("session").delete(id);
  await transaction.objectStore("journal").delete(id);
  await transaction.done;
}

async function send(letter: Letters): Promise<Refusal> {
  switch (letter.kind) {
    case "after":
      // What was answered before a question was added does not answer it.
      return await put(`${sessionUrl(letter.id)}/after`, { ...unanswered, ...letter.body });
    case "session": {
      const url = sessionUrl(letter.id);
      const answer = await put(url, letter.body.report);
      if (verdictOf(answer.status) !== "unknown") return answer;
      // The server does not know the track (any more): asking for its sequence, and not a cache, makes it known.
      await ask(`/api/sequence?${letter.body.query}`, { cache: "no-store" });
      return await put(url, letter.body.report);
    }
  }
}

const unanswered = { stopReason: null, backArched: null, painNextDay: null } satisfies Partial<Answers>;

const sessionUrl = (id: string): string => `/api/sessions/${id}`;

const put = (url: string, body: Report | Answers, more: RequestInit = {}): Promise<Refusal> =>
  ask(url, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body), ...more });

// The status 0 stands for no answer at all, which is worth trying again.
async function ask(url: string, init: RequestInit): Promise<Refusal> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs), ...init });
    return { status: response.status, sentence: response.ok ? "" : await sentenceOf(response) };
  } catch {
    return { status: 0, sentence: "" };
  }
}
