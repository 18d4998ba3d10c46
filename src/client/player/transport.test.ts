import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { makeTransport, type Transport } from "./transport.ts";

/** A media element by hand: what it plays and where it stands is what the test says. */
class HandAudio extends EventTarget {
  currentTime = 0;
  paused = true;
  ended = false;
  seeking = false;
  error = null;
  readyState = 4;
  readonly HAVE_METADATA = 1;
  src = "";
  play(): Promise<void> {
    this.paused = false;
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
  }
  tell(what: string): void {
    this.dispatchEvent(new Event(what));
  }
}

describe("a sound that plays and whose clock stands still", () => {
  let audio: HandAudio;
  let transport: Transport;
  let stood: number;
  let over: AbortController;
  const nothing = (): void => undefined;

  /** Lets half seconds pass, in each of which the clock moves on by so many seconds. */
  const pass = (looks: number, moves: number): void => {
    for (let look = 0; look < looks; look++) {
      audio.currentTime += moves;
      mock.timers.tick(500);
    }
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval"] });
    [audio, stood, over] = [new HandAudio(), 0, new AbortController()];
    transport = makeTransport(
      audio as unknown as HTMLAudioElement,
      null,
      {
        moved: nothing,
        plays: nothing,
        pauses: nothing,
        breaksOff: nothing,
        jumps: nothing,
        skipped: nothing,
        ends: nothing,
        fails: nothing,
        stands: () => stood++,
      },
      over.signal,
    );
    transport.load(new Blob(["sound"]));
    transport.play();
  });
  afterEach(() => {
    over.abort();
    mock.timers.reset();
  });

  it("is told after two and a half seconds, and again as long as it stands", () => {
    pass(4, 0.5);
    pass(4, 0);
    assert.equal(stood, 0);
    pass(1, 0);
    assert.equal(stood, 1);
    pass(5, 0);
    assert.equal(stood, 2);
    pass(20, 0.5);
    assert.equal(stood, 2);
  });

  it("has longer to begin", () => {
    pass(15, 0);
    assert.equal(stood, 0);
    pass(1, 0);
    assert.equal(stood, 1);
  });

  it("may rest in a pause, at its end and when the session is over", () => {
    pass(4, 0.5);
    transport.pause();
    pass(40, 0);
    transport.play();
    audio.ended = true;
    pass(40, 0);
    audio.ended = false;
    over.abort();
    pass(40, 0);
    assert.equal(stood, 0);
  });

  it("goes on to where it was to go, in the file that takes its place, also where the first has no such place", () => {
    pass(4, 0.5);
    transport.follow({ from: 90_000 as never, leaps: [] });
    // The file ends before: its clock is held at its end, and it pauses by itself.
    [audio.currentTime, audio.ended, audio.paused] = [60, true, true];
    audio.tell("seeked");
    audio.tell("pause");
    transport.playInstead(new Blob(["other"]));
    [audio.currentTime, audio.ended] = [0, false];
    audio.tell("loadedmetadata");
    assert.equal(audio.currentTime, 90);
    assert.equal(audio.paused, false);
  });
});
