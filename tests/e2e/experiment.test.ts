import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keepHouse } from "./household.ts";

describe("one's own experiment", () => {
  const house = keepHouse();

  it("draws a side after five days, and the guide then plays that side alone", async () => {
    const context = await house.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await page.goto(house.url);
    assert.match((await page.locator("[data-sides]").textContent()) ?? "", /both sides/);

    for (const ago of [5, 4, 3, 2, 1]) {
      await page.goto(`${house.url}/measure`);
      await page.locator(".ways > summary").click();
      const day = new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
      for (const [name, value] of Object.entries({ left: `${10 + (ago % 2)}`, right: "10", day }))
        await page.locator(`form[action="/measure"] [name=${name}]`).fill(value);
      await page.locator('form[action="/measure"] button').click();
      await page.locator(".saved").waitFor();
    }
    await page.locator('.further a[href="/experiment"]').click();
    await page.locator('form[action="/experiment"] button').click();
    const said = (await page.locator("[data-experiment=running] .last").textContent()) ?? "";
    const side = /Stretched: (left|right)/.exec(said)?.[1];
    assert.ok(side, said);

    // What the device remembers of another time does not bring the other side back.
    await page.goto(house.url);
    assert.equal(await page.locator("[name=only]:checked").getAttribute("value"), side);
    await page.locator("[data-sides]", { hasText: "one side" }).waitFor();
    const change = page.locator('[data-protocol="psoas-lying-1"] [data-step="change"]');
    await change.waitFor({ state: "hidden" });
    await page.locator("label", { has: page.locator("[name=only][value='']") }).click();
    await page.locator("[data-sides]", { hasText: "both sides" }).waitFor();
    await page.locator(".steps > summary").click();
    await change.waitFor();
    await page.reload();
    assert.equal(await page.locator("[name=only]:checked").getAttribute("value"), side);

    await page.goto(`${house.url}/experiment`);
    await page.locator('form[action="/experiment/end"] button').click();
    await page.locator("[data-experiment=open]").waitFor();
    await page.goto(house.url);
    assert.equal(await page.locator("[name=only]:checked").getAttribute("value"), "");
    await context.close();
  });
});
