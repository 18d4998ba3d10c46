import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ICAL from "ical.js";

// Another program reads the calendars that C# wrote, and finds the same instants in two years of them. It knows no time zone but those they describe.
interface Series {
  readonly count: number;
  readonly runs: readonly (readonly [string, string])[];
  readonly sha256: string;
}

interface Expected {
  readonly days: number;
  readonly from: string;
  readonly series: Readonly<Record<string, Series>>;
}

interface Onset {
  readonly at: number;
  readonly loss: number;
  readonly offset: number;
}

const folder = "tests/golden/sitting";
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".ics") ? [file.slice(0, -4)] : []));

test("there are calendars of several zones", () => {
  assert.ok(names.length >= 10);
});

for (const name of names) {
  test(`calendar: ${name}`, () => {
    const expected = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")) as Expected;
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(`${folder}/${name}.ics`, "utf8")) as unknown[]);
    const zoneDescription = calendar.getFirstSubcomponent("vtimezone");
    assert.ok(zoneDescription);
    const zone = new ICAL.Timezone(zoneDescription);
    const end = new Date(`${expected.from}T00:00:00Z`);
    end.setUTCDate(end.getUTCDate() + expected.days);
    const onsets = onsetsOf(zoneDescription, end.getUTCFullYear());
    const lastDay = end.toISOString().slice(0, 10);

    const found = Object.fromEntries(
      calendar.getAllSubcomponents("vevent").map((component) => {
        const event = new ICAL.Event(component);
        assert.equal(component.getFirstProperty("dtstart")?.getParameter("tzid"), zone.tzid);
        assert.equal(component.getAllSubcomponents("valarm").length, 1);
        const instants: string[] = [];
        const times = event.iterator();
        for (let time = times.next(); time.toString().slice(0, 10) < lastDay; time = times.next()) {
          time.zone = zone;
          instants.push(instantOf(time, zone, onsets).toISOString().replace(".000", ""));
        }
        return [event.uid.split("-").slice(0, 2).join("-"), summarize(instants)];
      }),
    );

    assert.deepEqual(found, expected.series);
  });
}

// A time that a day repeats is the first of the two (RFC 5545, 3.3.5); ical.js takes the second.
function instantOf(time: ICAL.Time, zone: ICAL.Timezone, onsets: readonly Onset[]): Date {
  const wall = Date.parse(`${time.toString()}Z`);
  const repeats = onsets.find(
    ({ at, loss, offset }) => wall >= at - loss * 1000 && wall < at && zone.utcOffset(time) === offset,
  );
  return new Date((time.toUnixTime() - (repeats?.loss ?? 0)) * 1000);
}

/** The changes of the clocks up to a year, each by the clock on the wall before it, with the seconds that it takes away and the offset after it. */
function onsetsOf(zoneDescription: ICAL.Component, lastYear: number): Onset[] {
  return zoneDescription.getAllSubcomponents().flatMap((part) => {
    const start = part.getFirstPropertyValue("dtstart");
    assert.ok(start instanceof ICAL.Time);
    const rule = part.getFirstPropertyValue("rrule");
    const times = rule instanceof ICAL.Recur ? yearlyTimes(rule, start, lastYear) : [start];
    return times.map((time) => ({
      at: Date.parse(`${time.toString()}Z`),
      loss: lossOf(part),
      offset: secondsOf(part, "tzoffsetto"),
    }));
  });
}

function yearlyTimes(rule: ICAL.Recur, start: ICAL.Time, lastYear: number): ICAL.Time[] {
  const times: ICAL.Time[] = [];
  const all = rule.iterator(start);
  for (let time = all.next(); time.year <= lastYear; time = all.next()) times.push(time.clone());
  return times;
}

function lossOf(onset: ICAL.Component): number {
  return secondsOf(onset, "tzoffsetfrom") - secondsOf(onset, "tzoffsetto");
}

function secondsOf(onset: ICAL.Component, name: string): number {
  const offset = onset.getFirstPropertyValue(name);
  assert.ok(offset instanceof ICAL.UtcOffset);
  return offset.toSeconds();
}

function summarize(instants: readonly string[]): Series {
  const runs: [string, string][] = [];
  for (const [i, instant] of instants.entries()) {
    const run = runs.at(-1);
    if (run && instants[i - 1]?.slice(10) === instant.slice(10)) run[1] = instant;
    else runs.push([instant, instant]);
  }
  return { count: instants.length, runs, sha256: createHash("sha256").update(instants.join("\n")).digest("hex") };
}
