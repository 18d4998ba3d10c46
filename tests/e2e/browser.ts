import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];

/** A real Chromium with a profile that outlives it. */
export interface RunningBrowser {
  readonly browser: Browser;
  /** Ends it as a power cut would: no page is told. */
  kill(): Promise<void>;
}

/** A fresh profile folder. */
export const makeProfile = (): Promise<string> => mkdtemp(join(tmpdir(), "supine-profile-"));

/** Removes a profile folder. */
export const removeProfile = (profile: string): Promise<void> =>
  rm(profile, { recursive: true, force: true, maxRetries: 5 });

/** Starts the browser in a process group of its own, so that all of it can be killed at once. */
export async function startBrowser(profile: string, more: readonly string[] = []): Promise<RunningBrowser> {
  const child = spawn(
    process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    [...flags, ...more, `--user-data-dir=${profile}`, "about:blank"],
    {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const address = await addressOf(child.stderr);
  child.stderr.resume();
  const browser = await chromium.connectOverCDP(address);
  return {
    browser,
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      process.kill(-child.pid, "SIGKILL");
      await exited;
    },
  };
}

async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const address = /DevTools listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("The browser ended before it listened.");
}
