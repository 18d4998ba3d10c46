import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { milliseconds } from "../time.ts";
import { advance, begin, interrupt, nothingPlayed, type Recording } from "./spans.ts";

const at = "2026-04-12T10:00:00.000Z";
const ms = milliseconds;

type Happening = { kind: "begin"; at: number } | { kind: "advance"; to: number } | { kind: "interrupt" };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant("begin" as const), at: fc.nat(90_000) }),
  fc.record({ kind: fc.constant("advance" as const), to: fc.nat(90_000) }),
  fc.constant({ kind: "interrupt" as const }),
);

function after(recording: Recording, what: Happening): Recording {
  switch (what.kind) {
    case "begin":
      return begin(recording, ms(what.at), at);
    case "advance":
      return advance(recording, ms(what.to));
    case "interrupt":
      return interrupt(recording);
  }
}

describe("a recording", () => {
  it("grows one span while it plays", () => {
    const recording = advance(advance(begin(nothingPlayed, ms(0), at), ms(500)), ms(900));
    assert.deepEqual(recording.spans, [{ startedAt: at, from: 0, to: 900 }]);
  });

  it("begins a new span after a pause", () => {
    const paused = interrupt(advance(begin(nothingPlayed, ms(0), at), ms(500)));
    const resumed = advance(begin(paused, ms(500), at), ms(700));
    assert.deepEqual(
      resumed.spans.map(({ from, to }) => [from, to]),
      [
        [0, 500],
        [500, 700],
      ],
    );
  });

  it("keeps no trace of a span in which nothing was played", () => {
    assert.deepEqual(interrupt(begin(nothingPlayed, ms(500), at)).spans, []);
  });

  it("takes nothing away when the clock goes backwards", () => {
    assert.equal(advance(advance(begin(nothingPlayed, ms(0), at), ms(500)), ms(100)).spans[0]?.to, 500);
  });

  it("does not begin twice", () => {
    const once = begin(nothingPlayed, ms(0), at);
    assert.equal(begin(once, ms(300), at), once);
  });

  it("only ever grows, and never changes what is closed, whatever happens", () => {
    holdsFor(
      fc.property(fc.array(happening), (happenings) => {
        let recording = nothingPlayed;
        const length = (r: Recording) => r.spans.reduce((sum, span) => sum + span.to - span.from, 0);
        for (const what of happenings) {
          const next = after(recording, what);
          assert.ok(length(next) >= length(recording));
          recording.spans.slice(0, -1).forEach((span, i) => assert.equal(next.spans[i], span));
          next.spans.forEach((span) => assert.ok(span.to >= span.from));
          recording = next;
        }
      }),
    );
  });
});
