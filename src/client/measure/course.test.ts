import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Sample } from "../gate/thigh.ts";
import { holdsFor } from "../seeded.ts";
import { milliseconds } from "../time.ts";
import { beginCourse, type Course, type Seen } from "./course.ts";

const stepMs = 20;
const gravity = 9.81;

/** The phone along the thigh, turned about its own axis by as much as it pleases. */
function sample(atMs: number, raisedDegrees: number, turnedDegrees = 0, sign = 1): Sample {
  const [raised, turned] = [(raisedDegrees * Math.PI) / 180, (turnedDegrees * Math.PI) / 180];
  const [across, along] = [Math.cos(raised) * Math.sin(turned), Math.sin(raised)];
  const out = Math.cos(raised) * Math.cos(turned);
  const g = sign * gravity;
  return { at: milliseconds(atMs), x: g * across, y: g * along, z: g * out };
}

/** A person who does things one after the other, and what was seen in each. */
function person(course: Course, turned = 0, sign = 1) {
  let atMs = 0;
  let seen: Seen = { step: "zero", count: null, raisedDegrees: null, pelvisDegrees: null, refusal: null };
  let at = 0;
  const all: Seen[] = [];
  const to = (degrees: number, ms: number): Seen => {
    const from = at;
    for (let passed = stepMs; passed <= ms; passed += stepMs) {
      at = from + ((degrees - from) * passed) / ms;
      atMs += stepMs;
      seen = course.take(sample(atMs, at, turned, sign));
      all.push(seen);
    }
    return seen;
  };
  return {
    to,
    stay: (ms: number) => to(at, ms),
    jump: (ms: number) => (atMs += ms),
    all,
    sweep: () => {
      to(35, 1500);
      to(0, 1500);
      return to(0, 600);
    },
  };
}

const phasesOf = (csv: string | null): readonly string[] =>
  (csv ?? "")
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[1] ?? "")
    .filter((phase, index, all) => phase !== all[index - 1]);

describe("one recording", () => {
  it("asks for zero, sweep and hold, and ends with the angle at which the leg hangs", () => {
    const course = beginCourse();
    const { stay, to, sweep, all } = person(course);
    assert.equal(course.write(), null);
    assert.equal(stay(4_800).step, "zero");
    assert.equal(stay(400).step, "sweep");
    assert.equal(sweep().step, "hold");
    to(-12, 1_500);
    assert.equal(stay(400).step, "hold");
    assert.equal(stay(4_000).step, "done");
    const counts = all.map(({ count }) => count).filter((count, index, list) => count !== list[index - 1]);
    assert.deepEqual(counts, [null, 3, 2, 1, null]);
    assert.deepEqual(phasesOf(course.write()), ["zero", "sweep", "hold"]);
    const below = course.findThighBelowDegrees();
    assert.ok(below !== null && Math.abs(below - 12) < 0.3, `${below}`);
  });

  it("finds any angle, however the phone is turned on the thigh and whichever way it counts", () => {
    holdsFor(
      fc.property(
        fc.double({ min: -30, max: 15, noNaN: true }),
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.constantFrom(1, -1),
        (angle, turned, sign) => {
          const course = beginCourse();
          const { stay, to, sweep } = person(course, turned, sign);
          stay(5_200);
          sweep();
          to(angle, 1_500);
          assert.equal(stay(12_000).step, "done");
          const below = course.findThighBelowDegrees();
          assert.ok(below !== null && Math.abs(below + angle) < 0.3, `${below}° is not ${-angle}°.`);
        },
      ),
    );
  });

  it("waits for a phone that is still laid down", () => {
    const { to, stay } = person(beginCourse());
    to(40, 3_000);
    to(0, 3_000);
    to(20, 500);
    to(0, 500);
    assert.equal(stay(1_000).step, "zero");
    assert.equal(stay(1_000).step, "sweep");
  });

  it("waits for a lift of 20°, and for the leg to lie on the bench again", () => {
    const { to, stay } = person(beginCourse());
    stay(5_200);
    to(17, 1_000);
    to(0, 1_000);
    assert.equal(stay(1_000).step, "sweep");
    to(25, 1_000);
    assert.equal(to(-12, 1_000).step, "sweep");
    to(0, 1_000);
    assert.equal(stay(1_000).step, "hold");
  });

  it("asks for the lift again when the phone told nothing for more than a second of it", () => {
    const { to, stay, jump, sweep } = person(beginCourse());
    stay(5_200);
    to(25, 1_000);
    jump(1_200);
    to(0, 1_000);
    assert.equal(stay(1_000).step, "sweep");
    assert.equal(sweep().step, "hold");
  });

  it("does not take a leg that still lies there for one that hangs, unless it has lain there for long", () => {
    const { stay, sweep } = person(beginCourse());
    stay(5_200);
    sweep();
    assert.equal(stay(7_000).count, null);
    assert.equal(stay(3_800).step, "hold");
    assert.equal(stay(1_000).step, "done");
  });

  it("counts anew when the leg moves, and when the phone told nothing for more than a second", () => {
    const { stay, to, sweep, jump } = person(beginCourse());
    stay(5_200);
    sweep();
    to(-12, 1_500);
    assert.equal(stay(2_300).count, 2);
    to(-32, 300);
    assert.equal(stay(200).count, null);
    assert.equal(stay(1_000).count, 3);
    jump(1_200);
    const { step, count } = stay(500);
    assert.deepEqual({ step, count }, { step: "hold", count: null });
    assert.equal(stay(2_800).step, "done");
  });

  it("leaves out what tells no direction: a phone that falls, or is knocked, or a clock that goes back", () => {
    const course = beginCourse();
    const { stay } = person(course);
    stay(5_200);
    const before = course.write();
    course.take({ at: milliseconds(9_000), x: 0, y: 0, z: 0.5 });
    course.take({ at: milliseconds(9_000), x: 0, y: 0, z: 41 });
    course.take(sample(10, 0));
    assert.equal(course.write(), before);
  });

  it("keeps little of a leg that waits to be lifted, so that a long wait makes no long letter", () => {
    const course = beginCourse();
    const { stay, sweep } = person(course);
    stay(60_000);
    sweep();
    assert.ok((course.write() ?? "").split("\n").length < 400);
  });
});
