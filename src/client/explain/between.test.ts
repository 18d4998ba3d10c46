import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { between } from "./between.ts";

describe("a text between two", () => {
  const rows: readonly (readonly [string, string, number, string])[] = [
    ["rotate(10)", "rotate(20)", 0, "rotate(10)"],
    ["rotate(10)", "rotate(20)", 1, "rotate(20)"],
    ["rotate(10)", "rotate(20)", 0.25, "rotate(12.5)"],
    ["1,2 -3,4.5", "3,2 -1,5.5", 0.5, "2,2 -2,5"],
    ["translate(-0.5 0)", "translate(0.5 -1)", 0.5, "translate(0 -0.5)"],
    ["none", "none", 0.5, "none"],
  ];
  for (const [from, to, share, expected] of rows)
    it(`${from} and ${to} at ${share}`, () => assert.equal(between(from, to, share), expected));

  it("has every number between the two", () => {
    const number = fc.integer({ min: -30_000, max: 30_000 }).map((hundredths) => hundredths / 100);
    const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 6 });
    holdsFor(
      fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, share) => {
        const [a, b] = [0, 1].map((end) => numbers.map((pair) => pair[end]).join(" "));
        const found = between(a ?? "", b ?? "", share)
          .split(" ")
          .map(Number);
        assert.equal(found.length, numbers.length);
        numbers.forEach(([from, to], index) => {
          const value = found[index] ?? NaN;
          assert.ok(value >= Math.min(from, to) - 0.005 && value <= Math.max(from, to) + 0.005);
        });
      }),
    );
  });
});
