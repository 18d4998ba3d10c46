import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { answerRange, askedRange, type Asked } from "./range.ts";

const size = 100;
const part = (first: number, last: number): Asked => ({ kind: "part", first, last });
const whole: Asked = { kind: "whole" };
const beyond: Asked = { kind: "beyond" };

describe("a range of a hundred bytes", () => {
  const rows: readonly (readonly [string | null, Asked])[] = [
    [null, whole],
    ["bytes=0-0", part(0, 0)],
    ["bytes=0-", part(0, 99)],
    ["bytes=99-", part(99, 99)],
    ["bytes=100-", beyond],
    ["bytes=0-98", part(0, 98)],
    ["bytes=0-99", part(0, 99)],
    ["bytes=0-100", part(0, 99)],
    ["bytes=20-29", part(20, 29)],
    ["bytes=29-20", whole],
    ["bytes=100-200", beyond],
    ["bytes=-1", part(99, 99)],
    ["bytes=-99", part(1, 99)],
    ["bytes=-100", part(0, 99)],
    ["bytes=-101", part(0, 99)],
    ["bytes=-0", beyond],
    ["Bytes=5-6", part(5, 6)],
    ["bytes= 5-6 ", part(5, 6)],
    ["bytes=99999999999999999999-", beyond],
    ["bytes=0-99999999999999999999", part(0, 99)],
    ["bytes=-", whole],
    ["bytes=", whole],
    ["bytes=a-b", whole],
    ["bytes=1-2,4-5", whole],
    ["seconds=1-2", whole],
    ["", whole],
  ];
  for (const [header, asked] of rows)
    it(`${header ?? "without a header"}: ${JSON.stringify(asked)}`, () =>
      assert.deepEqual(askedRange(header, size), asked));

  it("is whole where there is nothing, or not there at all", () => {
    assert.deepEqual(askedRange("bytes=-5", 0), whole);
    assert.deepEqual(askedRange("bytes=0-", 0), beyond);
  });
});

const anySize = fc.nat(40);
const anyNumber = fc.nat(50);
const anyRange = fc.oneof(
  fc.tuple(anyNumber, anyNumber).map(([a, b]) => `bytes=${a}-${b}`),
  anyNumber.map((a) => `bytes=${a}-`),
  anyNumber.map((b) => `bytes=-${b}`),
);

describe("the answer to a range", () => {
  it("is never empty, and never more than there is", () => {
    holdsFor(
      fc.property(anyRange, anySize, (header, size) => {
        const asked = askedRange(header, size);
        if (asked.kind === "part") assert.ok(0 <= asked.first && asked.first <= asked.last && asked.last < size);
      }),
    );
  });

  it("puts a body together again, whatever its parts", async () => {
    const bytes = Uint8Array.from({ length: 37 }, (_, i) => i);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 36 }), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const parts = await Promise.all(
          edges.slice(1).map(async (end, i) => {
            const asked = new Headers({ range: `bytes=${edges[i] ?? 0}-${end - 1}` });
            const answer = await answerRange(new Response(bytes), asked);
            assert.equal(answer.status, 206);
            assert.equal(answer.headers.get("content-range"), `bytes ${edges[i] ?? 0}-${end - 1}/37`);
            return [...new Uint8Array(await answer.arrayBuffer())];
          }),
        );
        assert.deepEqual(parts.flat(), [...bytes]);
      }),
      { seed: 20260412, numRuns: 100 },
    );
  });

  const kept = () =>
    new Response("0123456789", { headers: { "content-type": "audio/wav", etag: '"a"', "cache-control": "private" } });
  const ask = (headers: Record<string, string>) => answerRange(kept(), new Headers(headers));

  it("carries what the whole carried", async () => {
    const answer = await ask({ range: "bytes=-3" });
    assert.deepEqual(
      ["content-type", "etag", "accept-ranges", "content-length"].map((name) => answer.headers.get(name)),
      ["audio/wav", '"a"', "bytes", "3"],
    );
    assert.equal(await answer.text(), "789");
  });

  it("says what there is when asked for what is not there", async () => {
    const answer = await ask({ range: "bytes=10-" });
    assert.deepEqual([answer.status, answer.headers.get("content-range")], [416, "bytes */10"]);
    assert.equal(await answer.text(), "");
  });

  it("is the whole when none was asked for", async () => {
    const answer = await ask({});
    assert.deepEqual([answer.status, answer.headers.get("content-length")], [200, "10"]);
    assert.equal(await answer.text(), "0123456789");
  });

  for (const [tag, status] of [
    ['"a"', 206],
    ['"b"', 200],
    ['W/"a"', 200],
    ["Sat, 21 Nov 2026 06:20:24 GMT", 200],
  ] as const)
    it(`of content that has to be ${tag} is a ${status}`, async () =>
      assert.equal((await ask({ range: "bytes=0-4", "if-range": tag })).status, status));
});
