import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findVoice } from "../speech.ts";
import { milliseconds } from "../time.ts";
import { sample } from "../track/sequences.sample.ts";
import { speakWith, type Speaker } from "./speaker.ts";

const ms = milliseconds;

/** A sentence as the device was given it. It does only what a test has it do. */
class Utterance extends EventTarget {
  voice: unknown = null;
  lang = "";
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  does(type: "start" | "end" | "error"): void {
    this.dispatchEvent(new Event(type));
  }
}

const english = { lang: "en-GB" } as SpeechSynthesisVoice;

describe("a device that speaks", () => {
  let given: Utterance[];
  let cancelled: number;
  let lost: number;
  let speaker: Speaker;

  beforeEach(() => {
    given = [];
    cancelled = 0;
    lost = 0;
    const speechSynthesis = {
      getVoices: () => [english],
      speak: (utterance: Utterance) => given.push(utterance),
      // A device that is told to be silent tells every sentence that it was not said.
      cancel: () => {
        cancelled++;
        for (const utterance of given.splice(0)) utterance.does("error");
      },
      addEventListener: () => undefined,
    };
    Object.assign(globalThis, { window: globalThis, SpeechSynthesisUtterance: Utterance, speechSynthesis });
    speaker = speakWith(english, sample, () => lost++);
  });
  afterEach(() => {
    for (const name of ["window", "SpeechSynthesisUtterance", "speechSynthesis"])
      Reflect.deleteProperty(globalThis, name);
  });

  const first = (): Utterance => {
    const [utterance] = given;
    assert.ok(utterance);
    return utterance;
  };

  it("is given each sentence once, as the clock passes it, in its voice", async () => {
    assert.equal(await findVoice("en"), english);
    for (let now = 0; now <= 26_000; now += 250) {
      speaker.pass(ms(now));
      for (const utterance of given) {
        utterance.does("start");
        utterance.does("end");
      }
    }
    assert.deepEqual(
      given.map(({ text }) => text),
      ["Lie down.", "Half-way."],
    );
    assert.equal(first().voice, english);
    assert.equal(lost, 0);
  });

  it("is lost when a sentence does not begin within a second", () => {
    speaker.pass(ms(1_000));
    speaker.pass(ms(2_000));
    assert.equal(lost, 0);
    speaker.pass(ms(2_001));
    assert.equal(lost, 1);
    assert.equal(cancelled, 1);
  });

  it("is not lost when a sentence begins late, but within the second", () => {
    speaker.pass(ms(1_000));
    speaker.pass(ms(1_990));
    first().does("start");
    speaker.pass(ms(4_000));
    first().does("end");
    speaker.pass(ms(9_000));
    assert.equal(lost, 0);
  });

  it("is lost when it is cut off: begun, and not over a second after its time", () => {
    speaker.pass(ms(1_000));
    first().does("start");
    speaker.pass(ms(5_000));
    assert.equal(lost, 0);
    speaker.pass(ms(5_001));
    assert.equal(lost, 1);
  });

  it("is lost at once when the device refuses a sentence, and that is told once", () => {
    speaker.pass(ms(1_000));
    first().does("error");
    assert.equal(lost, 1);
    speaker.pass(ms(25_000));
    first().does("error");
    assert.equal(lost, 1);
  });

  it("is not lost by a pause or a skip: then it was told to be silent", () => {
    speaker.pass(ms(1_000));
    speaker.hush();
    speaker.pass(ms(9_000));
    assert.deepEqual([cancelled, lost], [1, 0]);
    speaker.moveTo(ms(25_000));
    speaker.pass(ms(25_000));
    assert.deepEqual(
      given.map(({ text }) => text),
      ["Half-way."],
    );
    speaker.moveTo(ms(50_000));
    speaker.pass(ms(60_000));
    assert.equal(lost, 0);
  });

  it("does not count the time in which the clock stood still against it", () => {
    speaker.pass(ms(1_000));
    for (let i = 0; i < 100; i++) speaker.pass(ms(1_500));
    assert.equal(lost, 0);
  });
});

describe("a device that cannot speak", () => {
  it("has no voice", async () => {
    Object.assign(globalThis, { window: globalThis });
    assert.equal(await findVoice("en"), null);
    Reflect.deleteProperty(globalThis, "window");
  });
});
