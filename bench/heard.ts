// How long after the tap is the first sound heard, on a slow line, by who has never been here?
//   dotnet build -c Release && npx tsx bench/heard.ts
import { makeProfile, removeProfile, startBrowser } from "../tests/e2e/browser.ts";
import { startServer } from "../tests/e2e/server.ts";
import { startFirefox } from "../tests/engines/firefox.ts";
import { makeRoom } from "../tests/engines/processes.ts";
import { openLine } from "./slowLine.ts";

const runs = 5;
const bitsPerSecond = 1_600_000;
const roundTripMs = 150;
const address = "/?protocol=psoas-lying-1&hold=45s&lang=en";

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Taps on start as soon as that can be tapped, and on the sheet of the first time; gives the time from the last tap to the first sound. */
const tap = async (): Promise<number> => {
  const find = async (selector: string): Promise<HTMLElement> => {
    for (;;) {
      const found = document.querySelector<HTMLElement>(selector);
      if (found !== null && found.getClientRects().length > 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  (await find("#session .main")).click();
  const sheet = await find("#first .main");
  const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
  if (audio === null) throw new Error("There is no player.");
  const from = performance.now();
  sheet.click();
  while (!(audio.currentTime > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
  return performance.now() - from - audio.currentTime * 1000;
};

const server = await startServer();
const tell = (engine: string, times: readonly number[]): void =>
  console.log(
    `${engine}: heard ${median(times).toFixed(0)} ms after the tap (median of ${String(times.length)}; ${times.map((ms) => ms.toFixed(0)).join(", ")})`,
  );

const [chromium, firefox]: [number[], number[]] = [[], []];
for (let run = 0; run < runs; run++) {
  const line = await openLine(new URL(server.url), bitsPerSecond, roundTripMs);
  const profile = await makeProfile();
  const running = await startBrowser(profile);
  const page = await (await running.browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(line.url + address);
  chromium.push(await page.evaluate(tap));
  await running.kill();
  await removeProfile(profile);
  line.close();
}
tell("Chromium", chromium);
for (let run = 0; run < runs; run++) {
  const line = await openLine(new URL(server.url), bitsPerSecond, roundTripMs);
  const room = await makeRoom();
  const running = await startFirefox(room, { "media.autoplay.default": 0 });
  await running.page.open(line.url + address);
  firefox.push(await running.page.evaluate(tap));
  await running.end();
  await room.dispose();
  line.close();
}
tell("Firefox", firefox);
await server.dispose();
process.exit(0);
