import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { passesAxe } from "./axe.ts";
import { hastened } from "./hastened.ts";
import { keepHouse } from "./household.ts";

const gravity = 9.81;

/** A browser hands readings on in steps of 0.1 m/s², and a person's leg is not steadier. */
const withinDegrees = 1;

/** Enough for the page to have seen that the thigh is elsewhere. */
const fewReadings = 4;

/** The motion sensor of a phone that lies along a thigh, and can fall silent. */
interface Thigh {
  /** Turns the thigh so far above the horizontal, and the phone on it so far about its own long axis. */
  turn(raisedDegrees: number, slidDegrees?: number): Promise<void>;
  /** From now on the sensor tells nothing. */
  die(): Promise<void>;
}

describe("a phone on the thigh measures the hip", () => {
  const house = keepHouse();
  let context: BrowserContext | null = null;
  afterEach(async () => {
    await context?.close();
    context = null;
  });

  async function open(
    options: Parameters<Browser["newContext"]>[0] = {},
    script?: string,
  ): Promise<{ page: Page; thigh: Thigh }> {
    context = await house.browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
    await context.grantPermissions(["accelerometer", "gyroscope", "magnetometer"]);
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await page.addInitScript(hastened);
    await page.addInitScript(mayDie);
    await page.addInitScript(noteAsked);
    if (script !== undefined) await page.addInitScript(script);
    const wire = await context.newCDPSession(page);
    // Enabled before the page loads, the sensor is there for it.
    await wire.send("Emulation.setSensorOverrideEnabled", { enabled: true, type: "accelerometer" });
    const read = (raisedDegrees: number, slidDegrees: number): Promise<unknown> => {
      const [raised, slid] = [(raisedDegrees * Math.PI) / 180, (slidDegrees * Math.PI) / 180];
      const xyz = {
        x: gravity * Math.cos(raised) * Math.sin(slid),
        y: gravity * Math.sin(raised),
        z: gravity * Math.cos(raised) * Math.cos(slid),
      };
      return wire.send("Emulation.setSensorOverrideReadings", { type: "accelerometer", reading: { xyz } });
    };
    await read(0, 0);
    await page.goto(`${house.url}/measure`);
    await page.locator("[data-live]").waitFor();
    const thigh: Thigh = {
      turn: async (raised, slid = 0) => {
        await read(raised, slid);
        await page.evaluate(
          (enough) =>
            new Promise<void>((resolve) => {
              let readings = 0;
              addEventListener("devicemotion", () => ++readings === enough && resolve());
            }),
          fewReadings,
        );
      },
      die: () => page.evaluate("window.isDead = true"),
    };
    return { page, thigh };
  }

  /** Waits until something is asked for or told; what is shown instead is what one wants to know where it is not. */
  async function asks(page: Page, sentence: string | RegExp): Promise<void> {
    const shown = page.locator("[data-asks]");
    await shown
      .filter({ hasText: sentence })
      .waitFor({ timeout: 25_000 })
      .catch(async () => assert.fail(`"${await shown.textContent()}" is shown, not ${sentence}`));
  }
  const allAsked = (page: Page): Promise<readonly string[]> =>
    page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  const press = (page: Page, what: string): Promise<void> => page.locator(`[data-measuring] [data-do=${what}]`).click();
  const choose = (page: Page, side: "left" | "right"): Promise<void> =>
    page.locator(`[data-choices] label:has([value=${side}])`).click();
  const begin = (page: Page): Promise<void> => page.locator("[data-choices] .main").click();

  /** Lies with the leg flat, and lifts and lowers it when asked to. */
  async function zeroAndSweep(page: Page, thigh: Thigh): Promise<void> {
    await asks(page, "Leg flat");
    await thigh.turn(0);
    await asks(page, "Lift the leg");
    // On a busy machine the sensor may pause, and then the lift is asked for again.
    do {
      for (let raised = 5; raised <= 35; raised += 5) await thigh.turn(raised);
      for (let raised = 30; raised >= 0; raised -= 5) await thigh.turn(raised);
      for (let still = 0; still < 10; still++) await thigh.turn(0);
    } while ((await page.locator("[data-step=hold]").count()) === 0);
    await asks(page, "let the leg hang");
  }

  async function measure(page: Page, thigh: Thigh, hangsDegrees: number): Promise<void> {
    await zeroAndSweep(page, thigh);
    for (let at = -3; at >= -hangsDegrees; at -= 3) await thigh.turn(at);
    await thigh.turn(-hangsDegrees);
    await asks(page, "below the horizontal");
    const asked = await allAsked(page);
    const since = asked.findLastIndex((sentence) => sentence.includes("let the leg hang"));
    assert.deepEqual(
      asked.slice(since + 1).filter((sentence) => /Three$|^Two$|^One$/.test(sentence)),
      ["Still. Three", "Two", "One"],
    );
  }

  /** Takes the phone off the thigh and lays it down, with the edge that points to the feet raised so far. */
  async function carry(thigh: Thigh, degrees: number): Promise<void> {
    await thigh.turn(60);
    await thigh.turn(degrees);
  }

  const degreesIn = (sentence: string | null): number => Number(/([\d.]+)°/.exec(sentence ?? "")?.[1]);

  it("is told what to do, ends with the angle that was there, and is listed with its repeats", async () => {
    const { page, thigh } = await open();
    await choose(page, "right");
    await page.locator("#live-moment").selectOption("before");
    await begin(page);
    await measure(page, thigh, 12);
    const first = degreesIn(await page.locator("[data-asks]").textContent());
    assert.ok(Math.abs(first - 12) <= withinDegrees, `${first}° are shown.`);
    await press(page, "again");
    await measure(page, thigh, 12);
    await press(page, "save");
    await asks(page, /^Right: [\d.]+° below the horizontal, give or take [\d.]+°. Recordings: 2. Saved.$/);
    const stored = degreesIn(await page.locator("[data-asks]").textContent());
    assert.ok(Math.abs(stored - 12) <= withinDegrees, `${stored}° are stored.`);
    assert.ok(await page.locator("[data-do=other]").isVisible(), "The other side is next.");

    // Nothing is left to send.
    await press(page, "close");
    assert.equal(await page.evaluate(() => localStorage.getItem("supine:first:readings")), null);
    assert.equal(await page.locator("[data-unsent]").isVisible(), false);
    await page.goto(`${house.url}/progress`);
    const row = page.locator(".readings tbody tr").first();
    assert.match((await row.textContent()) ?? "", /right/i);
    assert.match((await row.textContent()) ?? "", /phone/);
    assert.ok((await row.textContent())?.includes(stored.toFixed(1)), (await row.textContent()) ?? "");
  });

  it("measures the pelvis too where that was asked for, and says what was wrong with where the phone lay", async () => {
    const { page, thigh } = await open();
    await choose(page, "left");
    assert.equal(await page.locator("[name=pelvis]").isChecked(), false);
    await page.locator("label:has([name=pelvis])").click();
    await begin(page);
    await zeroAndSweep(page, thigh);
    for (let at = -3; at >= -12; at -= 3) await thigh.turn(at);
    await asks(page, /^Stay like this. Now lay the phone across both front hip bones/);
    assert.match((await page.locator("[data-thigh]").getAttribute("transform")) ?? "", /^rotate\(1[12]/);
    await carry(thigh, 55);
    await asks(page, "The phone lies too steep for a pelvis");
    await carry(thigh, 6);
    await asks(
      page,
      /^The thigh hangs [\d.]+° below the horizontal. The pelvis is tilted back by [56][.\d]*°. So the hip is extended by 1[789][.\d]*°.$/,
    );
    await press(page, "save");
    await asks(
      page,
      /Recordings: 1. Saved. The pelvis is tilted back by [\d.]+°. So the hip is extended by 1[789][.\d]*°, give or take 4.\d°.$/,
    );
    await page.goto(`${house.url}/progress`);
    assert.match(
      (await page.locator(".readings tbody tr").first().textContent()) ?? "",
      /Pelvis tilted back [56]\.\d°, hip extension 1[789]\.\d° ± 4\.\d°/,
    );
  });

  it("does not lose the thigh when the sensor dies before the pelvis is measured", async () => {
    const { page, thigh } = await open();
    await page.locator("label:has([name=pelvis])").click();
    await begin(page);
    await zeroAndSweep(page, thigh);
    for (let at = -3; at >= -9; at -= 3) await thigh.turn(at);
    await asks(page, /^Stay like this/);
    await carry(thigh, 6);
    await thigh.die();
    await asks(page, "motion sensor stopped");
    await page.locator("[data-says]", { hasText: /^Left: [\d.]+° below the horizontal.*Saved.$/ }).waitFor();
  });

  it("says that the phone slid, and offers to measure once more", async () => {
    const { page, thigh } = await open();
    await begin(page);
    await zeroAndSweep(page, thigh);
    for (let slid = 5; slid <= 20; slid += 5) await thigh.turn(-slid / 2, slid);
    await asks(page, "below the horizontal");
    await press(page, "save");
    await asks(page, /^This gives no angle. The phone slid on the thigh/);
    await press(page, "anew");
    await asks(page, "Leg flat");
  });

  it("keeps and sends what a sensor told that died in the hold, and says so", async () => {
    const { page, thigh } = await open();
    const bodies: { readonly isCut: boolean; readonly recordings: readonly string[] }[] = [];
    page.on("request", (request) => {
      if (request.method() === "PUT") bodies.push(request.postDataJSON() as (typeof bodies)[number]);
    });
    await begin(page);
    await zeroAndSweep(page, thigh);
    await thigh.turn(-12);
    await page.waitForFunction(() => (window as unknown as { asked: string[] }).asked.includes("Still. Three"));
    await thigh.die();
    await asks(page, "motion sensor stopped");
    await page.locator("[data-says]", { hasText: /motion sensor stopped/ }).waitFor();
    assert.equal(bodies.length, 1);
    assert.equal(bodies[0]?.isCut, true);
    assert.match(bodies[0].recordings[0] ?? "", /^tMs,phase,x,y,z\n[\d.]+,zero,[^]*,hold,/);
    assert.equal(await page.evaluate(() => localStorage.getItem("supine:first:readings")), null);
  });

  it("keeps what the program did not take, also over a reload, and sends it when asked to", async () => {
    const { page, thigh } = await open();
    await begin(page);
    await measure(page, thigh, 9);
    await house.server.kill();
    await press(page, "save");
    await asks(page, "Nothing is lost");
    await press(page, "resend");
    await asks(page, "Nothing is lost");
    await press(page, "close");
    await page.locator("[data-unsent]", { hasText: "not saved yet: 1" }).waitFor();
    await house.server.start();
    await page.reload();
    await page.locator("[data-unsent]", { hasText: "not saved yet: 1" }).waitFor();
    await page.locator("[data-unsent] [data-do=send]").click();
    await page.locator("[data-unsent]", { hasText: /^\s*Left: [\d.]+° below.*Saved/ }).waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("supine:first:readings")), null);
  });

  it("says what to do where it may not feel movement", async () => {
    const { page } = await open({}, 'DeviceMotionEvent.requestPermission = () => Promise.resolve("denied");');
    await begin(page);
    await page.locator("[data-fault]", { hasText: /^This page may not use the phone's motion sensor/ }).waitFor();
    assert.equal(await page.locator("[data-measuring]").isVisible(), false);
    assert.equal(await page.locator("[data-choices] .main").isEnabled(), true);
  });

  it("says what to do where there is nothing to feel movement with", async () => {
    const { page } = await open({}, "window.isDead = true;");
    await begin(page);
    await page.locator("[data-fault]", { hasText: /^This page finds no motion sensor/ }).waitFor();
    assert.equal(await page.locator("[data-measuring]").isVisible(), false);
  });

  it("ends at a press of Escape, and what was whole is not lost", async () => {
    const { page, thigh } = await open();
    await begin(page);
    await asks(page, "Leg flat");
    await page.keyboard.press("Escape");
    await page.locator("[data-measuring]").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => localStorage.getItem("supine:first:readings")), null);
    await begin(page);
    await measure(page, thigh, 6);
    await page.keyboard.press("Escape");
    await page.locator("[data-unsent]", { hasText: "not saved yet: 1" }).waitFor();
    await page.locator("[data-unsent] [data-do=drop]").click();
    await page.locator("[data-unsent]").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => localStorage.getItem("supine:first:readings")), null);
  });

  for (const [name, options] of [
    ["light, on a phone", { colorScheme: "light" }],
    [
      "dark, 320 pixels wide, in the longest words",
      { colorScheme: "dark", locale: "de", viewport: { width: 320, height: 640 } },
    ],
    ["light, on a desk", { colorScheme: "light", viewport: { width: 1280, height: 800 } }],
  ] as const)
    it(`is accessible: ${name}`, async () => {
      const { page, thigh } = await open(options);
      await passes(page, "page");
      await begin(page);
      await page.locator("[data-step=zero]").waitFor();
      await passes(page, "zero");
      await page.locator("[data-step=sweep]").waitFor();
      for (let raised = 5; raised <= 35; raised += 5) await thigh.turn(raised);
      await passes(page, "sweep");
      for (let raised = 30; raised >= 0; raised -= 5) await thigh.turn(raised);
      await page.locator("[data-step=hold]").waitFor();
      await thigh.turn(-12);
      await page.locator("[data-step=told]").waitFor();
      await passes(page, "told");
    });

  async function passes(page: Page, state: string): Promise<void> {
    await passesAxe(page, state);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${state} is ${over} pixels too wide.`);
    const folder = process.env["PICTURES"];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${state}-${page.viewportSize()?.width}.png` });
  }
});

/** Lets a test end the sensor. As a text: the runner's compiler would ask the page for a helper. */
const mayDie = `addEventListener("devicemotion", (event) => window.isDead && event.stopImmediatePropagation(), true);`;

/** Keeps everything that is asked for: a count is over too soon to be waited for. */
const noteAsked = `
  window.asked = [];
  addEventListener("DOMContentLoaded", () => {
    const asks = document.querySelector("[data-asks]");
    if (asks) new MutationObserver(() => window.asked.push(asks.textContent)).observe(asks, { childList: true, characterData: true, subtree: true });
  });
`;
