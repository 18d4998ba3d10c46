import type { SetUpAsk } from "../measure/inSession.ts";
import type { Side } from "../player/sequence.ts";
import type { Track } from "../player/track.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import { openGate, overrule, passGate, patience, type Call, type Gate, type Observation } from "./gate.ts";
import { askedAt, gatedHolds, type PositionSource } from "./position.ts";

/** While a hold waits it is looked at this often, even where nothing is observed any more. */
const looksEveryMs = 250;

/** A set-up that takes longer is given up: the session goes on without. */
const setUpWithinMs = 120_000;

/** What the person is asked for while the track stands still. */
export type WaitsFor = Exclude<Call, "goes-on"> | SetUpAsk;

/** What comes before the first sentence. */
interface SetUp {
  asks(): SetUpAsk | null;
  skip(): void;
}

/** What the keeper of a gate can do with the track. */
export interface Reins {
  /** What is played now: its voice may change. */
  readonly track: () => Track | null;
  readonly clock: () => { readonly media: Milliseconds; readonly playing: boolean };
  readonly play: () => void;
  readonly pause: () => void;
  readonly say: (call: Call) => void;
  /** Something else is waited for. */
  readonly draw: () => void;
}

/** Keeps the gate of one session. */
export interface Keeper {
  /** The track's clock has gone on. */
  look(): void;
  /** The person wants it to go on as it is. */
  overrule(): void;
  /** What is waited for; null while nothing waits. */
  waitsFor(): WaitsFor | null;
}

/** Keeps a gate in front of the holds of one side, and tells when there is nothing to observe with. */
export function keepGate(
  { sequence, calls }: Track,
  side: Side,
  source: PositionSource,
  reins: Reins,
  tellBlind: () => void,
  signal: AbortSignal,
  setUp: SetUp | null = null,
): Keeper {
  const holds = gatedHolds(sequence, side);
  const patient = patience((call) => calls.find((known) => known.call === call)?.duration ?? milliseconds(0));
  let gate: Gate = openGate;
  let seen: Observation | null = null;
  let timer = 0;
  let asked: SetUpAsk | null = null;
  let isSettingUp = setUp !== null;

  const endSetUp = (): void => {
    setUp?.skip();
    isSettingUp = false;
  };

  // The track has not begun: it does when nothing more is asked for.
  const lookAtSetUp = (): void => {
    const now = setUp?.asks() ?? null;
    if (now === asked) return;
    asked = now;
    if (now === null) {
      endSetUp();
      reins.play();
    }
    reins.draw();
  };

  const look = (): void => {
    if (signal.aborted) return;
    if (isSettingUp) return lookAtSetUp();
    // A page that is not seen is told nothing, and must stop nobody.
    const isSeen = document.visibilityState === "visible";
    const moment = { wall: milliseconds(performance.now()), seen: isSeen ? seen : null, ...reins.clock() };
    const passage = passGate(gate, holds, moment, patient);
    gate = passage.gate;
    if (passage.media === "pause") {
      timer = window.setInterval(look, looksEveryMs);
      reins.pause();
    } else if (passage.media === "play") {
      clearInterval(timer);
      reins.play();
    }
    if (passage.call !== null) reins.say(passage.call);
  };

  document.addEventListener("visibilitychange", look, { signal });
  const enough = setTimeout(() => {
    if (isSettingUp) setUp?.skip();
    look();
  }, setUpWithinMs);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    clearTimeout(enough);
  });
  void source
    .watch(
      () => askedAt(sequence, side, reins.clock().media),
      (observation) => {
        seen = observation;
        look();
      },
      signal,
    )
    .then((answer) => {
      if (answer !== "nothing to watch with" || signal.aborted) return;
      if (isSettingUp) setUp?.skip();
      look();
      tellBlind();
    });

  return {
    look,
    overrule() {
      endSetUp();
      clearInterval(timer);
      gate = overrule(gate);
    },
    waitsFor: () => {
      if (signal.aborted) return null;
      return isSettingUp ? asked : gate.kind === "waiting" ? gate.call : null;
    },
  };
}
