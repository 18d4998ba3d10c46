import type { Sequence, Side } from "../track/sequence.ts";
import { stepIndexAt, waitsBefore } from "../track/timeline.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import type { GatedHold, Observation } from "./gate.ts";

/** What the step that is on asks of the leg that is watched. */
export interface ExpectedPosition {
  /** The index of the step. */
  readonly step: number;
  /** Where the protocol's picture has the thigh, in degrees above the horizontal; null where it does not say. */
  readonly thighDegrees: number | null;
  /** Whether both legs lie along the surface. */
  readonly flat: boolean;
}

/** Something that watches the person's position: a phone on the thigh, a recording of one, a camera. */
export interface PositionSource {
  /** Observes until the signal says stop. Resolves once it is known whether there is anything to observe with. */
  watch(
    expected: () => ExpectedPosition,
    report: (observation: Observation) => void,
    signal: AbortSignal,
  ): Promise<"watching" | "nothing to watch with">;
}

/** In a hold's last moments nobody is held up: many let go with the bell. */
const letsGoBefore = 2_000;

/** A thigh so close to the horizontal lies along the surface. */
const flatWithinDegrees = 5;

/** The holds in which the leg that is watched is the one let go. The other side is held by time. */
export function gatedHolds(sequence: Sequence, side: Side): readonly GatedHold[] {
  return sequence.cues
    .filter((cue) => cue.kind === "hold" && sequence.steps[cue.step]?.side === side)
    .map((cue) => ({
      // Not in the step before: that one asks for something else.
      from: milliseconds(Math.max(sequence.steps[cue.step]?.at ?? cue.at, cue.at - waitsBefore)),
      to: milliseconds(Math.max(cue.at, cue.end - letsGoBefore)),
    }));
}

/** What is asked of a side's leg when the track's clock stands at a time. */
export function expectedAt(sequence: Sequence, side: Side, now: Milliseconds): ExpectedPosition {
  const step = stepIndexAt(sequence, now);
  const thighs = sequence.steps[step]?.thighDegrees ?? null;
  return {
    step,
    thighDegrees: thighs?.[side] ?? null,
    flat: thighs !== null && Math.abs(thighs.left) <= flatWithinDegrees && Math.abs(thighs.right) <= flatWithinDegrees,
  };
}
