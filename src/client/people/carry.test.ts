import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { mustCarry, withPerson } from "./carry.ts";

const page = "https://supine.example/history?until=2026-11-01";

describe("an address", () => {
  it("names the person only where the cookie names somebody else, or nobody", () => {
    assert.equal(mustCarry("ann", "ann"), false);
    assert.equal(mustCarry("ann", "ben"), true);
    assert.equal(mustCarry(null, "ben"), true);
    // Without a cookie the server takes the household's first person.
    assert.equal(mustCarry(null, "first"), false);
  });

  const rows: readonly (readonly [string, string, string | null])[] = [
    ["of another page", "/measure", "https://supine.example/measure?person=ben"],
    ["with choices", "/?hold=30s#steps", "https://supine.example/?hold=30s&person=ben#steps"],
    ["that names somebody else", "/sitting?person=ann", "https://supine.example/sitting?person=ben"],
    ["of a part of this page", "#content", null],
    ["of this page", page, "https://supine.example/history?until=2026-11-01&person=ben"],
    ["of another site", "https://example.org/measure", null],
    ["of nothing", "//", null],
    ["of a letter", "mailto:ann@example.org", null],
  ];
  for (const [name, address, carried] of rows)
    it(`${name}: ${carried ?? "as it is"}`, () => assert.equal(withPerson(address, page, "ben"), carried));

  it("names the person once, however often it is carried", () => {
    holdsFor(
      fc.property(fc.webPath(), fc.uuid({ version: 7 }), (path, person) => {
        const once = withPerson(path, page, person);
        if (once === null) return;
        assert.equal(withPerson(once, page, person), once);
        assert.deepEqual(new URL(once).searchParams.getAll("person"), [person]);
      }),
    );
  });
});
