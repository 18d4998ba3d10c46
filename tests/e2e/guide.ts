import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import type { components } from "../../src/client/api.gen.ts";

/** A session as the server keeps it. */
export type StoredSession = components["schemas"]["StoredSession"];

/** A sequence as the page plays it. */
export type PlayableSequence = components["schemas"]["PlayableSequence"];

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

/** Opens the guide, chooses, and waits until the whole track is in the page. */
export async function openGuide(context: BrowserContext, url: string, choices: Choices): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(url);
  await page.locator("summary").click();
  for (const [name, value] of Object.entries(choices)) await choose(page, name, value);
  const { audioUrl } = await sequenceOf(url, choices);
  await page.waitForFunction(
    (address) => performance.getEntriesByType("resource").some((entry) => entry.name.endsWith(address)),
    audioUrl,
  );
  return page;
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

/** Makes the track run faster. Everything shown and recorded follows its clock, so nothing else changes. */
export const playAt = (page: Page, rate: number): Promise<void> =>
  page.evaluate((rate) => {
    const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
    if (audio !== null) audio.playbackRate = rate;
  }, rate);

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

/** A session as the server keeps it, once it says what is waited for. */
export async function storedSession(
  url: string,
  id: string,
  is: (session: StoredSession) => boolean = () => true,
): Promise<StoredSession> {
  const until = Date.now() + 40_000;
  for (;;) {
    const response = await fetch(`${url}/api/sessions/${id}`);
    if (response.ok) {
      const session = (await response.json()) as StoredSession;
      if (is(session)) return session;
    }
    assert.ok(Date.now() < until, `The server never had of ${id} what was waited for.`);
  }
}
