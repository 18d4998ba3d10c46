import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { database as stored, firstPerson } from "../remembered.ts";
import type { AfterAnswers, SessionReport } from "../wire.ts";
import type { Entry } from "./journal.ts";
import type { Row } from "./letters.ts";

/** A report, with the query its sequence was asked for, so that a server that forgot the track can make it again. */
export interface Played {
  readonly report: SessionReport;
  readonly query: string;
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

/** Opens it. `onNewer` is called when another page waits to bring it to a newer form: this connection then has to go. */
export function openStored(onNewer: (database: Database) => void): Promise<Database> {
  let opened: Database | null = null;
  return openDB<Stores>(stored.name, stored.version, {
    upgrade: (database, from, _, transaction) => {
      if (from < 1) database.createObjectStore("session", { keyPath: "id" });
      if (from < 2) database.createObjectStore("journal", { keyPath: "id" });
      if (from < 3) database.createObjectStore("removed", { keyPath: "person" });
      if (from < 3) void giveToFirst(transaction);
    },
    blocking: () => {
      if (opened !== null) onNewer(opened);
    },
  }).then((database) => (opened = database));
}

// Until then a device knew one person.
async function giveToFirst(change: IDBPTransaction<Stores, StoreNames<Stores>[], "versionchange">): Promise<void> {
  const [sessions, journal] = [change.objectStore("session"), change.objectStore("journal")];
  for (const row of await sessions.getAll()) await sessions.put({ ...row, person: firstPerson });
  for (const entry of await journal.getAll()) await journal.put({ ...entry, person: firstPerson });
}
