import assert from "node:assert/strict";
import { makeRoom } from "./processes.ts";
import { chartHip, describeElsewhere, describeIn } from "./scenarios.ts";
import { startWebKit } from "./webkit.ts";

describeIn("WebKit", startWebKit);

describeElsewhere(
  "in WebKit without a language",
  async () => {
    const room = await makeRoom();
    return { room, browser: await startWebKit(room, { LANG: "C.UTF-8" }) };
  },
  "a hip that is typed in is charted",
  async (page, url) => {
    await page.open(url);
    assert.equal(await page.evaluate(() => navigator.language), "C");
    await chartHip(page, url);
  },
);
