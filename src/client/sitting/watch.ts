import { milliseconds, type Milliseconds } from "../time.ts";

/** A part of the day by the clock on the wall, as minutes after midnight; one that ends before it begins goes on past midnight. */
export interface DaySpan {
  readonly from: number;
  readonly until: number;
}

/** What the server's plan says of breaks. */
export interface Plan {
  readonly zone: string;
  /** Sunday is 0. */
  readonly workDays: readonly number[];
  readonly hours: DaySpan;
  readonly limit: Milliseconds;
  readonly break: Milliseconds;
  readonly postpone: Milliseconds;
  readonly quiet: readonly DaySpan[];
}

/** One look at the clocks and at the person. */
export interface Look {
  /** A clock that is never set and only runs forward. */
  readonly running: Milliseconds;
  /** The clock on the wall, which runs on while the machine sleeps: milliseconds since 1970. */
  readonly at: Milliseconds;
  /** For how long nobody has used the machine; null when that is not known. */
  readonly idle: Milliseconds | null;
}

export type DeskState =
  | { readonly kind: "offDuty" }
  | { readonly kind: "seated"; readonly left: Milliseconds }
  | { readonly kind: "onBreak"; readonly left: Milliseconds }
  | { readonly kind: "asked" }
  | { readonly kind: "postponed"; readonly left: Milliseconds }
  | { readonly kind: "undisturbed" };

/** Who does not look for longer than this was asleep all the while. */
const longestLook = 120_000;

/** The same rules as SittingWatch in C#, held to the same cases: tests/golden/watch.test.ts. */
export interface Watch {
  readonly plan: Plan;
  readonly rings: boolean;
  readonly skipsNext: boolean;
  readonly last: Look;
  readonly satSince: number;
  readonly silentUntil: number | null;
  readonly wasAsked: boolean;
  readonly undisturbedUntil: { readonly running: number; readonly at: number } | null;
}

/** Begins to watch: they have just sat down. */
export const startWatch = (plan: Plan, first: Look): Watch => ({
  plan,
  rings: false,
  skipsNext: false,
  last: first,
  satSince: first.running,
  silentUntil: null,
  wasAsked: false,
  undisturbedUntil: null,
});

/** How things stand. */
export function stateOf(watch: Watch): DeskState {
  const sat = watch.last.running - watch.satSince;
  if (!isOnDuty(watch)) return { kind: "offDuty" };
  if (sat < 0) return { kind: "onBreak", left: milliseconds(-sat) };
  if (sat < watch.plan.limit) return { kind: "seated", left: milliseconds(watch.plan.limit - sat) };
  if (isSilenced(watch)) return { kind: "undisturbed" };
  if (watch.wasAsked) return { kind: "asked" };
  return { kind: "postponed", left: milliseconds((watch.silentUntil ?? watch.last.running) - watch.last.running) };
}

/** Looks again. The running clock only runs forward, or this throws a RangeError. */
export function observe(watch: Watch, now: Look): Watch {
  const ran = now.running - watch.last.running;
  if (ran < 0) throw new RangeError("The running clock only runs forward.");
  const asleep = now.at - watch.last.at - ran;
  const rest = watch.plan.break;
  const rested = (now.idle !== null && now.idle >= rest) || asleep >= rest || (ran > longestLook && ran >= rest);
  let seen: Watch = { ...watch, last: now, rings: false };
  if (rested || !isOnDuty(seen)) seen = anew(seen, now.running);
  if (!isDue(seen)) return seen;
  if (seen.skipsNext) return anew(seen, now.running);
  if (isSilenced(seen) || (seen.silentUntil !== null && now.running < seen.silentUntil)) return seen;
  return { ...seen, rings: true, wasAsked: true, silentUntil: now.running + watch.plan.postpone };
}

/** They stand up: sitting begins anew when the break is over. */
export const takeBreak = (watch: Watch): Watch => anew(watch, watch.last.running + watch.plan.break);

/** They put off a break that is due; before it is, nothing changes. */
export const postpone = (watch: Watch): Watch =>
  isDue(watch)
    ? { ...watch, rings: false, wasAsked: false, silentUntil: watch.last.running + watch.plan.postpone }
    : watch;

/** They leave out one break: the one that is due, or else the next. */
export const skipOnce = (watch: Watch): Watch =>
  isDue(watch) ? anew(watch, watch.last.running) : { ...watch, rings: false, skipsNext: true };

/** Nothing asks for a while, by whichever clock is there first. */
export const doNotDisturb = (watch: Watch, time: Milliseconds): Watch => ({
  ...watch,
  rings: false,
  wasAsked: false,
  undisturbedUntil: { running: watch.last.running + time, at: watch.last.at + time },
});

/** Asks again as usual. */
export const disturb = (watch: Watch): Watch => ({ ...watch, rings: false, undisturbedUntil: null });

/** Whether they said that nothing is to disturb them now. */
export const doesNotDisturb = ({ last, undisturbedUntil: until }: Watch): boolean =>
  until !== null && last.running < until.running && last.at < until.at;

const anew = (watch: Watch, satSince: number): Watch => ({
  ...watch,
  rings: false,
  skipsNext: false,
  wasAsked: false,
  silentUntil: null,
  satSince,
});

const isDue = (watch: Watch): boolean => isOnDuty(watch) && watch.last.running - watch.satSince >= watch.plan.limit;

function isOnDuty({ plan, last }: Watch): boolean {
  const { day, minute } = localOf(plan.zone, last.at);
  return plan.workDays.includes(day) && isIn(plan.hours, minute);
}

const isSilenced = (watch: Watch): boolean =>
  doesNotDisturb(watch) || watch.plan.quiet.some((span) => isIn(span, localOf(watch.plan.zone, watch.last.at).minute));

const isIn = ({ from, until }: DaySpan, minute: number): boolean =>
  from <= until ? from <= minute && minute < until : from <= minute || minute < until;

const formats = new Map<string, Intl.DateTimeFormat>();

function localOf(zone: string, at: Milliseconds): { readonly day: number; readonly minute: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.get("weekday") ?? ""),
    minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")),
  };
}
