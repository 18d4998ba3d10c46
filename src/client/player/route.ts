import { milliseconds, type Milliseconds } from "../time.ts";
import type { Cue, Sequence, Side } from "../track/sequence.ts";
import { heldOf, saidIn, stepIndexAt, type Played } from "../track/timeline.ts";

/** Less than this of a hold is not worth lying down for again: the hold counts as over. */
const leastWorthHolding = milliseconds(3000);

/**
 * A media element may report its time only every quarter of a second (HTML, "time marches on"). A stretch is left so much
 * earlier, in the quiet that ends each step, so that no word of what is left out is heard.
 */
const leaveEarly = milliseconds(300);

/** Where playback leaves the track, and where it goes on. */
export interface Leap {
  readonly at: Milliseconds;
  readonly to: Milliseconds;
}

/** A way through a part of the track. */
export interface Route {
  readonly from: Milliseconds;
  /** In the order of the way. */
  readonly leaps: readonly Leap[];
}

/** Where a session was left, with something still to hold. */
export interface Stop {
  readonly side: Side | null;
  readonly set: number | null;
  /** How often this side is held in all. */
  readonly sets: number;
  readonly of: Milliseconds;
  /** What was held of it; null where it had not begun. */
  readonly held: Milliseconds | null;
  /** How it is continued by somebody who has got up. */
  readonly wayBack: Route;
  /** How it is continued by somebody who is lying already. */
  readonly wayInto: Route;
}

/**
 * Where a session was left, or null when it is not worth going on: nothing was held yet, or nothing is left to hold. The
 * furthest second that was played is where it was left: what is heard again on the way back lies before it. What has gone
 * on with a milder track has something behind it, even where nothing of that was held yet.
 */
export function findStop(
  sequence: Sequence,
  played: readonly Played[],
  part: "first" | "milder" = "first",
): Stop | null {
  const reached = milliseconds(Math.max(0, ...played.map(({ to }) => to)));
  const holds = heldOf(sequence, played);
  const cues = sequence.cues.filter((cue) => cue.kind === "hold");
  const index = cues.findIndex((cue) => cue.end - reached >= leastWorthHolding);
  const [hold, cue] = [holds[index], cues[index]];
  if (hold === undefined || cue === undefined || (part === "first" && holds.every(({ held }) => held === null)))
    return null;

  const { side, set, of, held } = hold;
  return {
    side,
    set,
    sets: holds.filter((other) => other.side === side).length,
    of,
    held,
    ...waysBack(sequence, cue, held === null ? null : startOfSentence(sequence, reached)),
  };
}

/**
 * The ways back into a hold: how to lie down, for a person who has got up, and into the position of this side, as the
 * protocol describes it, and then the hold, from the second it was left at or from its beginning.
 */
function waysBack(sequence: Sequence, hold: Cue, at: Milliseconds | null): Pick<Stop, "wayBack" | "wayInto"> {
  const { steps } = sequence;
  const own = steps[hold.step];
  const lyingDown = steps.slice(
    0,
    steps.findIndex(({ role }) => role !== "prepare"),
  );
  const intoPosition = steps
    .slice(lyingDown.length, hold.step)
    .filter(({ role, side, set }) => (role === "move" || role === "check") && side === own?.side && set === own.set);
  const rest = [...intoPosition, { at: at ?? own?.at ?? hold.at, end: sequence.total }];
  return { wayBack: routeOf([...lyingDown, ...rest]), wayInto: routeOf(rest) };
}

/**
 * What is left of a session, in the milder one it goes on with: the sides and sets that are not held to their end, after how to
 * lie down where the milder one is another exercise. Null where nothing is left to hold.
 */
export function findRest(sequence: Sequence, now: Milliseconds, milder: Sequence): Route | null {
  const hold = sequence.cues.find((cue) => cue.kind === "hold" && cue.end - now >= leastWorthHolding);
  const from = hold && sequence.steps[hold.step];
  const { steps } = milder;
  const into = steps.find(
    ({ role, side, set }) => role !== "change-sides" && side === from?.side && set === from.set && set !== null,
  );
  if (from === undefined || into === undefined) return null;
  const lyingDown = steps.slice(
    0,
    steps.findIndex(({ role }) => role !== "prepare"),
  );
  return routeOf([...(milder.protocol === sequence.protocol ? [] : lyingDown), { at: into.at, end: milder.total }]);
}

/** How to come out of the stretch of a side, lying: from when to when it is said. Null where nobody is in one. */
export function outOfPosition(
  sequence: Sequence,
  now: Milliseconds,
): { readonly from: Milliseconds; readonly to: Milliseconds } | null {
  const { steps } = sequence;
  const here = stepIndexAt(sequence, now);
  const step = steps[here];
  if (step === undefined || step.side === null || step.role === "change-sides") return null;
  const out = steps.find(
    (other, index) => index > here && other.role === "release" && other.side === step.side && other.set === step.set,
  );
  return out === undefined ? null : { from: out.at, to: milliseconds(out.end - leaveEarly) };
}

/** How to get up from where the track stands: out of the stretch of this side, and then as at the end. */
export interface WayOut {
  readonly route: Route;
  /** The same to read. */
  readonly text: string;
}

/** How to get up when it is stopped early. Null where nobody lies yet, or is hearing it already. */
export function wayOut(sequence: Sequence, now: Milliseconds): WayOut | null {
  const { steps } = sequence;
  const here = stepIndexAt(sequence, now);
  const step = steps[here];
  if (here === 0 || step === undefined || step.role === "rise") return null;

  const isIn = step.side !== null && step.role !== "change-sides";
  const out = steps.flatMap((other, index) => {
    const isRelease = index >= here && other.role === "release" && other.side === step.side && other.set === step.set;
    return (isIn && isRelease) || other.role === "rise" ? [index] : [];
  });
  if (out.length === 0) return null;
  return {
    route: routeOf(out.flatMap((index) => steps[index] ?? [])),
    text: out.map((index) => saidIn(sequence, index)).join(" "),
  };
}

/** The start of the sentence that is being said at a time, or the time itself: nobody is met by half a sentence. */
function startOfSentence(sequence: Sequence, time: Milliseconds): Milliseconds {
  return sequence.cues.find((cue) => cue.kind === "say" && cue.at < time && time < cue.end)?.at ?? time;
}

function routeOf(stretches: readonly { readonly at: Milliseconds; readonly end: Milliseconds }[]): Route {
  const leaps = stretches.slice(1).flatMap((stretch, index) => {
    const left = stretches[index]?.end ?? stretch.at;
    return left === stretch.at ? [] : [{ at: milliseconds(left - leaveEarly), to: stretch.at }];
  });
  return { from: stretches[0]?.at ?? milliseconds(0), leaps };
}
