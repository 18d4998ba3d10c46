import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { startServer, type Server } from "./server.ts";
import { findTooWide } from "./widths.ts";

// larger letters are looked at in letters.test.ts, with a browser of their own
const widths = [320, 360, 390, 820, 1280] as const;
const languages = ["en", "de", "es"] as const;
const paths = [
  "/",
  "/next",
  "/explain",
  "/measure",
  "/progress",
  "/history",
  "/history/device",
  "/sitting",
  "/questions",
  "/voices",
  "/people",
  "/experiment",
  "/screening",
  "/screening/questions",
  "/protocols",
  "/protocols/psoas-lying-2?seconds=45",
  "/protocols/psoas-lying-2/sheet",
  "/take-along?protocol=psoas-lying-1",
];

describe("labels, buttons, segments and heads of tables", () => {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;

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

  const openPage = async (): Promise<Page> => {
    const [context] = running.browser.contexts();
    assert.ok(context);
    return context.newPage();
  };

  it("are found where a word is wider than its box, and nowhere else", async () => {
    const page = await openPage();
    await page.setContent(`
      <button style="width: 3rem; padding: 0">Wider-thananybox</button>
      <button>As wide as it must be</button>
      <div style="width: 4rem; overflow: hidden"><label style="white-space: nowrap">Cut by what is around it</label></div>
      <label style="display: block; width: 12rem">Breaks, as it may</label>
      <label class="sr" style="position: absolute; width: 1px; height: 1px; overflow: hidden">Only heard</label>
      <label style="display: block; width: 5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">Shortened by dots</label>`);
    assert.deepEqual(
      (await page.evaluate(findTooWide)).map((fault) => fault.split(":")[0]),
      ["BUTTON Wider-thananybox", "LABEL Shortened by dots", "LABEL Cut by what is around it"].sort(),
    );
    await page.close();
  });

  for (const language of languages)
    it(`are no wider than their boxes in ${language}`, async () => {
      const page = await openPage();
      await page.setExtraHTTPHeaders({ "Accept-Language": language });
      const faults: string[] = [];
      for (const path of paths) {
        const answer = await page.goto(server.url + path);
        assert.ok(answer?.ok() === true, `${path} is not answered`);
        await page.evaluate(() => {
          for (const folded of document.querySelectorAll("details")) folded.open = true;
        });
        for (const width of widths) {
          await page.setViewportSize({ width, height: 844 });
          for (const fault of await page.evaluate(findTooWide)) faults.push(`${path} at ${width}: ${fault}`);
        }
      }
      await page.close();
      assert.deepEqual(faults, []);
    });
});
