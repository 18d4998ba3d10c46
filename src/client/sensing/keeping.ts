import type { Milliseconds } from "../time.ts";
import type { Track } from "../track/track.ts";
import type { Call } from "./gate.ts";
import type { SetUpAsk } from "./phone/duringSession.ts";

// What a session and the keeper of its gate agree on.

/** What the person is asked for while the track stands still. */
export type WaitsFor = Exclude<Call, "goes-on"> | SetUpAsk;

/** What the keeper of a gate can see of the track, and do with it. */
export interface TrackControls {
  /** What is played now: its voice may change. */
  readonly track: () => Track | null;
  readonly clock: () => { readonly media: Milliseconds; readonly playing: boolean };
  readonly play: () => void;
  readonly pause: () => void;
  readonly say: (call: Call) => void;
  /** Has it drawn anew: something else is waited for. */
  readonly draw: () => void;
}

/** Keeps the gate of one session. */
export interface Keeper {
  /** The track's clock has moved on. */
  look(): void;
  /** The person wants it to go on as it is. */
  overrule(): void;
  /** What is waited for; null while nothing waits. */
  waitsFor(): WaitsFor | null;
}

/** What a gate reports to the session it belongs to. */
export interface GateNews {
  /** There is nothing to observe with. */
  readonly blind: () => void;
  /** What came of measuring, in sentences, when the session is over; null where nobody can be set up for it. */
  readonly measured: ((sentences: readonly string[]) => void) | null;
}

/** Keeps the gate of a session whose track is known. */
export type KeepGate = (
  track: Track,
  controls: Omit<TrackControls, "say">,
  news: GateNews,
  signal: AbortSignal,
) => Keeper;

/** For a session without a gate: every hold is timed only. */
export const noKeeper: Keeper = { look: () => undefined, overrule: () => undefined, waitsFor: () => null };
