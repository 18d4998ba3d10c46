import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { passesAxe } from "./axe.ts";
import { keepHouse } from "./household.ts";

const narrow = { width: 320, height: 640 };

describe("the questions every four weeks", () => {
  const house = keepHouse();

  it("are answered, told, corrected and deleted, without script too", async () => {
    const context = await house.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${house.url}/progress`);
    await page.getByRole("link", { name: "Questions every four weeks" }).click();
    await page.getByRole("group", { name: "Pain" }).getByLabel("6", { exact: true }).check();
    await page.getByLabel("I sleep less well because of my back.").check();
    await page.getByLabel("Activity 1").fill("Tie my shoes");
    await page.getByRole("button", { name: "Save the answers" }).click();

    // a fault: nothing is lost, and its place is a link
    await page.getByRole("link", { name: "“Tie my shoes” has no number yet" }).click();
    assert.ok(page.url().endsWith("#activity-1"));
    assert.equal(await page.getByLabel("I sleep less well because of my back.").isChecked(), true);
    await page.locator("#activity-1 select").selectOption("3");
    await page.getByRole("button", { name: "Save the answers" }).click();
    await page.getByText("Pain 6 of 10, on average over the week").waitFor();
    await page.getByText("1 of 24 sentences applied on the day").waitFor();
    await page.getByRole("heading", { name: "Ask a clinician" }).waitFor();

    await page.locator("main summary").click();
    await page.getByRole("link", { name: "Correct the answers" }).click();
    assert.equal(await page.getByLabel("Activity 1").inputValue(), "Tie my shoes");
    await page.getByRole("group", { name: "Pain" }).getByLabel("4", { exact: true }).check();
    await page.getByRole("button", { name: "Save the answers" }).click();
    await page.getByText("Pain 4 of 10, on average over the week").waitFor();
    assert.equal(await page.locator(".all tbody tr").count(), 1);

    await page.locator("main summary").click();
    await page.getByRole("button", { name: "Delete these answers" }).click();
    await page.getByRole("button", { name: "Ask again in a week" }).waitFor();
    await context.close();
  });

  for (const [name, options] of [
    ["light", { colorScheme: "light", viewport: narrow }],
    ["dark", { colorScheme: "dark", viewport: narrow }],
    ["in the longest words", { locale: "de", viewport: narrow }],
  ] as const)
    it(`are accessible, 320 pixels wide, ${name}`, async () => {
      const context = await house.browser.newContext(options);
      const page = await context.newPage();
      await page.goto(`${house.url}/questions/new`);
      await passes(page, "the form");
      await page.locator(`[name=pain][value="3"]`).check();
      await page.locator("[name=none]").check();
      await page.locator("[name=statement]").first().check();
      await page.locator(".button.main").click();
      await page.locator(".notice[role=alert]").waitFor();
      await passes(page, "the form, with a fault");
      await page.locator("[name=none]").uncheck();
      await page.locator(".button.main").click();
      await page.locator("[data-instrument=pain]").waitFor();
      await answer(house.url, 8);
      await page.reload();
      await page.locator(".scores svg").first().waitFor();
      await page.locator("main summary").first().click();
      await passes(page, "the scores");
      await context.close();
    });
});

/** Answers as of four weeks ago, from another program. */
async function answer(url: string, pain: number): Promise<void> {
  const hex = (digits: number): string =>
    [...crypto.getRandomValues(new Uint8Array(digits))].map((byte) => (byte % 16).toString(16)).join("");
  const answeredAt = new Date(Date.now() - 28 * 86_400_000).toISOString();
  const response = await fetch(`${url}/api/questionnaires/${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      edition: 1,
      answeredAt,
      utcOffsetMinutes: 0,
      language: "en",
      pain,
      statements: [],
      activities: [],
    }),
  });
  assert.equal(response.status, 204);
}

/** What a finger finds without looking, less a hair for rounding. */
const targetPixels = 44 - 0.5;

async function passes(page: Page, state: string): Promise<void> {
  await passesAxe(page, state);
  const [wide, small] = await page.evaluate((least) => {
    const targets = [...document.querySelectorAll<HTMLElement>("main :is(label, button, select, summary, .notice a)")];
    return [
      document.documentElement.scrollWidth - innerWidth,
      targets
        .map((target) => ({ name: target.textContent.trim(), size: target.getBoundingClientRect() }))
        .filter(({ size }) => size.height > 0 && size.height < least)
        .map(({ name, size }) => `${name}: ${size.height}`),
    ] as const;
  }, targetPixels);
  assert.ok(wide <= 0, `${state} is ${wide} pixels too wide.`);
  assert.deepEqual(small, [], state);
}
