import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { openGuide, playABit, shortest } from "./guide.ts";
import { keepHouse } from "./household.ts";

/** Types a reading in, as a person does. */
async function type(page: Page, url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`${url}/measure`);
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form[action="/measure"] [name=${name}]`);
    await (name === "moment" ? field.selectOption(value) : field.fill(value));
  }
  await page.locator('form[action="/measure"] button').click();
  await page.locator(".readings").waitFor();
}

/** How many points of a chart's canvas are not empty. */
const inkOf = (page: Page, chart: number): Promise<number> =>
  page
    .locator("[data-chart] canvas")
    .nth(chart)
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const data = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      let ink = 0;
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) ink++;
      return ink;
    });

describe("what has changed", () => {
  const house = keepHouse();

  it("is drawn over time, told in words, and stands in tables beside it", async () => {
    const context = await house.browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await page.goto(`${house.url}/progress`);
    await page.locator(".empty .button").click();
    await page.waitForURL("**/measure");

    await type(page, house.url, { left: "3", right: "8", day: "2026-01-05" });
    const one = await inkOf(page, 0);
    assert.match(
      (await page.locator(".verdicts").textContent()) ?? "",
      /1 measuring day so far; before 5 nothing is called a change/,
    );
    await type(page, house.url, { left: "12,5", right: "9", day: "2026-02-20" });
    assert.match(
      (await page.locator(".verdicts").textContent()) ?? "",
      /Left: 12° below the horizontal on .* 2 measuring days so far/,
    );
    assert.match((await page.locator(".verdicts").textContent()) ?? "", /Right: 9° below the horizontal/);
    assert.equal(await page.locator(".readings tbody tr").count(), 4);
    // Two readings with their bars are more than one, on the same axes.
    assert.notEqual(await inkOf(page, 0), one);
    assert.ok((await inkOf(page, 1)) > 0);

    // Wider or narrower, it is drawn anew for the room there is.
    await page.setViewportSize({ width: 390, height: 800 });
    await page.waitForFunction(() => {
      const canvas = document.querySelector("[data-chart] canvas");
      return canvas !== null && canvas.getBoundingClientRect().width <= 390;
    });
    const readings = page.locator(".readings tbody tr").first();
    await readings.locator("summary").click();
    await readings.locator("[name=below]").fill("4");
    await readings.locator("[name=below]").press("Enter");
    await page.getByText("corrected from 9.0°").waitFor();
    await page.locator(".readings tbody tr").first().locator("summary").click();
    await page.locator(".readings tbody tr").first().locator(".danger").click();
    await page.waitForFunction(() => document.querySelectorAll(".readings tbody tr").length === 3);

    const { status, text } = await page.evaluate(async () => {
      const answer = await fetch("/progress.csv");
      return { status: answer.status, text: await answer.text() };
    });
    assert.equal(status, 200);
    assert.equal(text.trim().split("\n").length, 4);
    await context.close();
  });

  it("shows on how many days of a week was practised, under the minutes and in the same places", async () => {
    const context = await house.browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await type(page, house.url, { left: "10", day: yesterday });
    const [minutes, days] = [await inkOf(page, 1), await inkOf(page, 2)];
    await openGuide(context, house.url, { ...shortest, protocol: "psoas-lying-1" }, page);
    const id = await playABit(page);
    const corrected = await fetch(`${house.url}/api/sessions/${id}/correction`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ correctedAt: new Date().toISOString(), leftMs: 240_000, rightMs: null }),
    });
    assert.equal(corrected.status, 204, `${id}: ${await corrected.text()}`);
    await page.goto(`${house.url}/progress`);
    assert.ok((await inkOf(page, 1)) > minutes, "The minutes of the left are drawn.");
    assert.ok((await inkOf(page, 2)) > days, "The day is drawn.");
    assert.match((await page.locator("[aria-labelledby=weeks] tbody tr").first().textContent()) ?? "", /1\s*4:00/);
    const places = await page
      .locator("[data-chart] .u-over")
      .evaluateAll((plots) => plots.map((plot) => [plot.getBoundingClientRect().left, plot.clientWidth].join()));
    assert.equal(places.length, 3);
    assert.equal(new Set(places).size, 1, places.join(" | "));
    await context.close();
  });
});
