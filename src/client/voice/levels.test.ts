import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../seeded.ts";
import { findSpeech, judge, lengthMs, outline, peakOf, type Ends, type Take } from "./levels.ts";

const rate = 48_000;
const slotMs = 5000;

/** The measure of a level is taken every 5 ms, so that is how exactly an end is found. */
const frameMs = 5;
/** What is left around a sentence: its first breath, and its last. */
const beforeMs = 30;
const afterMs = 80;

type Part = (i: number) => number;
const silence: Part = () => 0;
const tone =
  (peak: number, hertz = 200): Part =>
  (i) =>
    peak * Math.sin((2 * Math.PI * hertz * i) / rate);

/** The same on every run: a linear congruential generator, from −1 to 1. */
function hiss(peak: number): Part {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return peak * (state / 2 ** 31 - 1);
  };
}

const plus =
  (one: Part, other: Part): Part =>
  (i) =>
    one(i) + other(i);

/** A take of parts that follow each other, each of some milliseconds. */
function takeOf(...parts: readonly (readonly [ms: number, sound: Part])[]): Take {
  const samples = parts.flatMap(([ms, sound]) => Array.from({ length: (ms * rate) / 1000 }, (_, i) => sound(i)));
  return { samples: Float32Array.from(samples), rate };
}

const whole = ({ samples }: Take): Ends => ({ start: 0, end: samples.length });

/** Where a sentence was found, in milliseconds. */
function found(take: Take): readonly [from: number, to: number] {
  const ends = findSpeech(take);
  assert.ok(ends, "No sentence was found.");
  return [(ends.start * 1000) / take.rate, (ends.end * 1000) / take.rate];
}

function isAbout(measured: number, expected: number, within = frameMs): void {
  assert.ok(Math.abs(measured - expected) <= within, `${measured} ms, expected ${expected} ms`);
}

describe("finding the sentence in a take", () => {
  it("cuts the silence around it, but for a breath", () => {
    const [from, to] = found(takeOf([800, silence], [600, tone(0.3)], [700, silence]));
    isAbout(from, 800 - beforeMs);
    isAbout(to, 1400 + afterMs);
  });

  it("finds the same ends wherever it lies, however loud it is and whatever the rate", () => {
    const ms = fc.integer({ min: 100, max: 900 });
    holdsFor(
      fc.property(
        ms,
        ms,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom(16_000, 44_100, 48_000),
        (before, after, peak, rate) => {
          const samples = Float32Array.from({ length: ((before + 500 + after) * rate) / 1000 }, (_, i) => {
            const ms = (i * 1000) / rate;
            return ms >= before && ms < before + 500 ? peak * Math.sin((2 * Math.PI * 200 * i) / rate) : 0;
          });
          const [from, to] = found({ samples, rate });
          isAbout(from, before - beforeMs, 2 * frameMs);
          isAbout(to, Math.min(before + 500 + afterMs, before + 500 + after), 2 * frameMs);
        },
      ),
    );
  });

  it("keeps the pauses between words, and never reaches over the take's own ends", () => {
    const words = takeOf([400, tone(0.3)], [600, silence], [400, tone(0.1)]);
    assert.deepEqual(findSpeech(words), whole(words));
  });

  it("leaves out a click that stands apart, at either end", () => {
    const click = [20, tone(0.9)] as const;
    const [from, to] = found(takeOf([300, silence], click, [400, silence], [500, tone(0.3)], [400, silence], click));
    isAbout(from, 720 - beforeMs);
    isAbout(to, 1220 + afterMs);
  });

  it("keeps a short sound that belongs to the sentence", () => {
    const [from] = found(takeOf([300, silence], [20, tone(0.3)], [100, silence], [500, tone(0.3)]));
    isAbout(from, 300 - beforeMs);
  });

  it("gives a single click, where there is nothing else", () => {
    const [from, to] = found(takeOf([300, silence], [20, tone(0.9)], [300, silence]));
    isAbout(from, 300 - beforeMs);
    isAbout(to, 320 + afterMs);
  });

  it("does not take the room for the sentence", () => {
    const room = hiss(0.01);
    const [from, to] = found(takeOf([800, room], [600, plus(tone(0.3), room)], [700, room]));
    isAbout(from, 800 - beforeMs);
    isAbout(to, 1400 + afterMs);
  });

  it("keeps what fades out down to 46 dB under the loudest, and not what is softer", () => {
    const [, kept] = found(takeOf([400, tone(0.5)], [300, tone(0.5 * 0.0055)], [500, silence]));
    isAbout(kept, 700 + afterMs);
    const [, cut] = found(takeOf([400, tone(0.5)], [300, tone(0.5 * 0.0045)], [500, silence]));
    isAbout(cut, 400 + afterMs);
  });

  it("finds none where nothing is said", () => {
    assert.equal(findSpeech(takeOf([1000, silence])), null);
    assert.equal(findSpeech(takeOf([1000, hiss(0.003)])), null);
    assert.equal(findSpeech({ samples: new Float32Array(0), rate }), null);
  });
});

describe("the verdict on a take", () => {
  const verdictOn = (sound: Part, slot = slotMs): string => {
    const take = takeOf([500, silence], [1000, sound], [500, silence]);
    return judge(take, findSpeech(take) ?? whole(take), slot);
  };

  it("fits, when it is neither of the others", () => {
    for (const peak of [0.06, 0.3, 0.98]) assert.equal(verdictOn(tone(peak)), "fits");
  });

  it("is silent under 0.4 % of full scale, and too soft under 5 %", () => {
    assert.equal(verdictOn(silence), "silent");
    assert.equal(verdictOn(tone(0.0039)), "silent");
    assert.equal(verdictOn(tone(0.0041)), "quiet");
    assert.equal(verdictOn(tone(0.049)), "quiet");
    assert.equal(verdictOn(tone(0.051)), "fits");
  });

  it("is clipped from three samples at full scale on, whichever side", () => {
    const spiked =
      (spikes: number, at: number): Part =>
      (i) =>
        i >= 1000 && i < 1000 + spikes ? at : tone(0.3)(i);
    assert.equal(verdictOn(spiked(2, 1)), "fits");
    assert.equal(verdictOn(spiked(3, 1)), "clipped");
    assert.equal(verdictOn(spiked(3, -1)), "clipped");
    assert.equal(
      verdictOn((i) => Math.max(-1, Math.min(1, tone(2)(i)))),
      "clipped",
    );
  });

  it("is too long when it is longer than the time kept free for it, and not when it is as long", () => {
    const take = takeOf([1000, tone(0.3)]);
    assert.equal(lengthMs(take, whole(take)), 1000);
    assert.equal(judge(take, whole(take), 1000), "fits");
    assert.equal(judge(take, whole(take), 999), "too-long");
  });

  it("is about what is left of it: a clipped cough that was cut away does not count", () => {
    const take = takeOf([300, tone(1.5)], [700, silence], [1000, tone(0.3)]);
    assert.equal(judge(take, whole(take), slotMs), "clipped");
    assert.equal(judge(take, { start: rate, end: take.samples.length }, slotMs), "fits");
    assert.equal(judge(take, { start: 0.4 * rate, end: 0.9 * rate }, slotMs), "silent");
  });

  it("tells first what cannot be kept", () => {
    assert.equal(verdictOn(tone(1.5), 500), "clipped");
    assert.equal(verdictOn(tone(0.02), 500), "too-long");
  });

  it("is noisy where the room is closer than 30 dB, and there was room to hear", () => {
    const inRoom = (noise: number, aroundMs: number): string => {
      const room = hiss(noise);
      const take = takeOf([aroundMs, room], [1000, plus(tone(0.3), room)], [aroundMs, room]);
      return judge(take, { start: (aroundMs * rate) / 1000, end: ((aroundMs + 1000) * rate) / 1000 }, slotMs);
    };
    assert.equal(inRoom(0.02, 500), "noisy");
    assert.equal(inRoom(0.005, 500), "fits");
    assert.equal(inRoom(0.02, 100), "fits");
  });
});

describe("the picture of a take", () => {
  it("shows the loudest sample of each column", () => {
    const take = takeOf([100, tone(0.25)], [100, silence], [100, tone(0.75)], [100, silence]);
    assert.deepEqual([...outline(take, 4)], [0.25, 0, 0.75, 0]);
    assert.equal(peakOf(take.samples), 0.75);
  });

  it("is flat where there is none", () =>
    assert.deepEqual([...outline({ samples: new Float32Array(0), rate }, 3)], [0, 0, 0]));
});
