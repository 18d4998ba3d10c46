import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { align, spanOf } from "./series.ts";

describe("rows as a chart takes them", () => {
  it("are in order of time, whatever order they came in, with a hole where a row has no value", () => {
    const rows = [
      { seconds: 30, side: "right", below: 3 },
      { seconds: 10, side: "left", below: 1 },
      { seconds: 20, side: "right", below: 2 },
    ];
    const of = (side: string) => (row: (typeof rows)[number]) => (row.side === side ? row.below : null);
    assert.deepEqual(align(rows, [of("left"), of("right")]), [
      [10, 20, 30],
      [1, null, null],
      [null, 2, 3],
    ]);
  });

  it("of nothing are nothing", () => assert.deepEqual(align([], [() => 1]), [[], []]));
});

describe("the time that is shown", () => {
  const day = 86_400;
  const reading = (seconds: number) => ({ side: "left", seconds, below: 5, half: 8, after: false }) as const;

  it("holds every reading, every whole week and every session, with room on both sides", () => {
    const [from, to] = spanOf({
      readings: [reading(100 * day)],
      weeks: [{ seconds: 90 * day, left: null, right: null, days: 0 }],
      pain: [{ seconds: 120 * day, pain: 2 }],
    });
    assert.ok(from <= 89 * day && to >= 121 * day, `${from / day} ${to / day}`);
  });

  it("is never empty", () => {
    const [from, to] = spanOf({ readings: [reading(100 * day)], weeks: [], pain: [] });
    assert.ok(to - from >= 2 * day);
  });
});
