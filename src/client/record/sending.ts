import { backOffMs, confirmed, isDelivered, nextLetter, verdictOf } from "./letters.ts";
import { sendingLock } from "../remembered.ts";
import { askAs, problemOf, type Problem } from "../server.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import type { Letter, Verdict } from "./letters.ts";
import { tooOld, withEndOf, type Entry } from "./journal.ts";
import type { Database, Played, SessionRow } from "./stored.ts";

type Letters = Letter<Played, AfterAnswers>;

/** A server that has not answered by then is asked again later: what it took meanwhile it will know. */
const answerWithinMs = 30_000;

/** When the server failed so often at one letter in a row, the others no longer wait behind it. */
const triesInOrder = 4;

/** What came of one turn, and how long to rest before the next one. */
export type Turn =
  | { readonly kind: "nothing"; readonly restMs: number }
  | { readonly kind: "more" }
  | { readonly kind: "later"; readonly restMs: number };

/** Sends letter by letter, everybody's, the oldest session first. */
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
  const before = await journal.get(id);
  if (row !== undefined) {
    await (isDelivered(row) ? session.delete(id) : session.put(row));
    const entry = note ?? before;
    if (entry !== undefined) await journal.put(withEndOf(entry, row));
  }
  if (note !== undefined && before === undefined) {
    const own = (await journal.getAll()).filter(({ person }) => person === note.person);
    for (const old of tooOld(own.map(({ id }) => id))) await journal.delete(old);
  }
  await transaction.done;
}

/** Sends a report once more, in a request that outlives the page. The stored row remains the one that counts. */
export function sendOnLeaving(person: string, id: string, report: SessionReport): void {
  void put(person, sessionUrl(id), report, { keepalive: true });
}

async function deliver(database: Database, letter: Letters): Promise<Verdict> {
  const { status, sentence, code } = await send(letter);
  const verdict = verdictOf(status, code);
  switch (verdict) {
    case "confirmed":
      await change(database, letter.id, (row) => row && confirmed(row, letter));
      return verdict;
    case "deleted":
      await forget(database, letter.id);
      return verdict;
    case "removed":
      await forgetRemoved(database, letter.person);
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

/** Forgets everything of a person here, and notes that the server has said they were removed: a page has yet to say so. */
async function forgetRemoved(database: Database, person: string): Promise<void> {
  await database.put("removed", { person });
  await forgetPerson(database, person, "unsent too");
}

/** Forgets a person's journal, and the records that are not sent yet if that is wanted. */
export async function forgetPerson(
  database: Database,
  person: string,
  what: "unsent too" | "unsent stays",
): Promise<void> {
  const transaction = database.transaction(["session", "journal"], "readwrite");
  const [sessions, journal] = [transaction.objectStore("session"), transaction.objectStore("journal")];
  for (const row of await sessions.getAll())
    if (row.person === person && what === "unsent too") await sessions.delete(row.id);
  for (const entry of await journal.getAll()) if (entry.person === person) await journal.delete(entry.id);
  await transaction.done;
}

/** What came of a request: its status, and what is wrong where something is. */
interface Answer extends Problem {
  readonly status: number;
}

async function send(letter: Letters): Promise<Answer> {
  const { person, id } = letter;
  switch (letter.kind) {
    case "after":
      // What was answered before a question was added does not answer it.
      return await put(person, `${sessionUrl(id)}/after`, { ...unanswered, ...letter.body });
    case "session": {
      const answer = await put(person, sessionUrl(id), letter.body.report);
      if (verdictOf(answer.status, answer.code) !== "unknown") return answer;
      // The server does not know the track (any more): asking for its sequence, and not a cache, makes it known.
      await ask(person, `/api/sequence?${letter.body.query}`, { cache: "no-store" });
      return await put(person, sessionUrl(id), letter.body.report);
    }
  }
}

const unanswered = { stopReason: null, backArched: null, painNextDay: null } satisfies Partial<AfterAnswers>;

const sessionUrl = (id: string): string => `/api/sessions/${id}`;

const put = (
  person: string,
  url: string,
  body: SessionReport | AfterAnswers,
  more: RequestInit = {},
): Promise<Answer> =>
  ask(person, url, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...more,
  });

// The status 0 stands for no answer at all, which is worth trying again.
async function ask(person: string, url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await askAs(person, url, { signal: AbortSignal.timeout(answerWithinMs), ...init });
    const problem = response.ok ? { sentence: "", code: null } : await problemOf(response);
    return { status: response.status, ...problem };
  } catch {
    return { status: 0, sentence: "", code: null };
  }
}
