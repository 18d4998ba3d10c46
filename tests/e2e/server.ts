import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = "src/Supine.Web/bin/Release/net10.0/Supine.Web.dll";

/** The real program with a data folder of its own. */
export interface Server {
  readonly url: string;
  /** The processor time it has used so far, in milliseconds, where the system tells it (Linux). */
  processorMs(): number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, if it does not run, on the same address with the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/** Starts the built program on a free port for somebody to whom none of the safety questions applies. */
export async function startServer(more: NodeJS.ProcessEnv = {}): Promise<Server> {
  const server = await startUnscreened(more);
  await answerScreening(server.url, []);
  return server;
}

/** A track that the server knows, so that sessions of it can be recorded. */
export async function keptTrack(
  url: string,
  query: string,
): Promise<{ readonly hash: string; readonly totalMs: number }> {
  const sequence = await fetch(`${url}/api/sequence?${query}`);
  const track = (await sequence.json()) as { hash: string; totalMs: number };
  await fetch(`${url}/api/tracks/${track.hash}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return track;
}

/** Answers the safety questions for somebody; no id is "none of these". */
export async function answerScreening(url: string, yes: readonly string[], person = "first"): Promise<void> {
  const response = await fetch(`${url}/api/screening`, {
    method: "PUT",
    headers: { "content-type": "application/json", "supine-person": person },
    body: JSON.stringify({ edition: 2, yes: ["from-20", ...yes] }),
  });
  if (!response.ok) throw new Error(`The screening was answered with ${response.status}.`);
}

/** Has the first person hear a voice, or leave it to the program. */
export async function chooseVoice(url: string, language: string, voice: string | null): Promise<void> {
  const response = await fetch(`${url}/api/voices/choice/${language}`, {
    method: "PUT",
    headers: { "supine-person": "first", "content-type": "application/json" },
    body: JSON.stringify({ voice }),
  });
  if (!response.ok) throw new Error(`The voice was chosen with ${response.status}.`);
}

/** Deletes a session, and with it the pain that was told of it: there are no two days of rest. */
export async function deleteSession(url: string, id: string): Promise<void> {
  const response = await fetch(`${url}/api/sessions/${id}`, {
    method: "DELETE",
    headers: { "supine-person": "first" },
  });
  if (!response.ok) throw new Error(`The session was deleted with ${response.status}.`);
}

/**
 * Starts the built program on a free port, in an environment that differs from ours as given, before anybody has answered the safety
 * questions. SUPINE_CLONE may name another clone: its program is started, not ours. SUPINE_CORES may name the only processor cores it has.
 */
export async function startUnscreened(more: NodeJS.ProcessEnv = {}): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), "supine-e2e-"));
  const environment = { ...process.env, SUPINE_DATA: data, SUPINE_HOME: root, ...more };
  let child = await run(environment, "http://127.0.0.1:0");
  const url = child.url;
  const isRunning = (): boolean => child.process.exitCode === null && child.process.signalCode === null;
  const kill = async (): Promise<void> => {
    if (!isRunning()) return;
    const exited = once(child.process, "exit");
    child.process.kill("SIGKILL");
    await exited;
  };
  return {
    url,
    processorMs: () => {
      const fields =
        readFileSync(`/proc/${String(child.process.pid)}/stat`, "utf8")
          .split(") ")[1]
          ?.split(" ") ?? [];
      return 10 * (Number(fields[11]) + Number(fields[12])); // in clock ticks of 10 ms
    },
    kill,
    start: async () => {
      if (!isRunning()) child = await run(environment, url);
    },
    dispose: async () => {
      await kill();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Ended with the tests, if these end before they have ended them. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

async function run(env: NodeJS.ProcessEnv, urls: string): Promise<{ process: ChildProcess; url: string }> {
  const program = [await dotnet(), join(env["SUPINE_CLONE"] ?? root, built), "--urls", urls];
  const cores = env["SUPINE_CORES"];
  const [command = "", ...parts] = cores === undefined ? program : ["taskset", "-c", cores, ...program];
  const child = spawn(command, parts, {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Now listening on: (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return { process: child, url };
  }
  throw new Error("The program ended before it listened. Has it been built in Release?");
}

// Found on our own path: the program's may be empty.
async function dotnet(): Promise<string> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const file = join(folder, "dotnet");
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  throw new Error("There is no dotnet on the path.");
}
