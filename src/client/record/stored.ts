import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { components } from "../api.gen.ts";
import type { Entry } from "./journal.ts";
import type { Row } from "./letters.ts";

/** What the server is told about a session. */
export type Report = components["schemas"]["Report"];

/** What the server is told about afterwards. */
export type Answers = components["schemas"]["Answers"];

/** A report, with the query its sequence was asked for, so that a server that forgot the track can make it again. */
export interface Played {
  readonly report: Report;
  readonly query: string;
}

/** A session with everything of it that the server may not have yet. */
export type SessionRow = Row<Played, Answers>;

interface Stores extends DBSchema {
  /** What has to be sent. */
  session: { key: string; value: SessionRow };
  /** What this device remembers. */
  journal: { key: string; value: Entry };
}

/** What this browser keeps of its own sessions, for its page and for its worker. */
export type Database = IDBPDatabase<Stores>;

/** Opens it. `onNewer` is called when another page waits to bring it to a newer form: this connection then has to go. */
export function openStored(onNewer: (database: Database) => void): Promise<Database> {
  let opened: Database | null = null;
  return openDB<Stores>("supine", 2, {
    upgrade: (database, from) => {
      if (from < 1) database.createObjectStore("session", { keyPath: "id" });
      if (from < 2) database.createObjectStore("journal", { keyPath: "id" });
    },
    blocking: () => {
      if (opened !== null) onNewer(opened);
    },
  }).then((database) => (opened = database));
}
