import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sequenceOf, start } from "./guide.ts";
import { keepHouse } from "./household.ts";

/** The whole page, compressed: document, styles, script. */
const budgetBytes = 48_000;

describe("the guide page", () => {
  const house = keepHouse();

  it("weighs at most 48 kB on the wire, and nothing moves while it loads", async () => {
    const context = await house.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    const paths = new Map<string, string>();
    const weights = new Map<string, number>();
    await wire.send("Network.enable");
    wire.on("Network.responseReceived", ({ requestId, response }) =>
      paths.set(requestId, new URL(response.url).pathname),
    );
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
      weights.set(paths.get(requestId) ?? requestId, encodedDataLength),
    );
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          (window as unknown as { shift: number }).shift += (entry as unknown as { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(house.url);
    await page.waitForLoadState("networkidle");

    // The session's own sound, its sequence and the sentences of its gate are what the page is for, not the page.
    const own = [...weights].filter(([path]) => path.startsWith("/") && !/^\/(api|tracks|phrases)\//.test(path));
    const total = own.reduce((sum, [, bytes]) => sum + bytes, 0);
    assert.ok(own.length >= 4, own.map(([path]) => path).join(" "));
    assert.ok(total <= budgetBytes, own.map(([path, bytes]) => `${path} ${bytes}`).join(", "));
    console.log(`the guide page weighs ${total} bytes: ${own.map(([path, bytes]) => `${path} ${bytes}`).join(", ")}`);

    const shift = (): Promise<number> => page.evaluate(() => (window as unknown as { shift: number }).shift);
    assert.equal(await shift(), 0);
    // The instrument itself: something that does move is noticed.
    await page.evaluate(() => document.body.prepend(document.createElement("hr")));
    await page.waitForFunction(() => (window as unknown as { shift: number }).shift > 0);
    await context.close();
  });

  it("remembers the last choices, and shows how long they take", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    await page.goto(house.url);
    await page.locator("label:has([value=psoas-lying-2])").click();
    await page.locator("label:has([name=hold][value='60s'])").click();
    // Between the two taps another total may be shown: it is the last choice that counts.
    const { totalMs } = await sequenceOf(house.url, { protocol: "psoas-lying-2", hold: "60s" });
    const seconds = Math.round(totalMs / 1000);
    const chosen = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    await page.waitForFunction((chosen) => document.querySelector("[data-total]")?.textContent === chosen, chosen);
    await page.reload();
    assert.equal(await page.locator("[name=hold]:checked").inputValue(), "60s");
    assert.equal(await page.locator("[name=protocol]:checked").inputValue(), "psoas-lying-2");
    await page.waitForFunction((chosen) => document.querySelector("[data-total]")?.textContent === chosen, chosen);
    await context.close();
  });

  it("asks to read the safety page once in a household, and starts with the same tap", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    await page.goto(house.url);
    await page.locator("#session .main").click();
    const stored = page.waitForResponse((response) => response.url().endsWith("/api/safety/read"));
    await page.locator("#first .main").click();
    await page.locator("#player[open]").waitFor();
    await stored;
    await page.reload();
    await page.locator("#session .main").click();
    await page.locator("#player[open]").waitFor();
    assert.equal(await page.locator("#first").isVisible(), false);
    await context.close();
  });

  it("tells what will be heard, for the side and the words chosen", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${house.url}/?protocol=psoas-lying-2`);
    assert.equal(await page.locator("[name=protocol]:checked").inputValue(), "psoas-lying-2");
    await page.locator(".steps > summary").click();
    await page.locator("label:has([name=first][value=right])").click();
    await page.locator(".steps h3", { hasText: "Let the right leg hang" }).waitFor();
    await context.close();
  });

  it("tells which bells are heard, where only bells are", async () => {
    const context = await house.browser.newContext({ locale: "es" });
    const page = await context.newPage();
    await page.goto(`${house.url}/?protocol=psoas-lying-2&lang=en`);
    const steps = page.locator("[data-protocol=psoas-lying-2] [data-step]");
    const told = () => steps.locator("p").allTextContents();
    const spoken = await told();
    await page.locator(".steps > summary").click();
    await page.locator("#session summary").click();
    await page.locator("label:has([name=instruction][value=bells])").click();
    await steps.getByText("Una campana: ha empezado.").waitFor();

    // Each bell of the sequence is told of once, and beside no picture stands what nobody says.
    const { cues } = await sequenceOf(house.url, { protocol: "psoas-lying-2", instruction: "bells" });
    const firstSide = cues.filter(({ kind, atMs }) => kind === "bell" && atMs < (cues.at(-1)?.atMs ?? 0) / 2);
    assert.equal(firstSide.length, 4);
    const bells = await told();
    assert.equal(bells.length, spoken.length);
    assert.deepEqual(
      bells.filter((heard) => heard !== "Ningún sonido."),
      [
        "Una campana: ha empezado.",
        "Una campana al empezar el estiramiento, otra más aguda a la mitad y otra más grave al final; entre ellas, el sonido de la respiración.",
        "Dos campanas: cambia de lado.",
      ],
    );
    assert.deepEqual(
      [...new Set(await steps.locator("p").evaluateAll((all) => all.map((one) => one.getAttribute("lang"))))],
      ["es"],
    );

    await page.locator("label:has([name=instruction][value=full])").click();
    await steps.getByText(spoken[0] ?? "").waitFor();
    await context.close();
  });

  it("has a page for each protocol that prints as one sheet", async () => {
    const { context } = house;
    const page = await context.newPage();
    for (const protocol of ["psoas-lying-1", "psoas-lying-2"]) {
      await page.goto(`${house.url}/protocols/${protocol}`);
      const sheets = (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type \/Page$/gm) ?? [];
      assert.equal(sheets.length, 1, protocol);
    }
    assert.equal((await page.goto(`${house.url}/protocols/none`))?.status(), 404);
    await page.close();
  });

  it("leads to the sound without script", async () => {
    const context = await house.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(house.url);
    assert.equal(await page.locator("noscript audio, .begin audio").count(), 1);
    await page.locator("label:has([value=psoas-lying-2])").click();
    const sound = page.waitForResponse((response) => response.url().includes("/tracks/") && response.ok());
    await page.locator("#session .main").click();
    const response = await sound;
    assert.equal(response.headers()["content-type"], "audio/wav");
    assert.ok(response.request().redirectedFrom()?.url().includes("protocol=psoas-lying-2"));
    await context.close();
  });

  it("draws the hands where the leg is held, remembers it, and asks only where a protocol has the choice", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${house.url}/?protocol=psoas-lying-2&lang=en`);
    await page.locator(".steps > summary").click();
    await page.locator("#session summary").click();
    const elbows = (): Promise<(string | null)[]> =>
      page
        .locator(
          "[data-protocol=psoas-lying-2] [data-step=let-go] svg, .card:nth-child(2) svg, .horizon .of:nth-of-type(2) svg",
        )
        .evaluateAll((all) =>
          all.map((one) => one.querySelector("[data-joint=near-elbow]")?.getAttribute("transform") ?? null),
        );
    const atTheKnee = await elbows();
    assert.equal(atTheKnee.length, 3);
    assert.equal(new Set(atTheKnee).size, 1);

    await page.locator("[name=grip]").selectOption("thigh");
    await page
      .locator("[data-protocol=psoas-lying-2] [data-step] p", { hasText: "Hold behind your right thigh" })
      .waitFor();
    const behindTheThigh = await elbows();
    assert.equal(new Set(behindTheThigh).size, 1);
    assert.notEqual(behindTheThigh[0], atTheKnee[0]);

    // A protocol without the choice does not ask, and keeps it for the others.
    const row = page.locator("[data-choice-of]");
    assert.equal(await row.isVisible(), true);
    await page.locator("label:has([value=standing-break])").click();
    assert.equal(await row.isVisible(), false);
    await page.locator("label:has([value=psoas-lying-2])").click();
    await page.reload();
    assert.equal(await page.locator("[name=grip]").inputValue(), "thigh");
    assert.deepEqual(await elbows(), behindTheThigh);

    // The player draws it, too.
    await page.locator("#session summary").click();
    await start(page);
    const live = page.locator("#player [data-live]");
    while (!(await live.textContent())?.includes("leg hang")) await page.locator("#player [data-do=next]").click();
    const drawn = await page
      .locator("#player [data-stage] [data-joint=near-elbow]")
      .evaluate((joint) => (joint instanceof SVGElement ? joint.style.transform : ""));
    const numbersIn = (transform: string | null | undefined): string[] => transform?.match(/-?[\d.]+/g) ?? [];
    assert.deepEqual(numbersIn(drawn), numbersIn(behindTheThigh[0]));
    await page.locator("#player [data-do=stop]").click();
    await context.close();

    const other = await house.browser.newContext();
    const fresh = await other.newPage();
    await fresh.goto(`${house.url}/?lang=en`);
    assert.equal(await fresh.locator("[name=grip]").inputValue(), "thigh", "another device of the same person");
    await other.close();
  });
});
