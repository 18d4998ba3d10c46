import assert from "node:assert/strict";
import { startFirefox } from "./firefox.ts";
import { makeRoom } from "./processes.ts";
import { describeElsewhere, describeIn, openGuide } from "./scenarios.ts";

describeIn("Firefox", startFirefox);

describeElsewhere(
  "in Firefox with scrollbars that take room and without a sound device",
  async () => {
    const room = await makeRoom("none");
    return { room, browser: await startFirefox(room, { "ui.useOverlayScrollbars": 0 }) };
  },
  "a sheet covers the whole window, and it is said that the sound cannot be played",
  async (page, url) => {
    const bar = (): Promise<number> => page.evaluate(() => innerWidth - document.documentElement.clientWidth);
    await openGuide(page, url);
    assert.ok((await bar()) > 0, "the page has a scrollbar");
    await page.click("#session .main");
    await page.see("#first .main");
    assert.equal(await bar(), 0);
    await page.click("#first .main");
    await page.see("[data-notice]", "This device cannot play the sound.");
  },
);
