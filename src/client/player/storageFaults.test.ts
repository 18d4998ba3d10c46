import {
  forceCloseDatabase,
  IDBDatabase as FakeDatabase,
  IDBFactory as FakeFactory,
  IDBObjectStore as FakeStore,
  IDBRequest as FakeRequest,
} from "fake-indexeddb";
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { setImmediate, setTimeout } from "node:timers/promises";
import { openOutbox, type Outbox } from "../record/outbox.ts";
import { makeStored } from "../record/stored.ts";
import { milliseconds } from "../time.ts";
import { sample } from "../track/sequences.sample.ts";
import type { Track } from "../track/track.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import { makeRecorder } from "./recorder.ts";

/** So long a storage that does not answer is waited for here, in milliseconds. */
const patienceMs = 40;

/** What a browser's storage may do at any call. */
const faults = ["throws", "fails", "is silent", "is lost", "aborts later"] as const;
type Fault = (typeof faults)[number];

/** At which call of the storage it begins, and whether it is over after that call. */
interface Injection {
  readonly fault: Fault;
  readonly call: number;
  readonly lasts: "once" | "for ever";
}

let calls = 0;
let injection: Injection | null = null;

/** Counts a call of the storage; the fault that it is to meet, or null. */
function meet(): Fault | null {
  const call = calls++;
  if (injection === null || call < injection.call) return null;
  return call === injection.call || injection.lasts === "for ever" ? injection.fault : null;
}

const denied = (): DOMException => new DOMException("The storage does not work.", "QuotaExceededError");

/** A request that fails, or that never answers. */
function brokenRequest(answer: "fails" | "never"): IDBRequest {
  const events = new EventTarget();
  const request = Object.create(FakeRequest.prototype as object) as IDBRequest;
  Object.defineProperties(request, {
    addEventListener: { value: events.addEventListener.bind(events) },
    removeEventListener: { value: events.removeEventListener.bind(events) },
    error: { value: denied() },
  });
  if (answer === "fails") void setImmediate().then(() => events.dispatchEvent(new Event("error")));
  return request;
}

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // It was over already.
  }
};

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** Puts a method in the place of another, which it may call. */
function wrap(
  kind: { prototype: unknown },
  name: string,
  how: (of: unknown, original: () => unknown, values: readonly unknown[]) => unknown,
): void {
  const prototype = kind.prototype as Record<string, Method>;
  const original = prototype[name];
  assert.ok(original, name);
  prototype[name] = function (...values) {
    return how(this, () => original.apply(this, values), values);
  };
}

function makeBreakable(): void {
  wrap(FakeFactory, "open", (_, original) => {
    const fault = meet();
    if (fault === "throws") throw denied();
    if (fault === "is silent") return brokenRequest("never");
    return fault === null ? original() : brokenRequest("fails");
  });
  wrap(FakeDatabase, "transaction", (database, original, [, mode]) => {
    // That is how the fake itself opens a database.
    if (mode === "versionchange") return original();
    const fault = meet();
    if (fault === "is lost") forceCloseDatabase(database as never);
    if (fault === "throws" || fault === "fails" || fault === "is lost") throw denied();
    const transaction = original() as IDBTransaction;
    if (fault !== null) void setTimeout(1).then(() => abort(transaction));
    return transaction;
  });
  for (const name of ["get", "getAll", "put", "delete"])
    wrap(FakeStore, name, (store, original) => {
      const fault = meet();
      const { transaction } = store as IDBObjectStore;
      if (fault === "throws") throw denied();
      if (fault === "is silent") return brokenRequest("never");
      if (fault === "is lost") forceCloseDatabase(transaction.db as never);
      if (fault === "fails" || fault === "is lost") {
        void setImmediate().then(() => abort(transaction));
        return brokenRequest("fails");
      }
      const request = original();
      if (fault !== null) void setImmediate().then(() => abort(transaction));
      return request;
    });
}

/** What the server has of a session. */
interface Held {
  report: SessionReport | null;
  after: AfterAnswers | null;
}

const id = "019340a0-0000-7000-8000-000000000000";
const track = { query: "protocol=sample", hash: "hash", sequence: sample } as Track;
const answers: AfterAnswers = {
  answeredAt: "2026-11-30T08:00:00.000Z",
  pain: 6,
  footDangle: null,
  note: null,
  stopReason: "pain",
  backArched: null,
  painNextDay: null,
};

describe("a recorded session", () => {
  let held: Held;
  let isReachable: boolean;

  before(() => {
    makeBreakable();
    Object.assign(globalThis, { window: new EventTarget() });
    Object.assign(globalThis, {
      fetch: async (address: string, { body }: { body: string }): Promise<Response> => {
        await setImmediate();
        if (!isReachable) throw new TypeError("No network.");
        if (address.endsWith("/after")) {
          if (held.report === null) return new Response(null, { status: 404 });
          held.after = JSON.parse(body) as AfterAnswers;
        } else {
          held.report = join(held.report, JSON.parse(body) as SessionReport);
        }
        return new Response(null, { status: 204 });
      },
    });
  });
  after(() => {
    Reflect.deleteProperty(globalThis, "window");
  });
  beforeEach(() => {
    isReachable = true;
  });

  /** Records a second and a half of a session in steps of half a second, stops it and answers. */
  const record = async (outbox: Outbox): Promise<boolean> => {
    let clock = milliseconds(0);
    const over = new AbortController();
    const recorder = makeRecorder(
      id,
      outbox,
      null,
      () => track,
      () => clock,
      over.signal,
    );
    recorder.begin(clock);
    for (let now = 500; now <= 1500; now += 500) {
      clock = milliseconds(now);
      recorder.advance(clock);
      recorder.storeWhenDue();
      await setTimeout(2);
    }
    recorder.interrupt();
    recorder.store({ reason: "stopped", at: recorder.instant() });
    over.abort();
    return outbox.putAfter(id, answers);
  };

  /** A browser of its own, with an outbox, for as long as something is done. */
  const withOutbox = async (what: (outbox: Outbox) => Promise<void>): Promise<void> => {
    held = { report: null, after: null };
    Object.assign(globalThis, { indexedDB: new FakeFactory() });
    const closed = new AbortController();
    const stored = makeStored(() => undefined, patienceMs);
    try {
      await what(openOutbox("ann", closed.signal, stored));
    } finally {
      closed.abort();
      injection = null;
      await setTimeout(5);
      stored.close();
    }
  };

  const isComplete = (): boolean =>
    held.report?.end?.reason === "stopped" && held.report.spans.at(-1)?.toMs === 1500 && held.after?.pain === 6;
  const arrives = async (what: string): Promise<void> => {
    for (let tries = 0; !isComplete(); tries++) {
      assert.ok(tries < 1000, `${what}: the server has ${JSON.stringify(held)}`);
      await setTimeout(2);
    }
  };

  const count = async (): Promise<number> => {
    calls = 0;
    await withOutbox(async (outbox) => {
      await record(outbox);
      await arrives("Without a fault");
      await setTimeout(20);
    });
    return calls;
  };

  for (const fault of faults)
    for (const lasts of ["once", "for ever"] as const)
      it(`reaches the server whole, with its answers, when the storage ${fault} ${lasts}, at whichever call`, async () => {
        const all = await count();
        assert.ok(all > 20, `${all} calls`);
        for (let call = 0; call < all; call++) {
          injection = { fault, call, lasts };
          calls = 0;
          await withOutbox(async (outbox) => {
            await record(outbox);
            await arrives(`call ${call} ${fault} ${lasts}`);
          });
        }
      });

  it("is said to be only here while neither the storage nor the server takes it, and no longer", async () => {
    const said: string[] = [];
    injection = { fault: "fails", call: 0, lasts: "for ever" };
    isReachable = false;
    await withOutbox(async (outbox) => {
      outbox.watchSafety((safety) => {
        if (said.at(-1) !== safety) said.push(safety);
      });
      assert.equal(await record(outbox), false);
      for (let tries = 0; said.at(-1) !== "only here"; tries++) {
        assert.ok(tries < 1000, said.join());
        await setTimeout(2);
      }
      isReachable = true;
      window.dispatchEvent(new Event("online"));
      await arrives("When the network is back");
      assert.equal(await outbox.delivered(id), "delivered");
      assert.deepEqual(said.slice(-2), ["only here", "safe"]);
    });
  });

  it("is stored by a new connection when the browser has closed the old one, whenever that was", async () => {
    isReachable = false;
    for (let call = 0; call < 12; call++) {
      injection = { fault: "is lost", call, lasts: "once" };
      calls = 0;
      await withOutbox(async (outbox) => assert.equal(await record(outbox), true, `call ${call}`));
    }
  });

  it("is safe in the browser while the server is not there", async () => {
    isReachable = false;
    await withOutbox(async (outbox) => {
      const said = new Set<string>();
      outbox.watchSafety((safety) => said.add(safety));
      assert.equal(await record(outbox), true);
      await setTimeout(50);
      assert.deepEqual([...said], ["safe"]);
    });
  });
});

/** As the server joins reports: what was played stays, however late an older report comes. */
function join(known: SessionReport | null, come: SessionReport): SessionReport {
  const end = (report: SessionReport | null): number => report?.spans.at(-1)?.toMs ?? 0;
  const longer = known !== null && end(known) > end(come) ? known : come;
  return { ...longer, end: come.end ?? known?.end ?? null };
}
