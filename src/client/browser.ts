import { firstPerson, oldOf, screeningOf, tracksOf } from "./remembered.ts";

// What a browser lends to a page and to its worker, and may refuse. It is asked for here and nowhere else (eslint.config.js):
// with cookies blocked even to look at it throws.

/** A cache by its name; null where the browser keeps none. */
export async function openCache(name: string): Promise<Cache | null> {
  try {
    return await caches.open(name);
  } catch {
    return null;
  }
}

/** The names of all caches. */
export async function cacheNames(): Promise<readonly string[]> {
  try {
    return await caches.keys();
  } catch {
    return [];
  }
}

/** What any cache has for an address. */
export async function findInCaches(address: string): Promise<Response | undefined> {
  try {
    return await caches.match(address, { ignoreVary: true });
  } catch {
    return undefined;
  }
}

/** Removes a cache, where there is one. */
export async function dropCache(name: string): Promise<void> {
  try {
    await caches.delete(name);
  } catch {
    // Nothing is kept here.
  }
}

/** Gives the caches of before to the first person. They cannot be renamed: what is in them is put into the new ones. */
export async function renameOldCaches(): Promise<void> {
  const names = await cacheNames();
  for (const name of [tracksOf(firstPerson), screeningOf(firstPerson)]) {
    const old = oldOf(name.slice(name.lastIndexOf(":") + 1));
    if (!names.includes(old)) continue;
    const [from, to] = [await openCache(old), await openCache(name)];
    if (from === null || to === null) continue;
    for (const request of await from.keys()) {
      const kept = await from.match(request, { ignoreVary: true });
      const isThere = (await to.match(request, { ignoreVary: true })) !== undefined;
      if (kept !== undefined && !isThere) await to.put(request, kept);
    }
    await dropCache(old);
  }
}

/** The browser's service workers; null where it has none, or lends none. */
export function workers(): ServiceWorkerContainer | null {
  try {
    return "serviceWorker" in navigator ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}

/** The service worker of this page; undefined where there is none. */
export async function findWorker(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await workers()?.getRegistration();
  } catch {
    return undefined;
  }
}

/** What only a page may ask of a browser's storage. */
interface Lasting {
  persist(): Promise<boolean>;
}

/** Asks the browser not to clear what is kept when the device runs short: worth asking once something is kept. */
export async function stayPersistent(): Promise<void> {
  try {
    const { storage }: { readonly storage: object } = navigator;
    await (storage as Lasting).persist();
  } catch {
    // A browser that is not asked keeps it as long as it likes.
  }
}

/** Does something while no other page does anything under the same name. Without locks other pages are not waited for. */
export async function underLock<T>(name: string, how: () => T | Promise<T>): Promise<T> {
  return (await withLock(name, {}, async () => [await how()] as const))[0];
}

/** Does something under a name that no page uses, and says whether it was free. Without locks only this page is asked. */
export const ifFree = (name: string, how: () => void | Promise<void>): Promise<boolean> =>
  withLock(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await how();
    return lock !== null;
  });

/** The names that pages and workers of this site use now. */
export async function locksInUse(): Promise<readonly string[]> {
  try {
    return ((await navigator.locks.query()).held ?? []).flatMap(({ name }) => name ?? []);
  } catch {
    return [...inUse.keys()];
  }
}

// Where the browser has no locks a page at least knows its own.
const inUse = new Map<string, Promise<unknown>>();

async function withoutLocks<T>(
  name: string,
  { ifAvailable = false }: LockOptions,
  how: (lock: "none" | null) => Promise<T>,
): Promise<T> {
  for (let used = inUse.get(name); used !== undefined; used = inUse.get(name)) {
    if (ifAvailable) return how(null);
    await used;
  }
  const done = how("none");
  const over = done.then(
    () => inUse.delete(name),
    () => inUse.delete(name),
  );
  inUse.set(name, over);
  return done;
}

async function withLock<T>(
  name: string,
  options: LockOptions,
  how: (lock: Lock | "none" | null) => Promise<T>,
): Promise<T> {
  const state = { hasBegun: false };
  try {
    return await navigator.locks.request(name, options, (lock) => {
      state.hasBegun = true;
      return how(lock);
    });
  } catch (fault) {
    if (state.hasBegun) throw fault;
    return withoutLocks(name, options, how);
  }
}

/** Speaks with the other tabs of this site; null where the browser has no such channel. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
