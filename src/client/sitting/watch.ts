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
  readonly stretchDays: readonly number[];
  /** When to lie down, as minutes after midnight. */
  readonly stretches: readonly number[];
  readonly stretch: Milliseconds;
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
  | { readonly kind: "stretch" }
  | { readonly kind: "asked" }
  | { readonly kind: "postponed"; readonly left: Milliseconds }
  | { readonly kind: "undisturbed" };

/** Who does not look for longer than this was asleep all the while. */
const longestLook = 120_000;

/** A stretch is asked for as long as this after its time, in minutes. */
const stretchPatience = 60;

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
  /** By the clock on the wall, in minutes: up to here every stretch has been seen. */
  readonly stretchesUntil: number;
  readonly stretchDue: number | null;
  readonly stretchSilentUntil: number | null;
  readonly wasAskedToStretch: boolean;
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
  stretchesUntil: localOf(plan.zone, first.at).wall - 1,
  stretchDue: null,
  stretchSilentUntil: null,
  wasAskedToStretch: false,
});

/** How things stand. */
export function stateOf(watch: Watch): DeskState {
  const sat = watch.last.running - watch.satSince;
  if (watch.wasAskedToStretch) return { kind: "stretch" };
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
  // one question at a time
  seen = lookForStretch(seen);
  if (seen.wasAskedToStretch || !isDue(seen)) return seen;
  if (seen.skipsNext) return anew(seen, now.running);
  if (isSilenced(seen) || (seen.silentUntil !== null && now.running < seen.silentUntil)) return seen;
  return { ...seen, rings: true, wasAsked: true, silentUntil: now.running + watch.plan.postpone };
}

/** They do what they were asked: sitting begins anew when the break, or the stretch, is over. */
export const takeBreak = (watch: Watch): Watch =>
  watch.wasAskedToStretch
    ? anew({ ...watch, stretchDue: null, wasAskedToStretch: false }, watch.last.running + watch.plan.stretch)
    : anew(watch, watch.last.running + watch.plan.break);

/** They put off what they were asked, or a break that is due; before it is, nothing changes. */
export function postpone(watch: Watch): Watch {
  const until = watch.last.running + watch.plan.postpone;
  if (watch.wasAskedToStretch) return { ...watch, rings: false, wasAskedToStretch: false, stretchSilentUntil: until };
  return isDue(watch) ? { ...watch, rings: false, wasAsked: false, silentUntil: until } : watch;
}

/** They leave out the stretch they were asked for, or one break: the one that is due, or else the next. */
export function skipOnce(watch: Watch): Watch {
  if (watch.wasAskedToStretch) return { ...watch, rings: false, stretchDue: null, wasAskedToStretch: false };
  return isDue(watch) ? anew(watch, watch.last.running) : { ...watch, rings: false, skipsNext: true };
}

/** Nothing asks for a while, by whichever clock is there first. */
export const doNotDisturb = (watch: Watch, time: Milliseconds): Watch => ({
  ...watch,
  rings: false,
  wasAsked: false,
  wasAskedToStretch: false,
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

function lookForStretch(watch: Watch): Watch {
  const { plan, last } = watch;
  const { day, minute, wall } = localOf(plan.zone, last.at);
  const next = [0, 1]
    .filter((ago) => plan.stretchDays.includes((day + 7 - ago) % 7))
    .flatMap((ago) => plan.stretches.map((time) => wall - minute - ago * minutesInDay + time))
    .filter((at) => at <= wall && at > watch.stretchesUntil && wall - at <= stretchPatience)
    .reduce<number | null>((latest, at) => (latest === null || at > latest ? at : latest), null);
  const seen: Watch =
    next === null
      ? watch
      : { ...watch, stretchesUntil: next, stretchDue: next, stretchSilentUntil: null, wasAskedToStretch: false };
  if (seen.stretchDue === null) return seen;
  if (Math.abs(wall - seen.stretchDue) > stretchPatience)
    return { ...seen, stretchDue: null, wasAskedToStretch: false };
  if (seen.wasAskedToStretch || wall < seen.stretchDue || isSilenced(seen)) return seen;
  if (seen.stretchSilentUntil !== null && last.running < seen.stretchSilentUntil) return seen;
  return { ...seen, rings: true, wasAskedToStretch: true };
}

function isOnDuty({ plan, last }: Watch): boolean {
  const { day, minute } = localOf(plan.zone, last.at);
  const isOfTheDayBefore = plan.hours.until < plan.hours.from && minute < plan.hours.until;
  return isIn(plan.hours, minute) && plan.workDays.includes(isOfTheDayBefore ? (day + 6) % 7 : day);
}

const isSilenced = (watch: Watch): boolean =>
  doesNotDisturb(watch) || watch.plan.quiet.some((span) => isIn(span, localOf(watch.plan.zone, watch.last.at).minute));

const isIn = ({ from, until }: DaySpan, minute: number): boolean =>
  from <= until ? from <= minute && minute < until : from <= minute || minute < until;

const formats = new Map<string, Intl.DateTimeFormat>();

const minutesInDay = 24 * 60;

/** The clock on the wall: the day of the week, the minute of the day, and the minutes since the wall showed 1970. */
function localOf(
  zone: string,
  at: Milliseconds,
): { readonly day: number; readonly minute: number; readonly wall: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const minute = Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
  const midnight =
    Date.UTC(Number(parts.get("year")), Number(parts.get("month")) - 1, Number(parts.get("day"))) / 60_000;
  return {
    day: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.get("weekday") ?? ""),
    minute,
    wall: midnight + minute,
  };
}
