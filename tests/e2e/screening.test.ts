import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { openGuide, shortest, start, touch, until, untilKept } from "./guide.ts";
import { answerScreening, startUnscreened, type Server } from "./server.ts";

const choices = { ...shortest, protocol: "psoas-lying-1" };

describe("the safety questions", () => {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;
  let context: BrowserContext;

  before(async () => {
    server = await startUnscreened();
  });
  beforeEach(async () => {
    profile = await makeProfile();
    running = await startBrowser(profile);
    const [own] = running.browser.contexts();
    assert.ok(own);
    context = own;
  });
  afterEach(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.start();
  });
  after(() => server.dispose());

  /** There is no start, but a way to the questions; where the answers ask for something else, that stands at the top. */
  const isRefused = async (page: Page, words: string | null): Promise<void> => {
    await page.locator(`[data-begin=${words === null ? "questions" : "care"}]`).waitFor();
    for (const start of await page.locator("[form=session], #session .main").all())
      assert.equal(await start.isVisible(), false);
    if (words !== null) await page.locator("[data-care] h1").getByText(words).waitFor();
    const link = page.locator(words === null ? ".what .ask" : "[data-care] .ask");
    await link.waitFor();
    assert.equal(await link.getAttribute("href"), "/screening");
  };

  it("come before the first start; none of these on each screen, and it starts", async () => {
    const page = await context.newPage();
    await page.goto(server.url);
    await isRefused(page, null);
    await page.locator("[name=sets][value='2']").check();
    await page.locator(".what .ask").click();
    await page.getByText("20 to 54").click();
    for (let screen = 1; screen <= 8; screen++) {
      await page.getByText(`Screen ${screen} of 8`).waitFor();
      await page.getByRole("button", { name: "None of these" }).click();
    }
    await page.getByRole("heading", { name: "Nothing you ticked speaks against it." }).waitFor();
    await page.locator(".button.main").click();
    await page.waitForURL(`${server.url}/`);
    // What was chosen before the questions is still chosen.
    assert.equal(await page.locator("[name=sets]:checked").inputValue(), "2");
    await page.locator(".what [form=session]").waitFor();
    await openGuide(context, server.url, choices, page);
    assert.match(await start(page), /^[0-9a-f-]{36}$/);
  });

  it("hold without a network: what they do not allow is neither started nor kept, by no address", async () => {
    await answerScreening(server.url, []);
    const page = await openGuide(context, server.url, choices);
    await untilKept(page);
    await answerScreening(server.url, ["worse-lying"]);
    await page.goto(`${server.url}/screening`);
    await page.goto(server.url);
    await until(async () => (await keptSessions(page)) === 0);
    await server.kill();
    await context.setOffline(true);
    await page.reload();
    await isRefused(page, "Ask first, then start.");
    assert.equal(await plays(page), false);
  });

  it("come again after pain that stops, without a network too", async () => {
    await answerScreening(server.url, []);
    const page = await openGuide(context, server.url, choices);
    await untilKept(page);
    await server.kill();
    await context.setOffline(true);
    assert.equal(await plays(page), true);
    await start(page);
    await touch(page, "[data-do=stop]");
    await page.locator("[name=pain][value='6']").check();
    await page.locator("[data-questions] .main").click();
    await page.locator("[data-saved]").getByText("Saved on this device.").waitFor();
    await page.locator("[data-do=close]").click();
    await isRefused(page, null);
    await page.reload();
    await isRefused(page, null);
    assert.equal(await plays(page), false);
  });

  it("come again when their time is over, without a network too", async () => {
    await answerScreening(server.url, []);
    const page = await openGuide(context, server.url, choices);
    await untilKept(page);
    await server.kill();
    await context.setOffline(true);
    await page.clock.setSystemTime(Date.now() + 55 * day);
    await start(page);
    await page.keyboard.press("Escape");
    await page.locator("[data-do=close]").click();
    // The worker has a clock of its own, so here the time comes to it.
    assert.equal(await plays(page), true);
    await page.evaluate(async () => {
      const cache = await caches.open("supine:first:screening");
      const told = (await (await cache.match("/api/screening"))?.json()) as object;
      await cache.put("/api/screening", Response.json({ ...told, until: "2026-01-01T00:00:00Z" }));
    });
    assert.equal(await plays(page), false);

    // A page that was left open learns it when somebody starts.
    await page.clock.setSystemTime(Date.now() + 57 * day);
    await page.locator("#session .main").click();
    await isRefused(page, null);
  });
});

const day = 24 * 60 * 60 * 1000;

/** Whether the address of the chosen track gives its sound. */
const plays = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("#session");
    const chosen = [...new FormData(form ?? undefined)].filter(([name]) => name !== "gate");
    const query = new URLSearchParams(chosen.map(([name, value]) => [name, typeof value === "string" ? value : ""]));
    return fetch(`/track?${query.toString()}&person=first`).then(
      ({ ok }) => ok,
      () => false,
    );
  });

/** How many sequences this device keeps. */
const keptSessions = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let count = 0;
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        if (new URL(url).pathname === "/api/sequence") count++;
    return count;
  });
