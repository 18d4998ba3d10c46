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
  thighDegrees: role === "hold" && side !== null ? { left: 126, right: 126, [side]: -12 } : { left: 0, right: 0 },
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
  speechRate: 1,
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

/** A longer one, as the lying stretches are: two steps to lie down, both sides with their way in and out, how to get up. */
export const lying: Sequence = {
  protocol: "lying",
  title: "Lying",
  language: "en",
  speechRate: 1,
  total: milliseconds(120_000),
  steps: [
    step("before", "prepare", 0, 10_000, null),
    step("lie-down", "prepare", 10_000, 20_000, null),
    step("knee", "move", 20_000, 25_000, "left"),
    step("hold", "hold", 25_000, 57_000, "left"),
    step("release", "release", 57_000, 60_000, "left"),
    step("change", "change-sides", 60_000, 65_000, "right"),
    step("knee", "move", 65_000, 70_000, "right"),
    step("hold", "hold", 70_000, 102_000, "right"),
    step("release", "release", 102_000, 105_000, "right"),
    step("done", "release", 105_000, 108_000, null),
    step("roll", "rise", 108_000, 114_000, null),
    step("sit", "rise", 114_000, 120_000, null),
  ],
  cues: [
    cue("say", 0, 1_000, 9_000, "This is a stretch."),
    cue("say", 1, 10_000, 14_000, "Lie down."),
    cue("say", 2, 20_000, 23_000, "Right knee."),
    cue("say", 3, 25_000, 26_500, "Hold."),
    cue("hold", 3, 27_000, 57_000, "Left leg."),
    cue("say", 3, 30_000, 34_000, "Breathe."),
    cue("say", 4, 57_000, 58_500, "Left leg up."),
    cue("say", 5, 60_000, 62_000, "Change sides."),
    cue("say", 6, 65_000, 68_000, "Left knee."),
    cue("say", 7, 70_000, 71_500, "Hold."),
    cue("hold", 7, 72_000, 102_000, "Right leg."),
    cue("say", 7, 75_000, 79_000, "Breathe."),
    cue("say", 8, 102_000, 103_500, "Right leg up."),
    cue("say", 9, 105_000, 107_000, "Well done."),
    cue("say", 10, 108_000, 113_000, "Roll to the side."),
    cue("say", 11, 114_000, 118_000, "Sit a moment."),
  ],
};
