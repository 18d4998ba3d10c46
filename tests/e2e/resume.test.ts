import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import {
  clock,
  isInView,
  moveTo,
  openGuide,
  playAt,
  reach,
  sequenceOf,
  shortest,
  start,
  storedSession,
  touch,
  until,
} from "./guide.ts";
import { keepHouse } from "./household.ts";
import { deleteSession } from "./server.ts";

const choices = { ...shortest, protocol: "psoas-lying-2", lang: "en" };

/** A record is stored twice a second of the track, and by a page that is told that it goes. */
const mayBeHeldTwiceMs = 1000;

/** Into the hold, where nothing is being said: between the first sentence and half-way. */
const quietMs = 8000;

/** As fast as a browser plays at all. */
const fastest = 16;

const sessionsInHistory = (url: string): Promise<number> =>
  fetch(`${url}/progress/practice`)
    .then((response) => response.text())
    .then((html) => (html.match(/href="\/sessions\//g) ?? []).length);

/** Waits until this browser no longer keeps a session as one that may be gone on with: then no page offers it. */
async function isClosed(page: Page, id: string): Promise<void> {
  const isEnded = () =>
    page.evaluate(async (id) => {
      const asked = indexedDB.open("supine");
      await new Promise((done) => (asked.onsuccess = done));
      const got = asked.result.transaction("session").objectStore("session").get(id) as IDBRequest<
        { ended: boolean } | undefined
      >;
      await new Promise((done) => (got.onsuccess = done));
      asked.result.close();
      return got.result?.ended !== false;
    }, id);
  await until(isEnded);
  assert.equal(await page.locator("#resume").isVisible(), false);
}

/** Opens the guide again, as a person does who comes back. */
async function comeBack(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(url);
  return page;
}

describe("a session that was interrupted", () => {
  const house = keepHouse();

  async function plan() {
    const { cues, steps } = await sequenceOf(house.url, choices);
    const [left, right] = cues.filter(({ kind }) => kind === "hold");
    assert.ok(left && right);
    return { left, right, steps };
  }

  /** Holds the right side some seconds, fast but for the last of them; and the left one whole before it, where that matters. */
  async function holdIntoTheRight(context: BrowserContext, before?: "left"): Promise<{ page: Page; id: string }> {
    const { left, right } = await plan();
    const page = await openGuide(context, house.url, choices);
    const id = await start(page);
    if (before === "left") {
      await moveTo(page, left.atMs - 500);
      await reach(page, left.atMs - 400);
      await playAt(page, fastest);
      await reach(page, left.atMs + left.durationMs + 200);
    }
    await playAt(page, 1);
    await moveTo(page, right.atMs - 200);
    await reach(page, right.atMs);
    await playAt(page, 4);
    await reach(page, right.atMs + quietMs - 2000);
    await playAt(page, 1);
    await reach(page, right.atMs + quietMs);
    return { page, id };
  }

  /** Goes on, hears the way back, holds what is left, and gives the whole session. */
  async function goOnToTheEnd(page: Page, id: string) {
    const { right, steps } = await plan();
    const sheet = page.locator("#resume");
    await sheet.waitFor();
    assert.match(
      (await sheet.locator("[data-stop]").textContent()) ?? "",
      /^You stopped on the right side, [89] s of 30 s held\.$/,
    );
    assert.deepEqual(await sheet.locator(".held dd").allTextContents(), ["30 sof 30 s", "8 sof 30 s"]);
    await sheet.locator(".main").click();
    await reach(page, 300);

    // How to lie down, the way into the right side, and then the hold: neither the left side nor the change is heard.
    const heard = await page.evaluate(() => {
      const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
      const heard: number[] = [];
      Object.assign(window, { heard });
      audio?.addEventListener("timeupdate", () => heard.push(audio.currentTime * 1000));
      return heard.length;
    });
    assert.equal(heard, 0);
    const expected = steps.flatMap(({ role, side }, index) =>
      role === "prepare" || (side === "right" && ["move", "check", "hold"].includes(role)) ? [index] : [],
    );
    // The end of each step shows what comes after it.
    for (const [place, index] of expected.slice(0, -1).entries()) {
      const [step, next] = [steps[index], steps[expected[place + 1] ?? 0]];
      assert.ok(step && next);
      await moveTo(page, step.atMs + step.durationMs - 800);
      await reach(page, next.atMs);
    }
    await reach(page, right.atMs + quietMs);
    const places = await page.evaluate(() => (window as unknown as { heard: number[] }).heard);
    const stepsHeard = new Set(places.map((ms) => steps.findLastIndex(({ atMs }) => atMs <= ms)));
    assert.deepEqual([...stepsHeard], expected);

    await playAt(page, fastest);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    assert.equal(await page.locator("[data-verdict]").textContent(), "Done.");
    const stored = await storedSession(house.url, id, ({ end }) => end?.reason === "completed");
    for (const { heldMs, prescribedMs } of stored.held) {
      const more = (heldMs ?? 0) - prescribedMs;
      assert.ok(more >= -5 && more <= mayBeHeldTwiceMs, `${heldMs} ms held of ${prescribedMs}`);
    }
    return stored;
  }

  it("by a reload in the middle of a hold, is gone on with at that second and is one session", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const before = await sessionsInHistory(house.url);
    const { page, id } = await holdIntoTheRight(context, "left");
    await page.reload();
    const stored = await goOnToTheEnd(page, id);
    assert.ok(stored.spans.length >= 4);
    assert.equal(await sessionsInHistory(house.url), before + 1);

    // What is finished is not offered again.
    await page.reload();
    await isClosed(page, id);
    await context.close();
  });

  it("by a flat battery, is gone on with when the browser is there again, and is one session", async () => {
    const before = await sessionsInHistory(house.url);
    const { id } = await holdIntoTheRight(house.context, "left");
    await house.restartBrowser();
    const page = await comeBack(house.context, house.url);
    await goOnToTheEnd(page, id);
    assert.equal(await sessionsInHistory(house.url), before + 1);
    await page.close();
  });

  it("is recorded as left until somebody goes on, and as going on from then", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const { page, id } = await holdIntoTheRight(context);
    await page.reload();
    await page.locator("#resume").waitFor();
    await storedSession(house.url, id, ({ end }) => end?.reason === "abandoned");
    await page.locator("#resume .main").click();
    await reach(page, 1000);
    await storedSession(house.url, id, ({ end }) => end === null);
    await context.close();
  });

  it("can be led through step by step: next goes on along the way back", async () => {
    const { right, steps } = await plan();
    const context = await house.browser.newContext({ locale: "en" });
    const { page } = await holdIntoTheRight(context);
    await page.reload();
    await page.locator("#resume .main").click();
    await reach(page, 100);
    await page.keyboard.press("Space");
    await page.locator(".paused").waitFor();
    const ways = steps.filter(({ role, side }) => role === "prepare" || (side === "right" && /move|check/.test(role)));
    for (const step of ways.slice(1)) {
      await page.keyboard.press("ArrowRight");
      assert.equal(await clock(page), step.atMs);
    }
    await page.keyboard.press("ArrowRight");
    const there = await clock(page);
    assert.ok(there >= right.atMs + quietMs - mayBeHeldTwiceMs && there < right.atMs + quietMs + 2000, `${there}`);
    await context.close();
  });

  it("is offered until somebody decides: not now, leave it, begin anew", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const sheet = (page: Page) => page.locator("#resume");
    const { page, id } = await holdIntoTheRight(context);
    await page.reload();
    await sheet(page).waitFor();

    // The other page of two does not ask, too.
    const other = await comeBack(context, house.url);
    const isTaken = await other.evaluate(
      (id) => navigator.locks.request(`supine-session-${id}`, { ifAvailable: true }, (lock) => lock === null),
      id,
    );
    assert.equal(isTaken, true);
    await other.close();

    await page.keyboard.press("Escape");
    await page.reload();
    await sheet(page).waitFor();
    const anew = page.waitForRequest(
      (request) =>
        request.method() === "PUT" && request.url().includes("/api/sessions/") && !request.url().includes(id),
    );
    await sheet(page).getByText("Start over").click();
    const second = new URL((await anew).url()).pathname.split("/")[3] ?? "";
    await reach(page, 500);
    assert.notEqual(second, id);

    // Nothing was held of the second one yet: there is nothing to go on with.
    await page.reload();
    await storedSession(house.url, second, ({ end }) => end?.reason === "abandoned");
    await isClosed(page, second);
    await isClosed(page, id);
    assert.equal((await storedSession(house.url, id)).end?.reason, "abandoned");
    await page.close();

    const third = await holdIntoTheRight(context);
    await third.page.reload();
    await sheet(third.page).getByText("Don't continue").click();
    await third.page.reload();
    await isClosed(third.page, third.id);
    await context.close();
  });

  it("is offered on the same half day, and not the day after", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const { page, id } = await holdIntoTheRight(context);
    const began = Date.now();
    await page.close();
    const elevenHours = await context.newPage();
    await elevenHours.clock.install({ time: began + 11 * 3_600_000 });
    await elevenHours.goto(house.url);
    await elevenHours.locator("#resume").waitFor();
    await elevenHours.close();
    const thirteenHours = await context.newPage();
    await thirteenHours.clock.install({ time: began + 13 * 3_600_000 });
    await thirteenHours.goto(house.url);
    await isClosed(thirteenHours, id);
    await context.close();
  });
});

describe("a pause that nobody comes back from", () => {
  const house = keepHouse();

  it("ends by itself as what it was, asks nothing, and can be gone on with", async () => {
    const { cues } = await sequenceOf(house.url, choices);
    const hold = cues.find(({ kind }) => kind === "hold");
    assert.ok(hold);
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, choices);
    await page.clock.install();
    const id = await start(page);
    await moveTo(page, hold.atMs);
    await reach(page, hold.atMs + 1000);
    await page.keyboard.press("Space");
    await page.locator(".paused").waitFor();
    const pausedAt = await clock(page);

    await page.clock.fastForward("29:30");
    await page.locator(".paused").waitFor();
    // A touch begins the half hour anew.
    await page.keyboard.press("ArrowLeft");
    await page.clock.fastForward("29:30");
    assert.ok(await page.locator(".paused").isVisible());
    await page.clock.fastForward("00:31");
    await page.locator("#player").waitFor({ state: "hidden" });

    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "abandoned");
    assert.equal(stored.after, null);
    assert.equal(stored.spans.at(-1)?.toMs, Math.round(pausedAt));
    await page.locator("#resume").getByText("Continue from there").click();
    await reach(page, 500);
    await storedSession(house.url, id, ({ end }) => end === null);
    await context.close();
  });
});

describe("stopped early", () => {
  const house = keepHouse();

  async function stopInTheHold(page: Page): Promise<{ id: string; ms: number }> {
    const { cues } = await sequenceOf(house.url, choices);
    const hold = cues.find(({ kind }) => kind === "hold");
    assert.ok(hold);
    const id = await start(page);
    await moveTo(page, hold.atMs);
    await reach(page, hold.atMs + 1000);
    await page.keyboard.press("Space");
    await page.locator(".paused").waitFor();
    const ms = await clock(page);
    await touch(page, "[data-do=stop]");
    await page.locator("[data-view=after]").waitFor();
    return { id, ms: ms - hold.atMs };
  }

  it("for pain of 7: says how to get up, shows the stop rules, proposes level 1, and records why", async () => {
    const { steps, cues } = await sequenceOf(house.url, choices);
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, choices);
    const { id, ms } = await stopInTheHold(page);
    assert.equal(await page.locator("[data-verdict]").textContent(), "Stopped.");

    // The leg comes back up, and then as at the end; nothing of it is held.
    const release = steps.find(({ role }) => role === "release");
    const rise = steps.find(({ role }) => role === "rise");
    assert.ok(release && rise);
    const says = (from: number, to: number) =>
      cues.filter(({ kind, atMs }) => kind === "say" && atMs >= from && atMs < to).map(({ text }) => text);
    const getUp = [...says(release.atMs, release.atMs + release.durationMs), ...says(rise.atMs, Infinity)].join(" ");
    assert.equal(await page.locator("[data-rise]").textContent(), getUp);
    await playAt(page, 8);
    assert.ok((await clock(page)) >= release.atMs - 1);
    await reach(page, rise.atMs);
    await page.locator("[data-do=hush]").waitFor({ state: "hidden" });

    const rules = page.locator("[data-stops]");
    assert.equal(await rules.isVisible(), false);
    await page.locator("[name=pain][value='5']").check();
    assert.equal(await rules.isVisible(), false);
    await page.locator("[name=pain][value='7']").check();
    // Directly under the scale, in view, and kept without a further tap.
    await page.locator("[data-advice]").getByText("Rest for 48 hours.").waitFor();
    assert.equal(await page.locator("fieldset:has([name=pain]) + [data-follows].high").count(), 1);
    assert.equal(await isInView(page, "[data-advice]"), true);
    await storedSession(house.url, id, ({ after }) => after?.pain === 7);
    await rules.getByText("Pain of 6 or more out of 10.").waitFor();
    await page.locator("[name=stopReason][value=pain]").check();
    await rules.getByText("Choose Level 1 next time").click();
    await rules.getByText("Level 1 is chosen.").waitFor();
    await page.locator("[data-questions] .main").click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.locator("[data-do=close]").click();
    assert.equal(await page.locator("[name=protocol]:checked").inputValue(), "psoas-lying-1");
    // The next session begins with the questions, at once.
    await page.locator("[data-begin=questions]").waitFor();
    await page.reload();
    assert.equal(await page.locator("[name=protocol]:checked").inputValue(), "psoas-lying-1");

    const stored = await storedSession(house.url, id, ({ after }) => after !== null);
    assert.equal(stored.end?.reason, "stopped");
    assert.deepEqual([stored.after?.pain, stored.after?.stopReason], [7, "pain"]);
    assert.deepEqual(
      stored.held.map(({ heldMs }) => heldMs),
      [Math.round(ms), null],
    );
    await page.goto(`${house.url}/sessions/${id}`);
    assert.match((await page.locator(".ended").textContent()) ?? "", /^Stopped at .* Pain\.$/);
    await page.goto(`${house.url}/progress/practice`);
    assert.match((await page.locator(".session-list tbody").textContent()) ?? "", /stopped early: Pain/);

    await deleteSession(house.url, id);
    await context.close();
  });

  it("for tingling at level 1: shows the stop rules, and has nothing milder to propose", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, { ...choices, protocol: "psoas-lying-1" });
    const id = await start(page);
    await reach(page, 300);
    await page.keyboard.press("Escape");
    await page.locator("[data-view=after]").waitFor();
    await page.locator("[name=stopReason][value=tingling]").check();
    await page.locator("[data-stops] h3").waitFor();
    assert.equal(await page.locator("[data-do=milder]").isVisible(), false);
    // What was tapped is kept, and with it two days of rest.
    await storedSession(house.url, id, ({ after }) => after?.stopReason === "tingling");
    await deleteSession(house.url, id);
    await context.close();
  });

  it("the voice that says how to get up can be silenced, and is silent when the page is left alone", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, choices);
    await stopInTheHold(page);
    const source = () => page.evaluate(() => document.querySelector("audio[data-track]")?.hasAttribute("src"));
    assert.equal(await source(), true);
    await page.locator("[data-do=hush]").click();
    assert.equal(await source(), false);
    await page.locator("[data-do=close]").click();
    assert.equal(await page.locator("#player").isVisible(), false);
    await context.close();
  });

  it("needs no answer: closed without a word, the record is whole", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, choices);
    const { id, ms } = await stopInTheHold(page);
    await page.close();
    // What was not sent before the page was gone is sent when somebody comes back.
    await comeBack(context, house.url);
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.deepEqual([stored.end?.reason, stored.after, stored.held[0]?.heldMs], ["stopped", null, Math.round(ms)]);
    await context.close();
  });
});

describe("a record that the program refuses", () => {
  const house = keepHouse();

  it("stays in the browser, is told with the reason, and is sent again when the page opens", async () => {
    const context = await house.browser.newContext({ locale: "en" });
    const page = await openGuide(context, house.url, choices);
    const sentence = "That date can't be right. Check this device's clock.";
    await page.route("**/api/sessions/**", (route) =>
      route.fulfill({
        status: 400,
        contentType: "application/problem+json",
        body: JSON.stringify({ detail: sentence }),
      }),
    );
    const id = await start(page);
    await reach(page, 1500);
    await page.keyboard.press("Escape");
    await page.locator("[data-view=after]").waitFor();
    await page.locator("[data-questions] .main").click();
    await page.getByText("Saved in this browser only: Supine refused it.").waitFor();
    await page.locator("[data-do=close]").click();

    const notice = page.locator(".refused");
    await notice.getByText(sentence).waitFor();
    const copied = page.waitForEvent("download");
    await notice.getByRole("link", { name: "Save a copy" }).click();
    const copy = JSON.parse((await readAll(await (await copied).createReadStream())).toString()) as { id: string }[];
    assert.deepEqual(
      copy.map((one) => one.id),
      [id],
    );
    assert.equal((await fetch(`${house.url}/api/sessions/${id}`)).status, 404);

    await page.unroute("**/api/sessions/**");
    await notice.getByText("Try again").click();
    await storedSession(house.url, id, ({ end, after }) => end?.reason === "stopped" && after !== null);
    await page.waitForFunction(() => document.querySelector(".refused")?.childElementCount === 0);
    await context.close();
  });
});

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
