import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { milliseconds } from "../../time.ts";
import { degreesBetween, findHip, findThighBelowDegrees, meanOf, unrestDegrees, upOf } from "./inclinometer.ts";
import type { Moment, Phase } from "./inclinometer.ts";

const corpus = "tests/golden/recordings";

/** What is shown at once may differ so much from what the server measures. */
const agreesWithinDegrees = 0.2;

interface Expected {
  readonly result: "measured" | "rejected";
  readonly thighBelowHorizontalDegrees: number | null;
  readonly pelvisDegrees: number | null;
  readonly hipExtensionDegrees: number | null;
}
const expected = JSON.parse(readFileSync(`${corpus}/expected.json`, "utf8")) as Readonly<Record<string, Expected>>;

type Recording = Record<Phase | "bench", Moment[]>;

function read(file: string, sign = 1): Recording {
  const recording: Recording = { bench: [], zero: [], sweep: [], hold: [], pelvis: [] };
  for (const line of readFileSync(`${corpus}/${file}`, "utf8").trim().split("\n").slice(1)) {
    const [tMs, phase, x, y, z] = line.split(",");
    const up = upOf({ x: sign * Number(x), y: sign * Number(y), z: sign * Number(z) });
    if (up !== null) recording[phase as keyof Recording].push({ at: milliseconds(Number(tMs)), up });
  }
  return recording;
}

// The live part has no phase on the bench: such a recording's angle counts from another zero.
const measured = Object.entries(expected).filter(
  ([file, { result }]) => result === "measured" && file.endsWith(".csv") && read(file).bench.length === 0,
);

describe("the angle that is shown at once", () => {
  it("is compared with enough recordings", () => assert.ok(measured.length >= 4, `${measured.length}`));

  it("has a pelvis in two of them", () =>
    assert.equal(measured.filter(([, { pelvisDegrees }]) => pelvisDegrees !== null).length, 2));

  for (const [file, { thighBelowHorizontalDegrees: angle, pelvisDegrees, hipExtensionDegrees }] of measured) {
    it(`is what the program measures in ${file}, whichever way the phone counts`, () => {
      assert.ok(angle !== null);
      for (const sign of [1, -1]) {
        const found = findThighBelowDegrees(read(file, sign));
        assert.ok(found !== null && Math.abs(found - angle) <= agreesWithinDegrees, `${found}° is not ${angle}°.`);
        const hip = findHip(read(file, sign));
        assert.equal(hip === null, pelvisDegrees === null);
        if (hip === null || pelvisDegrees === null || hipExtensionDegrees === null) continue;
        assert.ok(Math.abs(hip.pelvisDegrees - pelvisDegrees) <= agreesWithinDegrees, `${hip.pelvisDegrees}`);
        assert.ok(Math.abs(hip.extensionDegrees - hipExtensionDegrees) <= agreesWithinDegrees);
      }
    });
  }

  it("is none where no leg was lifted", () => {
    const { zero, hold } = read("clean.csv");
    assert.equal(findThighBelowDegrees({ zero, sweep: [], hold }), null);
    assert.equal(findThighBelowDegrees({ zero: [], sweep: zero, hold }), null);
  });
});

describe("stillness", () => {
  const at = (seconds: number, degrees: number): Moment => {
    const radians = (degrees * Math.PI) / 180;
    return { at: milliseconds(seconds * 1000), up: [0, Math.sin(radians), Math.cos(radians)] };
  };
  const steps = Array.from({ length: 61 }, (_, index) => index / 20);

  it("is told by half-second means: a leg that sinks by 6° in 3 s strays by 2.5°", () => {
    const unrest = unrestDegrees(steps.map((seconds) => at(seconds, 2 * seconds)));
    assert.ok(unrest !== null && Math.abs(unrest - 2.5) < 0.1, `${unrest}`);
  });

  it("does not mind tremor", () => {
    const unrest = unrestDegrees(steps.map((seconds) => at(seconds, 3 * Math.sin(2 * Math.PI * 8 * seconds))));
    assert.ok(unrest !== null && unrest < 0.5, `${unrest}`);
  });

  it("is nothing without samples, and up has no mean where it is all over the place", () => {
    assert.equal(unrestDegrees([]), null);
    assert.equal(
      meanOf([
        [0, 0, 1],
        [0, 0, -1],
      ]),
      null,
    );
    assert.equal(upOf({ x: 0, y: 0, z: 0 }), null);
    assert.ok(Math.abs(degreesBetween([1, 0, 0], [0, 1, 0]) - 90) < 1e-9);
  });
});
