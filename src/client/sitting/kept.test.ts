import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "../time.ts";
import { keepable, revive, type Kept } from "./kept.ts";
import {
  doesNotDisturb,
  doNotDisturb,
  observe,
  postpone,
  startWatch,
  stateOf,
  type Plan,
  type Watch,
} from "./watch.ts";

const minute = 60_000;
const nine = Date.parse("2026-04-15T09:00:00Z");
const plan: Plan = {
  zone: "Etc/UTC",
  workDays: [1, 2, 3, 4, 5],
  hours: { from: 9 * 60, until: 17 * 60 },
  limit: milliseconds(30 * minute),
  break: milliseconds(3 * minute),
  postpone: milliseconds(5 * minute),
  quiet: [],
  stretchDays: [3],
  stretches: [9 * 60 + 50],
  stretch: milliseconds(10 * minute),
};
const look = (running: number, at: number) => ({
  running: milliseconds(running * minute),
  at: milliseconds(nine + at * minute),
  idle: null,
});

/** Somebody who has sat since nine, looked at every minute. */
function sit(minutes: number): Watch {
  let watch = startWatch(plan, look(100, 0));
  for (let at = 1; at <= minutes; at++) watch = observe(watch, look(100 + at, at));
  return watch;
}

// A page that is loaded again has a running clock that begins anew.
const reload = (watch: Watch, at: number, changed: Plan = plan): Watch | null =>
  revive(changed, JSON.parse(JSON.stringify(keepable(watch))) as Kept, look(0.5, at));

/** How it stands so many minutes after the reload, looked at every half minute. */
function kindAfter(watch: Watch, minutes: number): string {
  const { running, at } = watch.last;
  let seen = watch;
  for (let passed = 0.5; passed <= minutes; passed += 0.5)
    seen = observe(seen, {
      running: milliseconds(running + passed * minute),
      at: milliseconds(at + passed * minute),
      idle: null,
    });
  return stateOf(seen).kind;
}

test("the minutes sat so far outlive a reload", () => {
  const again = reload(sit(20), 21);
  assert.ok(again);
  assert.deepEqual(stateOf(again), { kind: "seated", left: 9 * minute });
  assert.equal(kindAfter(again, 8.5), "seated");
  assert.equal(kindAfter(again, 9), "asked");
});

test("who was away for as long as a break has had one", () => {
  const again = reload(sit(20), 23);
  assert.ok(again);
  assert.deepEqual(stateOf(again), { kind: "seated", left: 30 * minute });
});

test("what was put off stays so, and is asked for when that is over", () => {
  const again = reload(postpone(sit(31)), 32);
  assert.ok(again);
  assert.deepEqual(stateOf(again), { kind: "postponed", left: 4 * minute });
  assert.equal(kindAfter(again, 3.5), "postponed");
  assert.equal(kindAfter(again, 4), "asked");
});

test("whoever is not to be disturbed is not after a reload, for as long as was said", () => {
  const again = reload(doNotDisturb(sit(5), milliseconds(60 * minute)), 35);
  assert.ok(again);
  assert.ok(doesNotDisturb(again));
  assert.equal(doesNotDisturb(observe(again, look(31, 65.5))), false);
});

test("a stretch that was asked for is not asked for twice", () => {
  const asked = sit(50);
  assert.equal(stateOf(asked).kind, "stretch");
  const again = reload(asked, 51);
  assert.ok(again);
  const seen = observe(again, look(1, 51.5));
  assert.deepEqual([stateOf(seen).kind, seen.rings], ["stretch", false]);
});

test("a stretch whose time came meanwhile is asked for once", () => {
  const again = reload(sit(49), 52);
  assert.ok(again);
  assert.equal(observe(again, look(1, 52.5)).rings, true);
});

test("another plan, or a desk of yesterday, is begun anew", () => {
  assert.equal(reload(sit(5), 6, { ...plan, limit: milliseconds(40 * minute) }), null);
  assert.equal(reload(sit(5), 24 * 60), null);
});

test("a clock that was set back costs nothing", () => {
  assert.deepEqual(stateOf(reload(sit(20), -10) ?? sit(0)).kind, "offDuty");
  assert.deepEqual(stateOf(reload(sit(20), 10) ?? sit(0)), { kind: "seated", left: 10 * minute });
});
