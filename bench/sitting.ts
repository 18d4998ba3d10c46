// What does it cost to be reminded of a break: `./supine sit` and the page at the desk, beside workrave and Safe Eyes in the same run.
//   dotnet build -c Release && npx tsx bench/sitting.ts --minutes 60
// Needed from the distribution (Debian's names): workrave safeeyes xvfb xdotool xprintidle dbus-daemon, and a browser. A display and a bus of its own, each program with an empty home
// and as it comes; somebody moves the mouse now and then, or all of them would rest.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { startServer } from "../tests/e2e/server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { minutes: { type: "string", default: "60" } } });
const minutes = Number(values.minutes);
if (!(minutes >= 1)) throw new Error("--minutes: write a number, 1 or more.");
const needed = {
  workrave: "workrave",
  safeeyes: "safeeyes",
  Xvfb: "xvfb",
  xdotool: "xdotool",
  xprintidle: "xprintidle",
  "dbus-daemon": "dbus-daemon",
};
const missing = Object.entries(needed).filter(([program]) => !isHere(program));
if (missing.length > 0) throw new Error(`Needed from the distribution: ${missing.map(([, name]) => name).join(" ")}`);

/** What starting takes is not counted. */
const settleMs = 60_000;
const betweenSamplesMs = 10_000;
const betweenMovesMs = 2_000;
const port = 9377;

/** One process, or one with all that it started. */
interface Measured {
  readonly name: string;
  readonly pids: () => readonly number[];
  readonly samples: Sample[];
}

/** Kilobytes and seconds. */
interface Sample {
  readonly rss: number;
  readonly pss: number;
  readonly alone: number;
  readonly cpu: number;
}

function isHere(program: string): boolean {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Everything that a process started and that still runs, itself first. */
function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = Number(statOf(Number(entry))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

/** The fields after the name, which may hold spaces: state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    return (
      readFileSync(`/proc/${String(pid)}/stat`, "utf8")
        .split(") ")
        .at(-1)
        ?.split(" ") ?? null
    );
  } catch {
    return null;
  }
}

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Its own time and that of children which have ended. */
const cpuSeconds = (pid: number): number =>
  (statOf(pid)?.slice(11, 15) ?? []).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;

function memoryOf(pid: number): { rss: number; pss: number; alone: number } {
  let rollup = "";
  try {
    rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
  } catch {
    // it has just ended
  }
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0);
  return {
    rss: kilobytes("Rss"),
    pss: kilobytes("Pss"),
    alone: kilobytes("Private_Clean") + kilobytes("Private_Dirty"),
  };
}

function sample(pids: readonly number[]): Sample {
  const sum = { rss: 0, pss: 0, alone: 0, cpu: 0 };
  for (const pid of pids) {
    const memory = memoryOf(pid);
    sum.rss += memory.rss;
    sum.pss += memory.pss;
    sum.alone += memory.alone;
    sum.cpu += cpuSeconds(pid);
  }
  return sum;
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);

const home = mkdtempSync(join(tmpdir(), "supine-sitting-"));
const started: ChildProcess[] = [];

function run(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const own = join(home, name);
  mkdirSync(join(own, ".config"), { recursive: true, mode: 0o700 });
  const child = spawn(command, [...args], {
    cwd: root,
    env: { ...process.env, HOME: own, XDG_RUNTIME_DIR: own, ...env },
    stdio: ["pipe", "ignore", "ignore"],
  });
  started.push(child);
  if (child.pid === undefined) throw new Error(`${command} did not start.`);
  return child.pid;
}

const server = await startServer();
try {
  const display = `:${String(70 + (process.pid % 20))}`;
  const bus = `unix:path=${join(home, "bus")}`;
  // Safe Eyes asks the system's bus when the machine sleeps: here it is the same bus.
  const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus, DBUS_SYSTEM_BUS_ADDRESS: bus };
  run("display", "Xvfb", [display, "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {});
  run("bus-home", "dbus-daemon", ["--session", `--address=${bus}`, "--nofork"], {});
  await wait(3000);

  const measured: Measured[] = [];
  const measure = (name: string, pids: () => readonly number[]): void =>
    void measured.push({ name, pids, samples: [] });
  const workrave = run("workrave", "workrave", [], env);
  measure("workrave", () => treeOf(workrave));
  const safeeyes = run("safeeyes", "safeeyes", [], env);
  measure("Safe Eyes", () => treeOf(safeeyes));
  const sit = run("sit", "dotnet", [join(root, "src/Supine.Cli/bin/Release/net10.0/supine.dll"), "sit"], {
    ...env,
    SUPINE_HOME: root,
  });
  measure("`./supine sit`", () => treeOf(sit));

  const browserPid = run(
    "browser",
    process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    // prettier-ignore
    ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-features=SpareRendererForSitePerProcess", `--remote-debugging-port=${String(port)}`, `--user-data-dir=${join(home, "profile")}`, "about:blank"],
    env,
  );
  await wait(8000);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`);
  const context = browser.contexts()[0];
  const page = context?.pages()[0];
  if (context === undefined || page === undefined) throw new Error("The browser has no page.");
  const renderers = (): number[] =>
    treeOf(browserPid).filter((pid) =>
      readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").includes("--type=renderer"),
    );
  const before = new Set(renderers());
  await context.grantPermissions(["notifications"], { origin: server.url });
  const desk = await context.newPage();
  await desk.goto(`${server.url}/sitting`);
  // work for as long as the run is, whatever the time of day
  for (const day of await desk.locator("[name=workDay]").all()) await day.check();
  await desk.locator("[name=from]").fill("00:00");
  await desk.locator("[name=until]").fill("23:59");
  await desk.locator(".plan .button").click();
  await desk.locator("[data-do=start]").click();
  await desk.locator('[data-state="seated"]').waitFor();
  const own = renderers().filter((pid) => !before.has(pid));
  await browser.close();
  measure("the desk page: its own process", () => own);
  measure("the desk page: the whole browser, nothing else open", () => treeOf(browserPid));

  let at = 0;
  const mover = setInterval(() => {
    at = (at + 7) % 400;
    spawn("xdotool", ["mousemove", String(400 + at), "700"], { env: { ...process.env, ...env }, stdio: "ignore" });
  }, betweenMovesMs);
  await wait(settleMs);
  for (const { name, pids } of measured)
    if (pids().some((pid) => statOf(pid) === null)) throw new Error(`${name} does not run any more.`);
  const began = performance.now();
  const first = measured.map(({ pids }) => sample(pids()).cpu);
  while (performance.now() - began < minutes * 60_000) {
    await wait(betweenSamplesMs);
    for (const { pids, samples } of measured) samples.push(sample(pids()));
  }
  clearInterval(mover);

  const hours = (performance.now() - began) / 3_600_000;
  const rows = measured.map(({ name, samples }, index) => {
    const cpu = ((samples.at(-1)?.cpu ?? NaN) - (first[index] ?? NaN)) / hours;
    const [rss, pss, alone] = (["rss", "pss", "alone"] as const).map(
      (kind) => mean(samples.map((one) => one[kind])) / 1024,
    );
    return {
      name,
      rss: rss ?? NaN,
      pss: pss ?? NaN,
      alone: alone ?? NaN,
      last: (samples.at(-1)?.pss ?? NaN) / 1024,
      cpu,
    };
  });
  const base = rows[0];
  const ratio = (value: number, of: number | undefined): string =>
    `${value.toFixed(0)} (${(value / (of ?? NaN)).toFixed(2)})`;
  console.log(`${String(minutes)} minutes; means; in brackets: as many times as ${base?.name ?? ""}`);
  console.log("| | resident, MB | proportional, MB | at the end | its alone, MB | processor, seconds an hour |");
  console.log("|---|---|---|---|---|---|");
  for (const row of rows)
    console.log(
      `| ${row.name} | ${ratio(row.rss, base?.rss)} | ${ratio(row.pss, base?.pss)} | ${row.last.toFixed(0)} | ${ratio(row.alone, base?.alone)} | ${row.cpu.toFixed(1)} (${(row.cpu / (base?.cpu ?? NaN)).toFixed(2)}) |`,
    );
} finally {
  for (const child of started.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await Promise.race([ended, wait(5000)]);
    child.kill("SIGKILL");
  }
  await server.dispose();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
