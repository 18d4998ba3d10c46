import { sendingLock } from "../remembered.ts";
import { askAs, problemOf, type Problem } from "../server.ts";
import { underLock } from "../browser.ts";
import type { AfterAnswers, MadeOf, SessionReport } from "../wire.ts";
import { backOffMs, confirmed, nextLetter, verdictOf, type Letter, type Verdict } from "./letters.ts";
import type { Records } from "./records.ts";
import type { Played } from "./stored.ts";

type Letters = Letter<Played, AfterAnswers>;

/** A server that has not answered by then is asked again later: what it took meanwhile it will know. */
const answerWithinMs = 30_000;

/** When the server failed so often at one letter in a row, the others no longer wait behind it. */
const triesInOrder = 4;

/** What came of one turn, and how long to rest before the next one. */
export type Turn =
  | { readonly kind: "nothing"; readonly restMs: number }
  /** Something was answered. */
  | { readonly kind: "more"; readonly verdict: Exclude<Verdict, "later"> }
  | { readonly kind: "later"; readonly restMs: number };

/**
 * Sends letter by letter, the oldest session first: this page's own, which wait for no storage, and then everybody's that
 * the browser keeps.
 */
export function makeSender(records: Records): () => Promise<Turn> {
  const refused = new Set<string>();
  const failing = new Map<string, { readonly tries: number; readonly until: number }>();
  let failures = 0;

  const turn = async (): Promise<Turn> => {
    const now = performance.now();
    const waiting = [...failing].filter(([, { until }]) => until > now);
    const passedOver = new Set([...refused, ...waiting.map(([id]) => id)]);
    const letter = nextLetter(records.own(), passedOver) ?? nextLetter(await records.all(), passedOver);
    if (letter === null)
      return { kind: "nothing", restMs: Math.min(Infinity, ...waiting.map(([, { until }]) => until - now)) };

    const verdict = await deliver(records, letter);
    if (verdict === "failed") {
      // The server is there. Once it is clear that it fails at this letter alone, the others go first.
      failures = 0;
      const tries = (failing.get(letter.id)?.tries ?? 0) + 1;
      const isItsOwn = tries >= triesInOrder;
      failing.set(letter.id, { tries, until: isItsOwn ? performance.now() + backOffMs(tries) : -Infinity });
      return isItsOwn ? { kind: "more", verdict } : { kind: "later", restMs: backOffMs(tries) };
    }
    failing.delete(letter.id);
    if (verdict === "refused" || verdict === "unknown") refused.add(letter.id);

    failures = verdict === "later" ? failures + 1 : 0;
    return verdict === "later" ? { kind: "later", restMs: backOffMs(failures) } : { kind: "more", verdict };
  };

  return () => underLock(sendingLock, turn);
}

/** Sends a report once more, in a request that outlives the page. The stored row remains the one that counts. */
export function sendOnLeaving(person: string, id: string, report: SessionReport): void {
  void put(person, sessionUrl(id), report, { keepalive: true });
}

async function deliver(records: Records, letter: Letters): Promise<Verdict> {
  const { status, sentence, code } = await send(letter);
  const verdict = verdictOf(status, code);
  switch (verdict) {
    case "confirmed":
      await records.change(letter.id, (row) => confirmed(row, letter));
      return verdict;
    case "deleted":
      await records.forget(letter.id);
      return verdict;
    case "removed":
      await records.forgetRemoved(letter.person);
      return verdict;
    case "refused":
    case "unknown":
      await records.change(letter.id, (row) => ({ ...row, refusal: { status, sentence } }));
      return verdict;
    case "failed":
    case "later":
      return verdict;
  }
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
      const { query, milder } = letter.body;
      // What was recorded before there was something milder did not go on with it.
      const report: SessionReport = { ...letter.body.report, milder: letter.body.report.milder ?? null };
      const answer = await put(person, sessionUrl(id), report);
      if (verdictOf(answer.status, answer.code) !== "unknown") return answer;
      // The server does not know the track: it is told what it is made of.
      await keepTrack(person, report.track, query);
      if (report.milder !== null && milder !== undefined) await keepTrack(person, report.milder.track, milder.query);
      return await put(person, sessionUrl(id), report);
    }
  }
}

/** Tells the server what a track is made of, so that sessions of it can be recorded, even after its protocol has changed. */
export const keepTrack = (person: string, hash: string, query: string): Promise<Answer> =>
  put(person, `/api/tracks/${hash}`, { query });

const unanswered = { stopReason: null, backArched: null, painNextDay: null } satisfies Partial<AfterAnswers>;

const sessionUrl = (id: string): string => `/api/sessions/${id}`;

const put = (
  person: string,
  url: string,
  body: SessionReport | AfterAnswers | MadeOf,
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
