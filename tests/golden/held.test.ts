import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sample } from "../../src/client/track/sequences.sample.ts";
import { heldOf } from "../../src/client/track/timeline.ts";
import { milliseconds } from "../../src/client/time.ts";

// What the page shows as held and what the server stores is one rule; the C# tests read the same cases.
interface Case {
  readonly name: string;
  readonly played: readonly (readonly [number, number])[];
  readonly heldMs: readonly (number | null)[];
}

for (const { name, played, heldMs } of JSON.parse(readFileSync("tests/golden/held.json", "utf8")) as Case[]) {
  test(`held: ${name}`, () => {
    const spans = played.map(([from, to]) => ({ from: milliseconds(from), to: milliseconds(to) }));
    assert.deepEqual(
      heldOf(sample, spans).map(({ held }) => held),
      heldMs,
    );
  });
}
