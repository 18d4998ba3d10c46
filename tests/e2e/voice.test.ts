import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { voiceThat } from "./deviceVoice.ts";
import {
  clock,
  moveTo,
  openGuide,
  playAt,
  reach,
  sequenceOf,
  shortest,
  start,
  storedSession,
  untilKept,
} from "./guide.ts";
import { keepHouse } from "./household.ts";

const german = { ...shortest, protocol: "psoas-lying-1", lang: "de" };

const notes = voiceThat(`
  // What is spoken within the tap, so that the device may speak later, has no words.
  if (utterance.text !== "") window.spoken.push(utterance.text);
  for (const type of ["start", "end"]) utterance.dispatchEvent(new Event(type));
`);

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A home of the program with only one recorded voice. */
function homeWith(voice: string): string {
  const home = mkdtempSync(join(tmpdir(), "supine-home-"));
  mkdirSync(join(home, "voices"));
  for (const part of ["protocols", "speech", `voices/${voice}`]) symlinkSync(join(root, part), join(home, part));
  return home;
}

describe("where the program has no voice for the language", () => {
  // No speech program can be found, and no recorded voice speaks German.
  const home = homeWith("en-heart");
  const house = keepHouse({ PATH: "/nonexistent", SUPINE_HOME: home });
  after(() => {
    rmSync(home, { recursive: true });
  });

  it("says so before the start when the device has none either", async () => {
    assert.equal((await sequenceOf(house.url, german)).voice, "device");
    const context = await house.browser.newContext();
    const page = await openGuide(context, house.url, german);
    await page.getByText("There is no voice for that language, neither in Supine nor on this device.").waitFor();
    assert.match((await page.locator(".steps [lang=de] h3").first().textContent()) ?? "", /Bevor du dich hinlegst/);
    await page.locator("label:has([value=en])").click();
    await page.locator("[data-notice]").waitFor({ state: "hidden" });
    await context.close();
  });

  it("is spoken by the device, each sentence once, as the clock passes it", async () => {
    const { cues } = await sequenceOf(house.url, german);
    const firstHold = cues.findIndex(({ kind }) => kind === "hold");
    const until = cues[firstHold]?.atMs ?? NaN;
    const sentences = cues.filter(({ kind, atMs }) => kind === "say" && atMs < until).map(({ text }) => text);
    assert.ok(sentences.length >= 4);

    const context = await house.browser.newContext();
    // Headless browsers have no voices: one that only notes what it is given stands in for the device's.
    await context.addInitScript(notes);
    const page = await openGuide(context, house.url, german);
    await start(page);
    await playAt(page, 4);
    await reach(page, until + 200);
    const spoken = await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
    assert.deepEqual(spoken.slice(0, sentences.length), sentences);
    await context.close();
  });

  it("gives way to a recorded voice, at the same moment, when the device takes sentences and says nothing", async () => {
    const choices = { ...shortest, protocol: "psoas-lying-1", lang: "en", voice: "device" };
    const { audioUrl: mute } = await sequenceOf(house.url, choices);
    const { audioUrl: spoken } = await sequenceOf(house.url, { ...choices, voice: "" });
    assert.notEqual(mute, spoken);
    const context = await house.browser.newContext();
    await context.addInitScript(voiceThat(""));
    const page = await openGuide(context, house.url, choices);
    const id = await start(page);
    await page.getByText("This device's voice cannot be heard, so another voice continues.").waitFor();
    const at = await clock(page);
    await reach(page, at + 1000);
    await page.keyboard.press("Escape");
    await page.locator("[data-view=after]").waitFor();
    const { spans } = await storedSession(house.url, id, ({ end }) => end !== null);
    const gaps = spans.slice(1).map((span, index) => span.fromMs - (spans[index]?.toMs ?? NaN));
    assert.ok(
      gaps.every((gap) => Math.abs(gap) < 250),
      `Between the voices ${gaps.join(", ")} ms of the track were lost.`,
    );
    await context.close();
  });
});

describe("who speaks", () => {
  const house = keepHouse();

  it("is heard at a tap, one voice at a time, and at its end the button is as before", async () => {
    const page = await house.context.newPage();
    await page.goto(`${house.url}/voices`);
    const buttons = page.locator("[data-voices]").first().locator("[data-listen]");
    const first = buttons.first();
    const isPressed = (): Promise<boolean> => first.evaluate((button) => button.ariaPressed === "true");
    const asked = page.waitForResponse(/\/sample\.wav/);
    await first.click();
    assert.equal(await isPressed(), true);
    assert.ok((await asked).ok());
    await page.waitForFunction(() => document.querySelector("[data-listen]")?.ariaPressed === "false");

    await first.click();
    await first.click();
    assert.equal(await isPressed(), false);

    // A device without a voice says so.
    await buttons.last().click();
    await page.getByText("This voice cannot be heard right now.").waitFor();
    await page.close();
  });

  it("is chosen once, and is chosen on another device", async () => {
    const page = await house.context.newPage();
    await page.goto(`${house.url}/?lang=en`);
    const [id] = await page
      .locator("optgroup[data-lang=en] option")
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    assert.ok(id !== undefined);
    const more = page.locator(".rows details > summary").first();
    await more.click();
    const heard = page.waitForResponse((answer) => answer.url().includes("/voices/best/sample.wav?lang=en"));
    await page.locator("[data-hear]").click();
    assert.ok((await heard).ok());
    const kept = page.waitForResponse(/\/api\/voices\/choice\/en$/);
    await page.locator("select[name=voice]").selectOption(id);
    assert.ok((await kept).ok());
    assert.equal(await page.locator("[data-hear]").getAttribute("aria-pressed"), "false");

    const other = await (await house.browser.newContext({ locale: "en" })).newPage();
    const asked = other.waitForResponse((one) => one.url().includes("/api/sequence?"));
    await other.goto(house.url);
    assert.equal(await other.locator("select[name=voice]").inputValue(), id);
    assert.equal(new URL((await asked).url()).searchParams.get("voice"), id);
    await other.context().close();
    await page.close();
  });
});

describe("a sound that a device cannot play", () => {
  const house = keepHouse();
  const choices = { ...shortest, protocol: "psoas-lying-1", lang: "en" };
  const kindOf = (url: string): string | undefined => /\/tracks\/[0-9a-f]+\.(opus|caf|m4a|mp3|wav)\?/.exec(url)?.[1];

  for (const [what, break_] of [
    ["is no sound", () => ({ status: 200, contentType: "audio/ogg", body: "no sound" })],
    ["does not come", () => ({ status: 500, body: "" })],
  ] as const)
    it(`gives way to the next kind of file where it ${what}, kind by kind, and the last one is played`, async () => {
      const context = await house.browser.newContext();
      const asked: string[] = [];
      await context.route(/\/tracks\/[0-9a-f]+\./, async (route) => {
        const kind = kindOf(route.request().url()) ?? "";
        if (kind !== "") asked.push(kind);
        await (kind === "wav" || kind === "" ? route.continue() : route.fulfill(break_()));
      });
      const page = await context.newPage();
      await openGuide(context, house.url, choices, page);
      await start(page);
      await reach(page, 300);
      assert.equal(asked[0], "opus");
      assert.equal(
        asked.findLast((kind) => kind !== "opus"),
        "wav",
      );
      await page.keyboard.press("Escape");
      await context.close();
    });

  it("goes on where it was, in the next kind of file, and is not asked for again", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => {
      const kind = kindOf(request.url());
      if (kind !== undefined) asked.push(kind);
    });
    // What is heard so far is as it should be; the rest of the file is no sound.
    await context.route(/\/tracks\/[0-9a-f]+\.opus/, async (route) => {
      const whole = await (await route.fetch({ headers: {} })).body();
      whole.fill(0, Math.round(whole.length / 3));
      await route.fulfill({ status: 200, contentType: "audio/ogg", body: whole });
    });
    await openGuide(context, house.url, choices, page);
    const id = await start(page);
    await reach(page, 300);
    const { steps, totalMs } = await sequenceOf(house.url, choices);
    // During the first hold; the step after it begins where the file is no sound any more.
    const hold = steps.findIndex(({ atMs }, index) => (steps[index + 1]?.atMs ?? totalMs) - atMs > 29_000);
    const then = steps[hold + 1]?.atMs ?? 0;
    await moveTo(page, (steps[hold]?.atMs ?? 0) + 1000);
    await reach(page, (steps[hold]?.atMs ?? 0) + 1300);
    await page.keyboard.press("ArrowRight");
    await reach(page, then + 300);
    assert.ok((await clock(page)) < then + 5000);
    assert.ok(
      asked.some((kind) => kind !== "opus"),
      asked.join(),
    );
    await page.keyboard.press("Escape");
    await storedSession(house.url, id, ({ end }) => end !== null);

    asked.length = 0;
    await page.goto(house.url);
    await page.waitForResponse((answer) => kindOf(answer.url()) !== undefined);
    assert.ok(!asked.includes("opus"), asked.join());
    await context.close();
  });

  it("that is held up, as by a call, is read again, is never given up, and goes on where it was", async () => {
    const context = await house.browser.newContext();
    // The clock stands while the page says so, and nothing tells of it.
    await context.addInitScript(`
      const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "currentTime");
      Object.defineProperty(HTMLMediaElement.prototype, "currentTime", {
        get() { return window.heldUpAt ?? get.call(this); },
        set,
      });
    `);
    // There is no network to have another kind of file from.
    await context.route(/\/tracks\/[0-9a-f]+\.(caf|m4a|mp3|wav)/, (route) => route.abort());
    const page = await context.newPage();
    await openGuide(context, house.url, choices, page);
    await untilKept(page);
    const id = await start(page);
    await reach(page, 2000);
    const sound = () => page.evaluate(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.src ?? "");
    const before = await sound();
    await page.evaluate(() => Object.assign(window, { heldUpAt: 2.5 }));
    await page.waitForFunction(
      (before) => document.querySelector<HTMLAudioElement>("audio[data-track]")?.src !== before,
      before,
    );
    // Longer than all that can be tried takes.
    await page.waitForTimeout(20_000);
    assert.equal(await page.locator(".playing").isVisible(), true);
    await page.evaluate(() => Object.assign(window, { heldUpAt: undefined }));
    await page.waitForFunction(() => !(document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused ?? true));
    const at = await clock(page);
    await reach(page, at + 1000);
    await page.keyboard.press("Escape");
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "stopped");
    await context.close();
  });
});
