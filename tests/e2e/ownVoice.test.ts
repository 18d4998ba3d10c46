import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { startServer, type Server } from "./server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rate = 48_000;

/** A voice that says one short word over and over: 0.5 s of sound, 0.5 s of quiet. */
function spokenWords(): Buffer {
  const samples = Array.from({ length: rate }, (_, i) => {
    const t = i / rate;
    const word = t < 0.5 ? Math.sin(Math.PI * 2 * t) ** 2 : 0;
    return Math.round(9000 * word * (Math.sin(2 * Math.PI * 180 * t) + 0.5 * Math.sin(2 * Math.PI * 540 * t)));
  });
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, i) => file.writeInt16LE(sample, 44 + i * 2));
  return file;
}

/** Says something, for about so many seconds of the microphone's own time; again where the pause between two words was recorded. */
async function speak(page: Page, seconds: number): Promise<void> {
  const button = page.locator("[data-do=record]");
  const take = page.locator("[data-take]");
  for (let tries = 0; tries < 8; tries++) {
    await button.click();
    await page.waitForFunction(
      (least) => Number(document.querySelector<HTMLElement>("[data-booth]")?.dataset["seconds"] ?? 0) >= least,
      seconds,
    );
    await button.click();
    const isTaken = await take.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (isTaken) return;
  }
  assert.fail("Nothing that was said was taken.");
}

/** Cuts a take that goes on into the next word, at its end and by key, until it can be kept: on a busy machine a tap comes late. */
async function cutToFit(page: Page): Promise<void> {
  const keep = page.locator("[data-do=keep]");
  if (await keep.isEnabled()) return;
  await page.locator("[data-end]").focus();
  while (!(await keep.isEnabled())) await page.keyboard.press("ArrowLeft");
}

describe("a voice of one's own", () => {
  let folder: string;
  let server: Server;
  let running: RunningBrowser;
  let profile: string;
  let context: BrowserContext;

  before(async () => {
    // A home with one small exercise: few sentences, and the program's own voice to step in.
    folder = await mkdtemp(join(tmpdir(), "supine-voice-"));
    await mkdir(join(folder, "protocols"));
    const minimal = await readFile(join(root, "tests/golden/protocols/minimal.yaml"), "utf8");
    await writeFile(
      join(folder, "protocols", "minimal.yaml"),
      minimal.replace("most: 60s, default: 45s", "most: 30s, default: 30s"),
    );
    await writeFile(join(folder, "protocols", "sources.yaml"), await readFile(join(root, "protocols/sources.yaml")));
    const spoken = join(folder, "spoken.wav");
    await writeFile(spoken, spokenWords());

    server = await startServer({ SUPINE_HOME: folder, PATH: "/nonexistent" });
    profile = await makeProfile();
    running = await startBrowser(profile, [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${spoken}`,
    ]);
    context = await running.browser.newContext({ permissions: ["microphone"] });
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    "is recorded sentence by sentence, survives a reload, and is heard in the track",
    { timeout: 300_000 },
    async () => {
      const page = await context.newPage();
      page.on("pageerror", (error) => assert.fail(error));
      page.on("dialog", (dialog) => void dialog.accept());
      await page.goto(`${server.url}/voices`);
      await page.locator("#name").fill("Dr. Vega");
      await page.locator("form[action='/voices'] .main").click();
      await page.waitForURL(/\/voices\/own-[0-9a-f]{12}\/record$/);
      const id = new URL(page.url()).pathname.split("/")[2] ?? "";

      // The first take is heard, thrown away for another, and that one is kept.
      const sentence = page.locator("[data-sentence]");
      const first = await sentence.textContent();
      await speak(page, 1);
      await page.locator("[data-do=listen]").click();
      await page.waitForFunction(
        () => (document.querySelector<HTMLAudioElement>("[data-player]")?.currentTime ?? 0) > 0,
      );
      await speak(page, 1);
      await cutToFit(page);
      await page.getByText(/It fits/).waitFor();
      const trimmed =
        Number(await page.locator("[data-end]").inputValue()) - Number(await page.locator("[data-start]").inputValue());
      assert.ok(trimmed > 0.3, `The take was cut to ${trimmed} s.`);
      await page.locator("[data-do=keep]").click();
      await page.getByText(/Kept\. 1 of/).waitFor();
      assert.notEqual(await sentence.textContent(), first);

      await page.reload();
      assert.equal(await page.locator("[data-progress]").evaluate((bar: HTMLProgressElement) => bar.value), 1);
      await page.locator("[data-key][data-recorded]").first().waitFor();

      // Every other sentence: by keyboard, as someone would who does it all.
      const all = await page.locator("[data-key][data-usual]").count();
      assert.ok(all >= 8, `Only ${all} sentences.`);
      for (let kept = 1; kept < all; kept++) {
        await speak(page, 0.8);
        await cutToFit(page);
        await page.locator("[data-do=keep]").click();
        await page.waitForFunction(
          (count) => document.querySelector<HTMLProgressElement>("[data-progress]")?.value === count,
          kept + 1,
        );
      }
      await page.getByText(/All sentences are recorded/).waitFor();

      // The session is spoken by that voice alone, and there is something to hear where a sentence is.
      const response = await fetch(`${server.url}/api/sequence?protocol=minimal&hold=30s&voice=${id}`);
      assert.equal(response.status, 200);
      const played = (await response.json()) as {
        voiceName: string;
        standIns: unknown[];
        audioUrl: string;
        cues: { kind: string; atMs: number; durationMs: number }[];
      };
      assert.equal(played.voiceName, "Dr. Vega");
      assert.deepEqual(played.standIns, []);
      const wave = Buffer.from(await (await fetch(server.url + played.audioUrl)).arrayBuffer());
      const samplesAMs = wave.readUInt32LE(24) / 1000;
      for (const cue of played.cues.filter(({ kind }) => kind === "say")) {
        let peak = 0;
        for (let at = cue.atMs * samplesAMs; at < (cue.atMs + cue.durationMs) * samplesAMs; at++)
          peak = Math.max(peak, Math.abs(wave.readInt16LE(44 + at * 2)));
        assert.ok(peak > 3000, `Nothing to hear at ${cue.atMs} ms: ${peak}.`);
      }

      // It is offered where a session is begun, and can be taken away as a file.
      await page.goto(`${server.url}/?lang=en&voice=${id}`);
      assert.equal(await page.locator("select[name=voice]").inputValue(), id);
      assert.equal((await fetch(`${server.url}/voices/${id}.zip`)).headers.get("content-type"), "application/zip");
      await page.close();
    },
  );

  it("says what to do when the microphone is refused", async () => {
    const refusing = await running.browser.newContext();
    await refusing.addInitScript(`
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    `);
    const page = await refusing.newPage();
    await page.goto(`${server.url}/voices`);
    await page.locator("#name").fill("Shy");
    await page.locator("form[action='/voices'] .main").click();
    await page.locator("[data-do=record]").click();
    await page.getByText(/The microphone is blocked\. Allow it/).waitFor();
    assert.equal(await page.locator("[data-do=record]").getAttribute("aria-pressed"), "false");
    await refusing.close();
  });
});
