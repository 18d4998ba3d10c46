import type { SessionReport, Side } from "../wire.ts";
import type { SessionRow } from "./stored.ts";

/** More sessions than this are not remembered: the oldest go first. */
export const mostRemembered = 200;

/** What a device remembers of a session after the server has it all: what the history lists, and nothing a person said. */
export interface Entry {
  /** The session's own id: entries sort by the time their session began. */
  readonly id: string;
  readonly person: string;
  readonly startedAt: string;
  readonly utcOffsetMinutes: number;
  readonly title: string;
  /** The language of the title. */
  readonly language: string;
  readonly held: readonly SideHeld[];
  /** Whether a hold was held to its end; what was remembered before that was asked does not say. */
  readonly isPractice?: boolean;
  /** Null as long as nothing says that it has ended. */
  readonly end: NonNullable<SessionReport["end"]>["reason"] | null;
}

/** What was held on one side, all sets together; null where playback never reached it. */
export interface SideHeld {
  readonly side: Side | null;
  readonly heldMs: number | null;
}

/** What was held on each side in two parts of a session, together. */
export const addHeld = (a: readonly SideHeld[], b: readonly SideHeld[]): readonly SideHeld[] =>
  [...new Set([...a, ...b].map(({ side }) => side))].map((side) => {
    const reached = [...a, ...b].flatMap((one) => (one.side === side && one.heldMs !== null ? [one.heldMs] : []));
    return { side, heldMs: reached.length === 0 ? null : reached.reduce((sum, ms) => sum + ms) };
  });

/** An entry with what the outbox knows by now of how its session ended. */
export function withEndOf(entry: Entry, row: SessionRow): Entry {
  const reason = row.session?.body.report.end?.reason;
  return reason === undefined ? entry : { ...entry, end: reason };
}

/** The ids that have to go so that no more than the most stay: ids sort by time. */
export const tooOld = (ids: readonly string[]): readonly string[] =>
  ids.toSorted().slice(0, Math.max(0, ids.length - mostRemembered));

/** The day an entry belongs to, where the person was: 2026-11-21. */
export const dayOf = (entry: Pick<Entry, "startedAt" | "utcOffsetMinutes">): string =>
  new Date(Date.parse(entry.startedAt) + entry.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);

/** What was done on the last days, today included: on how many of them something was held, and how much on each side. */
export function sumDays(entries: readonly Entry[], now: Date, days: number): PracticeSum {
  const today = { startedAt: now.toISOString(), utcOffsetMinutes: -now.getTimezoneOffset() };
  const first = new Date(Date.parse(dayOf(today)) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const recent = entries.filter((entry) => dayOf(entry) >= first);
  const sum = (side: SideHeld["side"]): number | null => {
    const reached = recent
      .flatMap(({ held }) => held)
      .flatMap((one) => (one.side === side && one.heldMs !== null ? [one.heldMs] : []));
    return reached.length === 0 ? null : reached.reduce((total, ms) => total + ms);
  };
  const practised = recent.filter(({ held, isPractice }) => isPractice ?? held.some(({ heldMs }) => (heldMs ?? 0) > 0));
  return { days: new Set(practised.map(dayOf)).size, leftMs: sum("left"), rightMs: sum("right") };
}

/** Days practised, and what was held on each side in them; null where nothing was measured. */
export interface PracticeSum {
  readonly days: number;
  readonly leftMs: number | null;
  readonly rightMs: number | null;
}
