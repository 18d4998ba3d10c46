import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { it } from "node:test";
import { makeStored } from "./stored.ts";

it("a connection that the browser has closed is opened anew, once", async () => {
  const stored = makeStored(() => undefined);
  let tries = 0;
  const count = await stored.use((database) => {
    // As a phone does while the page is in the background: the next transaction fails.
    if (tries++ === 0) database.close();
    return database.count("session");
  });
  assert.deepEqual([count, tries], [0, 2]);
  await assert.rejects(
    stored.use((database) => {
      tries++;
      database.close();
      return database.count("session");
    }),
  );
  assert.equal(tries, 4);
  assert.equal(await stored.use((database) => database.count("session")), 0);
  stored.close();
});
