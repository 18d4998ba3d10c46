import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { passesAxe, type Asked } from "./axe.ts";
import { moveTo, openGuide, playAt, reach, sequenceOf, shortest, start, storedSession } from "./guide.ts";
import { keepHouse } from "./household.ts";
import { zipOf } from "./zip.ts";

type Surroundings = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** The markup is the same in each; what is asked of it beyond its looks is asked where it is seen first, and in other words. */
const surroundings: readonly (readonly [string, Asked, Surroundings])[] = [
  ["light, on a desk", "everything", { colorScheme: "light", viewport: { width: 1280, height: 800 } }],
  ["dark, on a phone", "looks", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
  ["with reduced motion, 320 pixels wide", "looks", { reducedMotion: "reduce", viewport: { width: 320, height: 640 } }],
  // Zoomed to twice its size, a window of 1280 by 800 has room for half as many pixels (WCAG 1.4.10).
  [
    "dark, at 200 % zoom",
    "looks",
    { colorScheme: "dark", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  ],
  ["in the longest words, 320 pixels wide", "everything", { locale: "de", viewport: { width: 320, height: 640 } }],
];

/** What a finger finds without looking: twice the 24 pixels that WCAG 2.5.8 asks for, less a hair for rounding. */
const targetPixels = 44 - 0.5;

describe("every page and state is accessible", () => {
  const house = keepHouse();

  for (const [name, asked, options] of surroundings) {
    it(name, async () => {
      const passes = (page: Page, state: string): Promise<void> => passesAxe(page, state, asked);
      const context = await house.browser.newContext(options);
      const choices = { ...shortest, protocol: "psoas-lying-2", lang: "en" };
      const { cues } = await sequenceOf(house.url, choices);
      const hold = cues.find(({ kind }) => kind === "hold");
      assert.ok(hold);
      const page = await openGuide(context, house.url, choices);
      await restTheBar(page);
      await passes(page, "guide");
      await fits(page);

      // Each person's first start asks; here one household was asked before.
      await page.locator(".guide").evaluate((guide) => guide.setAttribute("data-safety-read", "false"));
      await page.locator("#session .main").click();
      await page.locator("#first").waitFor();
      await passes(page, "first time");
      await page.keyboard.press("Escape");

      const id = await start(page);
      await page.locator(".playing .progress i").first().waitFor();
      await passes(page, "playing");
      await hasLargeTargets(page);
      await page.keyboard.press("Space");
      await page.locator(".paused").waitFor();
      await passes(page, "paused");

      await page.keyboard.press("Space");
      await moveTo(page, hold.atMs);
      await reach(page, hold.atMs + 700);
      await page.reload();
      await page.locator("#resume").waitFor();
      await passes(page, "interrupted");
      await page.keyboard.press("Enter");
      await page.locator(".playing .progress i").first().waitFor();

      await moveTo(page, hold.atMs);
      await page.keyboard.press("Escape");
      await page.locator("[data-view=after]").waitFor();
      await passes(page, "after it");
      await page.locator("[name=pain][value='7']").check();
      await page.locator("[data-stops]").waitFor();
      await passes(page, "after it, with pain");
      await hasLargeTargets(page);
      await fits(page);
      // What was tapped is kept; who takes it back has no two days of rest.
      await page.locator("[name=pain][value='2']").check();
      await storedSession(house.url, id, ({ after }) => after?.pain === 2);
      await page.locator("[data-do=close]").click();

      await page.goto(house.url);
      await page.locator("[data-today]").waitFor();
      await restTheBar(page);
      await passes(page, "today");
      await fits(page);

      for (const path of [
        "/progress/practice",
        "/progress/device",
        `/sessions/${id}`,
        "/protocols",
        "/protocols/psoas-lying-1?seconds=45",
        "/voices",
        "/screening",
        "/screening/questions",
        "/nowhere",
      ]) {
        await page.goto(house.url + path);
        await passes(page, path);
        await fits(page);
      }

      await page.goto(`${house.url}/explain`);
      await passes(page, "what the stretch does");
      await fits(page);
      await page.evaluate(() => {
        for (const part of document.querySelectorAll<HTMLDetailsElement>("main details")) part.open = true;
      });
      await passes(page, "what the stretch does, unfolded");
      await fits(page);
      await page.locator("[name=mass]").fill("-3");
      await page.locator("[name=left]").fill("12");
      await page.locator("[name=right]").fill("-4");
      await page.keyboard.press("Enter");
      await page.locator("[data-answer=own] .sides").first().waitFor();
      for (const details of await page.locator("[data-answer] details").all())
        await details.evaluate((element) => element.setAttribute("open", ""));
      await passes(page, "what the stretch does, asked with a fault");
      await fits(page);

      await page.goto(`${house.url}/next`);
      await passes(page, "what next");
      await page.locator(".prescribed summary").click();
      await page.locator("#fix-hold").selectOption("60");
      await page.locator(".prescribed button").click();
      await page.locator(".faults").waitFor();
      await passes(page, "what next, fixed by nobody");
      await fits(page);

      await page.goto(`${house.url}/sitting`);
      await passes(page, "sitting, without a plan");
      await page.locator(".plan details > summary").click();
      await page.locator("[name=limit]").fill("500");
      await page.locator("[name=limit]").press("Enter");
      await page.locator(".sitting .faults").waitFor();
      await passes(page, "sitting, with a fault");
      await page.locator("[name=limit]").fill("30");
      await page.locator("[name=limit]").press("Enter");
      await page.locator("[data-desk]").waitFor();
      await page.locator(".calendar form .button").first().click();
      await page.locator("#address").waitFor();
      await passes(page, "sitting, with a plan");
      await fits(page);

      await page.goto(`${house.url}/measure`);
      await passes(page, "measuring");
      await fits(page);
      await page.locator(".ways").evaluate((ways) => ways.setAttribute("open", ""));
      await page.locator("#left").fill("ninety");
      await page.locator("#left").press("Enter");
      await page.locator(".faults").waitFor();
      await passes(page, "measuring, with a fault");
      await page.locator("#left").fill("9");
      await page.locator("#left").press("Enter");
      await page.locator(".plot.angle").first().waitFor();
      await passes(page, "progress, with nothing unfolded");
      await page.evaluate(() =>
        document.querySelectorAll("main details").forEach((part) => part.setAttribute("open", "")),
      );
      await passes(page, "what has changed");
      await fits(page);

      await beginVoice(page, house.url);
      await passes(page, "recording a voice");
      await fits(page);
      await page.locator("[data-do=record]").click();
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>("[data-booth]")?.dataset["seconds"]) > 0.5,
      );
      await passes(page, "recording a sentence");
      await page.locator("[data-do=record]").click();
      await page.locator("[data-take]").waitFor();
      await passes(page, "a sentence is recorded");
      await fits(page);

      await page.goto(`${house.url}/voices`);
      await page.locator(".voice-list summary").last().click();
      await passes(page, "changing a voice");
      await fits(page);
      await bringInBroken(page);
      await passes(page, "a file with faults");
      await fits(page);
      await context.close();
    });
  }

  it("announces each phase once, in the language it is spoken in", async () => {
    const context = await house.browser.newContext();
    const choices = { ...shortest, protocol: "psoas-lying-1", lang: "de" };
    const page = await openGuide(context, house.url, choices);
    const { steps } = await sequenceOf(house.url, choices);
    await page.evaluate(() => {
      const announced: string[] = [];
      Object.assign(window, { announced });
      const live = document.querySelector("[data-live]");
      if (live === null) return;
      new MutationObserver(() =>
        announced.push(`${live.closest("[lang]")?.getAttribute("lang")}: ${live.textContent}`),
      ).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await start(page);
    await playAt(page, 8);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    const announced = await page.evaluate(() => (window as unknown as { announced: string[] }).announced);
    // Steps that follow each other under one name are one phase.
    const phases = steps.map(({ title }) => `de: ${title}`).filter((title, index, all) => title !== all[index - 1]);
    assert.ok(phases.length > 5);
    assert.deepEqual(announced, phases);
    await context.close();
  });

  it("can be played with the keyboard alone, on a device that refuses to keep its screen on", async () => {
    // A list of permissions denies all others, the wake lock among them.
    const context = await house.browser.newContext({ permissions: ["geolocation"] });
    const page = await openGuide(context, house.url, { ...shortest, protocol: "psoas-lying-1" });
    await page.locator("#session .main").focus();
    await page.keyboard.press("Enter");
    if (await page.locator("#first").isVisible()) {
      await page.locator("#first .main").focus();
      await page.keyboard.press("Enter");
    }
    await page.locator(".playing .progress i").first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Pause");
    // The clock stands still, so that going back leads to the step before however slow this machine is.
    await page.keyboard.press("Space");
    await page.locator(".paused").waitFor();
    const live = page.locator("[data-live]");
    const said = await live.textContent();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((said) => document.querySelector("[data-live]")?.textContent !== said, said);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((said) => document.querySelector("[data-live]")?.textContent === said, said);
    await page.keyboard.press("Escape");
    await page.locator("[data-verdict]:focus").waitFor();
    await context.close();
  });
});

/** The bar with the button lies over what is scrolled under it. At the end of the form that is nothing. */
const restTheBar = (page: Page): Promise<void> =>
  page.locator("#session").evaluate((form) => form.scrollIntoView({ block: "end", behavior: "instant" }));

/** Begins a voice with the longest name that is one word, on a device whose microphone hears a steady tone. */
async function beginVoice(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const context = new AudioContext();
      const [tone, half, heard] = [
        context.createOscillator(),
        context.createGain(),
        context.createMediaStreamDestination(),
      ];
      half.gain.value = 0.5;
      tone.connect(half).connect(heard);
      tone.start();
      return Promise.resolve(heard.stream);
    };
  });
  await page.goto(`${url}/voices`);
  await page.locator("#name").fill("m".repeat(80));
  await page.locator("form[action='/voices'] .main").click();
  await page.locator("[data-booth]").waitFor();
}

/** Brings a shipped voice in, with a fault in every one of its files. */
async function bringInBroken(page: Page): Promise<void> {
  const manifest = await readFile(new URL("../../voices/en-heart/manifest.json", import.meta.url));
  const { clips } = JSON.parse(manifest.toString()) as { clips: { file: string }[] };
  await page.locator("#archive").setInputFiles({
    name: "broken.zip",
    mimeType: "application/zip",
    buffer: zipOf([
      ["en-heart/manifest.json", manifest],
      ...clips.map(({ file }) => [`en-heart/${file.replace(".opus", ".opux")}`, Buffer.from("no sound")] as const),
    ]),
  });
  await page.locator("form[action='/voices/import'] .button").click();
  await page.locator(".faults li").nth(10).waitFor();
}

/** Everything in the player that can be tapped is large enough for a finger, and none lies on another. */
async function hasLargeTargets(page: Page): Promise<void> {
  const boxes = await page.locator("#player").evaluate((player) =>
    [...player.querySelectorAll<HTMLElement>("button, a, label, textarea, select, summary")]
      .filter((target) => target.checkVisibility() && (target.tagName !== "LABEL" || target.querySelector("input")))
      .map((target) => {
        const { x, y, width, height } = target.getBoundingClientRect();
        return { name: target.getAttribute("aria-label") ?? target.textContent.trim(), x, y, width, height };
      }),
  );
  assert.ok(boxes.length > 3);
  assert.deepEqual(
    boxes.filter(({ width, height }) => width < targetPixels || height < targetPixels),
    [],
  );
  const clashes = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => overlap(one.x, one.width, other.x, other.width) > 1)
      .filter((other) => overlap(one.y, one.height, other.y, other.height) > 1)
      .map((other) => `${one.name} × ${other.name}`),
  );
  assert.deepEqual(clashes, []);
}

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);

/** Nothing makes the page scroll sideways. */
async function fits(page: Page): Promise<void> {
  const [wide, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(wide, shown);
}
