import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MotionSample } from "./sample.ts";
import { watchThigh } from "./thigh.ts";
import type { Sequence, Step } from "../../track/sequence.ts";
import { sample as sequence } from "../../track/sequences.sample.ts";
import { milliseconds } from "../../time.ts";
import { measureIn, type InSession, type SetUpAsk } from "./duringSession.ts";

const stepMs = 20;
const gravity = 9.81;

/** The phone along the thigh, turned about it by thirty degrees. */
function felt(atMs: number, raisedDegrees: number): MotionSample {
  const [raised, turned] = [(raisedDegrees * Math.PI) / 180, Math.PI / 6];
  const across = Math.cos(raised);
  return {
    at: milliseconds(atMs),
    x: gravity * across * Math.sin(turned),
    y: gravity * Math.sin(raised),
    z: gravity * across * Math.cos(turned),
  };
}

/** A person whose left leg is set up and who then does what the track asks. */
function person(of: Sequence = sequence) {
  const asks: (SetUpAsk | null)[] = [];
  const leg = measureIn(of, "left", (ask) => asks.push(ask));
  assert.ok(leg);
  let [atMs, at] = [0, 0];
  /** Goes evenly to an angle while the track plays from a time, or stands still. */
  const to = (degrees: number, ms: number, mediaMs: number | null = null, plays = true): void => {
    const from = at;
    for (let passed = stepMs; passed <= ms; passed += stepMs) {
      at = from + ((degrees - from) * passed) / ms;
      atMs += stepMs;
      const playing = mediaMs !== null && plays;
      const track = { media: milliseconds((mediaMs ?? 0) + (playing ? passed : 0)), playing };
      leg.hear(felt(atMs, at), track);
    }
  };
  const setUp = (): void => {
    to(0, 6_000);
    to(35, 1_500);
    to(0, 1_500);
    to(0, 700);
  };
  return { leg, asks, to, setUp };
}

/** The angle below the horizontal that the server would start from: by the mean of the hold's samples. */
function belowOf(leg: InSession, moment: "before" | "after"): number | null {
  const found = leg.measured().find((measured) => measured.moment === moment);
  if (found === undefined) return null;
  const holds = found.recording
    .split("\n")
    .map((line) => line.split(","))
    .filter(([, phase]) => phase === "hold");
  const along = holds.reduce((sum, [, , , y]) => sum + Number(y), 0) / holds.length;
  return (-Math.asin(along / gravity) * 180) / Math.PI;
}

const near = (is: number | null, wanted: number): void =>
  assert.ok(is !== null && Math.abs(is - wanted) < 0.3, `${is}° instead of ${wanted}°`);

describe("a leg that is measured while a session guides it", () => {
  it("is set up first, and measured when it has come to rest and at the end of the hold", () => {
    const { leg, asks, to, setUp } = person();
    assert.deepEqual(asks, ["flat"]);
    setUp();
    assert.deepEqual(asks, ["flat", "lift", null]);
    to(95, 4_000, 2_000);
    // Let go as the hold begins, at 10 s; it sinks by four degrees until the hold ends at 40 s.
    to(-10, 1_500, 9_000);
    to(-10, 6_000, 10_500);
    near(belowOf(leg, "before"), 10);
    to(-14, 14_000, 16_500);
    to(-14, 8_000, 30_500);
    near(belowOf(leg, "before"), 10);
    near(belowOf(leg, "after"), 14);
    for (const { recording } of leg.measured()) {
      const phases = recording.split("\n").map((line) => line.split(",")[1]);
      assert.deepEqual([...new Set(phases)], ["phase", "zero", "sweep", "hold"]);
    }
  });

  it("is not said to be at the end of a hold that was left early", () => {
    const { leg, to, setUp } = person();
    setUp();
    to(-10, 1_500, 9_000);
    to(-10, 20_000, 10_500);
    near(belowOf(leg, "before"), 10);
    assert.equal(belowOf(leg, "after"), null);
  });

  it("is not measured while it swings, or while the track stands still", () => {
    const { leg, to, setUp } = person();
    setUp();
    for (let at = 10_000; at < 38_000; at += 1_000) to(at % 2_000 === 0 ? -20 : 0, 1_000, at);
    to(-10, 10_000, 30_000, false);
    assert.deepEqual(leg.measured(), []);
    assert.equal(leg.isSetUp(), true);
  });

  it("is not measured when the set-up was skipped", () => {
    const { leg, asks, to } = person();
    leg.skip();
    to(-10, 28_000, 10_500);
    assert.deepEqual(asks, ["flat", null]);
    assert.deepEqual(leg.measured(), []);
    assert.equal(leg.isSetUp(), false);
  });

  it("is not set up where it hangs in no hold: on a bed", () => {
    const flat = (step: Step): Step => ({ ...step, thighDegrees: step.thighDegrees && { left: 0, right: 0 } });
    assert.equal(
      measureIn({ ...sequence, steps: sequence.steps.map(flat) }, "left", () => undefined),
      null,
    );
  });

  it("tells the gate where it is from the first sample of a hold, though no step has shown it a raised leg", () => {
    const { leg, setUp } = person();
    setUp();
    const asked = { step: 1, thighDegrees: -12, flat: false };
    const at = (degrees: number): string => {
      const watch = watchThigh(() => leg.hinge());
      let answer = "";
      for (let ms = 0; ms <= 1_200; ms += stepMs) answer = watch.take(felt(ms, degrees), asked);
      return answer;
    };
    assert.deepEqual([at(-14), at(40), at(-80)], ["yes", "no", "no"]);
  });
});
