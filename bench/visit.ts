// What does a visit cost: the first, the next, and one without a network? When can the page be used on a slow processor?
//   dotnet build -c Release && npx tsx bench/visit.ts
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { makeProfile, removeProfile, startBrowser } from "../tests/e2e/browser.ts";
import { startServer } from "../tests/e2e/server.ts";

const runs = 7;
const slow = 4;

/** A long task is one that keeps the page from answering for longer than this. */
const quietMs = 2000;

const kinds: readonly (readonly [string, RegExp])[] = [
  ["guide page", /^\/$/],
  ["styles and scripts", /^\/(client\/|figure)/],
  ["the chosen session's track", /^\/tracks\//],
  ["its gate sentences", /^\/phrases\//],
  ["its sequence", /^\/api\/sequence/],
  ["worker and icons", /^\/(sw\.js|icons\/|manifest)/],
  ["other pages, kept for later", /^\//],
];

/** Passes everything on and counts what comes back, whoever asked for it: the page or its worker. */
async function countBetween(
  target: URL,
): Promise<{ url: string; server: Server; take: () => ReadonlyMap<string, number> }> {
  let counted = new Map<string, number>();
  const server = createServer((asked, answer) => {
    const path = asked.url ?? "/";
    const passed = request(
      { host: target.hostname, port: target.port, path, method: asked.method, headers: asked.headers },
      (came) => {
        answer.writeHead(came.statusCode ?? 502, came.headers);
        came.on("data", (part: Buffer) => counted.set(path, (counted.get(path) ?? 0) + part.length));
        came.pipe(answer);
      },
    );
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const take = (): ReadonlyMap<string, number> => {
    const taken = counted;
    counted = new Map();
    return taken;
  };
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, server, take };
}

/** What was loaded by kind, and each file with what it has taken on the line. */
const tell = (name: string, counted: ReadonlyMap<string, number>): void => {
  const sum = (some: readonly (readonly [string, number])[]): number => some.reduce((sum, [, bytes]) => sum + bytes, 0);
  const kindOf = (path: string): string => kinds.find(([, pattern]) => pattern.test(path))?.[0] ?? path;
  const files = [...counted].sort(([, one], [, other]) => other - one);
  console.log(`${name}: ${String(sum(files))} bytes`);
  for (const kind of new Set(files.map(([path]) => kindOf(path)))) {
    const own = files.filter(([path]) => kindOf(path) === kind);
    console.log(`  ${kind}: ${String(sum(own))}`);
    for (const [path, bytes] of own) console.log(`    ${String(bytes).padStart(8)}  ${path.split("?")[0] ?? path}`);
  }
};

/** When the page's script has run and nothing keeps it from answering any more, in milliseconds from the start of the visit. */
async function timeToInteractive(browser: Browser, url: string, throttle: number): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await page.addInitScript(() => {
    const long: number[] = [];
    Object.assign(window, { long });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) long.push(entry.startTime + entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(quietMs);
  const at = await page.evaluate(() => {
    const { long } = window as unknown as { long: number[] };
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return Math.max(navigation?.domContentLoadedEventEnd ?? NaN, ...long);
  });
  await context.close();
  return at;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const server = await startServer();
const profile = await makeProfile();
const running = await startBrowser(profile);
const between = await countBetween(new URL(server.url));

const context = await running.browser.newContext({ viewport: { width: 390, height: 844 } });
const visit = async (): Promise<string> => {
  const page = await context.newPage();
  await page.goto(between.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(quietMs);
  const total = (await page.locator("[data-total]").textContent()) ?? "";
  await page.close();
  return total;
};
await visit();
tell("first visit", between.take());
await visit();
tell("next visit", between.take());
between.server.closeAllConnections();
await new Promise((resolve) => between.server.close(resolve));
console.log(`without a network: 0 bytes, and the page says "${await visit()}"`);
await context.close();

const [full, throttled]: [number[], number[]] = [[], []];
for (let run = 0; run < runs; run++) {
  full.push(await timeToInteractive(running.browser, server.url, 1));
  throttled.push(await timeToInteractive(running.browser, server.url, slow));
}
const [quick, late] = [median(full), median(throttled)];
console.log(
  `interactive, median of ${String(runs)}: ${quick.toFixed(0)} ms; at ${String(slow)}× throttle ${late.toFixed(0)} ms, ${(late / quick).toFixed(1)} times as long`,
);

await running.kill();
await removeProfile(profile);
await server.dispose();
