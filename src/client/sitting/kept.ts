import { personHere } from "../person.ts";
import { recallInTab, rememberInTab } from "../storage.ts";
import { milliseconds } from "../time.ts";
import { startWatch, type Look, type Plan, type Watch } from "./watch.ts";

/** What of a desk outlives a reload. The clock that is never set begins anew with each page, so times are kept as they lie around the last look. */
export interface Kept {
  readonly plan: string;
  readonly at: number;
  readonly sat: number;
  readonly silentFor: number | null;
  readonly skipsNext: boolean;
  readonly wasAsked: boolean;
  readonly undisturbedUntil: number | null;
  readonly stretchesUntil: number;
  readonly stretchDue: number | null;
  readonly stretchSilentFor: number | null;
  readonly wasAskedToStretch: boolean;
}

/** A desk that nobody has looked at for longer than this is begun by hand again. */
const longestAway = 12 * 3_600_000;

/** A desk as it is kept. */
export function keepable({ last, undisturbedUntil, ...watch }: Watch): Kept {
  const from = (running: number | null): number | null => (running === null ? null : running - last.running);
  return {
    plan: JSON.stringify(watch.plan),
    at: last.at,
    sat: last.running - watch.satSince,
    silentFor: from(watch.silentUntil),
    skipsNext: watch.skipsNext,
    wasAsked: watch.wasAsked,
    undisturbedUntil: undisturbedUntil?.at ?? null,
    stretchesUntil: watch.stretchesUntil,
    stretchDue: watch.stretchDue,
    stretchSilentFor: from(watch.stretchSilentUntil),
    wasAskedToStretch: watch.wasAskedToStretch,
  };
}

/** A kept desk, continued; null where the plan is another one by now, or it was long ago. Who was away for as long as a break has had one. */
export function revive(plan: Plan, kept: Kept, now: Look): Watch | null {
  const gap = Math.max(0, now.at - kept.at);
  if (kept.plan !== JSON.stringify(plan) || gap > longestAway) return null;
  const until = (left: number | null): number | null => (left === null ? null : now.running + left - gap);
  const rested = gap >= plan.break && kept.sat >= 0;
  const left = kept.undisturbedUntil === null ? 0 : kept.undisturbedUntil - now.at;
  return {
    ...startWatch(plan, now),
    satSince: rested ? now.running : now.running - kept.sat - gap,
    skipsNext: !rested && kept.skipsNext,
    wasAsked: !rested && kept.wasAsked,
    silentUntil: rested ? null : until(kept.silentFor),
    undisturbedUntil: left > 0 ? { running: now.running + left, at: now.at + left } : null,
    stretchesUntil: kept.stretchesUntil,
    stretchDue: kept.stretchDue,
    stretchSilentUntil: until(kept.stretchSilentFor),
    wasAskedToStretch: kept.wasAskedToStretch,
  };
}

/** Keeps a desk for as long as its tab is there, and no longer. */
export const store = (watch: Watch): void => rememberInTab(personHere(), "desk", JSON.stringify(keepable(watch)));

/** The desk of this tab before it was loaded again; null where there is none to continue. */
export function restore(plan: Plan, now: Look): Watch | null {
  const kept = recallInTab(personHere(), "desk");
  try {
    return kept === null ? null : revive(plan, JSON.parse(kept) as Kept, now);
  } catch {
    return null;
  }
}

/** The look at which a page begins. */
export const firstLook = (): Look => ({
  running: milliseconds(performance.now()),
  at: milliseconds(Date.now()),
  idle: null,
});
