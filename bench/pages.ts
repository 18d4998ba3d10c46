// npx tsx bench/pages.ts
/**
 * What a page costs the server: processor milliseconds a GET of the first page and of the page of progress, for somebody new, with six
 * months and with two years of records, and of a small file in the same run. The server has one core, this program another.
 */
import { startServer, type Server } from "../tests/e2e/server.ts";
import { median, pinThisProgram, serverCore } from "./cores.ts";
import { addPerson, practise } from "./practised.ts";

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
    await practise(server, id, { days, hipsEvery });
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
