import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { until } from "./guide.ts";
import { keepHouse } from "./household.ts";

/** What the page told the browser to show, and whether the browser says that somebody is away. */
interface Desk {
  shown: string[];
  away: (is: boolean) => void;
}

/** A browser that may notify and knows who is away, without asking anybody. */
async function allowEverything(page: Page): Promise<void> {
  // tsx names what it compiles by a function that a page does not have
  await page.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await page.addInitScript(() => {
    const desk: Desk = { shown: [], away: () => undefined };
    class Shown extends EventTarget {
      static readonly permission = "granted";
      static readonly requestPermission = (): Promise<string> => Promise.resolve("granted");
      constructor(title: string) {
        super();
        desk.shown.push(title);
      }
      close(): void {
        desk.shown.push("closed");
      }
    }
    class Detector extends EventTarget {
      static readonly requestPermission = (): Promise<string> => Promise.resolve("granted");
      userState = "active";
      screenState = "unlocked";
      start(): Promise<void> {
        desk.away = (is) => {
          this.userState = is ? "idle" : "active";
          this.dispatchEvent(new Event("change"));
        };
        return Promise.resolve();
      }
    }
    Object.assign(window, { Notification: Shown, IdleDetector: Detector, desk });
  });
}

const shown = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { desk: Desk }).desk.shown);
const away = (page: Page, is: boolean): Promise<void> =>
  page.evaluate((now) => (window as unknown as { desk: Desk }).desk.away(now), is);

describe("a day of sitting", () => {
  const house = keepHouse();

  it("asks once, however many tabs it is open in, and what is done in one counts in the other", async () => {
    const context = await house.browser.newContext({ timezoneId: "Europe/Berlin" });
    await context.clock.install({ time: new Date("2026-04-15T09:00:00+02:00") });
    const open = async (): Promise<Page> => {
      const page = await context.newPage();
      page.on("pageerror", (error) => assert.fail(error));
      await allowEverything(page);
      await page.goto(`${house.url}/sitting`);
      return page;
    };
    const [one, other] = [await open(), await open()];
    await one.locator(".plan .button").click();
    await other.reload();
    const says = (page: Page) => page.locator("[data-says]").textContent();

    await one.locator("[data-do=start]").click();
    await context.clock.runFor("10:00");
    await other.locator("[data-do=start]").click();
    // The second begins where the first stands.
    await until(async () => (await says(other)) === "Break in 20 min.");
    await context.clock.runFor("20:30");
    await until(async () => (await says(one)) === "Stand up for a moment.");
    await until(async () => (await says(other)) === "Stand up for a moment.");
    const rung = async (): Promise<readonly string[]> => [...(await shown(one)), ...(await shown(other))];
    assert.deepEqual(await rung(), ["Stand up for a moment."]);

    await other.locator("[data-do=postpone]").click();
    await until(async () => (await says(one)) === "Snoozed. The next reminder is in 5 min.");
    assert.deepEqual(await rung(), ["Stand up for a moment.", "closed"]);
    await one.locator("[data-do=skipOnce]").click();
    await until(async () => (await says(other)) === (await says(one)) && /^Break in/.test((await says(one)) ?? ""));
    await context.clock.runFor("06:00");
    assert.deepEqual(await rung(), ["Stand up for a moment.", "closed"]);

    // The one that notified is closed: the other one does from now on.
    await one.close();
    await context.clock.runFor("24:30");
    await until(async () => (await shown(other)).includes("Stand up for a moment."));
    await context.close();
  });

  it("is planned, asks for breaks at the desk, and comes as a calendar", async () => {
    const context = await house.browser.newContext({
      timezoneId: "Europe/Berlin",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    await allowEverything(page);
    await page.clock.install({ time: new Date("2026-04-15T09:00:00+02:00") });
    await page.goto(`${house.url}/sitting`);
    assert.equal(await page.locator("[name=zone]").inputValue(), "Europe/Berlin");
    await page.locator(".plan details > summary").click();
    await page.locator("[name=stretch]").first().fill("20:00");
    await page.locator("[name=quietFrom]").first().fill("12:00");
    await page.locator("[name=quietUntil]").first().fill("13:00");
    await page.locator(".plan .button").click();

    // At the desk: nothing asks before the limit, one prompt at it, and nothing more once it is put off.
    const says = page.locator("[data-says]");
    await page.locator("[data-do=start]").click();
    await page.locator("[data-idle]").waitFor();
    assert.equal(await says.textContent(), "Break in 30 min.");
    await page.clock.runFor("29:30");
    assert.deepEqual(await shown(page), []);
    await page.clock.runFor("00:31");
    assert.deepEqual(await shown(page), ["Stand up for a moment."]);
    assert.equal(await page.title(), "Stand up for a moment.");
    await page.locator("[data-do=postpone]").click();
    assert.equal(await says.textContent(), "Snoozed. The next reminder is in 5 min.");
    // the clock of the page runs on by itself between our steps
    await page.clock.runFor("05:01");
    await page.locator("[data-do=takeBreak]").click();
    assert.equal(await says.textContent(), "On your feet for another 3 min.");
    assert.deepEqual(await shown(page), ["Stand up for a moment.", "closed", "Stand up for a moment.", "closed"]);

    // Who was away has had a break; who does not want to be disturbed is not.
    await page.clock.runFor("23:00");
    await away(page, true);
    await page.clock.runFor("00:15");
    await away(page, false);
    assert.match((await says.textContent()) ?? "", /^Break in 30 min/);
    await page.locator("[data-do=doNotDisturb]").click();
    await page.clock.runFor("40:00");
    assert.equal(await says.textContent(), "A break is due. Reminders are paused.");
    assert.equal((await shown(page)).length, 4);

    // A reload goes on where it was: undisturbed, and then asks. At its time it asks for the stretch, and leads to it.
    await page.reload();
    assert.equal(await says.textContent(), "A break is due. Reminders are paused.");
    assert.equal(await page.locator("[data-do=start]").isVisible(), false);
    await page.clock.setSystemTime(new Date("2026-04-15T19:59:00+02:00"));
    await page.clock.runFor("00:30");
    assert.equal(await says.textContent(), "Outside your working hours. Reminders are off.");
    await page.clock.runFor("01:00");
    assert.equal(await says.textContent(), "Time to lie down and stretch.");
    const way = page.locator('a[data-leads="stretch"]');
    assert.equal(await way.getAttribute("href"), "/");
    assert.equal(await page.locator("[data-desk]").getByRole("link", { name: "Stretch lying down now" }).count(), 1);
    assert.deepEqual(await shown(page), ["Time to lie down and stretch."]);
    await page.locator("[data-do=skipOnce]").click();
    assert.equal(await says.textContent(), "Outside your working hours. Reminders are off.");

    // A break leads to what is done on one's feet.
    const standing = await context.newPage();
    await standing.goto(`${house.url}/sitting/break`);
    assert.equal(new URL(standing.url()).searchParams.get("protocol"), "standing-break");
    assert.ok(await standing.locator('[value="standing-break"]').isChecked());
    assert.equal(await standing.locator(".gate").isVisible(), false);
    assert.equal(await standing.getByRole("button", { name: "Start, then stand up" }).count(), 1);
    assert.equal(await standing.getByRole("button", { name: "Start, then lie down" }).count(), 0);
    await standing.close();

    // The calendar's address is shown once and is read without any cookie.
    await page.locator(".calendar form .button").click();
    const address = await page.locator("#address").inputValue();
    const calendar = await fetch(address);
    assert.equal(calendar.headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n[^]*UID:stretch-2000-[^]*TRIGGER:P0D/);
    await page.locator("[data-copy]").click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
    await page.goto(`${house.url}/sitting`);
    assert.equal(await page.locator("#address").count(), 0);
    await page.locator(".calendar form .button").last().click();
    await page.waitForURL("**/sitting#calendar");
    assert.equal((await fetch(address)).status, 404);
    await context.close();
  });

  it("asks through the worker where a page can make no notification itself", async () => {
    const context = await house.browser.newContext({ timezoneId: "Europe/Berlin", permissions: ["notifications"] });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error));
    // As in Chrome on Android.
    await page.addInitScript(`
      window.Notification = new Proxy(Notification, { construct() { throw new TypeError("Illegal constructor."); } });
    `);
    await page.goto(house.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.clock.install({ time: new Date("2026-04-15T09:00:00+02:00") });
    await page.goto(`${house.url}/sitting`);
    await page.locator(".plan .button").click();
    await page.locator("[data-do=start]").click();
    const notices = (): Promise<readonly unknown[]> =>
      page.evaluate(async () => {
        const worker = await navigator.serviceWorker.ready;
        return (await worker.getNotifications()).map(({ title, data }) => [
          title,
          (data as { leadsTo: string }).leadsTo,
        ]);
      });
    await page.locator("[data-says]", { hasText: "Break in" }).waitFor();
    assert.deepEqual(await notices(), []);
    await page.clock.runFor("30:05");
    await until(async () => (await notices()).length > 0);
    assert.deepEqual(await notices(), [["Stand up for a moment.", "/sitting/break"]]);
    await page.locator("[data-do=postpone]").click();
    await until(async () => (await notices()).length === 0);
    await context.close();
  });
});
