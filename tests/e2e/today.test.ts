import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { isInView } from "./guide.ts";
import { answerScreening, startUnscreened, type Server } from "./server.ts";

/** A small phone, with the browser's own bars around the page. */
const phone = { viewport: { width: 390, height: 664 }, isMobile: true, hasTouch: true } as const;

describe("the first page on a phone", () => {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;

  before(async () => {
    server = await startUnscreened();
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  const open = async (locale: string): Promise<Page> => {
    const page = await (await running.browser.newContext({ ...phone, locale, timezoneId: "Europe/Berlin" })).newPage();
    await page.goto(server.url);
    return page;
  };

  /** The loud buttons that can be tapped without scrolling. */
  const loud = (page: Page): Promise<string[]> =>
    page.locator(".button.main, .button.ask").evaluateAll((buttons) =>
      buttons
        .filter((button) => {
          const box = button.getBoundingClientRect();
          const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return box.width > 0 && middle !== null && button.contains(middle);
        })
        .map((button) => (button as HTMLElement).innerText.trim()),
    );

  it("shows one button that works, in every language; afterwards the same place starts the session", async () => {
    for (const locale of ["en", "de", "es"]) {
      const page = await open(locale);
      assert.equal((await loud(page)).length, 1);
      assert.equal(await isInView(page, ".what .ask"), true, locale);
      await page.locator(".what .ask").tap();
      await page.waitForURL("**/screening");
      await page.locator("[name=go][value=none]").waitFor();
      await page.context().close();
    }

    await answerScreening(server.url, []);
    const page = await open("en");
    await page.waitForFunction(() => document.querySelector(".guide")?.classList.contains("at-top"));
    assert.deepEqual(await loud(page), ["Start, then lie down"]);
    await page.locator(".what [form=session]").tap();
    await page.locator("#first").waitFor();
    await page.context().close();
  });

  it("says what comes first instead of anything to start, and where one is stays in view", async () => {
    await answerScreening(server.url, ["numb-between-thighs"]);
    const page = await open("en");
    await page.getByRole("heading", { name: "Go to emergency care now." }).waitFor();
    assert.equal(await isInView(page, "[data-care] h1"), true);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(
      await page
        .locator("button, a.button")
        .evaluateAll((all) =>
          all
            .filter((one) => one.checkVisibility() && one.closest("main") !== null)
            .map((one) => one.textContent.trim()),
        ),
      ["What to do now"],
    );
    await page.evaluate(() => {
      scrollTo(0, document.body.scrollHeight);
    });
    assert.equal(await isInView(page, ".places"), true);
    await page.getByRole("link", { name: "What to do now" }).tap();
    await page.waitForURL("**/screening");
    assert.equal(await page.locator(".places [aria-current]").textContent(), "More");
    await page.context().close();
  });

  it("gives a reminder with an alarm in one tap", async () => {
    await answerScreening(server.url, []);
    const page = await open("en");
    await page.goto(`${server.url}/sitting`);
    const downloads = page.waitForEvent("download");
    await page.locator(".reminder .button").tap();
    const file = await readFile(await (await downloads).path(), "utf8");
    assert.match(file, /BEGIN:VALARM/);
    assert.match(file, /DTSTART;TZID=Europe\/Berlin:\d{8}T200000/);
    await page.context().close();
  });
});
