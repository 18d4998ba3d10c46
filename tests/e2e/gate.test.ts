import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { clock, openGuide, playAt, reach, sequenceOf, shortest, start, storedSession } from "./guide.ts";
import type { PlayableSequence } from "../../src/client/wire.ts";
import { hastened, pace } from "./hastened.ts";
import { startServer, type Server } from "./server.ts";

const choices = { ...shortest, protocol: "psoas-lying-2" };

/** What stands still needs no speed; the rest of the track runs four times as fast. */
const rate = 4;

/** A media element tells its time at least every 250 ms (HTML, "time marches on"): the gate looks no less often. */
const seenWithinMs = 250 * rate;

/** A span ends where the clock stops and the next begins there: only rounding to whole milliseconds may be lost. */
const lostAtPauseMs = 3;

/** Where nothing is measured to the millisecond, as fast as the browser plays. */
const fastest = 16;

/** More readings than the second that stillness takes. */
const enoughReadings = 100 / pace;

const waits = "Waiting until your leg is still. Tap to continue without waiting.";
const setsUp = "First, to measure: lie with the leg that carries the phone flat on the bed, and keep still.";
const cameOut = "You moved out of position. Let the leg go again, or tap to continue.";

/** The motion sensor of a phone that lies along a thigh. */
interface Thigh {
  /** Turns the thigh so far above the horizontal and stays there until the page must have noticed. */
  turn(degrees: number): Promise<void>;
}

describe("a hold that waits for the leg", () => {
  let server: Server;
  let running: RunningBrowser;
  let profile: string;
  let sequence: PlayableSequence;
  let calls: ReadonlyMap<number, string>;

  before(async () => {
    server = await startServer();
    profile = await makeProfile();
    running = await startBrowser(profile);
    sequence = await sequenceOf(server.url, choices);
    calls = await callsBySize(server.url, sequence);
    assert.equal(calls.size, 4, "Each call is a sound of its own.");
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  const holdOf = (side: "left" | "right") => {
    const hold = sequence.cues.find((cue) => cue.kind === "hold" && cue.side === side);
    assert.ok(hold);
    return hold;
  };
  const stepOf = (id: string) => {
    const step = sequence.steps.find((step) => step.id === id);
    assert.ok(step);
    return step;
  };

  /** A page with a phone's sensor, the guide chosen on it, and the left thigh carrying the phone. */
  async function openWithPhone(): Promise<{ context: BrowserContext; page: Page; thigh: Thigh }> {
    const context = await running.browser.newContext();
    await context.grantPermissions(["accelerometer", "gyroscope", "magnetometer"]);
    const page = await context.newPage();
    await page.addInitScript(hastened);
    await page.addInitScript(noteSounds);
    const wire = await context.newCDPSession(page);
    // Enabled before the page loads, the sensor is there for it.
    await wire.send("Emulation.setSensorOverrideEnabled", { enabled: true, type: "accelerometer" });
    const read = (degrees: number): Promise<unknown> => {
      const up = (degrees * Math.PI) / 180;
      const xyz = { x: 0, y: 9.8 * Math.sin(up), z: 9.8 * Math.cos(up) };
      return wire.send("Emulation.setSensorOverrideReadings", { type: "accelerometer", reading: { xyz } });
    };
    await read(0);
    await openGuide(context, server.url, choices, page);
    await page.locator("label:has([name=gate][value=left])").click();
    const thigh: Thigh = {
      turn: async (degrees) => {
        await read(degrees);
        await page.evaluate(
          (enough) =>
            new Promise<void>((resolve) => {
              let readings = 0;
              addEventListener("devicemotion", () => ++readings === enough && resolve());
            }),
          enoughReadings,
        );
      },
    };
    return { context, page, thigh };
  }

  /** Lies back with both knees to the chest, as the track asks, and goes on with the step of the left hold. */
  async function lieBack(page: Page, thigh: Thigh): Promise<string> {
    const id = await start(page);
    await playAt(page, rate);
    await page.keyboard.press("Space");
    await skipTo(page, "lie-back");
    await thigh.turn(98);
    await skipTo(page, "let-go");
    await page.keyboard.press("Space");
    return id;
  }

  async function skipTo(page: Page, id: string): Promise<void> {
    const { atMs } = stepOf(id);
    while ((await clock(page)) < atMs) await page.keyboard.press("ArrowRight");
    assert.equal(Math.round(await clock(page)), atMs);
  }

  /** A tap on start, and one on the sheet, where nothing is recorded before something is played. */
  async function begin(page: Page): Promise<void> {
    await page.locator("#session .main").click();
    if (await page.locator("#first").isVisible()) await page.locator("#first .main").click();
  }

  const shows = (page: Page, sentence: string): Promise<void> =>
    page.locator("[data-sentence]", { hasText: sentence }).waitFor();

  const isPlaying = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused === false);

  /** What was said beside the track, in order. */
  const said = async (page: Page): Promise<readonly (string | undefined)[]> => {
    const sizes = await page.evaluate(() => (window as unknown as { said: number[] }).said);
    return sizes.map((size) => calls.get(size));
  };

  it("begins when the leg hangs still, pauses when it is lifted, says so once each, and records what was held", async () => {
    const { context, page, thigh } = await openWithPhone();
    const left = holdOf("left");
    const id = await lieBack(page, thigh);

    await shows(page, waits);
    const waitsAt = await clock(page);
    assert.ok(waitsAt >= left.atMs - 100 && waitsAt <= left.atMs + seenWithinMs, `It waits at ${waitsAt} ms.`);
    assert.equal(await page.locator("[data-do=pause]").getAttribute("aria-label"), "Continue");
    await thigh.turn(60);
    assert.equal(await clock(page), waitsAt);
    await thigh.turn(-12);
    await isPlaying(page);

    await reach(page, left.atMs + 5_000);
    await thigh.turn(40);
    await shows(page, cameOut);
    const outAt = await clock(page);
    await thigh.turn(35);
    assert.equal(await clock(page), outAt);
    await thigh.turn(-10);
    await isPlaying(page);
    await reach(page, left.atMs + left.durationMs);
    assert.deepEqual(await said(page), ["waiting", "came-out"]);
    await playAt(page, fastest);

    // The other side has no phone on it: the leg that carries it is at the chest, and its hold goes by time.
    const right = holdOf("right");
    await thigh.turn(98);
    await reach(page, right.atMs + 3_000);
    await thigh.turn(60);
    await reach(page, right.atMs + 8_000);
    await page.keyboard.press("Escape");
    assert.deepEqual(await said(page), ["waiting", "came-out"]);

    const { held, spans } = await storedSession(server.url, id, ({ end }) => end !== null);
    const heldLeft = held.find(({ side }) => side === "left")?.heldMs ?? NaN;
    assert.ok(heldLeft <= 30_000 && heldLeft >= 30_000 - 2 * lostAtPauseMs, `${heldLeft} ms were held.`);
    assert.deepEqual(
      spans.filter(({ fromMs }) => fromMs > stepOf("let-go").atMs).map(({ fromMs }) => fromMs),
      [Math.round(waitsAt), Math.round(outAt)],
    );
    await context.close();
  });

  it("is measured where it hangs: set up before the first sentence, and sent when the session is over", async () => {
    const { context, page, thigh } = await openWithPhone();
    await page.locator("[data-gate-measure]").click();
    const left = holdOf("left");
    await begin(page);
    await shows(page, setsUp);
    assert.equal(await clock(page), 0);
    await thigh.turn(0);
    await shows(page, "Lift that leg and lower it once.");
    assert.equal(await clock(page), 0);
    await thigh.turn(35);
    await thigh.turn(0);
    await isPlaying(page);

    await playAt(page, rate);
    await page.keyboard.press("Space");
    await skipTo(page, "let-go");
    await thigh.turn(-12);
    await page.keyboard.press("Space");
    // Known from the set-up, it needs no raised leg to have been seen: nothing waits.
    await reach(page, left.atMs + left.durationMs / 2);
    assert.deepEqual(await said(page), []);
    await thigh.turn(-15);
    await reach(page, left.atMs + left.durationMs);
    await page.keyboard.press("Escape");

    await page.locator("[data-measured] p").nth(1).waitFor();
    const [first, second] = await page.locator("[data-measured] p").allTextContents();
    assert.match(first ?? "", /^At the start of the stretch\. left: 1[12](\.\d)?° below the horizontal.*Saved\.$/i);
    assert.match(second ?? "", /^At the end of the stretch\. left: 1[456](\.\d)?° below the horizontal.*Saved\.$/i);
    await page.goto(`${server.url}/progress`);
    assert.equal((await page.getByText("before a stretch").count()) > 0, true);
    await context.close();
  });

  it("is not measured when the person taps instead, and the session begins all the same", async () => {
    const { context, page } = await openWithPhone();
    await page.locator("[data-gate-measure]").click();
    await begin(page);
    await shows(page, setsUp);
    await page.mouse.click(20, 200);
    await isPlaying(page);
    await page.keyboard.press("Escape");
    await page.locator("[data-verdict]").waitFor();
    assert.equal(await page.locator("[data-measured] p").count(), 0);

    // Chosen once, it stays so.
    await page.reload();
    assert.equal(await page.locator("[data-gate-measure] input").isChecked(), true);
    await context.close();
  });

  it("is not set up anew when a session is gone on with, and the gate waits as it does without measuring", async () => {
    const { context, page, thigh } = await openWithPhone();
    await page.locator("[data-gate-measure]").click();
    await begin(page);
    await shows(page, setsUp);
    await page.mouse.click(20, 200);
    await isPlaying(page);
    await page.keyboard.press("Space");
    await skipTo(page, "lie-back");
    await thigh.turn(98);
    await skipTo(page, "let-go");
    await page.keyboard.press("Space");
    await shows(page, waits);
    await thigh.turn(-12);
    await reach(page, holdOf("left").atMs + 1500);
    await page.reload();
    assert.equal(await page.locator("[data-gate-measure] input").isChecked(), true);
    await noteSentences(page);
    await page.locator("#resume .main").click();
    await isPlaying(page);
    await playAt(page, fastest);
    await thigh.turn(98);
    await shows(page, waits);
    await thigh.turn(-12);
    await isPlaying(page);
    await page.keyboard.press("Escape");
    await page.locator("[data-verdict]").waitFor();
    assert.equal(await page.locator("[data-measured] p").count(), 0);
    const shown = await page.evaluate(() => (window as unknown as { shown: string[] }).shown);
    assert.ok(shown.includes(waits) && !shown.includes(setsUp), shown.join(" | "));
    await context.close();
  });

  it("goes on without when the time is up, says so, and does not ask again in this hold", async () => {
    const { context, page, thigh } = await openWithPhone();
    const left = holdOf("left");
    await lieBack(page, thigh);
    await shows(page, waits);
    await isPlaying(page);
    await playAt(page, fastest);
    await reach(page, left.atMs + left.durationMs);
    assert.deepEqual(await said(page), ["waiting", "goes-on"]);
    await context.close();
  });

  it("gives way to a tap", async () => {
    const { context, page, thigh } = await openWithPhone();
    const left = holdOf("left");
    await lieBack(page, thigh);
    await shows(page, waits);
    await page.mouse.click(20, 200);
    await isPlaying(page);
    await page.waitForFunction(() => document.querySelector("#player .waiting") === null);

    // And it does not ask again in this hold: neither when the leg hangs, nor when it is lifted.
    const before = await said(page);
    await thigh.turn(-12);
    await thigh.turn(40);
    assert.ok((await clock(page)) < left.atMs + left.durationMs, "The hold is over: nothing was tried in it.");
    await playAt(page, fastest);
    await reach(page, left.atMs + left.durationMs);
    assert.deepEqual(await said(page), before);
    assert.ok(!before.includes("goes-on"));
    await context.close();
  });

  it("stops nobody while the page cannot be seen: no sensor tells it anything then", async () => {
    const { context, page, thigh } = await openWithPhone();
    const left = holdOf("left");
    await lieBack(page, thigh);
    await shows(page, waits);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await isPlaying(page);
    await playAt(page, fastest);
    await reach(page, left.atMs + left.durationMs);
    assert.ok(!(await said(page)).includes("goes-on"));
    await context.close();
  });

  it("is off until it is switched on, costs nothing until then, is remembered, and is no part of what is prescribed", async () => {
    const { context, page } = await openWithPhone();
    const fetched = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => path.includes("gateOpening")),
      );
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("gateOpening")),
    );
    await page.reload();
    assert.equal(await page.locator("[name=gate]:checked").inputValue(), "left");
    assert.deepEqual(await fetched(), []);
    assert.ok(!(await page.evaluate(() => localStorage.getItem("supine:first:choices")))?.includes("gate"));
    await context.close();
  });

  it("says that movement may not be felt, and goes by time", async () => {
    const context = await running.browser.newContext();
    await context.addInitScript('DeviceMotionEvent.requestPermission = () => Promise.resolve("denied");');
    const page = await openGuide(context, server.url, choices);
    await page.locator("label:has([name=gate][value=right])").click();
    const refused = /^This page may not use the phone's motion sensor/;
    await page.locator("[data-gate-says]", { hasText: refused }).waitFor();
    assert.equal(await page.locator("[name=gate]:checked").inputValue(), "");

    // Remembered from a time when it was allowed: said once more where the session begins.
    await page.evaluate(() => localStorage.setItem("supine:first:gate", "left"));
    await page.reload();
    await start(page);
    await page.locator("[data-note]", { hasText: refused }).waitFor();
    await playsThroughTheHold(page);
    await context.close();
  });

  it("says that there is nothing to feel movement with, and goes by time", async () => {
    const context = await running.browser.newContext();
    const page = await openGuide(context, server.url, choices);
    await page.locator("label:has([name=gate][value=left])").click();
    const missing = /^This device has no motion sensor/;
    await page.locator("[data-gate-says]", { hasText: missing }).waitFor();
    assert.equal(await page.locator("[name=gate]:checked").inputValue(), "");

    await page.evaluate(() => localStorage.setItem("supine:first:gate", "left"));
    await page.reload();
    await start(page);
    await page.locator("[data-note]", { hasText: missing }).waitFor();
    await playsThroughTheHold(page);
    await context.close();
  });

  async function playsThroughTheHold(page: Page): Promise<void> {
    await page.keyboard.press("Space");
    await skipTo(page, "let-go");
    await page.keyboard.press("Space");
    await playAt(page, rate);
    await reach(page, holdOf("left").atMs + 2_000);
    assert.equal(await page.locator(".waiting").count(), 0);
  }
});

/** Notes what is played beside the track by the size of its sound. As a text: the runner's compiler would ask the page for a helper. */
const noteSounds = `
  window.said = [];
  const sizes = new Map();
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { const url = make.call(URL, blob); sizes.set(url, blob.size); return url; };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!this.matches("[data-track]")) window.said.push(sizes.get(this.src));
    return play.call(this);
  };
`;

/** The calls of a sequence by the size of their sounds. */
async function callsBySize(url: string, { calls }: PlayableSequence): Promise<ReadonlyMap<number, string>> {
  const sized = calls.map(async ({ call, audioUrl }): Promise<[number, string]> => {
    assert.ok(audioUrl !== null);
    const response = await fetch(`${url}${audioUrl}`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("cache-control") ?? "", /immutable/);
    return [(await response.arrayBuffer()).byteLength, call];
  });
  return new Map(await Promise.all(sized));
}

/** Keeps every sentence that is shown from now on. */
const noteSentences = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    const sentence = document.querySelector("[data-sentence]");
    if (sentence !== null)
      new MutationObserver(() => shown.push(sentence.textContent)).observe(sentence, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
