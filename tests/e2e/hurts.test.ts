import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import type { PlayableSequence, StoredSession } from "../../src/client/wire.ts";
import {
  moveTo,
  openGuide,
  playAt,
  reach,
  sequenceOf,
  shortest,
  start,
  storedSession,
  touch,
  untilKept,
} from "./guide.ts";
import { keepHouse } from "./household.ts";
import { deleteSession } from "./server.ts";

/** As fast as a browser plays at all. */
const fastest = 16;

const edge = { ...shortest, protocol: "psoas-lying-2", hold: "45s", lang: "en" };

describe("this hurts", () => {
  const house = keepHouse();

  const holdsOf = (sequence: PlayableSequence) => sequence.cues.filter(({ kind }) => kind === "hold");

  /** A session in its second hold, the right one, with the left one held whole; what is shown and called is noted from then on. */
  async function holdTheRight(
    context: BrowserContext,
    choices: Readonly<Record<string, string>>,
    prepared?: Page,
  ): Promise<{ page: Page; id: string; sequence: PlayableSequence }> {
    const sequence = await sequenceOf(house.url, choices);
    const [left, right] = holdsOf(sequence);
    assert.ok(left && right);
    const page = prepared ?? (await context.newPage());
    await page.addInitScript(noteCalls);
    await openGuide(context, house.url, choices, page);
    await untilMilderIsHere(page, sequence);
    const id = await start(page);
    await moveTo(page, left.atMs - 500);
    await reach(page, left.atMs - 400);
    await playAt(page, fastest);
    await reach(page, left.atMs + left.durationMs + 200);
    await playAt(page, 1);
    await moveTo(page, right.atMs + 100);
    await playAt(page, 4);
    await reach(page, right.atMs + 8000);
    await page.evaluate(noteShown);
    return { page, id, sequence };
  }

  async function say(page: Page, feels: string, by: "touch" | "key" = "touch"): Promise<void> {
    if (by === "key") await page.keyboard.press("h");
    else await touch(page, "[data-do=hurts]");
    const question = page.locator("[data-view=hurt]");
    await question.waitFor();
    assert.equal(await question.locator("h2").textContent(), "What does it feel like?");
    assert.equal(await page.evaluate(() => document.querySelector<HTMLAudioElement>("[data-track]")?.paused), true);
    await page.waitForFunction(() => (window as unknown as Noted).called.length > 0);
    await page.locator(`[data-feels=${feels}]`).click();
  }

  const said = (sequence: PlayableSequence, role: string, set = 1, side: string | null = "right"): readonly string[] =>
    sequence.cues
      .filter(
        (cue) =>
          cue.kind === "say" && cue.phase === role && (role === "rise" || (cue.side === side && cue.set === set)),
      )
      .map(({ text }) => text);

  const shownOn = (page: Page): Promise<readonly string[]> => page.evaluate(() => (window as unknown as Noted).shown);

  for (const [feels, button] of [
    ["pain", "touch"],
    ["leg-pain", "key"],
  ] as const)
    it(`ends the session for ${feels}, says how to get up, and is recorded as it was said`, async () => {
      const context = await house.browser.newContext();
      const { page, id, sequence } = await holdTheRight(context, edge);
      await say(page, feels, button);
      await page.locator("[data-view=after]").waitFor();

      // It asks aloud in the voice of the track, and says the way out and up, on the screen and in the track's own sound.
      const call = sequence.calls.find(({ call }) => call === "hurts");
      const sound = await (await fetch(new URL(call?.audioUrl ?? "", house.url))).blob();
      assert.deepEqual(await page.evaluate(() => (window as unknown as Noted).called), [sound.size]);
      const up = [...said(sequence, "release"), ...said(sequence, "rise")];
      assert.ok(up.length >= 3);
      assert.equal(await page.locator("[data-rise]").textContent(), up.join(" "));
      const release = sequence.steps.find(({ role, side }) => role === "release" && side === "right");
      await page.waitForFunction(
        ([from, to]) => {
          const now = (document.querySelector<HTMLAudioElement>("[data-track]")?.currentTime ?? 0) * 1000;
          return now >= from && now < to;
        },
        [release?.atMs ?? 0, sequence.totalMs] as const,
      );

      // Nobody is asked again, and the advice is there without a tap.
      assert.equal(await page.locator("[data-why]").isVisible(), false);
      assert.equal(await page.locator("[data-stops]").isVisible(), true);
      const stored = await storedSession(house.url, id, ({ end, after }) => end !== null && after !== null);
      assert.deepEqual([stored.end?.reason, stored.after?.stopReason, stored.milder], ["stopped", feels, null]);
      assert.deepEqual(
        stored.held.map(({ side, heldMs }) => [side, Math.round((heldMs ?? 0) / 5000) * 5]),
        [
          ["left", 45],
          ["right", 10],
        ],
      );
      await page.locator("[name=pain][value='7']").check();
      await page.locator("[data-questions] .main").click();
      const told = await storedSession(house.url, id, ({ after }) => after?.pain === 7);
      assert.equal(told.after?.stopReason, feels);

      // The rules do the rest.
      const next = await fetch(`${house.url}/api/sequence?${new URLSearchParams(edge)}`);
      assert.equal(next.status, 403);
      await context.close();
      await deleteSession(house.url, id);
    });

  async function goesOnAtLevel1(page: Page, id: string, sequence: PlayableSequence): Promise<StoredSession> {
    const out = said(sequence, "release");
    const milder = await sequenceOf(house.url, { ...edge, protocol: "psoas-lying-1" });
    const [, right] = holdsOf(milder);
    assert.ok(right && out.length > 0);

    // Out of the position first; then the milder track, from how to lie down to what is left.
    await playsTrack(page, milder);
    const shown = await shownOn(page);
    assert.ok(shown.includes(out[0] ?? "?"), shown.join(" | "));
    await playAt(page, 4);
    const into = milder.steps.find(({ role, side }) => role === "move" && side === "right");
    assert.ok(into);
    await reach(page, into.atMs + 200);
    await playAt(page, fastest);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    const all = await shownOn(page);
    for (const sentence of [...said(milder, "prepare", 1, null), ...said(milder, "move"), ...said(milder, "rise")])
      assert.ok(all.includes(sentence), `"${sentence}" was not shown: ${all.join(" | ")}`);
    for (const sentence of said(milder, "move", 1, "left"))
      assert.ok(!all.includes(sentence), `"${sentence}" is of the side that was held already.`);
    assert.equal(await page.locator("[data-verdict]").textContent(), "Done.");
    assert.deepEqual(await page.locator("[data-view=after] .held dt").allTextContents(), ["Left held", "Right held"]);

    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "completed");
    assert.equal(stored.milder?.track, milder.hash);
    assert.deepEqual(
      stored.held.map(({ heldMs }) => Math.round((heldMs ?? 0) / 5000) * 5),
      [45, 10],
    );
    assert.deepEqual(
      stored.milder.held.map(({ side, heldMs }) => [side, heldMs === null ? null : Math.round(heldMs / 1000)]),
      [
        ["left", null],
        ["right", 45],
      ],
    );
    // What was said on the way out is no part of the record.
    const release = sequence.steps.find(({ role, side }) => role === "release" && side === "right");
    assert.ok(stored.spans.every(({ toMs }) => toMs <= (release?.atMs ?? 0)));
    return stored;
  }

  it("goes on at level 1 with what is left, if it was only too strong, and is recorded as one session", async () => {
    const context = await house.browser.newContext();
    const { page, id, sequence } = await holdTheRight(context, edge);
    await say(page, "too-strong");
    await goesOnAtLevel1(page, id, sequence);

    await page.goto(`${house.url}/sessions/${id}`);
    assert.match((await page.locator(".held .milder").textContent()) ?? "", /went on more gently: .*level 1/);
    assert.equal(await page.locator(".held tbody tr").count(), 3);
    await page.goto(`${house.url}/history`);
    assert.equal(await page.locator(`a[href="/sessions/${id}"]`).count(), 1);
    await context.close();
  });

  it("goes on more gently without a network, too", async () => {
    const context = await house.browser.newContext();
    const page = await context.newPage();
    await openGuide(context, house.url, edge, page);
    await untilKept(page);
    const { id, sequence } = await holdTheRight(context, edge, page);
    await context.setOffline(true);
    await say(page, "too-strong");
    const milder = await sequenceOf(house.url, { ...edge, protocol: "psoas-lying-1" });
    await playsTrack(page, milder);
    await playAt(page, fastest);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    await context.setOffline(false);
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.equal(stored.milder?.track, milder.hash);
    assert.ok((await shownOn(page)).includes(said(sequence, "release")[0] ?? "?"));
    await context.close();
  });

  it("goes on with a shorter hold at level 1, for somebody who is lying there", async () => {
    const context = await house.browser.newContext();
    const bed = { ...edge, protocol: "psoas-lying-1" };
    const { page, id } = await holdTheRight(context, bed);
    await say(page, "too-strong");
    const milder = await sequenceOf(house.url, { ...bed, hold: "30s" });
    await playsTrack(page, milder);
    const into = milder.steps.find(({ role, side }) => role === "move" && side === "right");
    await reach(page, into?.atMs ?? Infinity);
    await playAt(page, fastest);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    const all = await shownOn(page);
    assert.ok(!all.some((sentence) => said(milder, "prepare", 1, null).includes(sentence)), all.join(" | "));
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.deepEqual(
      stored.milder?.held.map(({ heldMs }) => heldMs && Math.round(heldMs / 1000)),
      [null, 30],
    );
    await context.close();
  });

  it("ends calmly where nothing is milder, which is no pain", async () => {
    const context = await house.browser.newContext();
    const mildest = { ...shortest, protocol: "psoas-lying-1", lang: "en" };
    const { page, id, sequence } = await holdTheRight(context, mildest);
    assert.equal(sequence.milder, null);
    await say(page, "too-strong");
    await page.locator("[data-view=after]").waitFor();
    assert.match((await page.locator("[data-advice]").textContent()) ?? "", /enough for today/);
    assert.equal(await page.locator("[data-stops]").isVisible(), false);
    const stored = await storedSession(house.url, id, ({ end, after }) => end !== null && after !== null);
    assert.deepEqual([stored.end?.reason, stored.after?.stopReason], ["stopped", "too-strong"]);
    assert.equal((await fetch(`${house.url}/api/sequence?${new URLSearchParams(mildest)}`)).status, 200);
    await context.close();
  });

  it("goes on as it was where it was nothing", async () => {
    const context = await house.browser.newContext();
    const { page, id, sequence } = await holdTheRight(context, edge);
    await say(page, "nothing", "key");
    await page.locator("[data-view=playing]").waitFor();
    await playAt(page, fastest);
    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    const stored = await storedSession(house.url, id, ({ end }) => end !== null);
    assert.deepEqual([stored.end?.reason, stored.milder, stored.after], ["completed", null, null]);
    assert.equal(stored.track, sequence.hash);
    await context.close();
  });

  it("is continued with the milder track by who comes back, and by who is lying already", async () => {
    const context = await house.browser.newContext();
    const { page, id, sequence } = await holdTheRight(context, edge);
    await say(page, "too-strong");
    const milder = await sequenceOf(house.url, { ...edge, protocol: "psoas-lying-1" });
    await playsTrack(page, milder);
    await storedSession(house.url, id, (stored) => stored.milder !== null);
    await page.close();
    const again = await context.newPage();
    await again.goto(house.url);
    await again.locator("#resume[open]").waitFor();
    await again.locator("#resume [value=lying]").click();
    await playsTrack(again, milder);
    const into = milder.steps.find(({ role, side }) => role === "move" && side === "right");
    await reach(again, into?.atMs ?? Infinity);
    assert.ok(
      (await again.evaluate(() => document.querySelector<HTMLAudioElement>("[data-track]")?.currentTime ?? 0)) * 1000 <
        (into?.atMs ?? 0) + 5000,
    );
    await playAt(again, fastest);
    await again.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    const stored = await storedSession(house.url, id, ({ end }) => end?.reason === "completed");
    assert.deepEqual([stored.track, stored.milder?.track], [sequence.hash, milder.hash]);
    await context.close();
  });
});

interface Noted {
  /** How large the sounds are that were called out. */
  called: number[];
  shown: string[];
}

// As texts: the runner's compiler would ask the page for a helper it does not have.
const noteCalls = `
  window.called = [];
  const sizes = new Map();
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (sound) => {
    const address = make(sound);
    sizes.set(address, sound.size);
    return address;
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this.hasAttribute("data-caller")) window.called.push(sizes.get(this.src) ?? 0);
    return play.call(this);
  };
`;

const noteShown = `
  window.shown = [];
  const sentence = document.querySelector("[data-sentence]");
  new MutationObserver(() => window.shown.push(sentence.textContent)).observe(sentence, { childList: true, characterData: true, subtree: true });
`;

/** Waits until the player plays a track: its clock runs within that track's length, and its title is shown. */
async function playsTrack(page: Page, { title }: PlayableSequence): Promise<void> {
  await page.waitForFunction(
    (title) => {
      const audio = document.querySelector<HTMLAudioElement>("[data-track]");
      return document.querySelector("[data-title]")?.textContent === title && audio?.paused === false && !audio.seeking;
    },
    title,
    { timeout: 60_000 },
  );
}

/** Waits until what a session would go on with is in the page. */
async function untilMilderIsHere(page: Page, { milder }: PlayableSequence): Promise<void> {
  if (milder === null) return;
  const protocol = new URLSearchParams(milder).get("protocol") ?? "";
  const hold = new URLSearchParams(milder).get("hold") ?? "";
  await page.waitForFunction(
    ([protocol, hold]) => {
      const loaded = performance
        .getEntriesByType("resource")
        .filter((entry) => (entry as PerformanceResourceTiming).responseEnd > 0);
      return loaded
        .map(({ name }) => new URL(name))
        .some(
          ({ pathname, searchParams }) =>
            pathname.startsWith("/tracks/") &&
            searchParams.get("protocol") === protocol &&
            searchParams.get("hold") === hold,
        );
    },
    [protocol, hold] as const,
  );
}
