import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { backOffMs, changed, confirmed, isDelivered, nextLetter, verdictOf, type Row } from "./letters.ts";

const none: ReadonlySet<string> = new Set();
const part = (revision: number, confirmed: number) => ({ body: `r${revision}`, revision, confirmed });
const row = (
  id: string,
  session: [number, number],
  after: [number, number] | null,
  ended = true,
): Row<string, string> => ({
  id,
  person: "first",
  session: part(...session),
  after: after && part(...after),
  ended,
});

const anyPart = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.nat(4))
  .map(([revision, confirmed]): [number, number] => [revision, Math.min(revision, confirmed)]);
const anyRows = fc.uniqueArray(
  fc.tuple(fc.uuid({ version: 7 }), anyPart, fc.option(anyPart)).map(([id, session, after]) => row(id, session, after)),
  { selector: ({ id }) => id, maxLength: 6 },
);

describe("the order of letters", () => {
  it("sends the oldest session first, whatever order the rows come in", () => {
    const rows = [row("b", [1, 0], null), row("a", [2, 1], null)];
    assert.deepEqual(nextLetter(rows, none), {
      kind: "session",
      id: "a",
      person: "first",
      revision: 2,
      body: "r2",
    });
  });

  it("sends the answers after their session", () => {
    assert.equal(nextLetter([row("a", [2, 1], [1, 0])], none)?.kind, "session");
    assert.equal(nextLetter([row("a", [2, 2], [1, 0])], none)?.kind, "after");
    assert.equal(nextLetter([row("a", [2, 2], [1, 1])], none), null);
    assert.equal(nextLetter([{ ...row("a", [1, 0], [1, 0]), session: null }], none)?.kind, "after");
  });

  it("passes over what the server refuses", () => {
    assert.equal(nextLetter([row("a", [1, 0], null), row("b", [1, 0], null)], new Set(["a"]))?.id, "b");
  });

  it("leaves nothing behind: sent until there is no letter, every row is delivered", () => {
    holdsFor(
      fc.property(anyRows, (rows) => {
        let left = rows;
        for (let letter = nextLetter(left, none); letter !== null; letter = nextLetter(left, none)) {
          const sent = letter;
          left = left.map((row) => (row.id === sent.id ? confirmed(row, sent) : row));
        }
        assert.ok(left.every(isDelivered));
      }),
    );
  });
});

describe("a confirmation", () => {
  it("does not confirm what was written after the letter was sent", () => {
    const before = row("a", [1, 0], null);
    const sent = nextLetter([before], none);
    assert.ok(sent);
    const grown = { ...before, session: changed(before.session, "r2") };
    const after = confirmed(grown, sent);
    assert.deepEqual(after.session, { body: "r2", revision: 2, confirmed: 1 });
    assert.equal(isDelivered(after), false);
  });

  it("keeps the row while the session still plays", () => {
    assert.equal(isDelivered(row("a", [1, 1], null, false)), false);
    assert.equal(isDelivered(row("a", [1, 1], null, true)), true);
  });
});

describe("an answer's status", () => {
  const rows: [number, string][] = [
    [200, "confirmed"],
    [204, "confirmed"],
    [400, "refused"],
    [401, "later"],
    [404, "unknown"],
    [409, "refused"],
    [410, "deleted"],
    [429, "later"],
    [0, "later"],
    [500, "failed"],
    [502, "later"],
    [503, "later"],
  ];
  for (const [status, verdict] of rows) {
    it(`${status} means ${verdict}`, () => assert.equal(verdictOf(status), verdict));
  }

  it("makes the wait double up to half a minute", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 50].map(backOffMs), [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });
});
