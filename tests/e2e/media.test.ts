import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { clock, moveTo, openGuide, reach, sequenceOf, shortest, start, storedSession } from "./guide.ts";
import { keepHouse } from "./household.ts";

const choices = { ...shortest, protocol: "psoas-lying-1", lang: "en" };

/** What stands in for the device: a locked screen that notes what it is told, Safari's audio session, a screen to keep on. */
interface Device {
  readonly handlers: Record<string, ((details: { action: string }) => void) | null>;
  readonly positions: (MediaPositionState | undefined)[];
  readonly session: { type: string };
  readonly screen: { asked: number; held: number; refuses: boolean; takeAway: () => void };
  isVisible: boolean;
}

// As a text: the runner's compiler would ask the page for a helper it does not have.
const device = `
  const sentinels = new Set();
  window.device = {
    handlers: {}, positions: [], session: { type: "auto" }, isVisible: true,
    screen: { asked: 0, get held() { return sentinels.size; }, refuses: false, takeAway: () => sentinels.forEach((one) => one.release()) },
  };
  const { mediaSession } = navigator;
  const setActionHandler = mediaSession.setActionHandler.bind(mediaSession);
  mediaSession.setActionHandler = (action, handler) => { setActionHandler(action, handler); device.handlers[action] = handler; };
  const setPositionState = mediaSession.setPositionState.bind(mediaSession);
  mediaSession.setPositionState = (state) => { setPositionState(state); device.positions.push(state); };
  Object.defineProperty(navigator, "audioSession", { value: device.session });
  Object.defineProperty(document, "visibilityState", { get: () => device.isVisible ? "visible" : "hidden" });
  Object.defineProperty(navigator, "wakeLock", { value: {
    request: async () => {
      device.screen.asked++;
      await null;
      if (device.screen.refuses) throw new DOMException("The battery is low.", "NotAllowedError");
      const sentinel = new EventTarget();
      sentinel.release = async () => { if (sentinels.delete(sentinel)) sentinel.dispatchEvent(new Event("release")); };
      sentinels.add(sentinel);
      return sentinel;
    },
  } });
`;

/** Presses a button of the locked screen or the headset. */
const press = (page: Page, action: string): Promise<void> =>
  page.evaluate((action) => {
    const { device } = window as unknown as { device: Device };
    const handler = device.handlers[action];
    if (!handler) throw new Error(`The page does not take "${action}".`);
    handler({ action });
  }, action);

const isPaused = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused ?? true);

const waitUntilPaused = async (page: Page, paused: boolean): Promise<void> => {
  await page.waitForFunction(
    (paused) => document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused === paused,
    paused,
  );
};

const shown = (page: Page) =>
  page.evaluate(() => {
    const { metadata, playbackState } = navigator.mediaSession;
    const { device } = window as unknown as { device: Device };
    const artwork = metadata?.artwork.map(({ src, sizes, type }) => [new URL(src).pathname, sizes, type]);
    const { title, artist, album } = metadata ?? {};
    return { title, artist, album, artwork, playbackState, position: device.positions.at(-1) };
  });

const waitForTitle = async (page: Page, title: string): Promise<void> => {
  await page.waitForFunction((title) => navigator.mediaSession.metadata?.title === title, title);
};

describe("locked and in the pocket", () => {
  const house = keepHouse();

  async function lieDown(): Promise<{ page: Page; id: string }> {
    const context = await house.browser.newContext({ locale: "en" });
    await context.addInitScript(device);
    const page = await openGuide(context, house.url, choices);
    return { page, id: await start(page) };
  }

  it("the locked screen shows the step, and moves on with it", async () => {
    const { title, steps, totalMs } = await sequenceOf(house.url, choices);
    const { page } = await lieDown();
    await waitForTitle(page, steps[0]?.title ?? "");
    await reach(page, 500);
    const first = await shown(page);
    assert.deepEqual([first.artist, first.album, first.playbackState], ["Supine", title, "playing"]);
    assert.deepEqual(first.artwork, [
      ["/icons/icon-192.png", "192x192", "image/png"],
      ["/icons/icon-512.png", "512x512", "image/png"],
    ]);
    for (const [path] of first.artwork) assert.equal((await fetch(house.url + String(path))).status, 200, path);

    const { atMs } = steps[1] ?? { atMs: NaN };
    await moveTo(page, atMs - 500);
    await waitForTitle(page, steps[1]?.title ?? "");
    assert.ok((await clock(page)) >= atMs);

    const { position } = await shown(page);
    assert.deepEqual([position?.duration, position?.playbackRate], [totalMs / 1000, 1]);
    await page.context().close();
  });

  it("what the system forgets when the sound begins is said again", async () => {
    const { title, steps } = await sequenceOf(house.url, choices);
    const context = await house.browser.newContext({ locale: "en" });
    await context.addInitScript(device);
    const page = await openGuide(context, house.url, choices);
    await page.evaluate(() => {
      // As WebKit does it: at every play, before anything is heard.
      document.querySelector("audio[data-track]")?.addEventListener("play", () => {
        navigator.mediaSession.metadata = null;
        for (const action of ["play", "pause", "nexttrack", "previoustrack", "stop"] as const)
          navigator.mediaSession.setActionHandler(action, null);
      });
    });
    await start(page);
    await waitForTitle(page, steps[0]?.title ?? "");
    assert.equal((await shown(page)).album, title);
    await press(page, "pause");
    await waitUntilPaused(page, true);
    await context.close();
  });

  it("the place that is told is true at every play, pause, move and change of pace", async () => {
    const { page } = await lieDown();
    await reach(page, 500);
    const isTrue = async (): Promise<void> => {
      await page.waitForFunction(() => {
        const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
        const { device } = window as unknown as { device: Device };
        const told = device.positions.at(-1);
        // Standing still, the two are the same instant.
        return told?.position === audio?.currentTime && told?.playbackRate === audio?.playbackRate;
      });
    };
    await press(page, "pause");
    await waitUntilPaused(page, true);
    await isTrue();
    assert.equal((await shown(page)).playbackState, "paused");
    await moveTo(page, 12_500);
    await isTrue();
    assert.equal((await shown(page)).position?.position, 12.5);
    await page.evaluate(() => {
      const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
      if (audio !== null) audio.playbackRate = 2;
    });
    await isTrue();
    assert.equal((await shown(page)).position?.playbackRate, 2);
    await press(page, "play");
    await waitUntilPaused(page, false);
    assert.equal((await shown(page)).playbackState, "playing");
    await page.context().close();
  });

  it("play plays and pause pauses, however often they are pressed", async () => {
    const { page } = await lieDown();
    await reach(page, 300);
    await press(page, "play");
    await press(page, "play");
    assert.equal(await isPaused(page), false);
    await press(page, "pause");
    await press(page, "pause");
    assert.equal(await isPaused(page), true);
    await page.locator(".paused").waitFor();
    await press(page, "play");
    await waitUntilPaused(page, false);
    await page.locator(".playing:not(.paused)").waitFor();
    await page.context().close();
  });

  it("next is the next step; previous is this step again, or the one before when it has just begun", async () => {
    const { steps } = await sequenceOf(house.url, choices);
    const { page } = await lieDown();
    await reach(page, 300);
    await press(page, "pause");
    await press(page, "nexttrack");
    await waitForTitle(page, steps[1]?.title ?? "");
    assert.equal(await clock(page), steps[1]?.atMs);
    await moveTo(page, (steps[1]?.atMs ?? 0) + 3000);
    await press(page, "previoustrack");
    assert.equal(await clock(page), steps[1]?.atMs);
    await press(page, "previoustrack");
    await waitForTitle(page, steps[0]?.title ?? "");
    assert.equal(await clock(page), steps[0]?.atMs);
    await page.context().close();
  });

  it("stop stops, and afterwards nothing of it is left on the locked screen", async () => {
    const { page, id } = await lieDown();
    await reach(page, 300);
    assert.equal(await page.evaluate(() => (window as unknown as { device: Device }).device.session.type), "playback");
    await press(page, "stop");
    await page.locator("[data-view=after]").waitFor();
    await page.locator("[data-do=close]").click();
    const left = await page.evaluate(() => {
      const { handlers, session } = (window as unknown as { device: Device }).device;
      return { session: session.type, metadata: navigator.mediaSession.metadata, handlers: Object.values(handlers) };
    });
    assert.equal(left.session, "auto");
    assert.equal(left.metadata, null);
    assert.ok(left.handlers.length >= 6 && left.handlers.every((handler) => handler === null));
    assert.equal((await shown(page)).playbackState, "none");
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "stopped");
    await page.context().close();
  });

  it("leaves skipping by seconds to nobody: it would take the place of next and previous", async () => {
    const { page } = await lieDown();
    await reach(page, 100);
    const taken = await page.evaluate(() => {
      const { handlers } = (window as unknown as { device: Device }).device;
      return Object.keys(handlers).filter((action) => handlers[action] !== null);
    });
    assert.deepEqual(taken, ["play", "pause", "nexttrack", "previoustrack", "stop"]);
    await page.context().close();
  });

  it("a call pauses it: the page shows that, and the headset goes on", async () => {
    const { page, id } = await lieDown();
    await reach(page, 1500);
    // As the system does it: not by a button of the page.
    await page.evaluate(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.pause());
    await page.getByText("Paused. Tap anywhere to continue.").waitFor();
    const pausedAt = await clock(page);
    await press(page, "play");
    await reach(page, pausedAt + 700);
    const { spans } = await storedSession(house.url, id, (session) => session.spans.length === 2);
    assert.equal(spans[0]?.toMs, Math.round(pausedAt));
    assert.equal(spans[1]?.fromMs, Math.round(pausedAt));
    await page.context().close();
  });

  it("the screen is kept on while the page is seen, and again when it comes back", async () => {
    const { page } = await lieDown();
    const screen = () => page.evaluate(() => ({ ...(window as unknown as { device: Device }).device.screen }));
    const isHeld = async (held: number): Promise<void> => {
      await page.waitForFunction((held) => (window as unknown as { device: Device }).device.screen.held === held, held);
    };
    const see = (isVisible: boolean) =>
      page.evaluate((isVisible) => {
        const { device } = window as unknown as { device: Device };
        device.isVisible = isVisible;
        // The system takes it away from a page that is not seen.
        if (!isVisible) device.screen.takeAway();
        document.dispatchEvent(new Event("visibilitychange"));
      }, isVisible);

    await isHeld(1);
    await see(false);
    await isHeld(0);
    await reach(page, (await clock(page)) + 500);
    assert.equal((await screen()).held, 0);
    await see(true);
    await isHeld(1);

    await press(page, "pause");
    await isHeld(0);
    await press(page, "play");
    await press(page, "nexttrack");
    await isHeld(1);
    await press(page, "pause");
    await isHeld(0);
    await page.context().close();
  });

  it("goes on where the device refuses to keep its screen on, and asks again when the page comes back", async () => {
    const { page } = await lieDown();
    await reach(page, 200);
    await page.waitForFunction(() => (window as unknown as { device: Device }).device.screen.held === 1);
    const { before, after } = await page.evaluate(() => {
      const { screen } = (window as unknown as { device: Device }).device;
      const before = screen.asked;
      screen.refuses = true;
      screen.takeAway();
      return { before, after: screen.asked };
    });
    assert.equal(after, before + 1);
    await reach(page, (await clock(page)) + 500);
    await page.evaluate(() => {
      const { device } = window as unknown as { device: Device };
      device.screen.refuses = false;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.waitForFunction(() => (window as unknown as { device: Device }).device.screen.held === 1);
    await page.context().close();
  });
});
