import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { keepHouse } from "./household.ts";

describe("what the stretch does", () => {
  const house = keepHouse();
  let context: BrowserContext;
  let page: Page;

  const figure = (): Promise<string> => page.locator("[data-figure] svg").evaluate((svg) => svg.outerHTML);
  const says = (answer: string): Promise<string> =>
    page.evaluate(
      (parts) => [...document.querySelectorAll(parts)].map((part) => part.textContent).join(" "),
      answerOf(answer),
    );
  // the sentence above the picture and those below it are one answer
  const answerOf = (answer: string): string =>
    answer === "leg" ? "[data-answer=result], [data-answer=leg]" : `[data-answer=${answer}]`;
  /** Waits until an answer is another one than before. */
  const changes = async (answer: string, act: () => Promise<unknown>): Promise<string> => {
    const before = await says(answer);
    await act();
    await page.waitForFunction(
      ([parts, before]) => [...document.querySelectorAll(parts)].map((part) => part.textContent).join(" ") !== before,
      [answerOf(answer), before] as const,
    );
    return says(answer);
  };

  beforeEach(async () => {
    context = await house.browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await page.goto(`${house.url}/explain`);
    await page.locator("[data-play]").waitFor();
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
  });
  afterEach(() => context.close());

  it("is answered as a slider is moved with the keyboard, and the slider keeps the focus", async () => {
    const before = await figure();
    const tightness = page.locator("#tightness");
    await tightness.focus();
    const tighter = await changes("leg", async () => {
      for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
    });
    await page.waitForFunction(() =>
      document.querySelector("[data-answer=result]")?.textContent.includes("above the horizontal"),
    );
    assert.match(tighter, /horizontal/);
    assert.notEqual(await figure(), before);
    assert.equal(await page.locator("output[for=tightness]").textContent(), "12°");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "tightness");
  });

  it("takes the pelvis along to what is usual at the other level", async () => {
    const onBed = await changes("leg", () => page.locator("label:has([name=level][value='1'])").click());
    assert.match(onBed, /lies level.*by 10°/);
    assert.match(onBed, /The bed carries/);
    assert.equal(await page.locator("#pelvis").inputValue(), "10");
  });

  it("shows an example at one touch, its settings follow, and Enter in a field asks for no example", async () => {
    const stiff = await changes("leg", () => page.locator("[name=preset][value=stiff]").click());
    assert.match(stiff, /The thigh stays/);
    assert.equal(await page.locator("#tightness").inputValue(), "15");
    assert.equal(await page.locator("output[for=tightness]").textContent(), "15°");
    assert.equal(await page.locator("[name=preset][aria-pressed=true]").getAttribute("value"), "stiff");
    await page.locator("[name=mass]").fill("90");
    await changes("leg", () => page.keyboard.press("Enter"));
    assert.equal(await page.locator("#tightness").inputValue(), "15");
  });

  it("plays the hold: the leg sinks, the dot runs along the course, and it ends where it ends", async () => {
    await page.clock.install();
    await page.locator("#hold").focus();
    await changes("leg", async () => {
      for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowLeft");
    });
    assert.equal(await page.locator("#at").getAttribute("max"), "30");
    const thigh = () => page.locator("[data-figure] [data-joint=near-hip]").getAttribute("transform");
    const dot = async () => Number(await page.locator("[data-dot]").getAttribute("cx"));
    const [thighBefore, dotBefore] = [await thigh(), await dot()];
    await page.locator("[data-play]").click();
    await page.locator("[data-play]", { hasText: "Pause" }).waitFor();
    assert.equal(await page.locator("[data-pace]").isVisible(), true);
    await page.clock.runFor(2000);
    const middle = await dot();
    assert.ok(middle > dotBefore + 20, `${middle}`);
    assert.notEqual(await thigh(), thighBefore);
    await page.locator("[data-play]").click();
    const paused = await page.locator("#at").inputValue();
    await page.clock.runFor(1000);
    assert.equal(await page.locator("#at").inputValue(), paused);

    await page.locator("[data-play]").click();
    await page.clock.runFor(6000);
    await page.locator("[data-play]", { hasText: "Play" }).waitFor();
    assert.equal(await page.locator("#at").inputValue(), "30");
    assert.match((await page.locator("[data-now]").textContent()) ?? "", /^30 s: hip −\d+°, 2\d % less pull$/);
  });

  it("shows any second of the hold that is asked for, as the program itself draws it", async () => {
    await page.locator("#at").focus();
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector("[data-now]")?.textContent.startsWith("60 s"));
    const shown = await page.locator("[data-figure] [data-joint=near-hip]").first().getAttribute("transform");
    const drawn = await page.evaluate(async () => {
      const form = document.querySelector<HTMLFormElement>("#ask");
      if (form === null) return null;
      const answer = await fetch("/explain", { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector("[data-figure] [data-joint=near-hip]")?.getAttribute("transform");
    });
    assert.equal(shown, drawn);
  });

  it("explains both measured hips beside each other, and sends them in no address", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator("[name=left]").fill("12");
    await page.locator("[name=right]").fill("-3.5");
    await page.keyboard.press("Enter");
    await page.locator("[data-answer=own] .sides section").nth(1).waitFor();
    assert.match(await says("own"), /Left.*Right.*The sides differ by 16°/s);
    const [left, right] = await page.locator("[data-answer=own] .sides section").all();
    assert.ok(left && right);
    const boxes = [await left.boundingBox(), await right.boundingBox()];
    assert.ok(Math.abs((boxes[0]?.y ?? 0) - (boxes[1]?.y ?? 100)) < 1, "side by side");
    assert.deepEqual([...new Set(asked)], [`${house.url}/explain`]);
  });

  it("says what cannot be right, keeps it as it was written, and answers the rest", async () => {
    await page.locator("[name=mass]").fill("-3");
    const faults = await changes("faults", () => page.keyboard.press("Tab"));
    assert.match(faults, /Weight in kg goes from 30 to 250; “-3” is ignored/);
    assert.equal(await page.locator("[name=mass]").inputValue(), "-3");
    assert.match(await says("leg"), /The thigh hangs/);
    await page.locator("[name=mass]").fill("80");
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.querySelector("[data-answer=faults]")?.textContent.trim() === "");
  });

  it("keeps the last answer where the program does not answer, and says so", async () => {
    const before = await says("leg");
    await context.setOffline(true);
    await page.locator("#tightness").focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("[data-lost]").waitFor();
    assert.equal(await says("leg"), before);
    await context.setOffline(false);
    await changes("leg", async () => {
      for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
    });
    await page.locator("[data-lost]").waitFor({ state: "hidden" });
  });

  it("works without script", async () => {
    const plain = await house.browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(`${house.url}/explain`);
    await still.locator(".tune > summary").click();
    await still.locator("label:has([name=level][value='1'])").click();
    await still.locator("[data-submit] button").click();
    await still.getByText("The thigh lies level").waitFor();
    assert.equal(await still.locator("[name=level][value='1']").isChecked(), true);
    assert.equal(await still.locator("[data-figure] svg").isVisible(), true);
    await still.locator("[name=preset][value=stiff]").click();
    await still.getByText("The thigh stays").waitFor();
    await plain.close();
  });
});
