import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import * as remembered from "./remembered.ts";
import { firstPerson, isTracks, keptNames, keyOf, renameOld, screeningOf, tabNames, tracksOf } from "./remembered.ts";
import { holdsFor } from "./seeded.ts";
import { renameOldCaches } from "./browser.ts";

const names = [...keptNames, ...tabNames];
const anyPerson = fc.oneof(fc.constant(firstPerson), fc.uuid({ version: 7 }));
const anyName = fc.constantFrom(...names);

class Kept {
  readonly entries: Map<string, string>;
  constructor(entries: Readonly<Record<string, string>> = {}) {
    this.entries = new Map(Object.entries(entries));
  }
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.entries.set(key, value);
  }
  removeItem(key: string): void {
    this.entries.delete(key);
  }
}

describe("the names of what is kept", () => {
  it("are never shared by two people, nor by two things of one person", () => {
    const places = (person: string): readonly string[] => [
      ...names.map((name) => keyOf(person, name)),
      tracksOf(person),
      screeningOf(person),
    ];
    holdsFor(
      fc.property(anyPerson, anyPerson, (one, other) => {
        const keys = places(one).slice(0, names.length + 1);
        assert.equal(new Set(keys).size, keys.length);
        if (one === other) return;
        for (const key of places(one)) assert.ok(!places(other).includes(key), key);
      }),
    );
  });

  it("are never those of the device", () => {
    const { peopleKey, personKey, reloadedKey } = remembered;
    holdsFor(
      fc.property(anyPerson, anyName, (person, name) =>
        assert.ok(![peopleKey, personKey, reloadedKey].includes(keyOf(person, name))),
      ),
    );
  });

  it("show which caches are somebody's tracks", () => {
    holdsFor(
      fc.property(anyPerson, (person) => assert.ok(isTracks(tracksOf(person)) && !isTracks(screeningOf(person)))),
    );
    assert.ok(!isTracks("supine-shell-0123"));
  });
});

describe("what was kept when a device knew one person", () => {
  it("belongs to the first person, under one new name for each old one", () => {
    const kept = new Kept({
      "supine-choices": "hold=30s",
      "supine-gate": "left",
      "supine-gate-measures": "yes",
      "supine-played": "[]",
      "supine-reading": "[[]]",
      "supine-safety-read": "told",
      "supine-screening": "{}",
      "supine-desk": "{ }",
      "somebody-elses": "stays",
    });
    renameOld(kept, names);
    assert.deepEqual(Object.fromEntries(kept.entries), {
      "supine:first:choices": "hold=30s",
      "supine:first:gate": "left",
      "supine:first:gate-measures": "yes",
      "supine:first:played": "[]",
      "supine:first:readings": "[[]]",
      "supine:first:safety-read": "told",
      "supine:first:screening": "{}",
      "supine:first:desk": "{ }",
      "somebody-elses": "stays",
    });
  });

  it("is renamed once: what has been kept since then stays", () => {
    const kept = new Kept({ "supine-choices": "old", "supine:first:choices": "new", "supine:ann:choices": "hers" });
    renameOld(kept, names);
    renameOld(kept, names);
    assert.deepEqual(Object.fromEntries(kept.entries), { "supine:first:choices": "new", "supine:ann:choices": "hers" });
  });
});

describe("caches of before", () => {
  const stored = new Map<string, Map<string, string>>();
  const open = (name: string): Map<string, string> => {
    const cache = stored.get(name) ?? new Map<string, string>();
    stored.set(name, cache);
    return cache;
  };
  const fakes = {
    keys: () => Promise.resolve([...stored.keys()]),
    delete: (name: string) => Promise.resolve(stored.delete(name)),
    open: (name: string) => {
      const cache = open(name);
      return Promise.resolve({
        keys: () => Promise.resolve([...cache.keys()]),
        match: (key: string) => Promise.resolve(cache.get(key)),
        put: (key: string, value: string) => Promise.resolve(void cache.set(key, value)),
      });
    },
  };
  beforeEach(() => Object.assign(globalThis, { caches: fakes }));
  afterEach(() => {
    stored.clear();
    Reflect.deleteProperty(globalThis, "caches");
  });

  it("are emptied into the first person's", async () => {
    open("supine-tracks").set("/tracks/a", "old").set("/tracks/b", "old");
    open("supine:first:tracks").set("/tracks/b", "new");
    open("supine-screening").set("/api/screening", "told");
    await renameOldCaches();
    assert.deepEqual([...stored.keys()].sort(), ["supine:first:screening", "supine:first:tracks"]);
    assert.deepEqual(Object.fromEntries(open("supine:first:tracks")), { "/tracks/a": "old", "/tracks/b": "new" });
  });

  it("are not made where there were none", async () => {
    await renameOldCaches();
    assert.deepEqual([...stored.keys()], []);
  });
});
