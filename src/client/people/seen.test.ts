import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { missingIn, readSeen, type Seen } from "./seen.ts";

const ann: Seen = { id: "first", name: "Ann" };
const ben: Seen = { id: "0190f3c2-0000-7000-8000-000000000000", name: "Ben" };
const person = fc.tuple(fc.uuid({ version: 7 }), fc.string()).map(([id, name]): Seen => ({ id, name }));
const people = fc.uniqueArray(person, { selector: ({ id }) => id });

describe("the people a device has seen", () => {
  it("are read as they were written", () => {
    holdsFor(fc.property(people, (seen) => assert.deepEqual(readSeen(JSON.stringify(seen)), seen)));
  });

  it("are nobody where something else was written", () => {
    for (const written of [null, "", "{", "{}", "null", '"first"', "[null, 3, {}]", '[{"id":1,"name":"Ann"}]'])
      assert.deepEqual(readSeen(written), [], String(written));
  });

  it("are missing when they no longer stand in a page's list, whatever they are called by now", () => {
    assert.deepEqual(missingIn([ann], [ann, ben]), [ben]);
    assert.deepEqual(missingIn([{ ...ann, name: "Anna" }, ben], [ann, ben]), []);
  });

  it("are not missing in a page that lists nobody", () => {
    assert.deepEqual(missingIn([], [ann, ben]), []);
  });
});
