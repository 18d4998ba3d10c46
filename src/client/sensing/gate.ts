import { milliseconds, type Milliseconds } from "../time.ts";
import type { SessionCall } from "../wire.ts";

/** Whether the person is in the position that a hold asks for. */
export type InPosition = "yes" | "no" | "unknown";

/** What was seen, and when by the wall's clock. */
export interface Observation {
  readonly at: Milliseconds;
  readonly inPosition: InPosition;
}

/** What the gate has to say: each is spoken once when it happens. */
export type Call = Exclude<SessionCall, "hurts">;

/** A hold that waits for the position, in the track's own time. */
export interface GatedHold {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** One moment, as the gate is given it. */
export interface Moment {
  /** The wall's clock. It never goes back. */
  readonly wall: Milliseconds;
  /** Where the track's clock stands. */
  readonly media: Milliseconds;
  /** Whether the track plays. */
  readonly playing: boolean;
  /** The last observation; null before the first. */
  readonly seen: Observation | null;
}

/** Where the gate stands. */
export type Gate =
  /** Nothing waits here. */
  | { readonly kind: "open" }
  /** The hold runs. Until the person was seen in position once, they cannot come out of it. */
  | {
      readonly kind: "running";
      readonly hold: GatedHold;
      readonly wasIn: boolean;
      readonly outSince: Milliseconds | null;
    }
  /** The track stands still until the person is in position, or the time is up. */
  | {
      readonly kind: "waiting";
      readonly hold: GatedHold;
      readonly call: Exclude<Call, "goes-on">;
      readonly since: Milliseconds;
      readonly called: readonly Call[];
      readonly speaksUntil: Milliseconds;
    }
  /** The time was up, or the person had it go on: this hold does not wait again. */
  | { readonly kind: "passed"; readonly hold: GatedHold };

/** What came of a moment: where the gate stands, what the track does, and what is said. */
export interface Passage {
  readonly gate: Gate;
  readonly media: "play" | "pause" | null;
  readonly call: Call | null;
}

/** How patient a gate is. */
export interface Patience {
  /** A wait is never longer than this. */
  readonly waits: Milliseconds;
  /** At the start of a hold so long nothing is said yet: most are in position by then. */
  readonly quietly: Milliseconds;
  /** Who is out of position for so long has come out of it. */
  readonly leaves: Milliseconds;
  /** An observation older than this means nothing any more: a page that is not visible gets none. */
  readonly remembers: Milliseconds;
  /** How long it takes to say each call. What is being said is said to its end. */
  readonly speaks: (call: Call) => Milliseconds;
}

/** The patience of a gate whose calls take so long. */
export const patience = (speaks: Patience["speaks"]): Patience => ({
  waits: milliseconds(20_000),
  quietly: milliseconds(1_500),
  leaves: milliseconds(1_000),
  remembers: milliseconds(1_500),
  speaks,
});

/** The gate before anything has happened. */
export const openGate: Gate = { kind: "open" };

/** What a moment does to the gate. It depends on nothing else, so whatever observes can feed it. */
export function passGate(gate: Gate, holds: readonly GatedHold[], moment: Moment, patience: Patience): Passage {
  const hold = holds.find(({ from, to }) => from <= moment.media && moment.media < to) ?? null;
  const seen = seenAt(moment, patience);
  if (gate.kind === "waiting") {
    // The person has skipped somewhere else: it plays there.
    return gate.hold === hold ? wait(gate, seen, moment.wall, patience) : { gate: openGate, media: "play", call: null };
  }
  if (hold === null) return stays(openGate);
  const known = gate.kind !== "open" && gate.hold === hold ? gate : null;
  if (known?.kind === "passed") return stays(known);
  // Whoever pauses may move as they like, and is waited for anew.
  if (!moment.playing)
    return stays(known === null ? openGate : { kind: "running", hold, wasIn: false, outSince: null });
  return known === null ? enter(hold, seen, moment.wall) : run(known, seen, moment.wall, patience);
}

/** The person has the say: a hold that waits goes on, and does not wait again. */
export function overrule(gate: Gate): Gate {
  return gate.kind === "waiting" ? { kind: "passed", hold: gate.hold } : gate;
}

const stays = (gate: Gate): Passage => ({ gate, media: null, call: null });

function seenAt({ seen, wall }: Moment, { remembers }: Patience): InPosition {
  return seen === null || wall - seen.at > remembers ? "unknown" : seen.inPosition;
}

function enter(hold: GatedHold, seen: InPosition, wall: Milliseconds): Passage {
  if (seen !== "no") return stays({ kind: "running", hold, wasIn: seen === "yes", outSince: null });
  return {
    gate: { kind: "waiting", hold, call: "waiting", since: wall, called: [], speaksUntil: wall },
    media: "pause",
    call: null,
  };
}

function run(
  gate: Extract<Gate, { kind: "running" }>,
  seen: InPosition,
  wall: Milliseconds,
  { leaves, speaks }: Patience,
): Passage {
  const { hold, wasIn } = gate;
  if (seen !== "no") return stays({ ...gate, wasIn: wasIn || seen === "yes", outSince: null });
  const outSince = gate.outSince ?? wall;
  if (wall - outSince < leaves) return stays({ ...gate, outSince });
  const call = wasIn ? "came-out" : "waiting";
  const speaksUntil = milliseconds(wall + speaks(call));
  return { gate: { kind: "waiting", hold, call, since: wall, called: [call], speaksUntil }, media: "pause", call };
}

function wait(
  gate: Extract<Gate, { kind: "waiting" }>,
  seen: InPosition,
  wall: Milliseconds,
  { waits, quietly, speaks }: Patience,
): Passage {
  const { hold, since, called, speaksUntil } = gate;
  const waited = wall - since;
  if (waited >= waits) return { gate: { kind: "passed", hold }, media: "play", call: null };
  if (seen === "unknown" || (seen === "yes" && wall >= speaksUntil)) {
    return { gate: { kind: "running", hold, wasIn: seen === "yes", outSince: null }, media: "play", call: null };
  }
  const say = (call: Call): Passage => ({
    gate: { ...gate, called: [...called, call], speaksUntil: milliseconds(wall + speaks(call)) },
    media: null,
    call,
  });
  if (seen === "no" && !called.includes(gate.call) && waited >= quietly) return say(gate.call);
  // Said so early that it is over when the wait is.
  if (seen === "no" && !called.includes("goes-on") && waited >= waits - speaks("goes-on")) return say("goes-on");
  return stays(gate);
}
