import { measureIn, type InSession, type SetUpAsk } from "./phone/duringSession.ts";
import { openUnsent } from "./phone/readings.ts";
import { describeReading } from "./phone/describeReading.ts";
import { findVoice, speakOnce } from "../speech.ts";
import type { Side } from "../track/sequence.ts";
import { uuidV7 } from "../uuid.ts";
import { text } from "../texts.ts";
import { makeCaller } from "./caller.ts";
import { keepGate } from "./gateKeeper.ts";
import type { KeepGate } from "./keeping.ts";
import { hasMotion, thighSourceFor } from "./phone/thighSource.ts";

export { hasMotion };

const asks = { flat: "setUpFlat", lift: "setUpLift" } as const;

/** A gate for the leg of a side, which carries the phone. It measures that leg, too, where that is wanted and the leg hangs. */
export const openFor =
  (side: Side, voice: HTMLAudioElement, measures: boolean): KeepGate =>
  (track, controls, { blind, measured }, signal) => {
    const leg =
      measures && measured !== null ? measureIn(track.sequence, side, (ask) => void speak(ask, signal)) : null;
    if (leg !== null && measured !== null) signal.addEventListener("abort", () => void send(leg, side).then(measured));
    const source = thighSourceFor({
      hear: (sample) => leg?.hear(sample, controls.clock()),
      hinge: () => leg?.hinge() ?? null,
    });
    const say = makeCaller(controls.track, voice, signal);
    return keepGate(track, side, source, { ...controls, say }, blind, signal, leg);
  };

async function speak(ask: SetUpAsk | null, signal: AbortSignal): Promise<void> {
  if (!("speechSynthesis" in window)) return;
  const device = await findVoice(document.documentElement.lang);
  if (signal.aborted) return;
  speechSynthesis.cancel();
  if (device !== null && ask !== null) speakOnce(device, text(asks[ask]));
}

/** Sends what was measured, each hold a reading of its own. What cannot be sent is kept for the measuring page. */
async function send(leg: InSession, side: Side): Promise<readonly string[]> {
  const unsent = openUnsent();
  const now = Date.now();
  const sentences: string[] = [];
  const readings = leg.measured().map(({ moment, at, recording }) => {
    // The sensor's clock began with the page.
    const takenAt = new Date(now - (performance.now() - at));
    const id = uuidV7(takenAt.getTime(), crypto.getRandomValues(new Uint8Array(10)));
    const when = { takenAt: takenAt.toISOString(), utcOffsetMinutes: -takenAt.getTimezoneOffset() };
    unsent.put(id, { side, moment, ...when, isCut: false, recordings: [recording] });
    return { id, moment };
  });
  for (const { id, moment } of readings)
    sentences.push(
      text(moment === "before" ? "measuredBefore" : "measuredAfter", {
        what: describeReading(side, await unsent.send(id)),
      }),
    );
  return sentences.length === 0 && leg.isSetUp() ? [text("measuredNothing")] : sentences;
}
