import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as desk from "../../src/client/sitting/watch.ts";
import { milliseconds } from "../../src/client/time.ts";

// When to ask for a break is one rule, in the terminal and on the page; C# wrote these days down.
interface Day {
  readonly plan: desk.Plan;
  readonly steps: readonly {
    readonly look?: readonly [running: number, at: number, idle: number | null];
    readonly act?: "takeBreak" | "postpone" | "skipOnce" | "doNotDisturb" | "disturb";
    readonly seen: readonly [state: string, left: number | null, rings: boolean];
  }[];
}

const days = JSON.parse(readFileSync("tests/golden/sitting/watch.json", "utf8")) as readonly Day[];

test("there are days to watch, with prompts in them", () => {
  assert.ok(days.length >= 6);
  const rings = days.flatMap(({ steps }) => steps).flatMap(({ seen }) => (seen[2] ? [seen[0]] : []));
  assert.ok(rings.filter((state) => state === "asked").length >= 20);
  assert.ok(rings.filter((state) => state === "stretch").length >= 10);
});

for (const [index, { plan, steps }] of days.entries()) {
  test(`watch: day ${index + 1}`, () => {
    let watch: desk.Watch | null = null;
    for (const [at, { look, act, seen }] of steps.entries()) {
      if (look) {
        const now = {
          running: milliseconds(look[0]),
          at: milliseconds(look[1]),
          idle: look[2] === null ? null : milliseconds(look[2]),
        };
        watch = watch === null ? desk.startWatch(plan, now) : desk.observe(watch, now);
      }
      assert.ok(watch);
      if (act) watch = act === "doNotDisturb" ? desk.doNotDisturb(watch, milliseconds(3_600_000)) : desk[act](watch);
      const state = desk.stateOf(watch);
      assert.deepEqual([state.kind, "left" in state ? state.left : null, watch.rings], seen, `step ${at}`);
    }
  });
}
