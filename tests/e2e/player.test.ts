import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { clock, moveTo, openGuide, reach, sequenceOf, shortest, start } from "./guide.ts";
import { keepHouse } from "./household.ts";

const choices = { ...shortest, protocol: "psoas-lying-2", sets: "4" };

/** Which leg it is, by the language of the page. */
const legs = { en: "Right leg", de: "Rechtes Bein", es: "Pierna derecha" };

const isDimmed = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector(".playing")?.classList.contains("dimmed") === true);

const isPaused = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector<HTMLAudioElement>("[data-track]")?.paused === true);

describe("the player", () => {
  const house = keepHouse();

  for (const [lang, leg] of Object.entries(legs))
    it(`fits phones from 320 to 430 pixels, and says which leg in large letters, in ${lang}`, async () => {
      const context = await house.browser.newContext({ locale: lang, viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      await openGuide(context, house.url, { ...choices, lang }, page);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      const { cues } = await sequenceOf(house.url, { ...choices, lang });
      const holds = cues.filter(({ kind }) => kind === "hold");
      assert.equal(holds.length, 8);
      await start(page);
      const sizes: (readonly [number, number])[] = [
        [320, 568],
        [360, 740],
        [390, 664],
        [390, 844],
        [430, 932],
      ];
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        for (const hold of [holds[1], holds[7]]) {
          await moveTo(page, (hold?.atMs ?? 0) + 9000);
          await page.waitForFunction((leg) => document.querySelector("[data-leg]")?.textContent === leg, leg);
          const at = `${lang} ${width} × ${height}`;
          assert.deepEqual(await outside(page, ".playing"), [], at);
          await page.locator("[data-set]", { hasText: hold === holds[1] ? /1.*4/ : /4.*4/ }).waitFor();
        }
        if (width !== 390) continue;
        const letters = await page.locator("[data-leg]").evaluate((element) => {
          const { fontSize, textTransform } = getComputedStyle(element);
          return [parseFloat(fontSize), textTransform] as const;
        });
        assert.ok(letters[0] >= 36 && letters[1] === "uppercase", letters.join(" "));
      }
      await page.keyboard.press("h");
      await page.locator("[data-view=hurt]").waitFor();
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        assert.deepEqual(await outside(page, ".hurt"), [], `the question, ${lang} ${width} × ${height}`);
      }
      await context.close();
    });

  it("says after a hold which side is next", async () => {
    const page = await openGuide(house.context, house.url, { ...choices, lang: "en" });
    const { steps } = await sequenceOf(house.url, { ...choices, lang: "en" });
    await start(page);
    for (const [side, next] of [
      ["left", "Next: right side"],
      ["right", "Next: left side"],
    ] as const) {
      const release = steps.find((step) => step.role === "release" && step.side === side);
      await moveTo(page, (release?.atMs ?? 0) + 500);
      await page.waitForFunction((next) => document.querySelector("[data-set]")?.textContent === next, next);
    }
    await page.close();
  });

  it("dims by itself, and a first touch only wakes it; a key works at once", async () => {
    const page = await openGuide(house.context, house.url, { ...choices, lang: "en" });
    await start(page);
    await reach(page, 500);
    assert.equal(await isDimmed(page), false);
    await page.waitForFunction(() => document.querySelector(".playing.dimmed") !== null, null, { timeout: 30_000 });

    await page.mouse.click(20, 200);
    assert.deepEqual([await isDimmed(page), await isPaused(page)], [false, false]);
    await page.mouse.click(20, 200);
    await page.waitForFunction(() => document.querySelector<HTMLAudioElement>("[data-track]")?.paused);
    await page.mouse.click(20, 200);
    await page.waitForFunction(() => document.querySelector<HTMLAudioElement>("[data-track]")?.paused === false);

    // On a button, too: nothing is stopped by a hand in the dark.
    await page.locator("[data-do=dim]").click();
    assert.equal(await isDimmed(page), true);
    const before = await clock(page);
    await page.locator("[data-do=stop]").click();
    assert.deepEqual([await isDimmed(page), await page.locator("[data-view=after]").isVisible()], [false, false]);
    await reach(page, before + 200);

    await page.locator("[data-do=dim]").click();
    await page.keyboard.press("Space");
    await page.waitForFunction(() => document.querySelector<HTMLAudioElement>("[data-track]")?.paused);
    assert.equal(await isDimmed(page), false);
    await page.close();
  });
});

/** What stands outside of the room that a view leaves for it. */
const outside = (page: Page, view: string): Promise<readonly string[]> =>
  page.evaluate((view) => {
    const element = document.querySelector(view);
    if (element === null) return [view];
    const { left, right } = element.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    const [from, to] = [left + parseFloat(paddingLeft) - 0.5, right - parseFloat(paddingRight) + 0.5];
    return [...element.querySelectorAll("*")]
      .filter((one) => one.closest("svg, .stage, .sr") === null)
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && (box.left < from || box.right > to || one.scrollWidth > one.clientWidth + 1);
      })
      .map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`);
  }, view);
