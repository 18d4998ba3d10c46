import { announceRemoved } from "../person.ts";
import { sendingTask, sessionLockOf, sessionLocks } from "../remembered.ts";
import { findWorker, ifFree, locksInUse, underLock } from "../browser.ts";
import { milliseconds } from "../time.ts";
import type { Sequence } from "../track/sequence.ts";
import { heldOf, heldPerSide } from "../track/timeline.ts";
import { timeOf } from "../uuid.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import { addHeld, type Entry, type SideHeld } from "./journal.ts";
import { changed, isDelivered, type Verdict } from "./letters.ts";
import { makeRecords, type Records } from "./records.ts";
import { makeSender } from "./sending.ts";
import { lastPlayedAt } from "./spans.ts";
import { makeStored, type MilderPlayed, type SessionRow, type Stored } from "./stored.ts";

/** What is played: its sequence and the query it was asked for. */
export interface Playable {
  readonly query: string;
  readonly sequence: Sequence;
  /** What was played before, where this is the milder track that a session went on with. */
  readonly before: { readonly query: string; readonly held: readonly SideHeld[] } | null;
}

/**
 * An unfinished session is offered for so long after its start: a call, a flat battery, half a day's work may lie
 * between, and the other side still makes it even. After a night it would be another day's practice under the day
 * before; and the server takes nothing that is played more than a day after the start.
 */
const continueWithinMs = 12 * 60 * 60 * 1000;

/** A session that was not finished. It is this page's until it is let go: no other page offers it. */
export interface Unfinished {
  readonly id: string;
  readonly query: string;
  readonly milder?: MilderPlayed;
  readonly report: SessionReport;
  readonly letGo: () => Promise<void>;
}

/** A record the server does not take. It stays here and is asked about again by every page that opens. */
export interface Refused {
  readonly startedAt: Date;
  readonly sentence: string;
  /** All of it, to be kept elsewhere. */
  readonly copy: string;
}

/** Sends every record, and keeps it in the browser until the server has confirmed it. What is read back is one person's only. */
export interface Outbox {
  /** Takes the state of a session: it is sent at once where that is possible, and stored at the same time. */
  putSession(id: string, played: Playable, report: SessionReport): void;
  /** Takes what was answered about a session, likewise. Resolves to whether the browser has it. */
  putAfter(id: string, answers: AfterAnswers): Promise<boolean>;
  /** Waits until the server has everything of this session that was put so far, or says that it does not take it. */
  delivered(id: string): Promise<"delivered" | "refused">;
  /** Calls back after every try to send something. */
  onTurn(then: () => void): void;
  /** Calls back when something is nowhere but in this page, and when that is over. */
  watchSafety(show: (safety: "safe" | "only here") => void): void;
  /** The latest session that was not finished and that no page plays, or null. */
  findUnfinished(): Promise<Unfinished | null>;
  /** Sessions that were not finished and that no page plays are not continued: they stay as they were recorded. */
  closeUnfinished(): Promise<void>;
  /** Calls back with the records that the server does not take, now and whenever they change. */
  watchRefused(show: (refused: readonly Refused[]) => void): void;
}

/** A server that has not answered by then is not reached for now, in milliseconds. */
const reachedWithinMs = 10_000;

/**
 * Opens the outbox for a person, closes what earlier visits left open, and keeps sending until the signal says stop:
 * everybody's records, each for the person it belongs to. No fault of the browser's storage keeps a record from the server.
 */
export function openOutbox(person: string, signal: AbortSignal, stored = storedOfPage()): Outbox {
  const records = makeRecords(stored);
  const news = new EventTarget();
  const happens = (what: "news" | "sent" | "safety"): boolean => news.dispatchEvent(new Event(what));
  const ownRows = async () => (await records.all()).filter((row) => row.person === person);
  const write = async (...what: Parameters<Records["write"]>): Promise<boolean> => {
    const storing = records.write(...what);
    happens("news");
    const isStored = await storing;
    happens("safety");
    return isStored;
  };

  news.addEventListener("sent", () => void announceAllRemoved(records));
  const sending = keepSending(records, happens, news, signal);
  const swept = changeUnfinished(records, abandoned).then(() => happens("news"));

  return {
    putSession: (id, { query, sequence, before }, report) =>
      void write(
        id,
        (row) => ({
          id,
          person: row?.person ?? person,
          session: changed(
            row?.session ?? null,
            before === null
              ? { report, query }
              : { report, query: before.query, milder: { query, heldBefore: before.held } },
          ),
          after: row?.after ?? null,
          ended: report.end !== null && report.end.reason !== "abandoned",
          refusal: row?.refusal ?? null,
        }),
        entryOf(id, person, sequence, report, before?.held ?? []),
      ),
    putAfter: (id, answers) =>
      write(id, (row) => ({
        id,
        person: row?.person ?? person,
        session: row?.session ?? null,
        after: changed(row?.after ?? null, answers),
        ended: true,
        refusal: row?.refusal ?? null,
      })),
    findUnfinished: async () => {
      await swept;
      const rows = (await ownRows()).filter((row) => !row.ended).sort((a, b) => (a.id < b.id ? 1 : -1));
      for (const row of rows) {
        const letGo = row.session === null ? null : await claim(row.id);
        if (row.session === null || letGo === null) continue;
        records.adopt(row);
        return { id: row.id, ...row.session.body, letGo };
      }
      return null;
    },
    closeUnfinished: async () => {
      await swept;
      await changeUnfinished(records, (row) => (row.person === person ? { ...row, ended: true } : row));
      happens("news");
    },
    watchRefused: (show) => {
      let shown = "[]";
      const look = async () => {
        const refused = (await ownRows()).flatMap(describeRefused);
        const now = JSON.stringify(refused);
        if (now !== shown) show(refused);
        shown = now;
      };
      news.addEventListener("sent", () => void look());
      void look();
    },
    watchSafety: (show) => {
      const isUnsafe = (): boolean => records.isUnsafe() && !sending.isReached();
      const look = () => show(isUnsafe() ? "only here" : "safe");
      for (const type of ["sent", "safety"]) news.addEventListener(type, look);
      // What is only in this page goes with it: the browser asks before that.
      window.addEventListener("beforeunload", (leaving) => isUnsafe() && leaving.preventDefault(), { signal });
    },
    delivered: async (id) => {
      for (;;) {
        const sent = next(news, "sent", signal);
        const row = records.own().find((own) => own.id === id) ?? (await records.all()).find((one) => one.id === id);
        if (row === undefined || isDelivered(row)) return "delivered";
        if (row.refusal) return "refused";
        await sent;
        signal.throwIfAborted();
      }
    },
    onTurn: (then) => news.addEventListener("sent", then),
  };
}

// A page of a newer version needs another form of it: this page is an old one, and makes way when nothing is played.
const storedOfPage = (): Stored => makeStored(() => void nothingPlays().then(() => location.reload()));

/** Sends until the signal says stop. */
function keepSending(
  records: Records,
  happens: (what: "sent") => void,
  news: EventTarget,
  signal: AbortSignal,
): { readonly isReached: () => boolean } {
  const send = makeSender(records);
  let isReached = true;
  const lookWhetherReached = (reached: boolean): void => {
    isReached = reached;
    happens("sent");
  };

  const turnAfterTurn = async (): Promise<void> => {
    while (!signal.aborted) {
      const turnOver = new AbortController();
      const endTurn = () => turnOver.abort();
      signal.addEventListener("abort", endTurn);
      const put = next(news, "news", turnOver.signal);

      const slow = setTimeout(() => lookWhetherReached(false), reachedWithinMs);
      const turn = await send();
      clearTimeout(slow);
      if (turn.kind === "later" && isReached) void sendWhenClosed();
      lookWhetherReached(turn.kind === "nothing" ? isReached : turn.kind === "more" && isTaken(turn.verdict));
      if (turn.kind === "nothing") await Promise.race([put, rest(turn.restMs, turnOver.signal)]);
      if (turn.kind === "later") await rest(turn.restMs, turnOver.signal);

      endTurn();
      signal.removeEventListener("abort", endTurn);
    }
  };
  void turnAfterTurn();
  return { isReached: () => isReached };
}

// After any of these the server has all that it wants.
const isTaken = (verdict: Verdict): boolean => ["confirmed", "deleted", "removed"].includes(verdict);

/** A browser with background tasks: its worker can send after the last page was closed. */
interface Synchronising extends ServiceWorkerRegistration {
  readonly sync?: { register(task: string): Promise<void> };
}

async function sendWhenClosed(): Promise<void> {
  const registration: Synchronising | undefined = await findWorker();
  // Where it is refused, the next page that is opened sends.
  await registration?.sync?.register(sendingTask).catch(() => undefined);
}

// The worker may have heard of it while no page was open.
async function announceAllRemoved(records: Records): Promise<void> {
  for (const person of await records.removed()) announceRemoved(person);
}

/** Waits until no page of this browser plays a session. */
export async function nothingPlays(): Promise<void> {
  for (;;) {
    const playing = (await locksInUse()).find((name) => name.startsWith(sessionLocks));
    if (playing === undefined) return;
    await underLock(playing, () => undefined);
  }
}

// Rows that have not ended and that no page plays.
async function changeUnfinished(records: Records, how: (row: SessionRow) => SessionRow): Promise<void> {
  const open = (await records.all()).filter((row) => !row.ended);
  for (const { id } of open) await ifFree(sessionLockOf(id), () => records.change(id, how));
}

/** What this device remembers of a session as far as it has come. */
function entryOf(
  id: string,
  person: string,
  sequence: Sequence,
  report: SessionReport,
  before: readonly SideHeld[],
): Entry {
  const played = (report.milder ?? report).spans.map((span) => ({
    from: milliseconds(span.fromMs),
    to: milliseconds(span.toMs),
  }));
  const holds = heldOf(sequence, played);
  const longest = Math.max(0, ...holds.map(({ of }) => of));
  return {
    id,
    person,
    startedAt: report.startedAt,
    utcOffsetMinutes: report.utcOffsetMinutes,
    title: sequence.title,
    language: sequence.language,
    held: addHeld(
      before,
      heldPerSide(holds).map(({ side, held }) => ({ side, heldMs: held })),
    ),
    isPractice:
      holds.some(({ held, of }) => held !== null && held >= of) ||
      before.some(({ heldMs }) => (heldMs ?? 0) >= longest),
    end: report.end?.reason ?? null,
  };
}

/** A session that nobody plays any more, ended where it was last known to play. It can be continued for a while. */
function abandoned(row: SessionRow): SessionRow {
  if (row.ended || row.session === null) return { ...row, ended: true };
  const { report } = row.session.body;
  const ended = Date.now() - Date.parse(report.startedAt) > continueWithinMs;
  if (report.end !== null) return { ...row, ended };
  const end = { reason: "abandoned" as const, at: new Date(lastPlayedAt(report)).toISOString() };
  return { ...row, session: changed(row.session, { ...row.session.body, report: { ...report, end } }), ended };
}

/** Takes the lock of a session that no page plays, until it is let go. */
function claim(id: string): Promise<Unfinished["letGo"] | null> {
  return new Promise((resolve) => {
    const hold = (): Promise<void> => new Promise((done) => resolve(() => (done(), released)));
    const released = ifFree(sessionLockOf(id), hold).then((wasFree) => {
      if (!wasFree) resolve(null);
    });
  });
}

function describeRefused({ id, session, after, refusal }: SessionRow): Refused[] {
  if (!refusal) return [];
  const copy = JSON.stringify({ id, session: session?.body.report ?? null, after: after?.body ?? null }, null, 2);
  return [{ startedAt: timeOf(id), sentence: refusal.sentence, copy }];
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

// Rests its time, unless the network comes back earlier.
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  const timer = Number.isFinite(ms) ? setTimeout(stop, ms) : undefined;
  signal.addEventListener("abort", stop);
  await next(window, "online", enough.signal);
  signal.removeEventListener("abort", stop);
  clearTimeout(timer);
}
