import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { passesAxe } from "./axe.ts";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { startServer, type Server } from "./server.ts";

/** What is left of a sheet of paper inside margins of 10 mm, in CSS pixels: the height decides. */
const papers = [
  { format: "A4", width: 718, height: 1047 },
  { format: "Letter", width: 740, height: 979 },
] as const;

const homeProtocols = ["psoas-lying-1", "psoas-lying-2"];
const languages = ["en", "de", "es"];
const session = "protocol=psoas-lying-2&first=right&hold=30s&sets=2&lang=en";

describe("taking a session along", () => {
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

  for (const javaScriptEnabled of [true, false]) {
    it(`begins on the guide with what was chosen there, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const context = await running.browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(server.url);
      await page.locator("label:has([value=psoas-lying-2])").click();
      await page.locator("label:has([name=first][value=right])").click();
      await page.locator("[formaction='/take-along']").click();
      await page.waitForURL(/\/take-along\?/);
      const query = new URL(page.url()).searchParams;
      assert.deepEqual([query.get("protocol"), query.get("first")], ["psoas-lying-2", "right"]);
      assert.match((await page.locator(".chosen").textContent()) ?? "", /right first/);
      await page.locator(".chosen a").click();
      await page.waitForURL(/\/\?/);
      if (javaScriptEnabled) assert.equal(await page.locator("[name=first]:checked").inputValue(), "right");
      await context.close();
    });

    it(`keeps a file, and has the feed made, read and unmade, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const context = await running.browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(`${server.url}/take-along?${session}`);
      // The first is MP3 where there is an encoder, WAV elsewhere.
      const kind = await page.locator(".files b").first().textContent();
      const kept = page.waitForEvent("download");
      await page.locator(".files a").first().click();
      assert.equal((await kept).suggestedFilename(), `Lying psoas stretch, level 2 (en).${kind?.toLowerCase() ?? ""}`);

      await page.locator("form[action='/take-along/feed'] button").click();
      await page.locator("form[action$='/remove']").waitFor();
      // A feed that was made before keeps its address, which is not shown again.
      assert.equal(await page.locator("#address").count(), javaScriptEnabled ? 1 : 0);
      if (!javaScriptEnabled) {
        await page.locator(".feed summary").click();
        await page.locator("form[action$='/renew'] button").click();
      }
      await page.locator("#address").waitFor();
      const address = await page.locator("#address").inputValue();
      const feed = await (await fetch(address)).text();
      assert.match(feed, /<title>Level 2 · 2 × 30 s<\/title>/);
      const sound = /<enclosure url="([^"]+)" length="(\d+)"/.exec(feed);
      const part = await fetch(sound?.[1] ?? "", { headers: { Range: "bytes=0-9" } });
      assert.deepEqual([part.status, part.headers.get("content-range")], [206, `bytes 0-9/${sound?.[2] ?? ""}`]);

      assert.equal(await page.locator("[data-copy]").isVisible(), javaScriptEnabled);
      await page.locator("form[action$='/remove'] button").click();
      await page.locator("form[action='/take-along/feed'] button").waitFor();
      assert.doesNotMatch(await (await fetch(address)).text(), /<item>/);

      // The address is shown once, on the page that made it.
      assert.equal(await page.locator("#address").count(), 0);
      await page.locator(".feed summary").click();
      await page.locator("form[action$='/renew'] button").click();
      await page.locator("#address").waitFor();
      assert.notEqual(await page.locator("#address").inputValue(), address);
      assert.equal((await fetch(address)).status, 404);
      await context.close();
    });
  }

  it("copies the feed's address", async () => {
    const context = await running.browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    await page.goto(`${server.url}/take-along?${session}`);
    await showAddress(page);
    await page.locator("[data-copy]").click();
    await page.locator("[data-copied]:not(:empty)").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await page.locator("#address").inputValue());
    await context.close();
  });

  for (const { format, width, height } of papers) {
    it(`prints as one page of ${format}, with nothing cut off, in every language`, async () => {
      const context = await running.browser.newContext({ viewport: { width, height }, bypassCSP: true });
      const page = await context.newPage();
      await page.emulateMedia({ media: "print" });
      for (const protocol of homeProtocols)
        for (const language of languages) {
          const sheet = `${format} ${protocol} ${language}`;
          await page.goto(`${server.url}/protocols/${protocol}/sheet?hold=60s&sets=3&lang=${language}`);
          for (const font of ["", "DejaVu Sans"]) {
            // A machine without fonts of its own has wide ones.
            if (font !== "") await page.addStyleTag({ content: `html { font-family: "${font}" !important }` });
            assert.deepEqual(await findCut(page), [], sheet);
            assert.ok((await page.locator(".paper").evaluate((paper) => paper.scrollHeight)) <= height, sheet);
          }
          assert.equal(await pagesOf(page, format), 1, sheet);
        }
      // The instruments themselves: what is too wide is found, and what is too long takes a second page.
      await page.addStyleTag({ content: "ol p { white-space: nowrap; width: 4mm; overflow: hidden }" });
      assert.notDeepEqual(await findCut(page), []);
      await page.addStyleTag({ content: "ol li { height: 60mm }" });
      assert.ok((await pagesOf(page, format)) > 1);
      await context.close();
    });
  }

  it("has a button that prints where script runs, and a way back", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const context = await running.browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.addInitScript(() => {
        window.print = () => document.body.setAttribute("data-printed", "");
      });
      await page.goto(`${server.url}/take-along?${session}`);
      await page.locator("[aria-labelledby=paper] a").click();
      await page.locator(".paper").waitFor();
      assert.equal(await page.locator("[data-print]").isVisible(), javaScriptEnabled);
      if (javaScriptEnabled) {
        await page.locator("[data-print]").click();
        await page.locator("[data-printed]").waitFor();
      }
      await page.locator(".bar a").click();
      await page.waitForURL(/\/take-along\?.*first=right/);
      await context.close();
    }
  });

  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 390, 320])
      it(`is accessible in ${colorScheme} at ${width} pixels`, async () => {
        const context = await running.browser.newContext({ colorScheme, viewport: { width, height: 800 } });
        const page = await context.newPage();
        await page.goto(`${server.url}/take-along?${session}`);
        await showAddress(page);
        await page.locator(".feed details").evaluate((details) => details.setAttribute("open", ""));
        await passes(page, "take along");
        await page.goto(`${server.url}/take-along?protocol=psoas-lying-1&hold=1s`);
        await passes(page, "what cannot be");
        await page.goto(`${server.url}/protocols/psoas-lying-2/sheet?lang=de`);
        await passes(page, "sheet");
        await context.close();
      });
});

/** A page that shows the feed's address: the one that makes it, or gives it another. */
async function showAddress(page: Page): Promise<void> {
  const renew = page.locator(".feed summary");
  if ((await renew.count()) > 0) {
    await renew.click();
    await page.locator("form[action$='/renew'] button").click();
  } else await page.locator("form[action='/take-along/feed'] button").click();
  await page.locator("#address").waitFor();
}

/** Texts and pictures that reach out of what holds them, or out of the paper. */
const findCut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const paper = document.querySelector(".paper");
    if (paper === null) return ["There is no paper."];
    const { left, right, bottom } = paper.getBoundingClientRect();
    return [...paper.querySelectorAll("*:not(svg *)")]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const isOut = box.left < left - 1 || box.right > right + 1 || box.bottom > bottom + 1;
        return (
          isOut ||
          (element instanceof HTMLElement && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        );
      })
      .map((element) => element.outerHTML.slice(0, 80));
  });

async function pagesOf(page: Page, format: string): Promise<number> {
  const pdf = await page.pdf({ format });
  return (pdf.toString("latin1").match(/\/Type \/Page$/gm) ?? []).length;
}

async function passes(page: Page, state: string): Promise<void> {
  await passesAxe(page, state);
  const [wide, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(wide, shown, `${state} scrolls sideways`);
}
