import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { timeOf } from "../../src/client/uuid.ts";
import type { PlayableSequence, StoredSession } from "../../src/client/wire.ts";

/** What a person chooses on the guide page: names and values of its fields. */
export type Choices = Readonly<Record<string, string>>;

/** The shortest session a person can choose: both sides, once, 30 seconds each, with few words. */
export const shortest: Choices = {
  hold: "30s",
  sets: "1",
  instruction: "brief",
  getReady: "5s",
  changeSides: "5s",
};

/** Opens the guide, in a fresh page or one that has been prepared, chooses all at once, and waits until the whole track is in the page. */
export async function openGuide(
  context: BrowserContext,
  url: string,
  choices: Choices,
  prepared?: Page,
): Promise<Page> {
  const page = await openChoices(context, url, prepared);
  await page.locator("#session").evaluate((form, choices) => {
    if (!(form instanceof HTMLFormElement)) return;
    for (const [name, value] of Object.entries(choices)) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList || field instanceof HTMLSelectElement) field.value = value;
    }
    form.dispatchEvent(new Event("change"));
  }, choices);
  await hasTrack(page, url, choices);
  return page;
}

/** The same, one choice after the other, as a person makes them. */
export async function openGuideByHand(context: BrowserContext, url: string, choices: Choices): Promise<Page> {
  const page = await openChoices(context, url);
  for (const [name, value] of Object.entries(choices)) await choose(page, name, value);
  await hasTrack(page, url, choices);
  return page;
}

async function openChoices(context: BrowserContext, url: string, prepared?: Page): Promise<Page> {
  const page = prepared ?? (await context.newPage());
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(url);
  // By key: the bar with the button lies over it where it stands first.
  await page.locator("#session summary").press("Enter");
  return page;
}

async function hasTrack(page: Page, url: string, choices: Choices): Promise<void> {
  // The page's own address says more of what is chosen: the same track has the same hash and voice.
  const { pathname, searchParams } = new URL(soundOf(await sequenceOf(url, choices)), url);
  await page.waitForFunction(
    ([path, voice]) =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => new URL(name))
        .some((asked) => asked.pathname === path && asked.searchParams.get("v") === voice),
    [pathname, searchParams.get("v")] as const,
  );
}

async function choose(page: Page, name: string, value: string): Promise<void> {
  const select = page.locator(`select[name="${name}"]`);
  if ((await select.count()) > 0) await select.selectOption(value);
  else await page.locator(`label:has([name="${name}"][value="${value}"])`).click();
}

/** One tap on start, and one on the sheet if it is the first time. Gives the session's id from its first record. */
export async function start(page: Page): Promise<string> {
  const recorded = page.waitForRequest(
    (request) => request.method() === "PUT" && request.url().includes("/api/sessions/"),
  );
  await page.locator("#session .main").click();
  if (await page.locator("#first").isVisible()) await page.locator("#first .main").click();
  const { pathname } = new URL((await recorded).url());
  return pathname.split("/")[3] ?? "";
}

/** Touches something of the player so that it counts: the first touch on a dimmed screen only wakes it. */
export async function touch(page: Page, selector: string): Promise<void> {
  const isDimmed = () => document.querySelector(".playing")?.classList.contains("dimmed");
  if (await page.evaluate(isDimmed)) await page.mouse.click(20, 200);
  await page.locator(selector).click();
}

/** A session of a second, stopped by the person and told about, or not. Gives its id. */
export async function playABit(page: Page, pain?: number): Promise<string> {
  const began = Date.now();
  await page.locator("#session .main").click();
  if (await page.locator("#first").isVisible()) await page.locator("#first .main").click();
  await reach(page, 1000);
  await touch(page, "[data-do=stop]");
  if (pain !== undefined) {
    await page.locator(`[name=pain][value='${pain}']`).check();
    await page.locator("[data-questions] .main").click();
    await page.locator("[data-saved]:not(:empty)").waitFor();
  }
  await page.locator("[data-do=close]").click();
  let id = "";
  await until(async () => {
    id = (await keptIds(page, "journal")).at(-1) ?? "";
    return id !== "" && timeOf(id).getTime() >= began;
  });
  return id;
}

/** The ids of the sessions this browser has to send, or of those it remembers: the oldest first. */
export const keptIds = (page: Page, store: "session" | "journal"): Promise<readonly string[]> =>
  page.evaluate(async (store) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("supine");
      opening.onsuccess = () => resolve(opening.result);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = database.transaction(store).objectStore(store).getAllKeys();
      asking.onsuccess = () => resolve(asking.result);
    });
    database.close();
    return keys.filter((key) => typeof key === "string");
  }, store);

/** Waits until the answer is yes. Asked without a rest, a page would not come to rest either, and with it not its worker. */
export async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await ask())) {
    assert.ok(Date.now() < deadline, `It never came true: ${ask.toString()}`);
    await setTimeout(100);
  }
}

/** What is chosen on the guide page, without what the player alone is told. */
export const formOf = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("#session");
    if (form === null) return {};
    const data = new FormData(form);
    data.delete("gate");
    return Object.fromEntries(data) as Record<string, string>;
  });

/** Waits until everything that is chosen is on the device. That something is kept is said from the first choice on; a session's sequence is kept last. */
export async function untilKept(page: Page): Promise<void> {
  await page.locator("[data-device]:not([hidden])").waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const address = `/api/sequence?${new URLSearchParams(await formOf(page))}`;
  await until(() =>
    page.evaluate(async (address) => {
      const tracks = await caches.open(`supine:${document.documentElement.dataset["person"]}:tracks`);
      return (await tracks.match(address, { ignoreVary: true })) !== undefined;
    }, address),
  );
}

/** Makes the track run faster. Everything shown and recorded follows its clock, so nothing else changes. */
export const playAt = (page: Page, rate: number): Promise<void> =>
  page.evaluate((rate) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    if (audio !== null) audio.playbackRate = rate;
  }, rate);

/** Moves the track: what lies between is not played. */
export const moveTo = (page: Page, ms: number): Promise<void> =>
  page.evaluate((seconds) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    if (audio !== null) audio.currentTime = seconds;
  }, ms / 1000);

/** Where the track's clock stands, in milliseconds. */
export const clock = (page: Page): Promise<number> =>
  page.evaluate(() => (document.querySelector<HTMLAudioElement>("audio[data-track]")?.currentTime ?? NaN) * 1000);

/** Waits until the track's clock has passed a time. */
export async function reach(page: Page, ms: number): Promise<void> {
  await page.waitForFunction(
    (seconds) => (document.querySelector<HTMLAudioElement>("audio[data-track]")?.currentTime ?? 0) >= seconds,
    ms / 1000,
    { timeout: 120_000 },
  );
}

/** The sequence the page plays, as the server compiles it. */
export async function sequenceOf(url: string, choices: Choices): Promise<PlayableSequence> {
  const response = await fetch(`${url}/api/sequence?${new URLSearchParams({ first: "left", lang: "en", ...choices })}`);
  assert.equal(response.status, 200);
  return (await response.json()) as PlayableSequence;
}

/** Where the page gets the sound of a sequence: as the first kind of file, which these browsers play. */
export const soundOf = ({ sources: [first] }: PlayableSequence): string =>
  first?.url ?? assert.fail("It has no sound.");

/** A session as the server keeps it, once it says what is waited for. */
export async function storedSession(
  url: string,
  id: string,
  is: (session: StoredSession) => boolean = () => true,
  person = "first",
): Promise<StoredSession> {
  const until = Date.now() + 40_000;
  for (;;) {
    const response = await fetch(`${url}/api/sessions/${id}`, { headers: { "supine-person": person } });
    if (response.ok) {
      const session = (await response.json()) as StoredSession;
      if (is(session)) return session;
    }
    assert.ok(Date.now() < until, `The server never had of ${id} what was waited for.`);
  }
}

/** Whether all of an element can be seen without scrolling, above what is fixed at the bottom. */
export async function isInView(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.bottom - 2);
    return box.top >= 0 && box.bottom <= innerHeight && middle !== null && element.contains(middle);
  });
}
