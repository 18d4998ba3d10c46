// npx tsx bench/players.ts [--players N] [--connections N] [--seconds N]
/**
 * How long a report of a session takes with many players at once, each of whom sends one a second over a connection of their own, whether
 * or not the last one was answered. The server has one core, this program another. Then how many connections may be open at once.
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { keptTrack, startServer, type Server } from "../tests/e2e/server.ts";
import { uuidV7 } from "../src/client/uuid.ts";
import { percentile, pinThisProgram, serverCore } from "./cores.ts";

const { values } = parseArgs({
  options: {
    players: { type: "string", default: "1000" },
    connections: { type: "string", default: "2000" },
    seconds: { type: "string", default: "30" },
  },
});
const [players, connections, seconds] = [Number(values.players), Number(values.connections), Number(values.seconds)];
const warmUp = 10;
const pauseEvery = 60;

interface Answer {
  readonly status: number;
  readonly ms: number;
}

pinThisProgram();
const server = await startServer({ SUPINE_CORES: serverCore });
try {
  const nothing = { path: "/icons/icon.svg", method: "GET" };
  await report(server, "an empty answer", () => (agent) => ask(server, agent, nothing));
  await report(server, "reports", playerOf(await keptTrack(server.url, "protocol=psoas-lying-1&hold=60s&sets=3")));
  await holdOpen(server);
} finally {
  await server.dispose();
}

/** What one player does each second. */
type Player = (agent: Agent, second: number) => Promise<Answer>;

// Has every player act once a second, each at an instant of their own.
async function report(server: Server, what: string, make: () => Player): Promise<void> {
  const answers: Answer[] = [];
  let processor = 0;
  let late = 0;
  const begin = performance.now() + 500;
  const agents: Agent[] = [];
  await Promise.all([
    ...Array.from({ length: players }, async (_, i) => {
      const agent = new Agent({ keepAlive: true });
      agents.push(agent);
      const act = make();
      const sent: Promise<void>[] = [];
      for (let second = 1; second <= warmUp + seconds; second++) {
        const due = begin + 1000 * (second + i / players);
        await until(due);
        const delay = performance.now() - due;
        sent.push(
          act(agent, second).then(({ status, ms }) => {
            if (second <= warmUp) return;
            late = Math.max(late, delay);
            answers.push({ status, ms });
          }),
        );
      }
      await Promise.all(sent);
    }),
    (async () => {
      await until(begin + 1000 * (warmUp + 1));
      const before = server.processorMs();
      await until(begin + 1000 * (warmUp + 1 + seconds));
      processor = server.processorMs() - before;
    })(),
  ]);
  for (const agent of agents) agent.destroy();
  const times = answers.map(({ ms }) => ms);
  const failed = answers.map(({ status }) => status).filter((status) => status !== 200);
  const statuses = failed.length === 0 ? "" : ` (${[...new Set(failed)].join(", ")})`;
  console.log(
    `${players} players, ${what}: ${answers.length} in ${seconds} s, ${failed.length} failed${statuses}; ` +
      `p50 ${percentile(times, 0.5).toFixed(1)} ms, ` +
      `p99 ${percentile(times, 0.99).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms; ` +
      `${(processor / answers.length).toFixed(3)} ms of processor each, the core is busy for ` +
      `${((processor / seconds / 1000) * 100).toFixed(0)} %; this program was ${late.toFixed(0)} ms late at most`,
  );
}

// Opens connections that each ask once and stay, and then asks for pages over new ones.
async function holdOpen(server: Server): Promise<void> {
  const nothing = { path: "/icons/icon.svg", method: "GET" };
  const agents = Array.from({ length: connections }, () => new Agent({ keepAlive: true }));
  const opened = await Promise.all(agents.map((agent) => ask(server, agent, nothing)));
  const stillOpen = (): number => agents.filter((agent) => Object.keys(agent.freeSockets).length > 0).length;
  console.log(
    `${connections} connections: ${opened.filter(({ status }) => status === 200).length} answered, ${stillOpen()} stay open`,
  );
  const pages: Answer[] = [];
  for (let i = 0; i < 50; i++) pages.push(await ask(server, new Agent(), { path: "/", method: "GET" }));
  const all = await Promise.all(agents.map((agent) => ask(server, agent, nothing)));
  console.log(
    `meanwhile ${pages.filter(({ status }) => status === 200).length} of ${pages.length} first pages over new connections, ` +
      `p50 ${percentile(
        pages.map(({ ms }) => ms),
        0.5,
      ).toFixed(1)} ms; ` +
      `asked again at once, ${all.filter(({ status }) => status === 200).length} answer, the last after ` +
      `${Math.max(...all.map(({ ms }) => ms)).toFixed(0)} ms; ${stillOpen()} are open`,
  );
  for (const agent of agents) agent.destroy();
}

// A session that began just now, paused for a moment each minute, as the page reports it.
function playerOf(track: { hash: string; totalMs: number }): () => Player {
  return () => {
    const start = Date.now() - 3_600_000;
    const id = uuidV7(start, crypto.getRandomValues(new Uint8Array(10)));
    const at = (ms: number): string => new Date(start + ms).toISOString();
    const spans: { startedAt: string; fromMs: number; toMs: number }[] = [];
    return (agent, second) => {
      const [fromMs, toMs] = [Math.min((second - 1) * 1000, track.totalMs), Math.min(second * 1000, track.totalMs)];
      const last = spans.at(-1);
      if (last === undefined || second % pauseEvery === 0)
        spans.push({ startedAt: at(fromMs + 3000 * spans.length), fromMs, toMs });
      else spans[spans.length - 1] = { ...last, toMs };
      const body = { track: track.hash, startedAt: at(0), utcOffsetMinutes: 60, spans, end: null, milder: null };
      return ask(server, agent, { path: `/api/sessions/${id}`, method: "PUT" }, JSON.stringify(body));
    };
  };
}

// As a browser asks, answered to the last byte; status 0 is no answer.
function ask(
  { url }: Server,
  agent: Agent,
  what: { readonly path: string; readonly method: string },
  body?: string,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve) => {
    const end = (status: number): void => {
      resolve({ status, ms: performance.now() - began });
    };
    const headers = {
      accept: "*/*",
      "accept-encoding": "gzip, deflate, br, zstd",
      "accept-language": "en-US,en;q=0.5",
      "sec-fetch-site": "same-origin",
      "supine-person": "first",
      "supine-zone": "Europe/Berlin",
      cookie: "supine-person=first; supine-zone=Europe%2FBerlin",
      ...(body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    };
    const asking = request({ hostname, port, agent, headers, ...what }, (answer) => {
      answer.on("error", () => {
        end(0);
      });
      answer.on("end", () => {
        end(answer.statusCode ?? 0);
      });
      answer.resume();
    });
    asking.on("error", () => {
      end(0);
    });
    asking.end(body);
  });
}

function until(instant: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - performance.now())));
}
