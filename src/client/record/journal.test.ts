import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { dayOf, mostRemembered, sumDays, tooOld, withEndOf, type Entry } from "./journal.ts";
import type { SessionRow } from "./stored.ts";

const entry = (startedAt: string, left: number | null, right: number | null, utcOffsetMinutes = 0): Entry => ({
  id: startedAt,
  person: "first",
  startedAt,
  utcOffsetMinutes,
  title: "Lying psoas stretch",
  language: "en",
  held: [
    { side: "left", heldMs: left },
    { side: "right", heldMs: right },
  ],
  end: null,
});

const row = (reason: "completed" | "stopped" | null): SessionRow => ({
  id: "a",
  person: "first",
  session: {
    body: {
      query: "",
      report: {
        track: "",
        startedAt: "2026-11-21T07:00:00Z",
        utcOffsetMinutes: 0,
        spans: [],
        end: reason && { reason, at: "2026-11-21T07:05:00Z" },
        milder: null,
      },
    },
    revision: 1,
    confirmed: 0,
  },
  after: null,
  ended: true,
});

describe("what a device remembers", () => {
  it("is no more than the most, and the oldest go first", () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `id-${String(i).padStart(4, "0")}`);
    assert.deepEqual(tooOld(ids(mostRemembered)), []);
    assert.deepEqual(tooOld(ids(mostRemembered + 1)), ["id-0000"]);
    holdsFor(
      fc.property(fc.uniqueArray(fc.uuid({ version: 7 }), { maxLength: mostRemembered + 20 }), (ids) => {
        const gone = tooOld(ids);
        const stay = ids.filter((id) => !gone.includes(id));
        assert.equal(stay.length, Math.min(ids.length, mostRemembered));
        assert.ok(gone.every((old) => stay.every((kept) => old < kept)));
      }),
    );
  });

  it("learns how the session ended, and does not unlearn it", () => {
    const open = entry("2026-11-21T07:00:00Z", 1, 1);
    assert.equal(withEndOf(open, row("completed")).end, "completed");
    assert.equal(withEndOf(open, row(null)).end, null);
    assert.equal(withEndOf({ ...open, end: "stopped" }, { ...row(null), session: null }).end, "stopped");
  });

  it("belongs to the day where the person was", () => {
    assert.equal(dayOf({ startedAt: "2026-11-21T23:30:00Z", utcOffsetMinutes: 60 }), "2026-11-22");
    assert.equal(dayOf({ startedAt: "2026-11-21T04:30:00Z", utcOffsetMinutes: -300 }), "2026-11-20");
  });
});

describe("the last seven days", () => {
  const noon = new Date("2026-11-21T12:00:00Z");

  it("count the seventh day back and not the eighth", () => {
    const sum = sumDays(
      [entry("2026-11-15T12:00:00Z", 1000, null), entry("2026-11-14T12:00:00Z", 2000, 3000)],
      noon,
      7,
    );
    assert.deepEqual(sum, { days: 1, leftMs: 1000, rightMs: null });
  });

  it("count a day once and its time twice", () => {
    const sum = sumDays([entry("2026-11-21T08:00:00Z", 1000, 10), entry("2026-11-21T10:00:00Z", 2000, 0)], noon, 7);
    assert.deepEqual(sum, { days: 1, leftMs: 3000, rightMs: 10 });
  });

  it("count a day with a whole hold, and where that was not kept one on which anything was held", () => {
    const tried = entry("2026-11-21T08:00:00Z", 8000, null);
    const days = (...all: Entry[]): number => sumDays(all, noon, 7).days;
    assert.equal(days(tried), 1);
    assert.equal(days({ ...tried, isPractice: false }), 0);
    assert.equal(days({ ...tried, isPractice: false }, { ...tried, isPractice: true }), 1);
  });

  it("do not count a day on which nothing was held, and what was not measured is missing", () => {
    const sum = sumDays([entry("2026-11-21T08:00:00Z", null, null), entry("2026-11-20T08:00:00Z", 0, null)], noon, 7);
    assert.deepEqual(sum, { days: 0, leftMs: 0, rightMs: null });
    assert.deepEqual(sumDays([], noon, 7), { days: 0, leftMs: null, rightMs: null });
  });
});
