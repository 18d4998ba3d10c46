import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clock, openGuideByHand, playAt, reach, sequenceOf, shortest, start, storedSession } from "./guide.ts";
import { keepHouse } from "./household.ts";

/** The track runs four times as fast: everything follows its clock. */
const rate = 4;

/** A media element tells its time at least every 250 ms (HTML, "time marches on"); a page is drawn no later than that. */
const drawnWithinMs = 250 * rate;

/** A span ends where the clock stops and the next begins there: only rounding to whole milliseconds may be lost. */
const lostAtPauseMs = 2;

/** Loud enough to be heard: a hundredth of full scale. */
const heard = 0.01;

const choices = { ...shortest, protocol: "psoas-lying-2" };

interface Shown {
  readonly text: string;
  readonly atMs: number;
}

describe("a whole session", () => {
  const house = keepHouse();

  it("is heard and shown cue by cue, pauses by key and tap, and is recorded as it was held", async () => {
    const { context } = house;
    const sequence = await sequenceOf(house.url, choices);
    const holds = sequence.cues.filter((cue) => cue.kind === "hold");
    const [left, right] = holds;
    assert.ok(left && right && holds.length === 2);

    const page = await openGuideByHand(context, house.url, choices);
    await page.evaluate(() => {
      const sentence = document.querySelector("[data-sentence]");
      const audio = document.querySelector<HTMLAudioElement>("audio[data-track]");
      if (sentence === null || audio === null) return;
      const shown: Shown[] = [];
      Object.assign(window, { shown });
      // Not named: the runner's compiler would ask the page for a helper it does not have.
      new MutationObserver(() => shown.push({ text: sentence.textContent, atMs: audio.currentTime * 1000 })).observe(
        sentence,
        { childList: true, characterData: true, subtree: true },
      );
    });
    const id = await start(page);
    await playAt(page, rate);

    const isPaused = () => document.querySelector<HTMLAudioElement>("audio[data-track]")?.paused === true;
    const standsStillAndGoesOn = async (pause: () => Promise<void>): Promise<void> => {
      await pause();
      await page.waitForFunction(isPaused);
      const stopped = await clock(page);
      const since = await page.evaluate(() => performance.now());
      await page.waitForFunction((since) => performance.now() - since > 300, since);
      assert.equal(await clock(page), stopped);
      assert.equal(await page.locator("[data-sentence]").textContent(), "Paused. Tap anywhere to continue.");
      await pause();
      await reach(page, stopped + 500);
    };

    await reach(page, left.atMs + 5000);
    assert.equal(await page.locator("[data-sentence]").getAttribute("lang"), "en");
    await standsStillAndGoesOn(() => page.keyboard.press("Space"));
    await reach(page, right.atMs + 5000);
    // Where it has dimmed by itself, a first touch only wakes it.
    if (await page.locator(".playing.dimmed").isVisible()) await page.mouse.click(20, 200);
    await standsStillAndGoesOn(() => page.mouse.click(20, 200));

    await page.locator("[data-view=after]").waitFor({ timeout: 120_000 });
    assert.equal(await page.locator("[data-verdict]").textContent(), "Done.");
    assert.deepEqual(await page.locator(".held dt").allTextContents(), ["Left held", "Right held"]);

    const shown = await page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);
    const said = sequence.cues.filter((cue) => cue.kind === "say");
    assert.ok(said.length > 8);
    for (const cue of said) {
      const late = shown.filter(({ text }) => text === cue.text).map(({ atMs }) => atMs - cue.atMs);
      assert.ok(
        late.some((ms) => ms >= -1 && ms <= drawnWithinMs),
        `"${cue.text}" at ${cue.atMs} ms was shown ${late.join(", ")} ms later.`,
      );
    }

    await page.locator("[name=pain][value='2']").check();
    await page.locator("[name=footDangle][value='1']").check();
    await page.locator("#note").fill("Easier than yesterday.");
    await page.locator("[data-questions] .main").click();
    await page.getByText("Saved.", { exact: true }).waitFor();

    const stored = await storedSession(house.url, id, ({ end, after }) => end !== null && after !== null);
    assert.equal(stored.end?.reason, "completed");
    assert.deepEqual(
      stored.held.map(({ side, prescribedMs }) => [side, prescribedMs]),
      [
        ["left", 30_000],
        ["right", 30_000],
      ],
    );
    for (const { heldMs } of stored.held) {
      assert.ok(heldMs !== null && heldMs <= 30_000 && heldMs >= 30_000 - lostAtPauseMs, `${heldMs} ms were held.`);
    }
    assert.equal(stored.spans.length, 3);
    assert.deepEqual(
      [stored.after?.pain, stored.after?.footDangle, stored.after?.note],
      [2, 1, "Easier than yesterday."],
    );

    await page.locator("[data-correct]").click();
    await page.waitForURL(`**/sessions/${id}`);
    assert.match((await page.locator("main").textContent()) ?? "", /Easier than yesterday\./);
    await page.goto(`${house.url}/progress/practice`);
    assert.equal(await page.locator(`a[href="/sessions/${id}"]`).count(), 1);
    assert.match((await page.locator("main").textContent()) ?? "", /level 2/i);
    await page.close();
  });

  it("has a voice at every sentence of its track, and none before the first", async () => {
    const sequence = await sequenceOf(house.url, choices);
    assert.notEqual(sequence.voice, "device");
    const sound = await readWav(`${house.url}${sequence.audioUrl}`);
    assert.ok(Math.abs(sound.ms - sequence.totalMs) <= 1);
    for (const cue of sequence.cues.filter(({ kind }) => kind === "say"))
      assert.ok(sound.peak(cue.atMs, cue.atMs + cue.durationMs) > heard, `"${cue.text}" is silent.`);
    const first = sequence.cues[0]?.atMs ?? 0;
    if (first > 0) assert.equal(sound.peak(0, first), 0);
  });
});

/** The loudness of a mono 16-bit WAV between two times. */
async function readWav(url: string) {
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  assert.equal(bytes.toString("latin1", 0, 4), "RIFF");
  const rate = bytes.readUInt32LE(24);
  const data = bytes.indexOf("data", 12, "latin1") + 8;
  const count = Math.floor((bytes.length - data) / 2);
  return {
    ms: (count / rate) * 1000,
    peak(fromMs: number, toMs: number): number {
      let most = 0;
      const end = Math.min(count, Math.round((toMs * rate) / 1000));
      for (let i = Math.round((fromMs * rate) / 1000); i < end; i++)
        most = Math.max(most, Math.abs(bytes.readInt16LE(data + 2 * i)));
      return most / 32768;
    },
  };
}
