import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { milliseconds } from "../time.ts";
import type { Cue, Sequence } from "./sequence.ts";
import { sample } from "./sequences.sample.ts";
import { heldOf, heldPerSide, nextStop, previousStop, ringingIn, saidIn, spokenBetween, viewAt } from "./timeline.ts";

const at = (ms: number) => viewAt(sample, milliseconds(ms));
const onACue = fc.constantFrom(...sample.cues.map((cue) => cue.at));
const anyTime = fc.integer({ min: 0, max: sample.total }).map(milliseconds);

describe("the view", () => {
  it("counts down the step where nothing is held", () => {
    assert.equal(at(0).secondsLeft, 10);
    assert.equal(at(9_999).secondsLeft, 1);
    assert.equal(at(0).counting, "step");
  });

  it("counts down the hold while it is held", () => {
    assert.equal(at(10_000).secondsLeft, 30);
    assert.equal(at(10_001).secondsLeft, 30);
    assert.equal(at(11_000).secondsLeft, 29);
    assert.equal(at(39_999).secondsLeft, 1);
    assert.equal(at(10_000).counting, "hold");
  });

  it("belongs to the step that begins, on the boundary", () => {
    assert.equal(at(9_999).stepIndex, 0);
    assert.equal(at(10_000).stepIndex, 1);
  });

  it("shows the step's title until something is said", () => {
    assert.equal(at(999).sentence, "ready title");
    assert.equal(at(1_000).sentence, "Lie down.");
    assert.equal(at(9_999).sentence, "Lie down.");
  });

  it("lets a call within a hold give way to what the hold asks", () => {
    assert.equal(at(25_000).sentence, "Half-way.");
    assert.equal(at(28_999).sentence, "Half-way.");
    assert.equal(at(29_000).sentence, "Let it hang.");
  });

  it("shows what the hold asks until a call comes", () => {
    assert.equal(at(10_000).sentence, "Let it hang.");
  });

  it("breathes in first, then out, from zero to one", () => {
    assert.equal(at(11_999).breath, null);
    assert.deepEqual(at(12_000).breath, { half: "in", fraction: 0 });
    assert.deepEqual(at(14_000).breath, { half: "in", fraction: 0.5 });
    assert.deepEqual(at(16_000).breath, { half: "out", fraction: 0 });
    assert.equal(at(22_000).breath, null);
  });

  it("ends with the track and not before", () => {
    assert.equal(at(79_999).ended, false);
    assert.equal(at(80_000).ended, true);
    assert.equal(at(999_999).ended, true);
    assert.equal(at(999_999).secondsLeft, 0);
  });

  it("never counts up within a step and is never at zero before the end", () => {
    holdsFor(
      fc.property(anyTime, anyTime, (a, b) => {
        const [early, late] = a <= b ? [viewAt(sample, a), viewAt(sample, b)] : [viewAt(sample, b), viewAt(sample, a)];
        if (early.stepIndex === late.stepIndex) assert.ok(late.secondsLeft <= early.secondsLeft);
        if (!late.ended) assert.ok(late.secondsLeft >= 1);
      }),
    );
  });
});

describe("the text of a step", () => {
  it("is what is said before its action", () => {
    assert.equal(saidIn(sample, 0), "Lie down.");
    assert.equal(saidIn(sample, 1), "");
    assert.equal(saidIn(sample, 4), "Roll to the side.");
  });

  it("is which bells ring, where no step is told in words", () => {
    const bells = (step: number, ...times: readonly number[]): readonly Cue[] =>
      times.map((at) => ({ kind: "bell", step, at: milliseconds(at), end: milliseconds(at + 2_500), text: "" }));
    const hold = sample.cues.filter(({ kind }) => kind === "hold" || kind === "breathe");
    const wordless: Sequence = {
      ...sample,
      cues: [
        ...hold,
        ...bells(0, 1_000),
        ...bells(1, 10_000, 25_000, 37_500),
        ...bells(2, 40_000),
        ...bells(3, 45_000, 72_500),
      ],
    };
    const ringing = [0, 1, 2, 3, 4, -1].map((index) => ringingIn(wordless, index));
    assert.deepEqual(ringing, ["begun", "hold", "change", "shortHold", "nothing", "nothing"]);
    for (const index of [0, 1, 2, 3, 4, -1]) assert.equal(ringingIn(sample, index), null);
  });
});

describe("skipping", () => {
  it("goes to the next step, and from the last one to the end", () => {
    assert.equal(nextStop(sample, milliseconds(3_000)), 10_000);
    assert.equal(nextStop(sample, milliseconds(10_000)), 40_000);
    assert.equal(nextStop(sample, milliseconds(76_000)), 80_000);
  });

  it("goes back to this step's start, or to the step before when it has only just begun", () => {
    assert.equal(previousStop(sample, milliseconds(12_001)), 10_000);
    assert.equal(previousStop(sample, milliseconds(12_000)), 0);
    assert.equal(previousStop(sample, milliseconds(500)), 0);
  });

  it("walks through the whole sequence, step by step", () => {
    holdsFor(
      fc.property(anyTime, (time) => {
        let here = time;
        for (let i = 0; i <= sample.steps.length; i++) {
          const next = nextStop(sample, here);
          assert.ok(next > here || here === sample.total);
          here = next;
        }
        assert.equal(here, sample.total);
      }),
    );
  });
});

describe("speaking with the device's voice", () => {
  it("says every sentence exactly once, however rarely the clock is read", () => {
    holdsFor(
      fc.property(fc.array(fc.oneof(anyTime, onACue)), (times) => {
        const clock = [milliseconds(-1), ...times.sort((a, b) => a - b), sample.total];
        const said = clock.slice(1).flatMap((time, i) => spokenBetween(sample, clock[i] ?? time, time));
        assert.deepEqual(
          said,
          sample.cues.filter((cue) => cue.kind === "say"),
        );
      }),
    );
  });
});

describe("what was held", () => {
  const played = (...spans: [number, number][]) =>
    spans.map(([from, to]) => ({ from: milliseconds(from), to: milliseconds(to) }));

  it("is the part of each hold that was played", () => {
    const holds = heldOf(sample, played([0, 20_000], [44_000, 80_000]));
    assert.deepEqual(
      holds.map(({ side, held, of }) => [side, held, of]),
      [
        ["left", 10_000, 30_000],
        ["right", 30_000, 30_000],
      ],
    );
  });

  it("is not known as nothing where playback never came", () => {
    assert.deepEqual(
      heldPerSide(heldOf(sample, [])).map(({ held }) => held),
      [null, null],
    );
  });

  it("counts again what was held again", () => {
    assert.equal(heldOf(sample, played([10_000, 20_000], [10_000, 20_000]))[0]?.held, 20_000);
  });

  it("does not depend on where playback was interrupted", () => {
    holdsFor(
      fc.property(anyTime, anyTime, anyTime, (a, b, c) => {
        const [from, cut, to] = [a, b, c].sort((x, y) => x - y) as [typeof a, typeof a, typeof a];
        assert.deepEqual(heldOf(sample, played([from, to])), heldOf(sample, played([from, cut], [cut, to])));
      }),
    );
  });
});
