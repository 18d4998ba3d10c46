import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "../../seeded.ts";
import { milliseconds } from "../../time.ts";
import type { InPosition } from "../gate.ts";
import type { ExpectedPosition } from "../position.ts";
import type { MotionSample } from "./sample.ts";
import { watchThigh } from "./thigh.ts";
import { goodPhone, samplesOf, type Movement, type Phone } from "./thighs.sample.ts";

interface Part extends Movement {
  readonly asked: ExpectedPosition;
}

const asks = (step: number, thighDegrees: number | null, flat = false): ExpectedPosition => ({
  step,
  thighDegrees,
  flat,
});

/** Level 2: both knees to the chest, one held there, then the leg hangs. */
const bothKnees = asks(1, 98);
const oneKnee = asks(2, 62);
const hanging = asks(3, -12);

/** Level 1: both legs long, then one stays so. */
const long = asks(1, 0, true);
const letGo = asks(3, 0);

const anyPhone: fc.Arbitrary<Phone> = fc.record({
  turned: fc.tuple(
    fc.double({ min: -3.1, max: 3.1, noNaN: true }),
    fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    fc.double({ min: -3.1, max: 3.1, noNaN: true }),
  ),
  sign: fc.constantFrom(1 as const, -1 as const),
  noise: fc.double({ min: 0, max: 0.08, noNaN: true }),
  hertz: fc.constantFrom(20, 36, 60),
  step: fc.constantFrom(0.1, 0.001),
});

/** What is answered at the end of each part. */
function answers(parts: readonly Part[], phone: Phone = goodPhone, more: { seed?: number; tremor?: number } = {}) {
  const samples = samplesOf(parts, phone, more.seed, more.tremor);
  return answersTo(samples, parts);
}

function answersTo(samples: readonly MotionSample[], parts: readonly Part[]): readonly InPosition[] {
  const watch = watchThigh();
  const ends: number[] = [];
  for (const { seconds } of parts) ends.push((ends.at(-1) ?? 0) + seconds * 1000 + 1);
  const given: InPosition[] = parts.map(() => "unknown");
  for (const sample of samples) {
    const index = ends.findIndex((end) => sample.at <= end);
    const part = parts[index];
    if (part !== undefined) given[index] = watch.take(sample, part.asked);
  }
  return given;
}

describe("a thigh at the edge of the bed", () => {
  /** Not everybody draws the knees as near to the chest as the picture does. */
  const raised = (degrees: number): readonly Part[] => [
    { seconds: 3, degrees, asked: bothKnees },
    { seconds: 5, degrees, asked: bothKnees },
    { seconds: 2, degrees: 60, asked: oneKnee },
    { seconds: 3, degrees: 60, asked: oneKnee },
  ];
  const start = raised(100);

  it("hangs when it has come down and is still, however the phone lies on it and whoever made it", () => {
    const knees = fc.integer({ min: 80, max: 120 });
    const hip = fc.integer({ min: -30, max: 3 });
    holdsFor(
      fc.property(anyPhone, knees, hip, fc.nat(1000), (phone, knees, degrees, seed) => {
        const parts: readonly Part[] = [
          ...raised(knees),
          { seconds: 2, degrees: 55, asked: hanging },
          { seconds: 2, degrees, asked: hanging },
          { seconds: 2, degrees, asked: hanging },
        ];
        const [, , , , up, moving, still] = answers(parts, phone, { seed });
        assert.deepEqual([up, moving, still], ["no", "no", "yes"]);
      }),
    );
  });

  it("comes out of it when it is lifted by more than thirty degrees, and is back when it hangs again", () => {
    holdsFor(
      fc.property(anyPhone, fc.nat(1000), (phone, seed) => {
        const parts: readonly Part[] = [
          ...start,
          { seconds: 2, degrees: -12, asked: hanging },
          { seconds: 2, degrees: -12, asked: hanging },
          { seconds: 1, degrees: 12, asked: hanging },
          { seconds: 1, degrees: 35, asked: hanging },
          { seconds: 3, degrees: 35, asked: hanging },
          { seconds: 1, degrees: -14, asked: hanging },
          { seconds: 2, degrees: -14, asked: hanging },
        ];
        const [, , , , , hangs, alittle, lifted, kept, , back] = answers(parts, phone, { seed });
        assert.deepEqual([hangs, alittle, lifted, kept, back], ["yes", "yes", "no", "no", "yes"]);
      }),
    );
  });

  it("may sink, roll outwards and tremble without coming out of it", () => {
    holdsFor(
      fc.property(anyPhone, fc.nat(1000), (phone, seed) => {
        const parts: readonly Part[] = [
          ...start,
          { seconds: 2, degrees: -5, asked: hanging },
          { seconds: 2, degrees: -5, asked: hanging },
          { seconds: 30, degrees: -18, rollDegrees: 40, asked: hanging },
        ];
        assert.deepEqual(answers(parts, phone, { seed, tremor: 0.15 }).slice(-2), ["yes", "yes"]);
      }),
    );
  });

  it("is judged by its stillness alone where nothing was seen of it before", () => {
    const parts: readonly Part[] = [
      { seconds: 1, degrees: -60, asked: hanging },
      { seconds: 1, degrees: -12, asked: hanging },
      { seconds: 2, degrees: -12, asked: hanging },
    ];
    assert.deepEqual(answers(parts), ["no", "no", "yes"]);
  });

  it("that stands upright does not hang", () => {
    const parts: readonly Part[] = [
      ...start,
      { seconds: 2, degrees: -88, asked: hanging },
      { seconds: 2, degrees: -88, asked: hanging },
    ];
    assert.equal(answers(parts).at(-1), "no");
  });
});

describe("a thigh on the bed", () => {
  const lying: readonly Part[] = [
    { seconds: 2, degrees: 3, asked: long },
    { seconds: 3, degrees: 3, asked: long },
    { seconds: 3, degrees: 0, asked: asks(2, 0) },
  ];

  it("is let go where it lies as it lay before", () => {
    holdsFor(
      fc.property(anyPhone, fc.nat(1000), (phone, seed) => {
        const parts: readonly Part[] = [...lying, { seconds: 2, degrees: 2, rollDegrees: 15, asked: letGo }];
        assert.equal(answers(parts, phone, { seed }).at(-1), "yes");
      }),
    );
  });

  it("is not let go while the knee is bent, and comes out of it when the knee bends", () => {
    holdsFor(
      fc.property(anyPhone, fc.nat(1000), (phone, seed) => {
        const bent: readonly Part[] = [
          ...lying,
          { seconds: 1, degrees: 43, asked: asks(2, 0) },
          { seconds: 3, degrees: 43, asked: letGo },
        ];
        assert.equal(answers(bent, phone, { seed }).at(-1), "no");
        const bends: readonly Part[] = [
          ...lying,
          { seconds: 2, degrees: 0, asked: letGo },
          { seconds: 1, degrees: 43, asked: letGo },
          { seconds: 1, degrees: 43, asked: letGo },
        ];
        assert.deepEqual(
          answers(bends, phone, { seed })
            .slice(-3, -2)
            .concat(answers(bends, phone, { seed }).slice(-1)),
          ["yes", "no"],
        );
      }),
    );
  });

  it("whose knee was at the chest on the other side is known from both", () => {
    holdsFor(
      fc.property(anyPhone, fc.nat(1000), (phone, seed) => {
        const parts: readonly Part[] = [
          ...lying,
          { seconds: 2, degrees: 115, asked: asks(4, 126) },
          { seconds: 20, degrees: 118, asked: asks(4, 126) },
          { seconds: 2, degrees: 0, asked: asks(5, 0, true) },
          { seconds: 5, degrees: 0, asked: asks(5, 0, true) },
          { seconds: 3, degrees: 25, asked: asks(6, 0) },
          { seconds: 2, degrees: 0, rollDegrees: 40, asked: asks(6, 0) },
          { seconds: 2, degrees: 0, rollDegrees: 40, asked: asks(6, 0) },
        ];
        assert.equal(answers(parts, phone, { seed }).at(-1), "yes");
      }),
    );
  });

  it("is not taken for a raised one when the phone lies beside the person", () => {
    const parts: readonly Part[] = [
      { seconds: 5, degrees: 0, asked: long },
      { seconds: 5, degrees: 0, asked: asks(2, 98) },
      { seconds: 3, degrees: 0, asked: asks(3, 0) },
    ];
    assert.equal(answers(parts).at(-1), "yes");
  });
});

describe("stillness", () => {
  const still: readonly Part[] = [{ seconds: 3, degrees: 0, asked: letGo }];

  it("is not known in the first moments", () => {
    assert.deepEqual(answers([{ seconds: 0.7, degrees: 0, asked: letGo }, ...still]), ["unknown", "yes"]);
  });

  it("is not there while the leg moves, slowly or fast, or shakes", () => {
    const moves = (degreesASecond: number): readonly Part[] => [
      { seconds: 3, degrees: 3 * degreesASecond, asked: letGo },
    ];
    assert.equal(answers(moves(2)).at(-1), "yes");
    assert.equal(answers(moves(15)).at(-1), "no");
    assert.equal(answers(moves(60)).at(-1), "no");
    assert.equal(answers(still, goodPhone, { tremor: 0.15 }).at(-1), "yes");
    assert.equal(answers(still, goodPhone, { tremor: 0.6 }).at(-1), "no");
  });

  it("is lost by a bump for a second, but a bump is not coming out of position", () => {
    const bumped = (from: number, parts: readonly Part[]): readonly InPosition[] =>
      answersTo(
        samplesOf(parts, goodPhone).map((sample) =>
          sample.at >= from && sample.at < from + 100 ? { ...sample, z: sample.z + 15 } : sample,
        ),
        parts,
      );
    assert.equal(bumped(2_500, still).at(-1), "yes");
    assert.equal(bumped(600, [{ seconds: 1, degrees: 0, asked: letGo }, ...still]).at(0), "no");
    assert.equal(bumped(600, [{ seconds: 1, degrees: 0, asked: letGo }, ...still]).at(-1), "yes");
  });

  it("survives samples that go missing, and a clock that goes back", () => {
    const parts: readonly Part[] = [{ seconds: 4, degrees: 0, asked: letGo }];
    const samples = samplesOf(parts, goodPhone);
    assert.equal(
      answersTo(
        samples.filter((_, i) => i % 4 === 0),
        parts,
      ).at(-1),
      "yes",
    );
    assert.equal(
      answersTo(
        samples.filter(({ at }) => at < 2_000 || at > 2_600),
        parts,
      ).at(-1),
      "yes",
    );
    const set = samples.map((sample) =>
      sample.at > 1_500 ? { ...sample, at: milliseconds(sample.at - 1_400) } : sample,
    );
    assert.equal(answersTo(set, [{ seconds: 4, degrees: 0, asked: letGo }]).at(-1), "yes");
  });

  it("is not in a phone that falls", () => {
    const watch = watchThigh();
    for (let i = 0; i < 120; i++)
      assert.notEqual(watch.take({ at: milliseconds(i * 16), x: 0, y: 0, z: 0.2 }, letGo), "yes");
  });

  it("says nothing where the step asks for nothing", () => {
    assert.equal(answers([{ seconds: 3, degrees: 0, asked: asks(0, null) }]).at(-1), "unknown");
  });
});
