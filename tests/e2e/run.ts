/**
 * Runs the browser's tests: two files at a time, the largest first. Pages that play, speak and measure live in real time, and a
 * machine that was busy elsewhere for a second can fail any of them; so a file that failed is run once more, alone, and
 * what it failed in is said. Only what fails alone too is a failure.
 */
import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const atOnce = 2;

/** What takes longer does not end. */
const mostMs = 12 * 60_000;

interface Outcome {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

async function run(file: string): Promise<Outcome> {
  const began = Date.now();
  const child = spawn(process.execPath, ["--import", "tsx", "--test", "--test-reporter=tap", folder + file], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: mostMs,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  // A runner that broke, or ran nothing, is a failure even if it counted none.
  const isBroken = failed === 0 && (status !== 0 || passed === 0);
  console.log(
    `${failed > 0 || isBroken ? "FAILED" : "ok    "}  ${file}: ${passed} in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  return { file, passed, failed: isBroken ? 1 : failed, output };
}

async function filesToRun(): Promise<string[]> {
  const asked = process.argv.slice(2).map((name) => `${name}.test.ts`);
  if (asked.length > 0) return asked;
  const files = (await readdir(folder)).filter((name) => name.endsWith(".test.ts"));
  const sized = await Promise.all(files.map(async (file) => ({ file, bytes: (await stat(folder + file)).size })));
  return sized.sort((a, b) => b.bytes - a.bytes).map(({ file }) => file);
}

const waiting = await filesToRun();
const outcomes: Outcome[] = [];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) outcomes.push(await run(file));
  }),
);

let [passed, failed] = [0, 0];
for (const first of outcomes) {
  let last = first;
  if (first.failed > 0) {
    const faults = first.output.match(/^ *not ok .*|^ *error: (?!\|-).*|^ *error: \|-\n(?:.*\n){0,3}/gm) ?? [
      first.output,
    ];
    for (const fault of faults)
      console.log(`unsure  ${first.file} beside another: ${fault.replace(/\s+/g, " ").trim()}`);
    last = await run(first.file);
    if (last.failed > 0) console.log(last.output);
  }
  passed += last.passed;
  failed += last.failed;
}
console.log(`# pass ${passed}\n# fail ${failed}`);
process.exitCode = failed > 0 ? 1 : 0;
