import type { Sequence } from "../player/sequence.ts";
import { heldOf, heldPerSide } from "../player/timeline.ts";
import { milliseconds } from "../time.ts";
import { sendingTask } from "../worker/names.ts";
import type { Entry } from "./journal.ts";
import { changed, isDelivered } from "./letters.ts";
import { change, makeSender } from "./sending.ts";
import { lastPlayedAt } from "./spans.ts";
import { timeOf } from "./uuid.ts";
import { openStored, type Answers, type Database, type Report, type SessionRow } from "./stored.ts";

export { tellOnLeaving } from "./sending.ts";
export type { Answers, Report } from "./stored.ts";

/** What is played: its sequence and the query it was asked for. */
interface Playable {
  readonly query: string;
  readonly sequence: Sequence;
}

/**
 * So long after its start a session that was left in the middle is offered to be gone on with: a call, a flat battery,
 * half a day's work may lie between, and the other side still makes it even. After a night it would be another day's
 * practice under the day before; and the server takes nothing that is played more than a day after the start.
 */
const goOnWithinMs = 12 * 60 * 60 * 1000;

/** A session that was left in the middle. It is this page's until it is let go: no other page offers it. */
export interface Left {
  readonly id: string;
  readonly query: string;
  readonly report: Report;
  readonly letGo: () => Promise<void>;
}

/** A record the server does not take. It stays here and is asked about again by every page that opens. */
export interface Refused {
  readonly startedAt: Date;
  readonly sentence: string;
  /** All of it, to be kept elsewhere. */
  readonly copy: string;
}

/** Keeps every record in the browser until the server has confirmed it. */
export interface Outbox {
  /** Stores the state of a session; it is sent as soon as it can be. */
  putSession(id: string, played: Playable, report: Report): Promise<void>;
  /** Stores what was answered about a session. */
  putAfter(id: string, answers: Answers): Promise<void>;
  /** Waits until the server has everything of this session that was put so far, or says that it does not take it. */
  delivered(id: string, signal: AbortSignal): Promise<"delivered" | "refused">;
  /** Calls back after every try to send something. */
  onTurn(then: () => void): void;
  /** The latest session that was left in the middle and that no page plays, or null. */
  findLeft(): Promise<Left | null>;
  /** What was left and is played by no page is not gone on with: it stays as it was recorded. */
  closeLeft(): Promise<void>;
  /** Tells which records the server does not take, now and whenever they change. */
  watchRefused(tell: (refused: readonly Refused[]) => void): void;
}

/** Opens the outbox, closes what earlier visits left open, and keeps sending until the signal says stop. */
export async function openOutbox(signal: AbortSignal): Promise<Outbox> {
  // A page of a newer version needs another form of it: this page is an old one, and makes way when nothing is played.
  const database = await openStored(() => void nothingPlays().then(() => location.reload()));
  const news = new EventTarget();
  const ring = () => news.dispatchEvent(new Event("news"));

  await changeLeft(database, abandoned);
  void keepSending(database, news, signal);

  return {
    putSession: async (id, { query, sequence }, report) => {
      await change(
        database,
        id,
        (row) => ({
          id,
          session: changed(row?.session ?? null, { report, query }),
          after: row?.after ?? null,
          ended: report.end !== null && report.end.reason !== "abandoned",
          refusal: row?.refusal ?? null,
        }),
        entryOf(id, sequence, report),
      );
      ring();
    },
    putAfter: async (id, answers) => {
      await change(database, id, (row) => ({
        id,
        session: row?.session ?? null,
        after: changed(row?.after ?? null, answers),
        ended: true,
        refusal: row?.refusal ?? null,
      }));
      ring();
    },
    findLeft: async () => {
      const rows = (await database.getAll("session")).filter((row) => !row.ended).reverse();
      for (const { id, session } of rows) {
        const letGo = session === null ? null : await claim(id);
        if (session !== null && letGo !== null) return { id, ...session.body, letGo };
      }
      return null;
    },
    closeLeft: async () => {
      await changeLeft(database, (row) => ({ ...row, ended: true }));
      ring();
    },
    watchRefused: (tell) => {
      let told = "[]";
      const look = async () => {
        const refused = (await database.getAll("session")).flatMap(describeRefused);
        const now = JSON.stringify(refused);
        if (now !== told) tell(refused);
        told = now;
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

const locksOfSessions = "supine-session-";

/** The lock a page holds while it plays a session, so that no other page takes it for abandoned. */
export const lockName = (id: string): string => `${locksOfSessions}${id}`;

/** Waits until no page of this browser plays a session. */
export async function nothingPlays(): Promise<void> {
  for (;;) {
    const held = (await navigator.locks.query()).held ?? [];
    const playing = held.find(({ name }) => name?.startsWith(locksOfSessions));
    if (playing?.name === undefined) return;
    await navigator.locks.request(playing.name, () => undefined);
  }
}

// Rows that have not ended and that no page plays.
async function changeLeft(database: Database, how: (row: SessionRow) => SessionRow): Promise<void> {
  const open = (await database.getAll("session")).filter((row) => !row.ended);
  for (const { id } of open) {
    await navigator.locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await change(database, id, (row) => row && how(row));
    });
  }
}

/** What this device remembers of a session as far as it has come. */
function entryOf(id: string, sequence: Sequence, report: Report): Entry {
  const played = report.spans.map((span) => ({ from: milliseconds(span.fromMs), to: milliseconds(span.toMs) }));
  return {
    id,
    startedAt: report.startedAt,
    utcOffsetMinutes: report.utcOffsetMinutes,
    title: sequence.title,
    language: sequence.language,
    held: heldPerSide(heldOf(sequence, played)).map(({ side, held }) => ({ side, heldMs: held })),
    end: report.end?.reason ?? null,
  };
}

/** A session nobody plays any more, ended where it was last known to play. It can be gone on with for a while. */
function abandoned(row: SessionRow): SessionRow {
  if (row.ended || row.session === null) return { ...row, ended: true };
  const { report, query } = row.session.body;
  const ended = Date.now() - Date.parse(report.startedAt) > goOnWithinMs;
  if (report.end !== null) return { ...row, ended };
  const end = { reason: "abandoned" as const, at: new Date(lastPlayedAt(report)).toISOString() };
  return { ...row, session: changed(row.session, { query, report: { ...report, end } }), ended };
}

/** Takes the lock of a session that no page plays, until it is let go. */
function claim(id: string): Promise<Left["letGo"] | null> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise((done) => resolve(() => (done(), released)));
      resolve(null);
      return undefined;
    };
    const released = navigator.locks.request(lockName(id), { ifAvailable: true }, hold).then(() => undefined);
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
