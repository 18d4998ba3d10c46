import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { database as stored, firstPerson } from "../remembered.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import type { Entry, SideHeld } from "./journal.ts";
import type { Row } from "./letters.ts";

/** A report, with the queries its sequences were asked for, so that a server that forgot a track can make it again. */
export interface Played {
  readonly report: SessionReport;
  /** Of the track it began with. */
  readonly query: string;
  /** Of the milder one it went on with after it was too strong. */
  readonly milder?: MilderPlayed;
}

/** What a session goes on with, and what was held before that. */
export interface MilderPlayed {
  readonly query: string;
  readonly heldBefore: readonly SideHeld[];
}

/** A session with everything of it that the server may not have yet. */
export type SessionRow = Row<Played, AfterAnswers>;

interface Stores extends DBSchema {
  /** What has to be sent. */
  session: { key: string; value: SessionRow };
  /** What this device remembers. */
  journal: { key: string; value: Entry };
  /** People of whom the server has said that they were removed, until a page has said so. */
  removed: { key: string; value: { readonly person: string } };
}

/** What this browser keeps of its own sessions, for its page and for its worker. */
export type Database = IDBPDatabase<Stores>;

/** The database, whatever becomes of its connection: one that was lost is opened again. */
export interface Stored {
  /** Does something with the database. Rejects when the browser refuses it twice, or does not answer in time. */
  use<T>(how: (database: Database) => Promise<T>): Promise<T>;
  close(): void;
}

/** A browser that has not answered by then is taken for broken, in milliseconds. */
const answersWithinMs = 5_000;

/** It is left alone for so many times as long before it is asked again. */
const restsFor = 6;

/** A database that is opened when it is needed. `onNewer` is called when another page waits to bring it to a newer form. */
export function makeStored(onNewer: (database: Database) => void, withinMs = answersWithinMs): Stored {
  let connection: Promise<Database> | null = null;
  let silentUntil = -Infinity;

  const connect = (): Promise<Database> => {
    const opening: Promise<Database> = openStored(onNewer, () => letGo(opening));
    connection = opening;
    return opening;
  };
  const letGo = (gone: Promise<Database> | null): void => {
    if (connection === gone) connection = null;
    gone?.then((database) => database.close()).catch(() => undefined);
  };
  const attempt = async <T>(how: (database: Database) => Promise<T>): Promise<T> => {
    const used = connection ?? connect();
    try {
      return await within(
        used.then((database) => how(database)),
        withinMs,
      );
    } catch (fault) {
      letGo(used);
      throw fault;
    }
  };

  return {
    async use(how) {
      if (performance.now() < silentUntil) throw new Error("This browser's storage does not answer.");
      try {
        return await attempt(how);
      } catch (fault) {
        if (fault instanceof NoAnswer) silentUntil = performance.now() + restsFor * withinMs;
        if (fault instanceof NoAnswer) throw fault;
        // The connection may have been lost while the page was in the background: a new one is tried once.
        return await attempt(how);
      }
    },
    close: () => letGo(connection),
  };
}

/** Reads everything of a part. */
export async function readAll<Name extends StoreNames<Stores>>(
  database: Database,
  name: Name,
): Promise<Stores[Name]["value"][]> {
  const transaction = database.transaction(name);
  const done = whenDone(transaction);
  const all = await transaction.store.getAll();
  await done;
  return all;
}

/** The end of a transaction. A request that fails ends the work before anybody waits for this, which then fails as well. */
export function whenDone({ done }: { readonly done: Promise<void> }): Promise<void> {
  done.catch(() => undefined);
  return done;
}

/** Opens it. `onLost` is called when the browser has closed the connection by itself. */
export async function openStored(
  onNewer: (database: Database) => void,
  onLost: () => void = () => undefined,
): Promise<Database> {
  let opened: Database | null = null;
  opened = await openDB<Stores>(stored.name, stored.version, {
    upgrade: (database, from, _, transaction) => {
      void whenDone(transaction);
      if (from < 1) database.createObjectStore("session", { keyPath: "id" });
      if (from < 2) database.createObjectStore("journal", { keyPath: "id" });
      if (from < 3) database.createObjectStore("removed", { keyPath: "person" });
      // If it fails, the whole change does, and the connection is refused.
      if (from < 3) giveToFirst(transaction).catch(() => undefined);
    },
    blocking: () => {
      if (opened !== null) onNewer(opened);
    },
    terminated: onLost,
  });
  return opened;
}

// Until then a device knew one person.
async function giveToFirst(change: IDBPTransaction<Stores, StoreNames<Stores>[], "versionchange">): Promise<void> {
  const [sessions, journal] = [change.objectStore("session"), change.objectStore("journal")];
  for (const row of await sessions.getAll()) await sessions.put({ ...row, person: firstPerson });
  for (const entry of await journal.getAll()) await journal.put({ ...entry, person: firstPerson });
}

/** The browser has not answered in time. */
class NoAnswer extends Error {}

function within<T>(what: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer("This browser's storage does not answer.")), ms);
  });
  return Promise.race([what, tooLate]).finally(() => clearTimeout(timer));
}
