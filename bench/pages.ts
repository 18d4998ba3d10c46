// npx tsx bench/pages.ts
/**
 * What a page costs the server: processor milliseconds a GET of the first page and of the page of progress, for somebody new, with six
 * months and with two years of records, and of a small file in the same run. The server has one core, this program another.
 */
import { readFile } from "node:fs/promises";
import { keptTrack, startServer, type Server } from "../tests/e2e/server.ts";
import { uuidV7 } from "../src/client/uuid.ts";
import { median, pinThisProgram, serverCore } from "./cores.ts";

const day = 24 * 60 * 60 * 1000;
const people = [
  { name: "new", days: 0, hipsEvery: 7 },
  { name: "six months", days: 182, hipsEvery: 7 },
  { name: "two years", days: 730, hipsEvery: 7 },
  { name: "two years, hips daily", days: 730, hipsEvery: 1 },
];
const nothing = "/icons/icon.svg";
const warming = 250;
const turns = 7;
const perTurn = 100;

pinThisProgram();
const server = await startServer({ SUPINE_CORES: serverCore });
try {
  const cookies = new Map<string, string>();
  for (const { name, days, hipsEvery } of people) {
    const { id, cookie } = await addPerson(server, name);
    cookies.set(name, cookie);
    await practise(server, id, days, hipsEvery);
  }

  const cases = [
    { what: nothing, path: nothing, cookie: cookies.get("new") ?? "" },
    ...people.flatMap(({ name }) =>
      ["/", "/progress"].map((path) => ({ what: `${path} ${name}`, path, cookie: cookies.get(name) ?? "" })),
    ),
  ];
  const bytes = new Map<string, number>();
  const costs = new Map<string, number[]>(cases.map(({ what }) => [what, []]));
  for (let turn = -1; turn < turns; turn++)
    for (const { what, path, cookie } of cases) {
      // processor time is told in steps of 10 ms, which are many of the least answers
      const gets = turn < 0 ? warming : path === nothing ? 10 * perTurn : perTurn;
      const before = server.processorMs();
      for (let i = 0; i < gets; i++) bytes.set(what, await get(server, path, cookie));
      if (turn >= 0) costs.get(what)?.push((server.processorMs() - before) / gets);
    }
  const least = median(costs.get(nothing) ?? []);
  for (const [what, each] of costs)
    console.log(
      `${what.padEnd(32)} ${median(each).toFixed(2).padStart(6)} ms of processor (${Math.min(...each).toFixed(2)} to ` +
        `${Math.max(...each).toFixed(2)}), ${(median(each) / least).toFixed(1).padStart(5)} ×, ${bytes.get(what)} bytes`,
    );
} finally {
  await server.dispose();
}

// As a browser asks, and to the last byte.
async function get({ url }: Server, path: string, cookie: string): Promise<number> {
  const response = await fetch(url + path, {
    headers: {
      accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
      "accept-encoding": "gzip, deflate, br, zstd",
      "accept-language": "en-US,en;q=0.5",
      "sec-fetch-dest": "document",
      "sec-fetch-mode": "navigate",
      "sec-fetch-site": "same-origin",
      cookie,
    },
  });
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`);
  return (await response.arrayBuffer()).byteLength;
}

// Adds somebody who has answered the safety questions, and gives what their browser would send.
async function addPerson({ url }: Server, name: string): Promise<{ id: string; cookie: string }> {
  const form = await fetch(`${url}/people`);
  const token = /name="__RequestVerificationToken" value="([^"]+)"/.exec(await form.text())?.[1] ?? "";
  const cookie = (form.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const added = await fetch(`${url}/people/add`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie },
    body: new URLSearchParams({ name, __RequestVerificationToken: token }),
  });
  const id = /supine-person=([^;]+)/.exec(added.headers.get("set-cookie") ?? "")?.[1] ?? "";
  await put(url, "/api/screening", { edition: 2, yes: [] }, id);
  await fetch(`${url}/api/safety/read`, { method: "PUT", headers: { "supine-person": id } });
  return { id, cookie: `${cookie}; supine-person=${id}; supine-zone=Europe%2FBerlin` };
}

// A session with answers on every day, and on some days both hips before and after it.
async function practise({ url }: Server, person: string, days: number, hipsEvery: number): Promise<void> {
  const sequence = await keptTrack(url, "protocol=psoas-lying-1&hold=45s&sets=2");
  const recording = await readFile(new URL("../tests/golden/recordings/with-pelvis.csv", import.meta.url), "utf8");
  const now = Date.now();
  for (let ago = days; ago >= 1; ago--) {
    const start = now - ago * day;
    const at = (ms: number): string => new Date(start + ms).toISOString();
    const id = uuid(start);
    const cut = Math.round(sequence.totalMs / 2);
    const report = {
      track: sequence.hash,
      startedAt: at(0),
      utcOffsetMinutes: 60,
      spans: [
        { startedAt: at(0), fromMs: 0, toMs: cut },
        { startedAt: at(cut + 20_000), fromMs: cut, toMs: sequence.totalMs },
      ],
      end: { reason: "completed", at: at(sequence.totalMs + 20_000) },
      milder: null,
    };
    await put(url, `/api/sessions/${id}`, report, person);
    const answers = {
      answeredAt: at(sequence.totalMs + 60_000),
      pain: ago % 3,
      footDangle: null,
      note: null,
      stopReason: null,
      backArched: null,
      painNextDay: null,
    };
    await put(url, `/api/sessions/${id}/after`, answers, person);
    if (ago % hipsEvery !== 0) continue;
    for (const side of ["left", "right"])
      for (const [moment, after] of [
        ["before", -600_000],
        ["after", sequence.totalMs + 120_000],
      ] as const) {
        const takenAt = at(after);
        const reading = { side, takenAt, utcOffsetMinutes: 60, moment, isCut: false, recordings: [recording] };
        await put(url, `/api/readings/${uuid(start + after)}`, reading, person);
      }
  }
}

async function put(url: string, path: string, body: unknown, person: string): Promise<void> {
  const response = await fetch(url + path, {
    method: "PUT",
    headers: { "content-type": "application/json", "supine-person": person, "supine-zone": "Europe/Berlin" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
}

function uuid(at: number): string {
  return uuidV7(at, crypto.getRandomValues(new Uint8Array(10)));
}
