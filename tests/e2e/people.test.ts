import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { keptIds, openGuide, playABit, playAt, shortest, start, storedSession, until, untilKept } from "./guide.ts";
import { keepHouse } from "./household.ts";
import { records, passOn, startProxy, type Proxy } from "./proxy.ts";
import { answerScreening, startServer, type Server } from "./server.ts";

const first = "first";

// Names that no text of a page has in it.
const [ann, bo, cy] = ["Annegret", "Bohumil", "Cyriaca"];

const choices = { ...shortest, protocol: "psoas-lying-1" };

describe("several people on one device", () => {
  const house = keepHouse();
  let second: string;
  before(async () => {
    const context = await house.browser.newContext();
    second = await moveIn(await context.newPage(), house.url);
    await answerScreening(house.url, [], second);
    await context.close();
  });

  it("who practises is changed in two taps on any page, stands on every page, and is remembered", async () => {
    const context = await house.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(house.url);
    await isFor(page, ann);
    let [now, other] = [ann, bo];
    for (const path of [
      "/",
      "/progress/practice",
      "/measure",
      "/explain?left=9&right=8",
      "/sitting",
      "/people",
      "/voices",
    ]) {
      await page.goto(house.url + path);
      await isFor(page, now);
      await choose(page, other);
      assert.equal(page.url(), house.url + path);
      [now, other] = [other, now];
    }
    await page.reload();
    await isFor(page, now);
    const later = await context.newPage();
    await later.goto(`${house.url}/progress/practice`);
    await isFor(later, now);
    await context.close();
  });

  it("two tabs with two people: session, answers, forms and links of each are their own, whomever the cookie names", async () => {
    const context = await house.browser.newContext();
    const mine = await openGuide(context, house.url, choices);
    await isFor(mine, ann);
    const theirs = await context.newPage();
    await theirs.goto(house.url);
    await choose(theirs, bo);
    await openGuide(context, house.url, choices, theirs);
    assert.equal(await chosenByCookie(context), second);

    const [ofAnn, ofBo] = [await playABit(mine, 2), await playABit(theirs, 1)];
    const told = ({ after }: { after: { pain: number | null } | null }): boolean => after !== null;
    assert.equal((await storedSession(house.url, ofAnn, told)).after?.pain, 2);
    assert.equal((await storedSession(house.url, ofBo, told, second)).after?.pain, 1);
    assert.equal(await statusOf(house.url, ofAnn, second), 404);
    assert.equal(await statusOf(house.url, ofBo, first), 404);

    // By a link, through a form and where it leads, and on by a link again.
    await mine.locator("nav a[href='/more']").click();
    await mine.locator("main a[href='/measure']").click();
    await isFor(mine, ann, "/measure");
    await mine.locator(".ways > summary").click();
    await mine.locator("details:has(#left)").evaluate((ways) => ways.setAttribute("open", ""));
    await mine.locator("#left").fill("9");
    await mine.locator("#left").press("Enter");
    await mine.waitForURL("**/progress**");
    await isFor(mine, ann, "/progress");
    assert.equal(await mine.locator(".readings tbody tr").count(), 1);
    await mine.locator("nav a[href='/progress']").click();
    await isFor(mine, ann, "/progress");
    assert.deepEqual(await sessionsListed(mine), [ofAnn]);

    await theirs.locator("nav a[href='/progress']").click();
    await isFor(theirs, bo, "/progress");
    assert.deepEqual(await sessionsListed(theirs), [ofBo]);
    await theirs.goto(`${house.url}/progress`);
    assert.equal(await theirs.locator(".readings tbody tr").count(), 0);
    assert.equal(await chosenByCookie(context), second);
    await context.close();
  });
});

describe("where the browser keeps no cookies", () => {
  it("somebody else can be chosen, and their page and links stay theirs", async () => {
    const server = await startServer();
    const profiles = [await makeProfile(), await makeProfile()] as const;
    await refuseCookies(profiles[1]);
    const allowing = await startBrowser(profiles[0]);
    await moveIn(await ownContext(allowing).newPage(), server.url);
    await allowing.kill();
    const refusing = await startBrowser(profiles[1]);
    const page = await ownContext(refusing).newPage();
    try {
      await page.goto(server.url);
      await isFor(page, ann);
      await choose(page, bo);
      assert.deepEqual(await ownContext(refusing).cookies(), []);
      assert.equal(await page.evaluate(() => document.cookie), "");
      for (const path of ["/more", "/progress", "/explain", "/"]) {
        await page.locator(`.top a[href='${path}']`).first().click();
        await isFor(page, bo, path);
      }
      // A form that asks, too.
      await page.locator("[formaction='/take-along']").click();
      await isFor(page, bo, "/take-along");
      await choose(page, ann);
      await page.locator("nav a[href='/progress']").click();
      await isFor(page, ann, "/progress");
    } finally {
      await refusing.kill();
      await server.dispose();
      for (const profile of profiles) await removeProfile(profile);
    }
  });
});

describe("several people without a network", () => {
  let server: Server;
  let proxy: Proxy;
  let profile: string;
  let running: RunningBrowser;
  let context: BrowserContext;

  beforeEach(async () => {
    server = await startServer();
    proxy = await startProxy(server.url);
    profile = await makeProfile();
    running = await startBrowser(profile);
    context = ownContext(running);
  });
  afterEach(async () => {
    await running.kill();
    await removeProfile(profile);
    await proxy.dispose();
    await server.dispose();
  });

  it("are changed in two taps, each with what is kept for them, and what one plays arrives in their chart, whoever is chosen by then", async () => {
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    const second = await moveIn(page, server.url);
    const third = await add(page, server.url, cy);

    await choose(page, ann);
    await openGuide(context, server.url, choices, page);
    await playABit(page);
    await openGuide(context, server.url, choices, page);
    // Without a sensor a choice that was tried is taken back: this one is as another day left it.
    await page.evaluate(() => localStorage.setItem("supine:first:gate", "left"));
    await untilKept(page);
    await answerScreening(server.url, [], second);
    await choose(page, bo);
    await openGuide(context, server.url, { ...choices, hold: "35s" }, page);
    await untilKept(page);
    await page.waitForFunction((person) => localStorage.getItem(`supine:${person}:screening`) !== null, second);

    // What is kept is the page as it is for nobody, letter by letter.
    const kept = await keptPages(page);
    assert.deepEqual(
      kept.map(({ path }) => path),
      ["/", "/more", "/progress/device"],
    );
    for (const { path, html } of kept) {
      const answer = await fetch(server.url + path, { headers: { "supine-kept": "1", "accept-language": "en-US" } });
      assert.equal(html, await answer.text(), path);
      for (const one of [ann, bo, cy, second, third, "data-person", "data-today", 'class="refused"'])
        assert.ok(!html.includes(one), `${path} says ${one}.`);
    }

    await server.kill();
    await context.setOffline(true);
    await page.reload();
    await isFor(page, bo);
    assert.equal(await page.locator("[name=hold]:checked").inputValue(), "35s");
    assert.equal(await page.locator("[name=gate]:checked").inputValue(), "");
    await choose(page, ann);
    assert.equal(await page.locator("[name=hold]:checked").inputValue(), "30s");
    assert.equal(await page.locator("[name=gate]:checked").inputValue(), "left");
    // Nothing is known of the answers of somebody who has never had a page here.
    await choose(page, cy);
    await page.locator("[data-begin=questions]").waitFor();
    assert.equal(await page.locator("#session .main").isVisible(), false);
    await choose(page, bo);
    const id = await playABit(page);
    await page.goto(`${server.url}/progress/practice`);
    await page.locator("[data-away]:not([hidden])").waitFor();
    assert.equal(await page.locator(".device-list tbody tr").count(), 1);
    await choose(page, ann);
    await page.locator(".device-list tbody tr").waitFor();
    assert.equal(await page.locator("[data-sent=waiting]").count(), 0);

    await server.start();
    await context.setOffline(false);
    await storedSession(server.url, id, ({ end }) => end !== null, second);
    assert.equal(await statusOf(server.url, id, first), 404);
    await page.goto(`${server.url}/progress/practice`);
    await isFor(page, ann);
    assert.ok(!(await sessionsListed(page)).includes(id));
    await choose(page, bo);
    assert.deepEqual(await sessionsListed(page), [id]);
  });

  it("what is not sent of somebody who is removed elsewhere is dropped with a sentence, and everybody else's arrives", async () => {
    const page = await context.newPage();
    const second = await moveIn(page, proxy.url);
    await answerScreening(server.url, [], second);
    proxy.treat(records((exchange) => exchange.drop()));
    await openGuide(context, proxy.url, choices, page);
    await isFor(page, bo);
    const lost = await playABit(page);
    await choose(page, ann);
    await openGuide(context, proxy.url, choices, page);
    const arriving = await playABit(page);
    assert.deepEqual((await keptIds(page, "session")).toSorted(), [lost, arriving].toSorted());

    const elsewhere = await running.browser.newContext();
    await remove(await elsewhere.newPage(), server.url, second);
    await elsewhere.close();
    proxy.treat(passOn);
    await page.getByText(`${bo} is no longer in this household.`).waitFor();
    await storedSession(server.url, arriving, ({ end }) => end !== null);
    await until(async () => (await keptIds(page, "session")).length === 0);
    assert.deepEqual(await keptIds(page, "journal"), [arriving]);
    const left = await page.evaluate(async () => JSON.stringify([Object.keys(localStorage), await caches.keys()]));
    assert.ok(!left.includes(second), left);
    await page.reload();
    await isFor(page, ann);
    assert.equal(await page.locator(".who button").count(), 1);
  });
});

describe("the day of a device in another zone than the server", () => {
  const house = keepHouse({ TZ: "UTC" });

  it("is found on the very first page, which comes twice for it and no more", async () => {
    // The server does not know the zone of anybody yet.
    const timezoneId = new Date().getUTCHours() < 11 ? "Etc/GMT+12" : "Pacific/Kiritimati";
    const context = await house.browser.newContext({ timezoneId });
    const page = await context.newPage();
    let came = 0;
    page.on("request", (request) => (came += request.isNavigationRequest() ? 1 : 0));
    await page.goto(`${house.url}/progress/practice`);
    await page.waitForFunction((zone) => document.documentElement.dataset["zone"] === zone, timezoneId);
    await page.waitForLoadState("networkidle");
    await page.reload();
    assert.equal(came, 3);
    await context.close();
  });

  it("is the day of what is practised there", async () => {
    // At every hour one of these is on another day than the server, and far from its own midnight.
    const timezoneId = new Date().getUTCHours() < 11 ? "Etc/GMT+12" : "Pacific/Kiritimati";
    const context = await house.browser.newContext({ timezoneId });
    const page = await openGuide(context, house.url, choices);
    const id = await start(page);
    await playAt(page, 16);
    await page.locator("[data-view=after]").waitFor({ timeout: 60_000 });
    await storedSession(house.url, id, ({ end }) => end?.reason === "completed");

    await page.goto(house.url);
    await page.getByRole("heading", { name: "Done for today" }).waitFor();
    await page.locator("[data-today] dd", { hasText: "1 day (goal" }).waitFor();
    const day = new Intl.DateTimeFormat("sv", { timeZone: timezoneId }).format(new Date());
    assert.notEqual(day, new Date().toISOString().slice(0, 10));
    const written = await page.evaluate(() => {
      const { day, zone } = document.documentElement.dataset;
      return [day, zone];
    });
    assert.deepEqual(written, [day, timezoneId]);
    await page.goto(`${house.url}/progress/practice`);
    await page.getByText("The last session was today.").waitFor();
    await context.close();
  });
});

const ownContext = ({ browser }: RunningBrowser): BrowserContext => {
  const [own] = browser.contexts();
  assert.ok(own);
  return own;
};

/** Gives the first person a name and adds a second, who is then chosen. Gives the second one's id. */
async function moveIn(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/people`);
  await page.locator(".who-list summary").first().click();
  await page.locator("#name-first").fill(ann);
  await page.locator("#name-first").press("Enter");
  await isFor(page, ann, "/people");
  return add(page, url, bo);
}

async function add(page: Page, url: string, name: string): Promise<string> {
  await page.goto(`${url}/people`);
  await page.locator("#new-name").fill(name);
  await page.locator("#new-name").press("Enter");
  await isFor(page, name, "/");
  return page.evaluate(() => document.documentElement.dataset["person"] ?? "");
}

async function remove(page: Page, url: string, person: string): Promise<void> {
  await page.goto(`${url}/people`);
  const form = page.locator("form[action='/people/remove']", { has: page.locator(`[value="${person}"]`) });
  await page.locator(".who-list li", { has: form }).locator("summary").click();
  await form.locator("[name=sure]").check();
  await form.locator("button").click();
  await form.waitFor({ state: "detached" });
}

/** Waits until the page, at this path, is somebody's. */
async function isFor(page: Page, name: string, path?: string): Promise<void> {
  if (path !== undefined) await page.waitForURL((url) => url.pathname === path);
  await page.locator(`.who:not([hidden]) [data-who-name]:text-is("${name}")`).waitFor();
}

/** In two taps. */
async function choose(page: Page, name: string): Promise<void> {
  await page.locator(".who summary").click();
  await page.locator(".who button", { hasText: name }).click();
  await isFor(page, name);
}

const chosenByCookie = async (context: BrowserContext): Promise<string | undefined> =>
  (await context.cookies()).find(({ name }) => name === "supine-person")?.value;

const statusOf = async (url: string, id: string, person: string): Promise<number> =>
  (await fetch(`${url}/api/sessions/${id}`, { headers: { "supine-person": person } })).status;

const sessionsListed = (page: Page): Promise<readonly string[]> =>
  page
    .locator(".session-list a")
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.slice(10)));

/** The pages that are kept on the device. */
const keptPages = (page: Page): Promise<readonly { path: string; html: string }[]> =>
  page.evaluate(async () => {
    const found: { path: string; html: string }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (response?.headers.get("content-type")?.startsWith("text/html") !== true) continue;
        found.push({ path: new URL(request.url).pathname, html: await response.text() });
      }
    }
    return found.sort((one, other) => one.path.localeCompare(other.path));
  });

/** A profile whose person has forbidden all sites to keep anything. */
async function refuseCookies(profile: string): Promise<void> {
  await mkdir(join(profile, "Default"), { recursive: true });
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
}
