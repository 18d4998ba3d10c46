import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { dayAt, reloadFor } from "./day.ts";

const check = {
  pageDay: "2026-11-29",
  today: "2026-11-30",
  zone: "Europe/Berlin",
  isZoneKnown: true,
  noted: null,
};
const anyDay = fc.constantFrom("2026-11-29", "2026-11-30", "2026-12-01");

describe("a page that was made for another day", () => {
  it("is loaded again once", () => {
    const note = reloadFor(check);
    assert.notEqual(note, null);
    assert.equal(reloadFor({ ...check, noted: note }), null);
  });

  it("stays when it is kept, when it is right, and when the server cannot learn the zone", () => {
    assert.equal(reloadFor({ ...check, pageDay: undefined }), null);
    assert.equal(reloadFor({ ...check, pageDay: check.today }), null);
    assert.equal(reloadFor({ ...check, isZoneKnown: false }), null);
  });

  it("is loaded again on the next day, and in the next zone", () => {
    const noted = reloadFor(check);
    assert.notEqual(reloadFor({ ...check, today: "2026-12-01", noted }), null);
    assert.notEqual(reloadFor({ ...check, zone: "Asia/Tokyo", noted }), null);
  });

  it("never loops, whatever days a server answers with", () => {
    holdsFor(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 20 }), anyDay, (pageDays, today) => {
        let noted: string | null = null;
        let loads = 0;
        for (const pageDay of pageDays) {
          const note = reloadFor({ ...check, pageDay, today, noted });
          if (note === null) continue;
          noted = note;
          loads++;
        }
        assert.ok(loads <= 1, `${loads} loads`);
      }),
    );
  });
});

it("the day of a moment is the device's own", () => {
  assert.equal(dayAt(new Date(2026, 0, 5, 0, 0)), "2026-01-05");
  assert.equal(dayAt(new Date(2026, 10, 30, 23, 59)), "2026-11-30");
});
