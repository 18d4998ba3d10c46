import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { openGuide, shortest } from "./guide.ts";
import { startServer, type Server } from "./server.ts";
import { findTooWide } from "./widths.ts";

const fontPixels = [24, 32] as const;
const screens = [
  { width: 360, height: 740 },
  { width: 390, height: 844 },
] as const;
const languages = ["en", "de", "es"] as const;
const paths = [
  "/",
  "/next",
  "/explain",
  "/measure",
  "/progress",
  "/progress/practice",
  "/progress/device",
  "/sitting",
  "/questions",
  "/voices",
  "/people",
  "/screening",
  "/screening/questions",
  "/protocols",
  "/protocols/psoas-lying-2?seconds=45",
  "/take-along?protocol=psoas-lying-1",
  "/nowhere",
];
const folder = process.env["PICTURES"];

describe("letters as large as a browser can be told to make them", () => {
  let server: Server;

  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());

  for (const pixels of fontPixels)
    describe(`${pixels} pixels`, () => {
      let profile: string;
      let running: RunningBrowser;

      before(async () => {
        profile = await makeProfile();
        await mkdir(join(profile, "Default"));
        const preferences = { webkit: { webprefs: { default_font_size: pixels } } };
        await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
        running = await startBrowser(profile);
      });
      after(async () => {
        await running.kill();
        await removeProfile(profile);
      });
      const openPage = async (language: string): Promise<Page> => {
        const [context] = running.browser.contexts();
        assert.ok(context);
        const page = await context.newPage();
        await page.setExtraHTTPHeaders({ "accept-language": language });
        return page;
      };

      for (const language of languages)
        it(`no page scrolls sideways or cuts anything off, in ${language}`, async () => {
          const page = await openPage(language);
          const faults: string[] = [];
          for (const path of paths) {
            await page.setViewportSize(screens[0]);
            await page.goto(server.url + path, { waitUntil: "domcontentloaded" });
            const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
            assert.ok(size >= pixels, `${size} pixels`);
            await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
            for (const width of [320, 360, 390, 820, 1280]) {
              await page.setViewportSize({ width, height: 844 });
              for (const fault of await page.evaluate(findTooWide)) faults.push(`${path} at ${width}: ${fault}`);
            }
            for (const screen of screens) {
              await page.setViewportSize(screen);
              for (const fault of await page.evaluate(findCut)) faults.push(`${path} at ${screen.width}: ${fault}`);
              if (folder !== undefined && language === "de")
                await page.screenshot({
                  path: `${folder}/${pixels}-${screen.width}${path.replaceAll(/[/?=]/g, "_")}.png`,
                  fullPage: true,
                });
            }
          }
          await page.close();
          assert.deepEqual(faults, []);
        });

      it("the player shows all that it has while it plays", async () => {
        const page = await openPage("en");
        const [context] = running.browser.contexts();
        assert.ok(context);
        await page.setViewportSize(screens[0]);
        await openGuide(context, server.url, { ...shortest, protocol: "psoas-lying-2", lang: "en" }, page);
        await page.locator("#session .main").click();
        if (await page.locator("#first").isVisible()) await page.locator("#first .main").click();
        await page.locator(".playing .progress i").first().waitFor();
        const faults: string[] = [];
        for (const screen of [...screens, { width: 320, height: 640 }]) {
          await page.setViewportSize(screen);
          await page.evaluate(() => new Promise(requestAnimationFrame));
          for (const fault of await page.evaluate(findUnseen)) faults.push(`at ${screen.width}: ${fault}`);
          if (folder !== undefined) await page.screenshot({ path: `${folder}/${pixels}-${screen.width}-player.png` });
        }
        await page.close();
        assert.deepEqual(faults, []);
      });
    });
});

/** What makes a page scroll sideways, and every control that lies outside of it. */
function findCut(): string[] {
  const width = document.documentElement.clientWidth;
  const faults: string[] = [];
  if (document.documentElement.scrollWidth > width) faults.push(`${document.documentElement.scrollWidth} pixels wide`);
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, h1, h2, p")) {
    // What has a place of its own to scroll in can be reached there.
    if (!element.checkVisibility() || element.closest(".sr, .scrolls, [data-scrolls]") !== null) continue;
    const { left, right, width: own } = element.getBoundingClientRect();
    if (own > 1 && (left < -1 || right > width + 1))
      faults.push(`${element.tagName} ${element.textContent.trim().slice(0, 30)} from ${left} to ${right}`);
  }
  return faults;
}

/** What of the player is not wholly on the screen, or is cut off within its own place. */
function findUnseen(): string[] {
  const faults: string[] = [];
  const dialog = document.querySelector("#player");
  if (dialog !== null && dialog.scrollWidth > dialog.clientWidth) faults.push(`${dialog.scrollWidth} pixels wide`);
  const parts = ["[data-count]", "[data-sentence]", "[data-stage]", ".controls [data-do]"];
  for (const part of document.querySelectorAll<HTMLElement>(parts.map((one) => `.playing ${one}`).join())) {
    const name = part.dataset["do"] ?? part.className;
    const { left, right, top, bottom, height } = part.getBoundingClientRect();
    if (left < 0 || right > innerWidth + 0.5 || top < 0 || bottom > innerHeight + 0.5)
      faults.push(`${name} from ${left}, ${top} to ${right}, ${bottom}`);
    if (height < 40) faults.push(`${name} is ${height} high`);
    if (part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0) faults.push(`${name} is cut off`);
  }
  return faults;
}
