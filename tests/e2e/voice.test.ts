import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { openGuide, playAt, reach, sequenceOf, shortest, start } from "./guide.ts";
import { startServer, type Server } from "./server.ts";

const german = { ...shortest, protocol: "psoas-lying-1", lang: "de" };

// As a text: the runner's compiler would ask the page for a helper it does not have.
const voiceThatNotes = `
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "de-DE", name: "Test" }],
    speak: ({ text }) => window.spoken.push(text),
    cancel() {},
    addEventListener() {},
  } });
`;

describe("where the program has no voice for the language", () => {
  let server: Server;
  let running: RunningBrowser;
  let profile: string;

  before(async () => {
    // No speech program can be found, and no recorded voice speaks German.
    server = await startServer({ PATH: "/nonexistent" });
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  it("says so before the start when the device has none either", async () => {
    assert.equal((await sequenceOf(server.url, german)).voice, "device");
    const context = await running.browser.newContext();
    const page = await openGuide(context, server.url, german);
    await page.getByText("Neither this program nor this device has a voice for that language.").waitFor();
    assert.match((await page.locator(".steps [lang=de] h3").first().textContent()) ?? "", /Bevor du dich hinlegst/);
    await page.locator("label:has([value=en])").click();
    await page.locator("[data-notice]").waitFor({ state: "hidden" });
    await context.close();
  });

  it("is spoken by the device, each sentence once, as the clock passes it", async () => {
    const { cues } = await sequenceOf(server.url, german);
    const firstHold = cues.findIndex(({ kind }) => kind === "hold");
    const until = cues[firstHold]?.atMs ?? NaN;
    const sentences = cues.filter(({ kind, atMs }) => kind === "say" && atMs < until).map(({ text }) => text);
    assert.ok(sentences.length >= 4);

    const context = await running.browser.newContext();
    // Headless browsers have no voices: one that only notes what it is given stands in for the device's.
    await context.addInitScript(voiceThatNotes);
    const page = await openGuide(context, server.url, german);
    await start(page);
    await playAt(page, 4);
    await reach(page, until + 200);
    const spoken = await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
    assert.deepEqual(spoken.slice(0, sentences.length), sentences);
    await context.close();
  });
});
