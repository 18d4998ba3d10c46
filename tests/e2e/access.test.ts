import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { openGuide, shortest, start } from "./guide.ts";
import { startServer, type Server } from "./server.ts";

const wcag22aa = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Surroundings = NonNullable<Parameters<RunningBrowser["browser"]["newContext"]>[0]>;

const surroundings: readonly (readonly [string, Surroundings])[] = [
  ["light", { colorScheme: "light", viewport: { width: 1280, height: 800 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
  ["with reduced motion at 320 pixels", { reducedMotion: "reduce", viewport: { width: 320, height: 640 } }],
];

describe("every page and state is accessible", () => {
  let server: Server;
  let running: RunningBrowser;
  let profile: string;

  before(async () => {
    server = await startServer();
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  for (const [name, options] of surroundings) {
    it(name, async () => {
      const context = await running.browser.newContext(options);
      const page = await openGuide(context, server.url, { ...shortest, protocol: "psoas-lying-2" });
      await passes(page, "guide");
      await fits(page);

      // Each person's first start asks; here one household was asked before.
      await page.locator(".guide").evaluate((guide) => guide.setAttribute("data-safety-read", "false"));
      await page.locator("#session .main").click();
      await page.locator("#first").waitFor();
      await passes(page, "first time");
      await page.keyboard.press("Escape");

      const id = await start(page);
      await page.locator(".playing .progress i").first().waitFor();
      await passes(page, "playing");
      await page.keyboard.press("Space");
      await page.locator(".paused").waitFor();
      await passes(page, "paused");
      await page.keyboard.press("Escape");
      await page.locator("[data-view=after]").waitFor();
      await passes(page, "after it");
      await page.locator("[data-do=close]").click();

      for (const path of ["/history", `/sessions/${id}`, "/protocols/psoas-lying-1"]) {
        await page.goto(server.url + path);
        await passes(page, path);
        await fits(page);
      }
      await context.close();
    });
  }

  it("can be played with the keyboard alone, on a device that refuses to keep its screen on", async () => {
    // A list of permissions denies all others, the wake lock among them.
    const context = await running.browser.newContext({ permissions: ["geolocation"] });
    const page = await openGuide(context, server.url, { ...shortest, protocol: "psoas-lying-1" });
    await page.locator("#session .main").focus();
    await page.keyboard.press("Enter");
    if (await page.locator("#first").isVisible()) {
      await page.locator("#first .main").focus();
      await page.keyboard.press("Enter");
    }
    await page.locator(".playing .progress i").first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Pause");
    // The clock stands still, so that going back leads to the step before however slow this machine is.
    await page.keyboard.press("Space");
    await page.locator(".paused").waitFor();
    const live = page.locator("[data-live]");
    const said = await live.textContent();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((said) => document.querySelector("[data-live]")?.textContent !== said, said);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((said) => document.querySelector("[data-live]")?.textContent === said, said);
    await page.keyboard.press("Escape");
    await page.locator("[data-verdict]:focus").waitFor();
    await context.close();
  });
});

async function passes(page: Page, state: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(wcag22aa).analyze();
  assert.ok(passes.length > 5, `${state}: nothing was checked`);
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary ?? ""})`).join("; ")}`,
    ),
    [],
    state,
  );
}

/** Nothing makes the page scroll sideways. */
async function fits(page: Page): Promise<void> {
  const [wide, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(wide, shown);
}
