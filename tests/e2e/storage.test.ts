import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { openGuide, reach, shortest, start, storedSession, touch } from "./guide.ts";
import { startServer, type Server } from "./server.ts";

const choices = { ...shortest, protocol: "psoas-lying-1" };

describe("a browser that keeps nothing", () => {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;

  // Each has a household of its own: the pain of one keeps the next from starting.
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  /** A page of a browser with these preferences. */
  const openPage = async (preferences: object): Promise<Page> => {
    profile = await makeProfile();
    await mkdir(join(profile, "Default"));
    await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
    running = await startBrowser(profile);
    const [context] = running.browser.contexts();
    assert.ok(context);
    return context.newPage();
  };

  /** Plays two seconds, stops, answers, and looks at what the server has. */
  const isRecorded = async (page: Page): Promise<void> => {
    const id = await start(page);
    await reach(page, 2000);
    await touch(page, "[data-do=stop]");
    await page.locator("[data-view=after]").waitFor({ timeout: 10_000 });
    assert.equal(await page.locator("[data-verdict]").textContent(), "Stopped.");
    await page.locator("[name=pain][value='6']").check();
    await page.locator("[data-questions] .main").click();
    await page.waitForFunction(() => document.querySelector("[data-saved]")?.textContent === "Saved.");
    const stored = await storedSession(server.url, id, ({ after }) => after !== null);
    assert.equal(stored.end?.reason, "stopped");
    assert.equal(stored.after?.pain, 6);
    assert.ok(Math.max(...stored.spans.map(({ toMs }) => toMs)) >= 2000);
  };

  it("because the device is full: the session and its answers reach the server", async () => {
    const page = await openPage({});
    const wire = await page.context().newCDPSession(page);
    await wire.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 2000 });
    await openGuide(page.context(), server.url, choices, page);
    await isRecorded(page);
  });

  it("because all cookies are blocked: the same, and a form says that cookies are needed", async () => {
    const page = await openPage({ profile: { default_content_setting_values: { cookies: 2 } } });
    await page.goto(server.url);
    const isDenied = await page.evaluate(() => {
      try {
        return localStorage.length < 0;
      } catch {
        return true;
      }
    });
    assert.ok(isDenied, "the browser lends its storage");
    await openGuide(page.context(), server.url, choices, page);
    await isRecorded(page);

    await page.goto(`${server.url}/measure`);
    await page.locator("details:has(#left)").evaluate((ways) => ways.setAttribute("open", ""));
    await page.locator("#left").fill("12");
    await page.locator("form:has(#left) [type=submit]").click();
    await page.locator(".problem", { hasText: "Allow cookies for this address" }).waitFor();
  });
});
