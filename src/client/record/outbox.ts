import { announceRemoved } from "../person.ts";
import { sendingTask, sessionLockOf, sessionLocks } from "../remembered.ts";
import { milliseconds } from "../time.ts";
import type { Sequence } from "../track/sequence.ts";
import { heldOf, heldPerSide } from "../track/timeline.ts";
import { timeOf } from "../uuid.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import type { Entry } from "./journal.ts";
import { changed, isDelivered } from "./letters.ts";
import { change, makeSender } from "./sending.ts";
import { lastPlayedAt } from "./spans.ts";
import { openStored, type Database, type SessionRow } from "./stored.ts";

/** What is played: its sequence and the query it was asked for. */
interface Playable {
  readonly query: string;
  readonly sequence: Sequence;
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

/** Keeps every record in the browser until the server has confirmed it. What is read back is one person's only. */
export interface Outbox {
  /** Stores the state of a session; it is sent as soon as it can be. */
  putSession(id: string, played: Playable, report: SessionReport): Promise<void>;
  /** Stores what was answered about a session. */
  putAfter(id: string, answers: AfterAnswers): Promise<void>;
  /** Waits until the server has everything of this session that was put so far, or says that it does not take it. */
  delivered(id: string, signal: AbortSignal): Promise<"delivered" | "refused">;
  /** Calls back after every try to send something. */
  onTurn(then: () => void): void;
  /** The latest session that was not finished and that no page plays, or null. */
  findUnfinished(): Promise<Unfinished | null>;
  /** Sessions that were not finished and that no page plays are not continued: they stay as they were recorded. */
  closeUnfinished(): Promise<void>;
  /** Calls back with the records that the server does not take, now and whenever they change. */
  watchRefused(show: (refused: readonly Refused[]) => void): void;
}

/**
 * Opens the outbox for a person, closes what earlier visits left open, and keeps sending until the signal says stop:
 * everybody's records, each for the person it belongs to.
 */
export async function openOutbox(person: string, signal: AbortSignal): Promise<Outbox> {
  // A page of a newer version needs another form of it: this page is an old one, and makes way when nothing is played.
  const database = await openStored(() => void nothingPlays().then(() => location.reload()));
  const news = new EventTarget();
  const ring = () => news.dispatchEvent(new Event("news"));
  const ownRows = async () => (await database.getAll("session")).filter((row) => row.person === person);

  await changeUnfinished(database, abandoned);
  news.addEventListener("sent", () => void announceAllRemoved(database));
  void keepSending(database, news, signal);

  return {
    putSession: async (id, { query, sequence }, report) => {
      await change(
        database,
        id,
        (row) => ({
          id,
          person: row?.person ?? person,
          session: changed(row?.session ?? null, { report, query }),
          after: row?.after ?? null,
          ended: report.end !== null && report.end.reason !== "abandoned",
          refusal: row?.refusal ?? null,
        }),
        entryOf(id, person, sequence, report),
      );
      ring();
    },
    putAfter: async (id, answers) => {
      await change(database, id, (row) => ({
        id,
        person: row?.person ?? person,
        session: row?.session ?? null,
        after: changed(row?.after ?? null, answers),
        ended: true,
        refusal: row?.refusal ?? null,
      }));
      ring();
    },
    findUnfinished: async () => {
      const rows = (await ownRows()).filter((row) => !row.ended).reverse();
      for (const { id, session } of rows) {
        const letGo = session === null ? null : await claim(id);
        if (session !== null && letGo !== null) return { id, ...session.body, letGo };
      }
      return null;
    },
    closeUnfinished: async () => {
      await changeUnfinished(database, (row) => (row.person === person ? { ...row, ended: true } : row));
      ring();
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
    delivered: async (id, waiting) => {
      for (;;) {
        const sent = next(news, "sent", waiting);
        const row = await database.get("session", id);
        if (row === undefined || isDelivered(row)) return "delivered";
        if (row.refusal) return "refused";
        await sent;
        waiting.throwIfAborted();
      }
    },
    onTurn: (then) => news.addEventListener("sent", then),
  };
}

async function keepSending(database: Database, news: EventTarget, signal: AbortSignal): Promise<void> {
  const send = makeSender(database);
  let isWaiting = false;
  while (!signal.aborted) {
    const turnOver = new AbortController();
    const endTurn = () => turnOver.abort();
    signal.addEventListener("abort", endTurn);
    const put = next(news, "news", turnOver.signal);

    const turn = await send();
    news.dispatchEvent(new Event("sent"));
    if (turn.kind === "later" && !isWaiting) void sendWhenClosed();
    isWaiting = turn.kind === "later";
    if (turn.kind === "nothing") await Promise.race([put, rest(turn.restMs, turnOver.signal)]);
    if (turn.kind === "later") await rest(turn.restMs, turnOver.signal);

    endTurn();
    signal.removeEventListener("abort", endTurn);
  }
}

/** A browser with background tasks: its worker can send after the last page was closed. */
interface Synchronising extends ServiceWorkerRegistration {
  readonly sync?: { register(task: string): Promise<void> };
}

async function sendWhenClosed(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration: Synchronising | undefined = await navigator.serviceWorker.getRegistration();
  // Where it is refused, the next page that is opened sends.
  await registration?.sync?.register(sendingTask).catch(() => undefined);
}

// The worker may have heard of it while no page was open.
async function announceAllRemoved(database: Database): Promise<void> {
  for (const { person } of await database.getAll("removed")) announceRemoved(person);
}

/** Waits until no page of this browser plays a session. */
export async function nothingPlays(): Promise<void> {
  for (;;) {
    const held = (await navigator.locks.query()).held ?? [];
    const playing = held.find(({ name }) => name?.startsWith(sessionLocks));
    if (playing?.name === undefined) return;
    await navigator.locks.request(playing.name, () => undefined);
  }
}

// Rows that have not ended and that no page plays.
async function changeUnfinished(database: Database, how: (row: SessionRow) => SessionRow): Promise<void> {
  const open = (await database.getAll("session")).filter((row) => !row.ended);
  for (const { id } of open) {
    await navigator.locks.request(sessionLockOf(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await change(database, id, (row) => row && how(row));
    });
  }
}

/** What this device remembers of a session as far as it has come. */
function entryOf(id: string, person: string, sequence: Sequence, report: SessionReport): Entry {
  const played = report.spans.map((span) => ({ from: milliseconds(span.fromMs), to: milliseconds(span.toMs) }));
  return {
    id,
    person,
    startedAt: report.startedAt,
    utcOffsetMinutes: report.utcOffsetMinutes,
    title: sequence.title,
    language: sequence.language,
    held: heldPerSide(heldOf(sequence, played)).map(({ side, held }) => ({ side, heldMs: held })),
    end: report.end?.reason ?? null,
  };
}

/** A session that nobody plays any more, ended where it was last known to play. It can be continued for a while. */
function abandoned(row: SessionRow): SessionRow {
  if (row.ended || row.session === null) return { ...row, ended: true };
  const { report, query } = row.session.body;
  const ended = Date.now() - Date.parse(report.startedAt) > continueWithinMs;
  if (report.end !== null) return { ...row, ended };
  const end = { reason: "abandoned" as const, at: new Date(lastPlayedAt(report)).toISOString() };
  return { ...row, session: changed(row.session, { query, report: { ...report, end } }), ended };
}

/** Takes the lock of a session that no page plays, until it is let go. */
function claim(id: string): Promise<Unfinished["letGo"] | null> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise((done) => resolve(() => (done(), released)));
      resolve(null);
      return undefined;
    };
    const released = navigator.locks.request(sessionLockOf(id), { ifAvailable: true }, hold).then(() => undefined);
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
