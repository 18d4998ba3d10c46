import type { SetUpAsk } from "./phone/duringSession.ts";
import type { Side } from "../track/sequence.ts";
import type { Track } from "../track/track.ts";
import { milliseconds } from "../time.ts";
import { openGate, overrule, passGate, patience, type Gate, type Observation } from "./gate.ts";
import type { Keeper, TrackControls } from "./keeping.ts";
import { expectedAt, gatedHolds, type PositionSource } from "./position.ts";

/** While a hold waits it is looked at this often, even where nothing is observed any more. */
const looksEveryMs = 250;

/** A set-up that takes longer is given up: the session continues without it. */
const setUpWithinMs = 120_000;

/** What comes before the first sentence. */
interface SetUp {
  asks(): SetUpAsk | null;
  skip(): void;
}

/** Keeps a gate in front of the holds of one side, and reports when there is nothing to observe with. */
export function keepGate(
  { sequence, calls }: Track,
  side: Side,
  source: PositionSource,
  controls: TrackControls,
  reportBlind: () => void,
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
      controls.play();
    }
    controls.draw();
  };

  const look = (): void => {
    if (signal.aborted) return;
    if (isSettingUp) return lookAtSetUp();
    // A page that is not visible gets no samples, and must stop nobody.
    const isSeen = document.visibilityState === "visible";
    const moment = { wall: milliseconds(performance.now()), seen: isSeen ? seen : null, ...controls.clock() };
    const passage = passGate(gate, holds, moment, patient);
    gate = passage.gate;
    if (passage.media === "pause") {
      timer = window.setInterval(look, looksEveryMs);
      controls.pause();
    } else if (passage.media === "play") {
      clearInterval(timer);
      controls.play();
    }
    if (passage.call !== null) controls.say(passage.call);
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
      () => expectedAt(sequence, side, controls.clock().media),
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
      reportBlind();
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
