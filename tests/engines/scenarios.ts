import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "node:test";
import { sequenceOf, shortest, soundOf, storedSession } from "../e2e/guide.ts";
import { answerScreening, deleteSession, startUnscreened, type Server } from "../e2e/server.ts";
import type { PlayableSequence } from "../../src/client/wire.ts";
import type { Browser, Page } from "./driver.ts";
import { makeRoom, type Room } from "./processes.ts";

type Start = (room: Room) => Promise<Browser>;

const choices = { ...shortest, protocol: "psoas-lying-2", lang: "en" };

/** Everything follows the track's clock, and every engine plays so fast. */
const rate = 8;

/** A span ends where the clock stops and the next begins there: only rounding to whole milliseconds may be lost. */
const lostAtPauseMs = 2;

/** A record is stored twice a second of the track: what a page did not live to store is held again. */
const mayBeHeldTwiceMs = 1000;

/** What people do with Supine, for one engine. */
export function describeIn(engine: string, start: Start): void {
  describe(`in ${engine}`, { timeout: 200_000 }, () => {
    let server: Server;
    let room: Room;
    let browser: Browser;
    let page: Page;

    before(async () => {
      [server, room] = await Promise.all([startUnscreened(), makeRoom()]);
      browser = await start(room);
      ({ page } = browser);
    });
    afterEach(() => server.start());
    after(async () => {
      await browser.end();
      await room.dispose();
      await server.dispose();
    });

    it("the safety questions come before the first start, and none of these allows it", async () => {
      await page.open(server.url);
      await page.click(".ask", "Begin with the safety questions");
      await page.click(".ages label", "20 to 54");
      for (let screen = 1; screen <= 8; screen++) {
        await page.see("main header", `Screen ${screen} of 8`);
        await page.click("button", "None of these");
      }
      await page.see("h1", "Nothing you ticked speaks against it.");
      await page.click(".button.main");
      await page.see("#session .main");
    });

    it("a session is played, pauses by key and tap, and is recorded as the sound's clock went", async () => {
      await openGuide(page, server.url);
      const { left, right, totalMs, cues } = await plan(server.url);
      await page.evaluate(() => {
        const sentence = document.querySelector("[data-sentence]");
        const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
        if (sentence === null || audio === null) return;
        const shown: Shown[] = [];
        Object.assign(window, { shown });
        new MutationObserver(() => shown.push({ text: sentence.textContent, atMs: audio.currentTime * 1000 })).observe(
          sentence,
          { childList: true, characterData: true, subtree: true },
        );
      });
      await begin(page);

      await moveTo(page, left.atMs - 500);
      await playAt(page, rate);
      await reach(page, left.atMs + 5000);
      const stops = [await pauseAndContinue(page, () => page.press("Space"))];
      await reach(page, left.atMs + left.durationMs + 300);
      await moveTo(page, right.atMs - 500);
      await reach(page, right.atMs + 5000);
      stops.push(await pauseAndContinue(page, () => page.clickAt(20, 200)));
      await reach(page, right.atMs + right.durationMs + 300);
      await moveTo(page, totalMs - 1000);
      assert.equal(await page.see("[data-verdict]"), "Done.");
      assert.equal((await page.texts("dl.held dt")).join(), "Left held,Right held");

      const shown = await page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);
      const said = cues.filter(({ kind, atMs }) => kind === "say" && isWithin(atMs, [left, right]));
      assert.ok(said.length >= 4);
      for (const { text, atMs } of said) {
        const one = shown.find((one) => one.text === text && one.atMs >= atMs - 1);
        assert.ok(one !== undefined, `"${text}" was shown when it was said`);
      }

      await page.click("[name=pain][value='2']");
      await page.click("[name=footDangle][value='1']");
      await page.type("#note", "Easier than yesterday.");
      await page.click("[data-questions] .main");
      await page.see("[data-saved]", "Saved.");

      const stored = await storedSession(server.url, await latestId(page), ({ after }) => after !== null);
      assert.equal(stored.end?.reason, "completed");
      for (const { heldMs } of stored.held)
        assert.ok(heldMs !== null && heldMs <= 30_000 && heldMs >= 30_000 - lostAtPauseMs, `${heldMs} ms were held.`);
      assert.deepEqual(
        stored.held.map(({ side }) => side),
        ["left", "right"],
      );
      for (const stop of stops) {
        const at = stored.spans.findIndex(({ toMs }) => Math.abs(toMs - stop) <= lostAtPauseMs);
        assert.ok(at >= 0, `a span ends at the pause at ${stop} ms: ${JSON.stringify(stored.spans)}`);
        assert.equal(stored.spans[at + 1]?.fromMs, stored.spans[at]?.toMs, "and the next begins there");
      }
      assert.deepEqual(
        [stored.after?.pain, stored.after?.footDangle, stored.after?.note],
        [2, 1, "Easier than yesterday."],
      );
      await page.click("[data-correct]");
      await page.see("main", "Easier than yesterday.");
    });

    it("a session that is stopped asks why, and shows the rules for pain", async () => {
      await openGuide(page, server.url);
      const { left } = await plan(server.url);
      await begin(page);
      await moveTo(page, left.atMs);
      await reach(page, left.atMs + 1000);
      await page.click("[data-do=stop]");
      assert.equal(await page.see("[data-verdict]"), "Stopped.");
      await page.click("[name=pain][value='7']");
      await page.see("[data-stops]", "Pain of 6 or more out of 10.");
      await page.click("[name=stopReason][value=pain]");
      await page.click("[data-questions] .main");
      await page.see("[data-saved]", "Saved.");
      const id = await latestId(page);
      const stored = await storedSession(server.url, id, ({ after }) => after !== null);
      assert.deepEqual([stored.end?.reason, stored.after?.pain, stored.after?.stopReason], ["stopped", 7, "pain"]);
      await page.open(`${server.url}/progress/practice`);
      await page.see(".session-list", "stopped early: Pain");
      assert.equal((await page.texts(".session-list a[href^='/sessions/']")).length, 2);
      await deleteSession(server.url, id);
    });

    it("a session that a reload interrupts continues where it was", async () => {
      await openGuide(page, server.url);
      const { right } = await plan(server.url);
      await begin(page);
      await moveTo(page, right.atMs - 200);
      await playAt(page, rate);
      await reach(page, right.atMs + 8000);
      await page.press("Space");
      await page.see(".paused");
      const before = await clock(page);
      const id = await latestId(page);
      await page.reload();
      assert.match(await page.see("#resume [data-stop]"), /^You stopped on the right side, \d+ s of 30 s held\.$/);
      await page.click("#resume .main");
      await reach(page, 300);
      // Step by step along the way back: how to lie down, the way into the right side, and the hold where it was left.
      for (let steps = 0; steps < 10 && (await clock(page)) < right.atMs; steps++) await page.press("ArrowRight");
      await page.until(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.seeking === false);
      const there = await clock(page);
      assert.ok(
        there >= before - mayBeHeldTwiceMs && there < before + 4000,
        `It continued at ${there} ms, and not where it was: ${before} ms.`,
      );
      await playAt(page, rate);
      await reach(page, right.atMs + right.durationMs + 300);
      await page.click("[data-do=stop]");
      await page.click("[data-do=close]");
      const stored = await storedSession(server.url, id, ({ end }) => end?.reason === "stopped");
      const held = stored.held.find(({ side }) => side === "right")?.heldMs ?? 0;
      assert.ok(held >= 30_000 - 5 && held <= 30_000 + mayBeHeldTwiceMs, `${held} ms held of 30 s`);
    });

    it("without a network the guide comes, a session is played, and it arrives later", async () => {
      await openGuide(page, server.url);
      const { left, right, totalMs } = await plan(server.url);
      await isKept(page);
      await server.kill();
      await page.reload();
      await isKept(page);
      await begin(page);
      for (const hold of [left, right]) {
        await moveTo(page, hold.atMs - 500);
        await playAt(page, rate);
        await reach(page, hold.atMs + hold.durationMs + 300);
      }
      await moveTo(page, totalMs - 1000);
      assert.equal(await page.see("[data-verdict]"), "Done.");
      await page.click("[name=pain][value='1']");
      await page.click("[data-questions] .main");
      await page.see("[data-saved]", "Saved on this device.");
      const id = await latestId(page);
      await page.open(`${server.url}/progress/practice`);
      await page.see("main", "not sent yet");
      await server.start();
      const stored = await storedSession(server.url, id, ({ end, after }) => end !== null && after !== null);
      assert.equal(stored.after?.pain, 1);
      for (const { heldMs } of stored.held) assert.ok(Math.abs((heldMs ?? 0) - 30_000) <= 5, `${heldMs} ms were held.`);
    });

    it("the stretch is explained as a slider is moved by key", async () => {
      await page.open(`${server.url}/explain`);
      await page.see("[data-play]");
      const drawing = (): Promise<string | undefined> =>
        page.evaluate(() => document.querySelector("[data-figure] svg")?.outerHTML);
      const before = await drawing();
      await page.click(".tune > summary");
      await page.evaluate(() => document.querySelector<HTMLElement>("#tightness")?.focus());
      for (let step = 0; step < 12; step++) await page.press("ArrowRight");
      await page.see("[data-answer=result]", "above the horizontal");
      assert.equal(await page.see("output[for=tightness]"), "12°");
      assert.notEqual(await drawing(), before);
    });

    it("a hip that is typed in is charted", () => chartHip(page, server.url));

    for (const [code, name] of [
      ["de", "Deutsch"],
      ["es", "Español"],
      ["en", "English"],
    ] as const)
      it(`the pages are in ${name}, once it is chosen`, async () => {
        const words = JSON.parse(
          await readFile(new URL(`../../src/Supine.Web/Shell/Texts/${code}.json`, import.meta.url), "utf8"),
        ) as Record<string, Record<string, string>>;
        await page.open(`${server.url}/explain`);
        await page.click(".languages button", name);
        await page.see(`html[lang=${code}] h1`, words["explain"]?.["title"]);
        await page.open(`${server.url}/progress/practice`);
        await page.see(`html[lang=${code}] h1`, words["shell"]?.["history"]);
        await page.open(server.url);
        await page.until((title) => document.title.includes(title), words["guide"]?.["title"] ?? "no title");
      });

    it("each row of the guide has its name within it and beside or above what it names", async () => {
      await openGuide(page, server.url);
      await page.evaluate(() => document.querySelector("#session .rows details")?.setAttribute("open", ""));
      await page.see("#row-tones");
      const rows = await page.evaluate(() =>
        [...document.querySelectorAll(".row:has(> .name)")]
          .filter((row) => row.getClientRects().length > 0)
          .map((row) => {
            const [outer, name, segments] = [
              row,
              row.querySelector(".name"),
              row.querySelector(".segments, select"),
            ].map((one) => one?.getBoundingClientRect());
            if (!outer || !name || !segments) return ["nothing", row.textContent];
            const isWithin = name.top >= outer.top + 4 && name.bottom <= outer.bottom - 4;
            const isBeside =
              name.right <= segments.left && Math.abs(name.top + name.bottom - segments.top - segments.bottom) < 16;
            const isAbove = name.bottom <= segments.top + 1;
            return [isWithin && (isBeside || isAbove), row.querySelector(".name")?.textContent];
          }),
      );
      assert.ok(rows.length >= 6);
      assert.deepEqual(
        rows.filter(([isFine]) => isFine !== true),
        [],
      );
    });

    it("which leg, the number and the sentence stand whole in the player, one below the other", async () => {
      await openGuide(page, server.url);
      const { left } = await plan(server.url);
      await begin(page);
      await moveTo(page, left.atMs + 5000);
      await page.see("[data-leg]", "Left leg");
      const boxes = await page.evaluate(() =>
        [".progress", "[data-leg]", "[data-count]", "[data-sentence]", ".controls"].map((selector) => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          return box === undefined ? [] : [box.top, box.bottom, innerHeight, box.left, box.right, innerWidth];
        }),
      );
      let above = 0;
      for (const [top = -1, bottom = 0, height = 0, left = -1, right = 0, width = 0] of boxes) {
        assert.ok(top >= above && bottom > top && bottom <= height, JSON.stringify(boxes));
        assert.ok(left >= 0 && right > left && right <= width, JSON.stringify(boxes));
        above = bottom;
      }
      await page.press("Escape");
      await page.click("[data-do=close]");
    });

    it("a sound that is misread is read once more", async () => {
      await openGuide(page, server.url);
      await page.evaluate(() => {
        const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = () => {
          URL.createObjectURL = make;
          return make(new Blob(["no sound"], { type: "audio/wav" }));
        };
      });
      await begin(page);
      await page.press("Escape");
      await page.click("[data-do=close]");
    });

    it("no page has reported a fault", () => assert.deepEqual(browser.faults(), []));
  });
}

/** One thing that people do with a browser that is not as usual. */
export function describeElsewhere(
  where: string,
  open: () => Promise<{ readonly browser: Browser; readonly room: Room }>,
  does: string,
  act: (page: Page, url: string) => Promise<void>,
): void {
  describe(where, { timeout: 60_000 }, () => {
    let server: Server;
    let room: Room;
    let browser: Browser;
    before(async () => {
      server = await startUnscreened();
      ({ browser, room } = await open());
    });
    after(async () => {
      await browser.end();
      await room.dispose();
      await server.dispose();
    });
    it(does, async () => {
      await act(browser.page, server.url);
      assert.deepEqual(browser.faults(), []);
    });
  });
}

interface Shown {
  readonly text: string;
  readonly atMs: number;
}

interface Hold {
  readonly atMs: number;
  readonly durationMs: number;
}

async function plan(url: string): Promise<PlayableSequence & { readonly left: Hold; readonly right: Hold }> {
  const sequence = await sequenceOf(url, choices);
  const [left, right] = sequence.cues.filter(({ kind }) => kind === "hold");
  assert.ok(left && right);
  return { ...sequence, left, right };
}

const isWithin = (ms: number, holds: readonly Hold[]): boolean =>
  holds.some(({ atMs, durationMs }) => ms >= atMs && ms < atMs + durationMs);

/** Opens the guide with the shortest session chosen, and waits until its whole sound is in the page. */
export async function openGuide(page: Page, url: string): Promise<void> {
  // Pain that was told asks them again.
  await answerScreening(url, []);
  const { pathname } = new URL(soundOf(await sequenceOf(url, choices)), url);
  await page.open(`${url}/?${new URLSearchParams(choices)}`);
  await page.until(
    (path) => performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname === path),
    pathname,
  );
}

/**
 * Starts, and waits until it plays. WebKitGTK sometimes misreads a sound again and again: then the page asks to start again, and so
 * does this.
 */
async function begin(page: Page): Promise<void> {
  const isThere = (selector: string): Promise<boolean> =>
    page.evaluate((selector) => (document.querySelector(selector)?.getClientRects().length ?? 0) > 0, selector);
  for (let times = 0; times < 5; times++) {
    await page.click("#session .main");
    if (await isThere("#first .main")) await page.click("#first .main");
    await page.until(() => {
      const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
      const isRefused = document.querySelector("[data-notice]")?.textContent.includes("start again") === true;
      return isRefused || (audio !== null && !audio.seeking && audio.currentTime > 0.3);
    });
    if (await isThere("#player")) return;
  }
  assert.fail("The sound is never played.");
}

const clock = (page: Page): Promise<number> =>
  page.evaluate(() => (document.querySelector<HTMLAudioElement>("audio[data-track]")?.currentTime ?? NaN) * 1000);

const reach = (page: Page, ms: number): Promise<void> =>
  page.until((ms) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    return audio !== null && !audio.seeking && audio.currentTime * 1000 >= ms;
  }, ms);

const moveTo = (page: Page, ms: number): Promise<void> =>
  page.evaluate((ms) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    if (audio !== null) audio.currentTime = ms / 1000;
  }, ms);

const playAt = (page: Page, rate: number): Promise<void> =>
  page.evaluate((rate) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    if (audio !== null) audio.playbackRate = rate;
  }, rate);

/** Pauses, sees that the clock stands still, and continues. Gives where it stood. */
async function pauseAndContinue(page: Page, act: () => Promise<void>): Promise<number> {
  await act();
  await page.until(() => document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused === true);
  const stopped = await clock(page);
  const since = await page.evaluate(() => performance.now());
  await page.until((since) => performance.now() - since > 300, since);
  assert.equal(await clock(page), stopped);
  await page.see("[data-sentence]", "Paused. Tap anywhere to continue.");
  await act();
  await reach(page, stopped + 500);
  return stopped;
}

/** Types a hip in twice, and sees what has changed. */
export async function chartHip(page: Page, url: string): Promise<void> {
  for (const [ago, left] of [
    [45, "3"],
    [3, "12,5"],
  ] as const) {
    const day = new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await page.open(`${url}/measure`);
    await page.click(".ways > summary");
    await page.type("#left", left);
    await page.type("#right", "8");
    await page.evaluate((day) => {
      const field = document.querySelector<HTMLInputElement>("#day");
      if (field !== null) field.value = day;
    }, day);
    await page.click("form[action='/measure'] button");
    await page.see(".saved");
  }
  await page.see(".better", "Too early to say: 2 of 5 measuring days.");
  assert.equal((await page.texts("[data-side=left] .day title")).length, 2);
}

/** Waits until the device has everything it needs without a network. */
async function isKept(page: Page): Promise<void> {
  await page.see("[data-device]:not([hidden])");
  await page.until(async () => {
    const form = document.querySelector<HTMLFormElement>("#session");
    const chosen = [...new FormData(form ?? undefined)].filter(([name]) => name !== "gate") as [string, string][];
    const tracks = await caches.open(`supine:${document.documentElement.dataset["person"] ?? "first"}:tracks`);
    const kept = await tracks.match(`/api/sequence?${new URLSearchParams(chosen).toString()}`, { ignoreVary: true });
    return navigator.serviceWorker.controller !== null && kept !== undefined;
  });
}

/** The id of the last session that the browser remembers or still has to send: they are in order of time. */
const latestId = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const opening = indexedDB.open("supine");
    await new Promise((done) => (opening.onsuccess = done));
    const ids: string[] = [];
    for (const store of ["journal", "session"]) {
      const asking = opening.result.transaction(store).objectStore(store).getAllKeys();
      await new Promise((done) => (asking.onsuccess = done));
      ids.push(...asking.result.filter((key) => typeof key === "string"));
    }
    opening.result.close();
    return ids.sort().at(-1) ?? "";
  });
