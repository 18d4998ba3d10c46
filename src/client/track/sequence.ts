import type { Milliseconds } from "../time.ts";

/** A side of the person's own body. */
export type Side = "left" | "right";

/** What a step is for. */
export type Phase =
  | "prepare"
  | "move"
  | "check"
  | "hold"
  | "breathe"
  | "contract-relax"
  | "compress"
  | "release"
  | "change-sides"
  | "measure"
  | "rise";

/** What a cue is. */
export type CueKind = "say" | "hold" | "breathe" | "bell" | "press" | "contract" | "relax";

/** One step where it stands in time: the unit a person skips by. Steps follow each other without a gap. */
export interface Step {
  readonly id: string;
  readonly role: Phase;
  /** What it is called, in the sequence's language. */
  readonly title: string;
  readonly at: Milliseconds;
  readonly end: Milliseconds;
  readonly side: Side | null;
  readonly set: number | null;
  /** Where its picture has each leg's thigh, in degrees above the horizontal; null where nobody lies. */
  readonly thighDegrees: Readonly<Record<Side, number>> | null;
}

/** One thing that happens at one time. */
export interface Cue {
  readonly kind: CueKind;
  readonly at: Milliseconds;
  readonly end: Milliseconds;
  /** Index of its step. */
  readonly step: number;
  readonly text: string;
}

/** A protocol laid out in time for one prescription: all that the player needs. */
export interface Sequence {
  readonly protocol: string;
  readonly title: string;
  readonly language: string;
  /** How fast it is said: 1 is the calm rate, 0.8 is slower. */
  readonly speechRate: number;
  readonly total: Milliseconds;
  readonly steps: readonly Step[];
  readonly cues: readonly Cue[];
}
