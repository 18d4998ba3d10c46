// How fast is the first page, how heavy is it, how much memory does an idle server hold?
//   dotnet build -c Release && npx tsx bench/serve.ts
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { answerScreening } from "../tests/e2e/server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "src/Supine.Web/bin/Release/net10.0/Supine.Web.dll");
const runs = 7;
const port = 5179;

interface Answer {
  readonly body: Buffer;
  readonly bytes: number;
}

/** One request as a browser would make it: compressed, and what came over the wire counted. */
function fetchOnce(path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers: { "accept-encoding": "br, gzip" } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const body = Buffer.concat(parts);
        if (response.statusCode === 200) resolve({ body, bytes: body.length });
        else reject(new Error(`${path} answered ${String(response.statusCode)}`));
      });
    }).on("error", reject);
  });
}

async function untilAnswered(path: string): Promise<number> {
  for (;;) {
    try {
      await fetchOnce(path);
      return performance.now();
    } catch {
      await wait(5);
    }
  }
}

function start(data: string): ChildProcess {
  return spawn("dotnet", [program, "--urls", `http://127.0.0.1:${String(port)}`], {
    cwd: root,
    env: { ...process.env, SUPINE_DATA: data, SUPINE_HOME: root },
    stdio: "ignore",
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1]) / 1024;

const spread = (values: number[]): string => {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return [least, middle, most].map((value) => (value ?? NaN).toFixed(0)).join(" / ");
};

const data = mkdtempSync(join(tmpdir(), "supine-bench-"));
const first: number[] = [];
const again: number[] = [];
for (let run = 0; run < runs; run++) {
  const began = performance.now();
  const child = start(data);
  first.push((await untilAnswered("/")) - began);
  const second = performance.now();
  await fetchOnce("/");
  again.push(performance.now() - second);
  await stop(child);
}
console.log(`process start to first page, ms (least / median / most of ${String(runs)}): ${spread(first)}`);
console.log(`the same page a second time, ms: ${spread(again)}`);

const child = start(data);
await untilAnswered("/");
await answerScreening(`http://127.0.0.1:${String(port)}`, []);
for (const path of ["/", "/history", "/protocols/psoas-lying-1", "/api/sequence?protocol=psoas-lying-2", "/"])
  await fetchOnce(path);
await wait(20_000);
console.log(
  `memory of the idle server after five pages and a rendered track, MB: ${residentMegabytes(child.pid ?? 0).toFixed(0)}`,
);
await stop(child);
rmSync(data, { recursive: true });
