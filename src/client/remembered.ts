// Every name under which this device keeps something, in one place: nothing else spells one.

/** The person every household begins with. What was kept before a household could have several is theirs. */
export const firstPerson = "first";

/** What is kept about one person until it is replaced, in the browser's local storage. */
export const keptNames = [
  /** What was chosen on the guide the last time, as a query. */
  "choices",
  /** Which leg carries the phone while a session waits for it. */
  "gate",
  /** Whether that leg is measured too. */
  "gate-measures",
  /** The queries of the sessions that were played last. */
  "played",
  /** Readings that are not sent yet. */
  "readings",
  /** Whether the safety page was read, and whether the server knows. */
  "safety-read",
  /** What the safety questions allow. */
  "screening",
] as const;

/** What is kept about one person for as long as a tab is open, in its session storage. */
export const tabNames = [
  /** How long they have sat. */
  "desk",
] as const;

export type KeptName = (typeof keptNames)[number];
export type TabName = (typeof tabNames)[number];

/** The key of something that is kept about one person. */
export const keyOf = (person: string, name: KeptName | TabName): string => `supine:${person}:${name}`;

/** The people this device has seen: their ids and names. */
export const peopleKey = "supine:people";

/** The person who was chosen on this device. */
export const personKey = "supine:person";

/** The kinds of sound file that could not be played on this device. */
export const unplayableKey = "supine:unplayable";

/** The day and zone for which this tab has loaded a page again. */
export const reloadedKey = "supine:reloaded";

/** The cookies that name the chosen person and the device's time zone to the server. */
export const personCookie = "supine-person";
export const zoneCookie = "supine-zone";

/** The cache of the sessions that one person can play without a network, and the lock for changing it. */
export const tracksOf = (person: string): string => `supine:${person}:tracks`;

/** Whether a cache or lock is one person's tracks. */
export const isTracks = (name: string): boolean => /^supine:[^:]+:tracks$/.test(name);

/** The cache in which pages note what the safety questions allow one person: the worker cannot read local storage. */
export const screeningOf = (person: string): string => `supine:${person}:screening`;

/** Under which address it is there. */
export const screeningAddress = "/api/screening";

/** How the names of the caches of all versions of the program begin. Each version has one, for everybody on this device. */
export const shellCaches = "supine-shell-";

export const shellCacheOf = (version: string): string => `${shellCaches}${version}`;

/** The database of what is not sent yet, and of the device's own journal. */
export const database = { name: "supine", version: 3 } as const;

/** The lock of a session that a page plays. Its id belongs to one person only. */
export const sessionLocks = "supine-session-";

export const sessionLockOf = (id: string): string => `${sessionLocks}${id}`;

/** Held by the page, or the worker, that sends: for everybody, so that never two send at the same time. */
export const sendingLock = "supine-outbox";

/** The background task that sends what could not be sent while a page was open. */
export const sendingTask = "supine-outbox";

/** Held by the tab that asks for a break, so that of several tabs only one does; and the channel on which they agree. */
export const deskOf = (person: string): string => `supine:${person}:desk`;

/** The one notification about a break. */
export const breakNotice = "supine-break";

/** The names of before, when a device knew one person. */
export const oldOf = (name: string): string => (name === "readings" ? "supine-reading" : `supine-${name}`);

/** The part of a browser's storage that is needed here. */
export interface KeyedStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Gives what is kept under the names of before to the first person. What is there already is newer and stays. */
export function renameOld(storage: KeyedStorage, names: readonly (KeptName | TabName)[]): void {
  for (const name of names) {
    const old = storage.getItem(oldOf(name));
    if (old === null) continue;
    const key = keyOf(firstPerson, name);
    if (storage.getItem(key) === null) storage.setItem(key, old);
    storage.removeItem(oldOf(name));
  }
}
