import { milliseconds } from "../time.ts";
import type { Cue, CueKind, Phase, Sequence, Side, Step } from "./sequence.ts";

const step = (id: string, role: Phase, from: number, to: number, side: Side | null): Step => ({
  id,
  role,
  title: `${id} title`,
  at: milliseconds(from),
  end: milliseconds(to),
  side,
  set: side === null ? null : 1,
});

const cue = (kind: CueKind, stepIndex: number, from: number, to: number, text = ""): Cue => ({
  kind,
  step: stepIndex,
  at: milliseconds(from),
  end: milliseconds(to),
  text,
});

/** A small sequence with both sides, for tests: ready 10 s, hold left 30 s, change 5 s, hold right 30 s, rise 5 s. */
export const sample: Sequence = {
  protocol: "sample",
  title: "Sample",
  language: "en",
  total: milliseconds(80_000),
  steps: [
    step("ready", "prepare", 0, 10_000, null),
    step("hold", "hold", 10_000, 40_000, "left"),
    step("change", "change-sides", 40_000, 45_000, "left"),
    step("hold", "hold", 45_000, 75_000, "right"),
    step("rise", "rise", 75_000, 80_000, null),
  ],
  cues: [
    cue("say", 0, 1_000, 4_000, "Lie down."),
    cue("hold", 1, 10_000, 40_000, "Let it hang."),
    cue("breathe", 1, 12_000, 16_000, "in"),
    cue("breathe", 1, 16_000, 22_000, "out"),
    cue("say", 1, 25_000, 26_000, "Half-way."),
    cue("bell", 1, 39_000, 40_000),
    cue("say", 2, 40_500, 44_000, "Change."),
    cue("hold", 3, 45_000, 75_000, "Let it hang."),
    cue("say", 4, 75_500, 79_000, "Roll to the side."),
  ],
};
