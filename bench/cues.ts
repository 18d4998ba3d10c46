// How late is a cue heard when the page is blocked for 200 ms at a time? One continuous track against a timer for each cue, side by side.
//   dotnet build -c Release && npx tsx bench/cues.ts
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { makeProfile, removeProfile, startBrowser } from "../tests/e2e/browser.ts";
import { sequenceOf, shortest } from "../tests/e2e/guide.ts";
import { startServer } from "../tests/e2e/server.ts";

const blockedMs = 200;
const breathMs = 50;
const listenMs = 75_000;
const heard = 0.01;
const silenceMs = 250;

interface Cue {
  readonly atMs: number;
  readonly durationMs: number;
  /** When its sentence is first heard in the track, found in the samples. */
  readonly onsetMs: number;
}

/** Samples of a 16-bit mono WAV. */
function readSamples(wav: Buffer): { rate: number; samples: Float32Array } {
  const rate = wav.readUInt32LE(24);
  const from = wav.indexOf("data", 12, "latin1") + 8;
  const samples = Float32Array.from(
    { length: (wav.length - from) >> 1 },
    (_, i) => wav.readInt16LE(from + 2 * i) / 32768,
  );
  return { rate, samples };
}

const server = await startServer();
const choices = { ...shortest, protocol: "psoas-lying-1" };
const sequence = await sequenceOf(server.url, choices);
const wav = Buffer.from(await (await fetch(server.url + sequence.audioUrl)).arrayBuffer());
const { rate, samples } = readSamples(wav);
const at = (ms: number): number => Math.round((ms / 1000) * rate);
const isSilent = (from: number, to: number): boolean =>
  samples.subarray(Math.max(0, from), to).every((s) => Math.abs(s) < heard);

// Only sentences with silence before them: their onset cannot be mistaken for another sound's.
const cues: Cue[] = sequence.cues
  .filter((cue) => cue.kind === "say" && cue.atMs + cue.durationMs < listenMs - 2000)
  .filter((cue) => isSilent(at(cue.atMs - silenceMs), at(cue.atMs)))
  .map(({ atMs, durationMs }) => {
    const first = samples.subarray(at(atMs), at(atMs + durationMs)).findIndex((s) => Math.abs(s) >= heard);
    return { atMs, durationMs, onsetMs: atMs + (first / rate) * 1000 };
  });

const worklet = `registerProcessor("onsets", class extends AudioWorkletProcessor {
  constructor() { super(); this.quiet = 1e9; }
  process([input]) {
    const block = input[0];
    if (block) for (let i = 0; i < block.length; i++) {
      if (Math.abs(block[i]) < ${heard}) this.quiet++;
      else {
        if (this.quiet > ${silenceMs / 1000} * sampleRate) this.port.postMessage((currentFrame + i) / sampleRate * 1000);
        this.quiet = 0;
      }
    } else this.quiet += 128;
    return true;
  }
});`;

const files: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  "/": ["text/html", "<!doctype html><title>cues</title>"],
  "/worklet.js": ["text/javascript", worklet],
  "/track.wav": ["audio/wav", wav],
};
const site = createServer((asked, answer) => {
  const [type, body] = files[asked.url ?? "/"] ?? ["text/plain", ""];
  answer.writeHead(200, { "content-type": type }).end(body);
});
await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));

const profile = await makeProfile();
const running = await startBrowser(profile);
const page = await (await running.browser.newContext()).newPage();
await page.goto(`http://127.0.0.1:${String((site.address() as AddressInfo).port)}/`);
const wire = await page.context().newCDPSession(page);
const plan = { rate, cues, blockedMs, breathMs, listenMs };
const evaluated = await wire.send("Runtime.evaluate", {
  // The runner's compiler names functions by a call of its own, which the page does not have.
  expression: `globalThis.__name = (named) => named; (${String(measure)})(${JSON.stringify(plan)})`,
  awaitPromise: true,
  returnByValue: true,
  userGesture: true,
});
if (evaluated.exceptionDetails !== undefined) throw new Error(JSON.stringify(evaluated.exceptionDetails));
const result = evaluated.result.value as { track: number[]; timer: number[] };

/** How far each sentence was from its place. The delay they have in common, between pressing play and hearing, is no error of a cue. */
function errors(onsets: readonly number[]): number[] {
  const start = (onsets[0] ?? NaN) - (cues[0]?.onsetMs ?? NaN);
  const late = cues.map(({ onsetMs }) => {
    const expected = onsetMs + start;
    const nearest = (best: number, onset: number): number =>
      Math.abs(onset - expected) < Math.abs(best - expected) ? onset : best;
    return onsets.reduce(nearest, Infinity) - expected;
  });
  const common = [...late].sort((a, b) => a - b)[late.length >> 1] ?? NaN;
  return late.map((ms) => ms - common);
}

const describe = (name: string, late: readonly number[]): number => {
  const sizes = late.map(Math.abs).sort((a, b) => a - b);
  const most = sizes.at(-1) ?? NaN;
  console.log(
    `${name}: ${String(late.length)} sentences, off by ${sizes.map((size) => size.toFixed(1)).join(", ")} ms`,
  );
  return most;
};
console.log(`main thread blocked ${String(blockedMs)} ms of every ${String(blockedMs + breathMs)}:`);
const track = describe("one track", errors(result.track));
const timer = describe("a timer for each cue", errors(result.timer));
console.log(`worst: ${track.toFixed(1)} ms against ${timer.toFixed(1)} ms`);

await running.kill();
await removeProfile(profile);
site.close();
await server.dispose();

/** Runs in the page. Both ways of playing go on at once, into an ear of their own on the audio thread. */
async function measure({
  rate,
  cues,
  blockedMs,
  breathMs,
  listenMs,
}: typeof plan): Promise<{ track: number[]; timer: number[] }> {
  const context = new AudioContext({ sampleRate: rate });
  await context.audioWorklet.addModule("/worklet.js");
  const listen = (): { ear: AudioWorkletNode; onsets: number[] } => {
    const ear = new AudioWorkletNode(context, "onsets");
    const onsets: number[] = [];
    ear.port.onmessage = ({ data }) => onsets.push(data as number);
    ear.connect(context.destination);
    return { ear, onsets };
  };
  const [whole, single] = [listen(), listen()];

  const audio = new Audio("/track.wav");
  context.createMediaElementSource(audio).connect(whole.ear);
  const sound = await context.decodeAudioData(await (await fetch("/track.wav")).arrayBuffer());
  await context.resume();
  await audio.play();
  for (const cue of cues) {
    setTimeout(() => {
      const source = new AudioBufferSourceNode(context, { buffer: sound });
      source.connect(single.ear);
      source.start(0, cue.atMs / 1000, cue.durationMs / 1000);
    }, cue.atMs);
  }
  const until = performance.now() + listenMs;
  const block = (): void => {
    const from = performance.now();
    while (performance.now() - from < blockedMs);
    if (performance.now() < until) setTimeout(block, breathMs);
  };
  block();
  await new Promise((resolve) => setTimeout(resolve, listenMs));
  return { track: whole.onsets, timer: single.onsets };
}
