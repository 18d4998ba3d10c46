import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Each program that runs leads a group of its own, so that all it started can be ended with it. */
const groups = new Set<number>();
const folders = new Set<string>();

function endGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
  groups.delete(group);
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
}

// Whatever ends the tests, nothing of theirs goes on.
process.once("exit", () => {
  groups.forEach(endGroup);
  folders.forEach(removeFolder);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

/** A program that runs until it is ended. */
export interface Running {
  readonly process: ChildProcess;
  /** What it has written so far, warnings and all. */
  written(): string;
  /** Ends it with all it started. */
  end(): Promise<void>;
}

/** Starts a program in a group of its own. */
export function run(program: string, parameters: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"], ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} is missing.`);
  groups.add(pid);
  let written = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (written += chunk.toString()));
  const exited = once(child, "exit");
  return {
    process: child,
    written: () => written,
    end: async () => {
      endGroup(pid);
      await exited;
    },
  };
}

/** Asks until there is an answer, as long as a program that starts may take. */
export async function answerOf<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come.`);
    await delay(50);
  }
}

/** A folder of its own for programs that run, and what they find in their environment. */
export interface Room {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Removes it, and all that is in it. */
  dispose(): Promise<void>;
}

/** Makes a room with a sound device that nobody hears, or without one. */
export async function makeRoom(sound: "silent" | "none" = "silent"): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), "supine-engines-"));
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    LANG: "C.UTF-8",
    // Nothing of a desktop that may run here is asked, and none is started.
    DBUS_SESSION_BUS_ADDRESS: "disabled:",
    NO_AT_BRIDGE: "1",
    PULSE_SERVER: `unix:${join(folder, "pulse", "native")}`,
  };
  folders.add(folder);
  const device = sound === "silent" ? await startSound(environment) : null;
  return {
    folder,
    environment,
    dispose: async () => {
      await device?.end();
      removeFolder(folder);
    },
  };
}

/** Starts a sound device that is nowhere but in this environment. */
async function startSound(environment: NodeJS.ProcessEnv): Promise<Running> {
  const parts = ["module-null-sink", "module-native-protocol-unix auth-anonymous=1"].map((part) => `--load=${part}`);
  const device = run(
    "pulseaudio",
    ["-n", "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes", "--exit-idle-time=-1", ...parts],
    { env: { ...environment, PULSE_SERVER: undefined } },
  );
  await answerOf("The sound device", async () => {
    const asked = run("pactl", ["info"], { env: environment });
    await once(asked.process, "exit");
    await asked.end();
    return asked.process.exitCode === 0 ? true : undefined;
  });
  return device;
}
