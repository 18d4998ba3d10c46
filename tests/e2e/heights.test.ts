import assert from "node:assert/strict";
import { describe, it, before } from "node:test";
import { keepHouse } from "./household.ts";
import { liveTwoYears, type TwoYears } from "./twoYears.ts";

/** A phone, and how many of its screens a page may be long before anything is unfolded. */
const phone = { width: 390, height: 844 };
const most = 4 * phone.height;

const languages = ["en", "de", "es"] as const;

/** Pages that keep to it. */
const pages = [
  "/",
  "/sitting",
  "/explain",
  "/more",
  "/protocols",
  "/protocols/psoas-lying-1",
  "/protocols/psoas-lying-2",
  "/progress",
  "/progress/practice",
  "/progress/device",
  "/measure",
  "/questions",
  "/next",
  "/experiment",
  "/screening",
] as const;

describe("after two years, on a phone", () => {
  const house = keepHouse();
  let lived: TwoYears;

  before(async () => {
    lived = await liveTwoYears(house.url);
  });

  for (const language of languages)
    it(`no page is longer than four screens, in ${language}`, async () => {
      const context = await house.browser.newContext({ viewport: phone, locale: language });
      const page = await context.newPage();
      const faults: string[] = [];
      for (const path of [...pages, `/sessions/${lived.session}`]) {
        assert.equal((await page.goto(house.url + path))?.status(), 200, path);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        if (height > most) faults.push(`${path} is ${height} pixels long`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > phone.width) faults.push(`${path} is ${width} pixels wide`);
      }
      await context.close();
      assert.deepEqual(faults, []);
    });
});
