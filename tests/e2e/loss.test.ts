import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { clock, openGuide, playAt, reach, sequenceOf, shortest, start, storedSession } from "./guide.ts";
import type { PlayableSequence, StoredSession } from "../../src/client/wire.ts";
import { startServer, type Server } from "./server.ts";

/** What may be lost when everything breaks: one second of the track. */
const mayBeLostMs = 1000;

const choices = { ...shortest, protocol: "psoas-lying-1" };
const playedTo = (session: StoredSession): number => Math.max(0, ...session.spans.map(({ toMs }) => toMs));

describe("nothing held is lost", () => {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;

  const context = (): BrowserContext => {
    const [own] = running.browser.contexts();
    assert.ok(own);
    return own;
  };

  before(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  afterEach(async () => {
    await running.kill();
    await removeProfile(profile);
  });
  after(() => server.dispose());

  it("when the browser is killed in the middle of a hold", async () => {
    const { page, id, hold } = await playIntoTheFirstHold();
    await reach(page, hold.atMs + 5000);
    const before = await clock(page);
    await running.kill();

    const stored = await storedSession(server.url, id);
    assert.ok(playedTo(stored) >= before - mayBeLostMs, `${before - playedTo(stored)} ms were lost.`);
    assert.equal(stored.end, null);
    assert.ok((stored.held[0]?.heldMs ?? 0) >= 5000 - mayBeLostMs);

    running = await startBrowser(profile);
    const next = await context().newPage();
    await next.goto(`${server.url}/progress/practice`);
    const closed = await storedSession(server.url, id, ({ end }) => end !== null);
    assert.equal(closed.end?.reason, "abandoned");
    assert.ok(playedTo(closed) >= playedTo(stored));
    await next.close();
  });

  it("when the tab is closed", async () => {
    const page = await openGuide(context(), server.url, choices);
    const id = await start(page);
    await reach(page, 2000);
    const before = await clock(page);
    await page.close();
    const stored = await storedSession(server.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "abandoned");
    assert.ok(playedTo(stored) >= before - mayBeLostMs, `${before - playedTo(stored)} ms were lost.`);
  });

  it("when the server is killed in the middle of a hold and the browser with it", async () => {
    const { page, id, hold } = await playIntoTheFirstHold();
    await reach(page, hold.atMs + 4000);
    const before = await clock(page);
    await server.kill();
    await running.kill();

    await server.start();
    const stored = await storedSession(server.url, id);
    assert.ok(playedTo(stored) >= before - mayBeLostMs, `${before - playedTo(stored)} ms were lost.`);
    assert.ok((stored.held[0]?.heldMs ?? 0) >= 4000 - mayBeLostMs);
    assert.equal(stored.held[1]?.heldMs, null);
  });

  it("when the server is killed in the middle of a hold: the voice goes on to the end, and the record arrives once, whole", async () => {
    const { page, id, hold } = await playIntoTheFirstHold();
    // The whole sound is in the page: what plays needs nobody.
    assert.match(
      await page.locator("audio[data-track]").evaluate((audio: HTMLAudioElement) => audio.currentSrc),
      /^blob:/,
    );
    await reach(page, hold.atMs + 3000);
    await server.kill();
    const killedAt = await clock(page);
    await reach(page, killedAt + 3000);
    await playAt(page, 4);
    await reach(page, hold.atMs + hold.durationMs + 5000);
    await server.start();
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });

    const stored = await storedSession(server.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "completed");
    const spans = stored.spans.toSorted((a, b) => a.fromMs - b.fromMs);
    for (const [index, span] of spans.entries())
      assert.ok(span.fromMs >= (spans[index - 1]?.toMs ?? 0), `played twice: ${JSON.stringify(spans)}`);
    assert.equal(spans.filter((span) => span.toMs > hold.atMs).length, 1, "nothing broke off when the server went");
    assert.deepEqual(
      stored.held.map(({ side }) => side),
      ["left", "right"],
    );
    for (const { heldMs, prescribedMs } of stored.held)
      assert.ok(Math.abs((heldMs ?? 0) - prescribedMs) <= 5, `${heldMs} ms held of ${prescribedMs}`);
    await page.close();
  });

  it("when the device's clock is set back in the middle of a hold", async () => {
    const { page, id, hold } = await playIntoTheFirstHold();
    await reach(page, hold.atMs + 1000);
    await page.evaluate(() => {
      const Real = Date;
      const tenMinutes = 600_000;
      window.Date = class extends Real {
        constructor(...given: [] | [number]) {
          super(given.length === 0 ? Real.now() - tenMinutes : given[0]);
        }
      } as DateConstructor;
    });
    await page.keyboard.press("Space");
    const pausedAt = await clock(page);
    await page.keyboard.press("Space");
    await reach(page, pausedAt + 1500);
    const before = await clock(page);
    const stored = await storedSession(server.url, id, (session) => playedTo(session) >= before - mayBeLostMs);
    assert.ok(stored.spans.length >= 2);
    await page.close();
  });

  async function playIntoTheFirstHold(): Promise<{ page: Page; id: string; hold: PlayableSequence["cues"][number] }> {
    const { cues } = await sequenceOf(server.url, choices);
    const hold = cues.find(({ kind }) => kind === "hold");
    assert.ok(hold);
    const page = await openGuide(context(), server.url, choices);
    const id = await start(page);
    await page.evaluate((seconds) => {
      const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
      if (audio !== null) audio.currentTime = seconds;
    }, hold.atMs / 1000);
    await reach(page, hold.atMs);
    return { page, id, hold };
  }
});
