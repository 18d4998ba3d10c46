import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { deleteDB, openDB } from "idb";
import type { Entry } from "./journal.ts";
import { forgetPerson, makeRecords } from "./records.ts";
import { makeSender } from "./sending.ts";
import { makeStored, openStored, type Database, type SessionRow, type Stored } from "./stored.ts";

const report = {
  track: "t",
  startedAt: "2026-11-30T07:00:00Z",
  utcOffsetMinutes: 60,
  spans: [],
  end: null,
  milder: null,
};
const row = (id: string, person: string): SessionRow => ({
  id,
  person,
  session: { body: { report, query: "protocol=a" }, revision: 1, confirmed: 0 },
  after: null,
  ended: true,
});
const entry = (id: string, person: string): Entry => ({
  id,
  person,
  startedAt: report.startedAt,
  utcOffsetMinutes: 60,
  title: "Lying psoas stretch",
  language: "en",
  held: [],
  end: "completed",
});

interface Sent {
  readonly address: string;
  readonly person: string | null;
  readonly zone: string | null;
}

describe("records of two people on one device", () => {
  const sent: Sent[] = [];
  let answer: (sent: Sent) => Response = () => new Response(null, { status: 204 });
  let database: Database;
  let stored: Stored;

  beforeEach(async () => {
    sent.length = 0;
    const fetch = (address: string, { headers }: { headers: Headers }): Promise<Response> => {
      const now = { address, person: headers.get("Supine-Person"), zone: headers.get("Supine-Zone") };
      sent.push(now);
      return Promise.resolve(answer(now));
    };
    const locks = { request: (_: string, then: () => unknown) => Promise.resolve(then()) };
    Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
    Object.assign(globalThis, { fetch });
    database = await openStored(() => undefined);
    stored = makeStored(() => undefined);
    for (const one of [row("1", "ann"), row("2", "ben"), row("3", "ann")]) {
      await database.put("session", one);
      await database.put("journal", entry(one.id, one.person));
    }
  });
  afterEach(async () => {
    database.close();
    stored.close();
    await deleteDB("supine");
  });

  const sendAll = async (): Promise<void> => {
    const send = makeSender(makeRecords(stored));
    for (let turn = await send(); turn.kind !== "nothing"; turn = await send()) assert.equal(turn.kind, "more");
  };
  const left = async (store: "session" | "journal"): Promise<readonly string[]> =>
    (await database.getAll(store)).map(({ id }) => id);

  it("are sent for the person each belongs to, in this device's zone", async () => {
    answer = () => new Response(null, { status: 204 });
    await sendAll();
    assert.deepEqual(
      sent.map(({ address, person }) => [address, person]),
      [
        ["/api/sessions/1", "ann"],
        ["/api/sessions/2", "ben"],
        ["/api/sessions/3", "ann"],
      ],
    );
    assert.ok(sent.every(({ zone }) => zone === Intl.DateTimeFormat().resolvedOptions().timeZone));
    assert.deepEqual(await left("session"), []);
    assert.deepEqual(await left("journal"), ["1", "2", "3"]);
  });

  it("go when their person was removed, and only theirs", async () => {
    const removed = () => Response.json({ title: "Gone", code: "person-removed" }, { status: 410 });
    const refused = () => Response.json({ title: "No" }, { status: 422 });
    answer = ({ person }) => (person === "ann" ? removed() : refused());
    await sendAll();
    assert.deepEqual(await left("session"), ["2"]);
    assert.deepEqual(await left("journal"), ["2"]);
    assert.deepEqual(await database.getAll("removed"), [{ person: "ann" }]);
  });

  it("are told apart from a record that was deleted: the person's others stay", async () => {
    answer = ({ address }) => new Response(null, { status: address.endsWith("/1") ? 410 : 422 });
    await sendAll();
    assert.deepEqual(await left("session"), ["2", "3"]);
    assert.deepEqual(await database.getAll("removed"), []);
  });

  it("stay when the server does not know their person, and no other track is asked for", async () => {
    answer = () => Response.json({ title: "Who?", code: "person-unknown" }, { status: 404 });
    await sendAll();
    assert.equal(sent.length, 3);
    const rows = await database.getAll("session");
    assert.deepEqual(
      rows.map(({ refusal }) => refusal),
      rows.map(() => ({ status: 404, sentence: "Who?" })),
    );
  });

  it("stay unsent when a person is only forgotten here", async () => {
    await forgetPerson(database, "ann", "unsent stays");
    assert.deepEqual(await left("session"), ["1", "2", "3"]);
    assert.deepEqual(await left("journal"), ["2"]);
  });
});

it("what a device kept when it knew one person is the first person's", async () => {
  const without = (value: object): object =>
    Object.fromEntries(Object.entries(value).filter(([key]) => key !== "person"));
  const before = await openDB("supine", 2, {
    upgrade: (old) => {
      old.createObjectStore("session", { keyPath: "id" });
      old.createObjectStore("journal", { keyPath: "id" });
    },
  });
  await before.put("session", without(row("1", "")));
  await before.put("journal", without(entry("1", "")));
  before.close();

  const database = await openStored(() => undefined);
  assert.deepEqual(await database.getAll("session"), [row("1", "first")]);
  assert.deepEqual(await database.getAll("journal"), [entry("1", "first")]);
  database.close();
  await deleteDB("supine");
});
