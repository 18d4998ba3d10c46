import assert from "node:assert/strict";
import { after, afterEach, before as beforeAll, beforeEach, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { keptIds, openGuide, playABit, shortest, storedSession, until, untilKept } from "./guide.ts";
import { makeDoor, passOn, records, startProxy, type Exchange, type Proxy, type Treatment } from "./proxy.ts";
import { startServer, type Server } from "./server.ts";

const choices = { ...shortest, protocol: "psoas-lying-1" };

/** So many records meet a bad server before it gets well. */
const badFor = 3;

const nothing = Buffer.alloc(0);

/** What a bad server or network may do with a record. */
const bad: readonly (readonly [string, Treatment])[] = [
  ["answers that it failed", (exchange) => exchange.answer({ status: 500, body: nothing })],
  ["answers that it is not ready", (exchange) => exchange.answer({ status: 503, body: nothing })],
  ["breaks the connection", (exchange) => exchange.drop()],
  [
    "takes it and breaks the connection before it answers",
    async (exchange) => {
      await exchange.forward();
      exchange.drop();
    },
  ],
  [
    "takes it and says that it failed",
    async (exchange) => {
      await exchange.forward();
      exchange.answer({ status: 500, body: nothing });
    },
  ],
  [
    "hears it twice",
    async (exchange) => {
      const [, second] = await Promise.all([exchange.forward(), exchange.forward()]);
      exchange.answer(second);
    },
  ],
  ["answers it twice", async (exchange) => exchange.answerTwice(await exchange.forward())],
];

describe("a record reaches the server exactly once", () => {
  let server: Server;
  let proxy: Proxy;
  let profile: string;
  let running: RunningBrowser;
  let before: readonly string[];

  const context = (): BrowserContext => {
    const [own] = running.browser.contexts();
    assert.ok(own);
    return own;
  };
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    proxy = await startProxy(server.url);
    before = await sessionsOf(server.url);
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  afterEach(async () => {
    await running.kill();
    await proxy.dispose();
    await removeProfile(profile);
  });
  after(() => server.dispose());

  /** The ids of what has come since the test began. */
  const newSessions = async (): Promise<readonly string[]> =>
    (await sessionsOf(server.url)).filter((id) => !before.includes(id));

  for (const [name, treatment] of bad)
    it(`when the server ${name}`, async () => {
      let left = badFor;
      proxy.treat(records((exchange) => (left-- > 0 ? treatment(exchange) : passOn(exchange))));
      const page = await openGuide(context(), proxy.url, choices);
      const id = await playABit(page);
      await isTheOnlySession(id);
      assert.ok(left <= 0, "the bad server was never met");
      await isEmpty(page);
    });

  it("when the answer comes after the next records are written", async () => {
    const door = makeDoor();
    let seen = 0;
    proxy.treat(
      records(async (exchange) => {
        seen++;
        if (seen === 1) await door.pass();
        await passOn(exchange);
      }),
    );
    const page = await openGuide(context(), proxy.url, choices);
    const id = await playABit(page);
    await door.reached;
    assert.equal(seen, 1, "the next record waits for the answer to the first");
    door.open();
    await isTheOnlySession(id);
    await isEmpty(page);
  });

  it("session by session in their order, each whole before the next", async () => {
    proxy.treat(records((exchange) => exchange.drop()));
    const page = await openGuide(context(), proxy.url, choices);
    const ids = [await playABit(page, 2), await playABit(page), await playABit(page)];
    assert.equal(new Set(ids).size, 3);

    const arrived: string[] = [];
    proxy.treat(
      records((exchange) => {
        arrived.push(exchange.path.replace("/api/sessions/", ""));
        return passOn(exchange);
      }),
    );
    for (const id of ids) await storedSession(server.url, id, ({ end }) => end?.reason === "stopped");
    await isEmpty(page);
    const [first, second, third] = ids;
    assert.deepEqual(arrived, [first, `${first}/after`, second, third]);
    assert.deepEqual((await newSessions()).toSorted(), ids.toSorted());
    assert.equal((await storedSession(server.url, first ?? "")).after?.pain, 2);
  });

  it("when a page is closed in the middle of a send, by the next page that opens", async () => {
    const { id, page } = await playToASendThatHangs();
    await page.close();
    proxy.treat(passOn);
    const next = await context().newPage();
    await next.goto(`${proxy.url}/progress/device`);
    await next.locator("[data-sent=sent]").waitFor();
    await isTheOnlySession(id);
  });

  for (const [name, taken] of [
    ["after the server took it", true],
    ["before the server took it", false],
  ] as const)
    it(`when the browser is killed in the middle of a send, ${name}`, async () => {
      const { id } = await playToASendThatHangs(taken);
      await running.kill();
      assert.equal((await newSessions()).length, taken ? 1 : 0);

      proxy.treat(passOn);
      running = await startBrowser(profile);
      const page = await context().newPage();
      await page.goto(`${proxy.url}/progress/device`);
      await page.locator("[data-sent=sent]").waitFor();
      await isTheOnlySession(id);
      await isEmpty(page);
    });

  it("when two pages are open: one sends, the other waits its turn", async () => {
    const door = makeDoor();
    let underWay = 0;
    let most = 0;
    const count: Treatment = async (exchange) => {
      most = Math.max(most, ++underWay);
      await door.pass();
      await passOn(exchange);
      underWay--;
    };
    proxy.treat(records((exchange) => exchange.drop()));
    const first = await openGuide(context(), proxy.url, choices);
    const ids = [await playABit(first), await playABit(first)];

    proxy.treat(records(count));
    const second = await context().newPage();
    await second.goto(`${proxy.url}/progress/device`);
    await door.reached;
    // Both pages have something to send; who does not send waits for the lock.
    await until(() =>
      second.evaluate(async () => {
        const { held, pending } = await navigator.locks.query();
        return [held, pending].every((locks) => locks?.some(({ name }) => name === "supine-outbox") === true);
      }),
    );
    assert.equal(underWay, 1);
    door.open();
    for (const id of ids) await storedSession(server.url, id, ({ end }) => end?.reason === "stopped");
    await isEmpty(second);
    assert.equal(most, 1);
    assert.deepEqual((await newSessions()).toSorted(), ids.toSorted());
  });

  it("when the server fails at one record only: the others do not wait behind it for ever", async () => {
    let poison = "";
    proxy.treat(
      records((exchange) => {
        poison ||= exchange.path;
        return exchange.path === poison ? exchange.answer({ status: 500, body: nothing }) : passOn(exchange);
      }),
    );
    const page = await openGuide(context(), proxy.url, choices);
    const bad = await playABit(page);
    assert.equal(poison, `/api/sessions/${bad}`);
    const good = await playABit(page);
    await storedSession(server.url, good, ({ end }) => end?.reason === "stopped");
    assert.deepEqual(await newSessions(), [good]);
    proxy.treat(passOn);
    await storedSession(server.url, bad, ({ end }) => end?.reason === "stopped");
    await isEmpty(page);
  });

  it("when the last page was closed, by the worker in the background", async () => {
    proxy.treat(records((exchange) => exchange.drop()));
    const page = await openGuide(context(), proxy.url, choices);
    await untilKept(page);
    const id = await playABit(page);
    await until(() =>
      page.evaluate(async () => {
        const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & {
          readonly sync: { getTags(): Promise<string[]> };
        };
        return (await registration.sync.getTags()).includes("supine-outbox");
      }),
    );
    const watcher = await context().newPage();
    const wire = await context().newCDPSession(watcher);
    const registered = new Promise<string>((resolve) =>
      wire.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL === `${proxy.url}/`);
        if (own !== undefined) resolve(own.registrationId);
      }),
    );
    await wire.send("ServiceWorker.enable");
    const registrationId = await registered;
    await page.close();
    proxy.treat(passOn);
    await wire.send("ServiceWorker.dispatchSyncEvent", {
      origin: proxy.url,
      registrationId,
      tag: "supine-outbox",
      lastChance: false,
    });
    await isTheOnlySession(id);
  });

  it("when what is kept is still in the form it had before: it is brought to the new one and sent", async () => {
    const page = await context().newPage();
    await page.goto(`${proxy.url}/manifest.webmanifest`);
    const { hash } = (await (await fetch(`${server.url}/api/sequence?protocol=psoas-lying-1`)).json()) as {
      hash: string;
    };
    const id = "019a0000-0000-7000-8000-000000000001";
    await page.evaluate(
      async ([id, track]) => {
        const startedAt = new Date(Date.now() - 60_000).toISOString();
        const report = {
          track,
          startedAt,
          utcOffsetMinutes: 0,
          spans: [{ startedAt, fromMs: 0, toMs: 5000 }],
          end: { reason: "stopped", at: startedAt },
          milder: null,
        };
        const session = { body: { report, query: "protocol=psoas-lying-1" }, revision: 1, confirmed: 0 };
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open("supine", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("session", { keyPath: "id" });
          opening.onsuccess = () => resolve(opening.result);
        });
        await new Promise((resolve) => {
          const transaction = database.transaction("session", "readwrite");
          transaction.objectStore("session").put({ id, session, after: null, ended: true });
          transaction.oncomplete = resolve;
        });
        database.close();
      },
      [id, hash] as const,
    );
    await page.goto(`${proxy.url}/progress/practice`);
    await isTheOnlySession(id);
  });

  /** The server has this session as it was played, and no other. */
  async function isTheOnlySession(id: string): Promise<void> {
    const stored = await storedSession(server.url, id, ({ end }) => end !== null);
    assert.equal(stored.end?.reason, "stopped");
    assert.equal(stored.spans.length, 1, JSON.stringify(stored.spans));
    assert.deepEqual(await newSessions(), [id]);
  }

  /** A session was played; its last record is on its way when this returns, and nothing more comes. */
  async function playToASendThatHangs(taken = true): Promise<{ id: string; page: Page }> {
    const door = makeDoor();
    proxy.treat(records((exchange) => exchange.drop()));
    const page = await openGuide(context(), proxy.url, choices);
    const id = await playABit(page);
    proxy.treat(
      records(async (exchange: Exchange) => {
        if (taken) await exchange.forward();
        // Nobody opens: neither answer nor silence reaches the browser.
        await door.pass();
      }),
    );
    await door.reached;
    return { id, page };
  }
});

/** Nothing is left to send in the browser. */
const isEmpty = (page: Page): Promise<void> => until(async () => (await keptIds(page, "session")).length === 0);

/** The ids of all sessions the server has. */
async function sessionsOf(url: string): Promise<readonly string[]> {
  const html = await (await fetch(`${url}/progress/practice`)).text();
  return [...new Set([...html.matchAll(/href="\/sessions\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? ""))];
}
