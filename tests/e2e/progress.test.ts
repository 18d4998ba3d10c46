import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { openGuide, playABit, shortest } from "./guide.ts";
import { keepHouse } from "./household.ts";

/** Types a reading in, as a person does. */
async function type(page: Page, url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`${url}/measure`);
  await page.locator(".ways > summary").click();
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form[action="/measure"] [name=${name}]`);
    await (name === "moment" ? field.selectOption(value) : field.fill(value));
  }
  await page.locator('form[action="/measure"] button').click();
  await page.locator(".saved").waitFor();
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Unfolds every part of the page. */
const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));

describe("what has changed", () => {
  const house = keepHouse();

  it("is drawn over time, told in words, and stands in tables beside it", async () => {
    const context = await house.browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await page.goto(`${house.url}/progress`);
    await page.locator(".empty a[href='/measure']").click();
    await page.waitForURL("**/measure");

    await type(page, house.url, { left: "3", right: "8", day: daysAgo(45) });
    assert.equal(await page.locator(".better").textContent(), "Too early to say: 1 of 5 measuring days.");
    await unfold(page);
    assert.match(
      (await page.locator(".verdicts").textContent()) ?? "",
      /1 measuring day so far; before 5 nothing is called a change/,
    );
    const drawn = page.locator("[aria-labelledby=over] > .plots [data-side=left] .day");
    assert.equal(await drawn.count(), 1);
    await type(page, house.url, { left: "12,5", right: "9", day: daysAgo(3) });
    assert.equal(await page.locator(".saved p").textContent(), "Saved: Left 12.5°, Right 9.0°.");
    await unfold(page);
    assert.match(
      (await page.locator(".verdicts").textContent()) ?? "",
      /Left: 12° below the horizontal on .* 2 measuring days so far/,
    );
    assert.match((await page.locator(".verdicts").textContent()) ?? "", /Right: 9° below the horizontal/);
    assert.equal(await page.locator(".readings tbody tr").count(), 4);
    assert.equal(await drawn.count(), 2);

    // On a phone it is as wide as there is room, and high enough to be read.
    await page.setViewportSize({ width: 390, height: 800 });
    for (const plot of await page.locator(".plot svg:visible").all()) {
      const box = await plot.boundingBox();
      assert.ok(box !== null && box.width <= 390 && box.height >= 180, JSON.stringify(box));
    }
    const readings = page.locator(".readings tbody tr").first();
    await readings.locator("[name=below]").fill("4");
    await readings.locator("[name=below]").press("Enter");
    await page.getByText("corrected from 9.0°").waitFor({ state: "attached" });
    await unfold(page);
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

  it("shows this week against its goal, and the minutes held", async () => {
    const context = await house.browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    await openGuide(context, house.url, { ...shortest, protocol: "psoas-lying-1" }, page);
    const id = await playABit(page);
    const corrected = await fetch(`${house.url}/api/sessions/${id}/correction`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ correctedAt: new Date().toISOString(), leftMs: 240_000, rightMs: null }),
    });
    assert.equal(corrected.status, 204, `${id}: ${await corrected.text()}`);
    await page.goto(`${house.url}/progress`);
    await page.getByText("This week: one day (goal 5).").waitFor();
    assert.equal(await page.locator(".this-week .done").count(), 1);
    assert.match((await page.locator(".bar.left title").textContent()) ?? "", /left 4:00/);
    await context.close();
  });

  it("asks about a minus by mistake, without script too, and takes back what was saved", async () => {
    const context = await house.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const day of ["2026-03-02", "2026-03-04", "2026-03-06"]) await type(page, house.url, { left: "10", day });
    await page.goto(`${house.url}/measure`);
    await page.locator(".ways > summary").click();
    await page.locator("#left").fill("-12,5");
    await page.locator("#day").fill("2026-03-08");
    await page.locator("form[action='/measure'] button").click();
    await page.getByText("Did you mean 12.5° below?").waitFor();
    await page.getByRole("button", { name: "Change it" }).click();
    assert.equal(await page.locator("#left").inputValue(), "-12,5");
    await page.locator("form[action='/measure'] button").click();
    await page.getByRole("button", { name: "Save with the other sign" }).click();
    await page.getByText("Saved: Left 12.5°.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    await context.close();
  });
});
