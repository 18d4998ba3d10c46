import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sample } from "../track/sequences.sample.ts";
import { holdsFor } from "../seeded.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import { openGate, overrule, passGate, patience as patienceFor, type Gate, type InPosition } from "./gate.ts";
import { expectedAt, gatedHolds } from "./position.ts";

const ms = milliseconds;
const takes = { waiting: ms(2_000), "came-out": ms(2_500), "goes-on": ms(1_800) };
const patience = patienceFor((call) => takes[call]);

/** A hold from 10 to 40 s: what waits begins just before it and ends before the bell. */
const holds = [{ from: ms(9_900), to: ms(38_000) }];
const tickMs = 50;

/** What a person does at a moment, besides lying there. */
type Tap = "tap" | "skip" | null;

interface Happened {
  readonly wall: number;
  readonly media: number;
  readonly what: string;
}

/** Plays the sample from just before the hold with a gate in front of it, and notes what the gate does. */
function play(
  position: (wall: number, media: number) => InPosition | "no news",
  tap: (wall: number, media: number) => Tap = () => null,
  forMs = 90_000,
): { happened: readonly Happened[]; heldMs: number; media: number } {
  const happened: Happened[] = [];
  let gate: Gate = openGate;
  let media = 9_000;
  let playing = true;
  let heldMs = 0;
  let seen: { at: Milliseconds; inPosition: InPosition } | null = null;
  for (let wall = 0; wall < forMs; wall += tickMs) {
    const news = position(wall, media);
    if (news !== "no news") seen = { at: ms(wall), inPosition: news };
    const does = tap(wall, media);
    if (does === "skip") media = 45_000;
    if (does === "tap") {
      if (gate.kind === "waiting") {
        gate = overrule(gate);
        playing = true;
      } else playing = !playing;
    }
    const passage = passGate(gate, holds, { wall: ms(wall), media: ms(media), playing, seen }, patience);
    gate = passage.gate;
    if (passage.media !== null) {
      assert.notEqual(playing, passage.media === "play", "It plays what plays, or pauses what stands still.");
      playing = passage.media === "play";
      happened.push({ wall, media, what: passage.media });
    }
    if (passage.call !== null) happened.push({ wall, media, what: passage.call });
    if (playing) media += tickMs;
    if (playing && media >= 10_000 && media < 40_000) heldMs += tickMs;
  }
  return { happened, heldMs, media };
}

const what = ({ happened }: ReturnType<typeof play>): string[] => happened.map((each) => each.what);

describe("the gate", () => {
  it("does nothing where the person is in position in time", () => {
    assert.deepEqual(what(play((wall) => (wall < 900 ? "no" : "yes"))), []);
  });

  it("stops the track just before the hold, and lets it go on in position", () => {
    const played = play((wall) => (wall < 6_000 ? "no" : "yes"));
    assert.deepEqual(what(played), ["pause", "waiting", "play"]);
    const [pause, waiting, goes] = played.happened;
    assert.equal(pause?.media, 9_900);
    assert.equal(goes?.media, 9_900);
    assert.equal(waiting?.wall, pause.wall + patience.quietly);
    assert.equal(goes.wall, 6_000);
    assert.equal(played.heldMs, 30_000);
  });

  it("says nothing to those who are only a little late", () => {
    assert.deepEqual(what(play((wall) => (wall < 2_000 ? "no" : "yes"))), ["pause", "play"]);
  });

  it("finishes its sentence before the hold begins", () => {
    const played = play((wall) => (wall < 2_600 ? "no" : "yes"));
    const [, waiting, goes] = played.happened;
    assert.equal(goes?.wall, (waiting?.wall ?? NaN) + takes.waiting);
  });

  it("pauses who comes out of position, says so once, and goes on where they are back", () => {
    const played = play((wall) => (wall >= 8_000 && wall < 14_000 ? "no" : "yes"));
    assert.deepEqual(what(played), ["pause", "came-out", "play"]);
    const [pause, , goes] = played.happened;
    assert.equal(pause?.wall, 8_000 + patience.leaves);
    assert.equal(goes?.wall, 14_000);
    assert.equal(goes.media, pause.media);
    assert.equal(played.heldMs, 30_000);
  });

  it("takes no notice of a moment out of position", () => {
    assert.deepEqual(what(play((wall) => ((wall + 3_000) % 4_000 < patience.leaves - tickMs ? "no" : "yes"))), []);
  });

  it("goes on without when the time is up, says so, and does not ask again in this hold", () => {
    const played = play(() => "no");
    assert.deepEqual(what(played), ["pause", "waiting", "goes-on", "play"]);
    const [pause, , goesOn, goes] = played.happened;
    assert.equal(goes?.wall, (pause?.wall ?? NaN) + patience.waits);
    assert.equal(goesOn?.wall, goes.wall - takes["goes-on"]);
    assert.equal(played.heldMs, 30_000);
  });

  it("goes on without those who came out and do not come back", () => {
    const played = play((wall) => (wall < 8_000 ? "yes" : "no"));
    assert.deepEqual(what(played), ["pause", "came-out", "goes-on", "play"]);
  });

  it("never stops what it cannot see", () => {
    assert.deepEqual(what(play(() => "unknown")), []);
    assert.deepEqual(what(play(() => "no news")), []);
  });

  it("lets go at once when it is told nothing any more", () => {
    const played = play((wall) => (wall < 3_000 ? "no" : "no news"));
    assert.deepEqual(what(played), ["pause", "waiting", "play"]);
    assert.equal(played.happened[2]?.wall, 3_000 + patience.remembers);
  });

  it("does not say that someone came out who was never seen in", () => {
    const played = play((wall) => (wall < 5_000 ? "unknown" : wall < 9_000 ? "no" : "yes"));
    assert.deepEqual(what(played), ["pause", "waiting", "play"]);
  });

  it("gives way to a tap, and does not ask again in this hold", () => {
    const played = play(
      () => "no",
      (wall) => (wall === 5_000 ? "tap" : null),
    );
    assert.deepEqual(what(played), ["pause", "waiting"]);
    assert.equal(played.heldMs, 30_000);
  });

  it("leaves a pause of the person's own alone", () => {
    const played = play(
      (wall) => (wall >= 8_000 && wall < 20_000 ? "no" : "yes"),
      (wall) => (wall === 7_000 || wall === 25_000 ? "tap" : null),
    );
    assert.deepEqual(what(played), []);
    assert.equal(played.heldMs, 30_000);
  });

  it("waits for those who went on before they lie again, without a word of reproach", () => {
    const played = play(
      (wall) => (wall >= 8_000 && wall < 20_000 ? "no" : "yes"),
      (wall) => (wall === 7_000 || wall === 15_000 ? "tap" : null),
    );
    assert.deepEqual(what(played), ["pause", "waiting", "play"]);
  });

  it("lets them out in the last moments", () => {
    assert.deepEqual(what(play((_, media) => (media >= 38_000 - patience.leaves ? "no" : "yes"))), []);
  });

  it("plays where the person skips to", () => {
    const played = play(
      () => "no",
      (wall) => (wall === 5_000 ? "skip" : null),
    );
    assert.deepEqual(what(played), ["pause", "waiting", "play"]);
    assert.equal(played.happened[2]?.media, 45_000);
  });

  it("holds no one up for longer than it is patient, says each thing once, and always lets the hold be held", () => {
    const news = fc.constantFrom<InPosition | "no news">("yes", "no", "unknown", "no news");
    holdsFor(
      fc.property(fc.array(fc.tuple(news, fc.integer({ min: 1, max: 100 })), { maxLength: 12 }), (episodes) => {
        const timeline = episodes.flatMap(([news, ticks]) => Array<typeof news>(ticks * 4).fill(news));
        const played = play((wall) => timeline[wall / tickMs] ?? "yes", undefined, 400_000);
        assert.equal(played.heldMs, 30_000);
        let pausedAt: number | null = null;
        let said: string[] = [];
        for (const { wall, what } of played.happened) {
          if (what === "pause") {
            pausedAt = wall;
            said = [];
          } else if (what === "play") {
            assert.ok(pausedAt !== null && wall - pausedAt <= patience.waits);
            pausedAt = null;
          } else {
            assert.ok(pausedAt !== null && !said.includes(what), `${what} out of place`);
            said.push(what);
          }
        }
        assert.equal(pausedAt, null);
      }),
    );
  });
});

describe("what waits", () => {
  it("is the holds of the leg that carries the phone, and of no other", () => {
    assert.deepEqual(gatedHolds(sample, "left"), [{ from: 10_000, to: 38_000 }]);
    assert.deepEqual(gatedHolds(sample, "right"), [{ from: 45_000, to: 73_000 }]);
  });

  it("stops while the step before the bell is on, where the step says something first", () => {
    const steps = sample.steps.map((step) => (step.at === 10_000 ? { ...step, at: ms(8_000) } : step));
    assert.deepEqual(gatedHolds({ ...sample, steps }, "left"), [{ from: 9_900, to: 38_000 }]);
  });

  it("asks what the picture of the step shows", () => {
    assert.deepEqual(expectedAt(sample, "left", ms(5_000)), { step: 0, thighDegrees: 0, flat: true });
    assert.deepEqual(expectedAt(sample, "left", ms(12_000)), { step: 1, thighDegrees: -12, flat: false });
    assert.deepEqual(expectedAt(sample, "right", ms(12_000)), { step: 1, thighDegrees: 126, flat: false });
    const sitting = sample.steps.map((step) => ({ ...step, thighDegrees: null }));
    assert.deepEqual(expectedAt({ ...sample, steps: sitting }, "left", ms(0)), {
      step: 0,
      thighDegrees: null,
      flat: false,
    });
  });
});
