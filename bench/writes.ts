// npx tsx bench/writes.ts [--against FOLDER]
/**
 * How many reports of sessions a second the server makes durable: sixteen players at once, each sending its next report when the last one
 * is answered. With the folder of another clone, built in Release, its program takes turns with ours, and the ratio is printed.
 */
import { parseArgs } from "node:util";
import { keptTrack, startServer, type Server } from "../tests/e2e/server.ts";
import { uuidV7 } from "../src/client/uuid.ts";

const players = 16;
const turns = 5;
const turnMs = 3000;

const { against } = parseArgs({ options: { against: { type: "string" } } }).values;
const servers = [
  { name: "this one", server: await startServer() },
  ...(against === undefined
    ? []
    : [{ name: against, server: await startServer({ SUPINE_CLONE: against, SUPINE_HOME: against }) }]),
];
try {
  const measured = new Map<string, { rate: number; cost: number }[]>(servers.map(({ name }) => [name, []]));
  for (let turn = -1; turn < turns; turn++)
    for (const { name, server } of servers) {
      const before = server.processorMs();
      const written = await measure(server);
      const cost = (server.processorMs() - before) / written;
      if (turn >= 0) measured.get(name)?.push({ rate: written / (turnMs / 1000), cost });
    }
  const medians = [...measured].map(([name, turns]) => ({
    name,
    rate: median(turns.map((turn) => turn.rate)),
    cost: median(turns.map((turn) => turn.cost)),
  }));
  for (const { name, rate, cost } of medians)
    console.log(`${name}: ${rate.toFixed(0)} reports a second, ${cost.toFixed(2)} ms of processor each`);
  const [ours, other] = medians;
  if (ours && other)
    console.log(`rate ${(ours.rate / other.rate).toFixed(2)} ×, processor ${(ours.cost / other.cost).toFixed(2)} ×`);
} finally {
  for (const { server } of servers) await server.dispose();
}

async function measure(server: Server): Promise<number> {
  const sequence = await keptTrack(server.url, "protocol=psoas-lying-1&hold=60s&sets=3");
  const until = performance.now() + turnMs;
  let written = 0;
  await Promise.all(
    Array.from({ length: players }, async () => {
      const start = Date.now() - 3_600_000;
      const id = uuidV7(start, crypto.getRandomValues(new Uint8Array(10)));
      const startedAt = new Date(start).toISOString();
      for (let second = 1; performance.now() < until; second++) {
        const toMs = Math.min(second * 100, sequence.totalMs);
        const response = await fetch(`${server.url}/api/sessions/${id}`, {
          method: "PUT",
          headers: { "content-type": "application/json", "supine-person": "first" },
          body: JSON.stringify({
            track: sequence.hash,
            startedAt,
            utcOffsetMinutes: 60,
            spans: [{ startedAt, fromMs: 0, toMs }],
            end: null,
            milder: null,
          }),
        });
        if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
        await response.arrayBuffer();
        written++;
      }
    }),
  );
  return written;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
