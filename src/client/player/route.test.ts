import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { milliseconds } from "../time.ts";
import { findRest, findStop, outOfPosition, type Route, wayOut } from "./route.ts";
import { lying, sample } from "../track/sequences.sample.ts";
import { heldOf } from "../track/timeline.ts";

const spans = (...all: [number, number][]) =>
  all.map(([from, to]) => ({ from: milliseconds(from), to: milliseconds(to) }));
const leftAt = (ms: number) => findStop(lying, spans([0, ms]));
const anyTime = fc.integer({ min: 0, max: lying.total });

/** What a route plays when it is left alone. */
function follow({ from, leaps }: Route): [number, number][] {
  const played: [number, number][] = [];
  let begin: number = from;
  for (const { at, to } of leaps) {
    played.push([begin, at]);
    begin = to;
  }
  return [...played, [begin, lying.total]];
}

describe("a session that was left in the middle", () => {
  it("goes on in the hold at the second it was left at, after the way back into the position", () => {
    const stop = leftAt(93_000);
    assert.deepEqual([stop?.side, stop?.held, stop?.of, stop?.sets], ["right", 21_000, 30_000, 1]);
    assert.deepEqual(stop && follow(stop.wayBack), [
      [0, 19_700],
      [65_000, 69_700],
      [93_000, 120_000],
    ]);
  });

  it("goes on without a leap where the track leads there by itself", () => {
    const stop = findStop(lying, spans([0, 40_000], [57_000, 60_000]));
    assert.deepEqual([stop?.side, stop?.held], ["right", null]);
    assert.deepEqual(leftAt(36_000)?.wayBack, { from: 0, leaps: [{ at: 24_700, to: 36_000 }] });
  });

  it("begins the sentence again that it was left in", () => {
    assert.deepEqual(leftAt(76_000)?.wayBack.leaps.at(-1), { at: 69_700, to: 75_000 });
    assert.deepEqual(leftAt(75_000)?.wayBack.leaps.at(-1), { at: 69_700, to: 75_000 });
    assert.deepEqual(leftAt(79_000)?.wayBack.leaps.at(-1), { at: 69_700, to: 79_000 });
  });

  it("goes on with the whole next hold when it was left between two", () => {
    const stop = leftAt(62_000);
    assert.deepEqual([stop?.side, stop?.held], ["right", null]);
    assert.deepEqual(stop && follow(stop.wayBack), [
      [0, 19_700],
      [65_000, 120_000],
    ]);
  });

  it("is where it was left last, though the way back was played after it", () => {
    const stop = findStop(lying, spans([0, 93_000], [0, 19_700], [65_000, 69_700]));
    assert.deepEqual([stop?.held, stop?.wayBack], [21_000, leftAt(93_000)?.wayBack]);
  });

  it("is over when less than three seconds are left of the last hold, and of the first one leads to the second", () => {
    assert.equal(leftAt(99_000)?.held, 27_000);
    assert.equal(leftAt(99_001), null);
    assert.equal(leftAt(110_000), null);
    assert.equal(leftAt(54_001)?.side, "right");
  });

  it("leads somebody who is lying already into the position at once", () => {
    const stop = leftAt(93_000);
    assert.deepEqual(follow(stop?.wayInto ?? assert.fail())[0], [65_000, 69_700]);
    assert.equal(follow(stop?.wayBack ?? assert.fail()).length, follow(stop?.wayInto ?? assert.fail()).length + 1);
  });

  it("is worth going on with what is milder before any of it was held", () => {
    assert.equal(findStop(lying, [], "milder")?.side, "left");
  });

  it("is not worth going on when nothing was held yet", () => {
    assert.equal(findStop(lying, []), null);
    assert.equal(leftAt(27_000), null);
    assert.equal(leftAt(27_001)?.held, 1);
  });

  it("counts the sets of a side", () => {
    const twice = { ...sample, steps: sample.steps.map((step) => ({ ...step, side: "left" as const })) };
    assert.equal(findStop(twice, spans([0, 20_000]))?.sets, 2);
  });

  it("is held to the end by going on, and nothing of it twice but the sentence it was left in", () => {
    holdsFor(
      fc.property(anyTime, (time) => {
        const stop = leftAt(time);
        if (stop === null) return;
        const held = heldOf(lying, spans([0, time], ...follow(stop.wayBack)));
        for (const { held: ms, of } of held.slice(held.findIndex(({ side }) => side === stop.side)))
          assert.ok(ms !== null && ms >= of && ms <= of + 4000, `${String(ms)} of ${of}`);
      }),
    );
  });
});

describe("what is left after it was too strong", () => {
  const milder = { ...lying, protocol: "milder" };
  const rest = (ms: number, of = milder) => findRest(lying, milliseconds(ms), of);

  it("begins with the side that is not held to its end, after how to lie down", () => {
    assert.deepEqual(follow(rest(80_000) ?? assert.fail()), [
      [0, 19_700],
      [65_000, 120_000],
    ]);
    assert.deepEqual(follow(rest(40_000) ?? assert.fail()), [[0, 120_000]]);
    // Its last moments are not worth a hold of their own.
    assert.deepEqual(rest(54_000), rest(40_000));
    assert.deepEqual(rest(54_001), rest(80_000));
    assert.equal(rest(99_001), null);
  });

  it("says nothing about lying down to somebody who lies there", () => {
    assert.deepEqual(follow(rest(80_000, lying) ?? assert.fail()), [[65_000, 120_000]]);
  });

  it("is nothing where the milder one has no such side", () => {
    assert.equal(rest(80_000, { ...milder, steps: milder.steps.filter(({ side }) => side !== "right") }), null);
  });
});

describe("the way out of a position", () => {
  const out = (ms: number) => outOfPosition(lying, milliseconds(ms));

  it("is the release of this side", () => {
    assert.deepEqual(out(40_000), { from: 57_000, to: 59_700 });
    assert.deepEqual(out(66_000), { from: 102_000, to: 104_700 });
  });

  it("is not needed where no side is stretched, or is on the way already", () => {
    for (const ms of [5_000, 15_000, 58_000, 62_000, 110_000]) assert.equal(out(ms), null);
  });
});

describe("the way out", () => {
  const out = (ms: number) => wayOut(lying, milliseconds(ms));

  it("leads out of the stretch of this side, then tells how to get up, and praises nobody", () => {
    const way = out(40_000);
    assert.ok(way);
    assert.equal(way.text, "Left leg up. Roll to the side. Sit a moment.");
    assert.deepEqual(follow(way.route), [
      [57_000, 59_700],
      [108_000, 120_000],
    ]);
    assert.equal(out(80_000)?.text, "Right leg up. Roll to the side. Sit a moment.");
  });

  it("tells only how to get up where no side is stretched", () => {
    for (const ms of [15_000, 62_000, 106_000]) assert.equal(out(ms)?.text, "Roll to the side. Sit a moment.");
  });

  it("is not needed by a person who still sits, or is told already", () => {
    for (const ms of [0, 9_999, 108_000, 119_000]) assert.equal(out(ms), null);
  });

  it("never leads through a hold", () => {
    holdsFor(
      fc.property(anyTime, (time) => {
        const way = out(time);
        if (way === null) return;
        for (const { held } of heldOf(lying, spans(...follow(way.route)))) assert.equal(held, null);
      }),
    );
  });
});
