import { tooOld, withEndOf, type Entry } from "./journal.ts";
import { isDelivered, isSent, joined } from "./letters.ts";
import { readAll, whenDone, type Database, type SessionRow, type Stored } from "./stored.ts";

/**
 * What has to be sent: this page's own rows, which it has in memory, and those that the browser keeps. Memory comes first
 * and the browser's copy is the second string, so that a broken storage keeps nothing from being sent.
 */
export interface Records {
  /** This page's own rows, at once. */
  own(): readonly SessionRow[];
  /** All rows; this page's own only, when the browser's storage cannot be read. */
  all(): Promise<readonly SessionRow[]>;
  /** Takes a row that the browser keeps into memory: from now on it is this page's own. */
  adopt(row: SessionRow): void;
  /** Changes one of this page's own rows at once, and then the browser's copy. Resolves to whether that is stored. */
  write(id: string, how: (row: SessionRow | undefined) => SessionRow, note?: Entry): Promise<boolean>;
  /** Whether something of this page's own is neither in the browser nor with the server. */
  isUnsafe(): boolean;
  /** Changes any row that is there: one of this page's own at once, another when the browser has done so. */
  change(id: string, how: (row: SessionRow) => SessionRow): Promise<void>;
  /** Forgets a session altogether: it was deleted. */
  forget(id: string): Promise<void>;
  /** Forgets everything of a person, and notes that a page has to say so. */
  forgetRemoved(person: string): Promise<void>;
  /** The people who were removed. */
  removed(): Promise<ReadonlySet<string>>;
}

/** Records on a database that may fail at any time. */
export function makeRecords(stored: Stored): Records {
  const memory = new Map<string, SessionRow>();
  /** Of this page's own rows, whether the browser has them as they are here, or refused that. */
  const copies = new Map<string, "stored" | "refused">();
  const forgotten = new Set<string>();
  const removed = new Set<string>();
  // As they were read last, for a change that the browser does not store.
  let read = new Map<string, SessionRow>();

  const isGone = ({ id, person }: SessionRow): boolean => forgotten.has(id) || removed.has(person);
  const settle = async (id: string, note?: Entry): Promise<boolean> => {
    const done = await isStored(
      stored.use((database) => change(database, id, (kept) => joined(memory.get(id), kept), note)),
    );
    copies.set(id, done ? "stored" : "refused");
    return done;
  };
  // Another page has continued it to its end, and delivered it.
  const isDoneElsewhere = (row: SessionRow): boolean =>
    copies.get(row.id) === "stored" && !read.has(row.id) && isSent(row);

  return {
    own: () => [...memory.values()],
    all: async () => {
      const kept = await stored.use((database) => readAll(database, "session")).catch(() => null);
      if (kept !== null) {
        read = new Map(kept.map((row) => [row.id, row]));
        for (const row of memory.values()) if (isDoneElsewhere(row)) memory.delete(row.id);
      }
      const ids = new Set([...read.keys(), ...memory.keys()]);
      return [...ids].flatMap((id) => joined(memory.get(id), read.get(id)) ?? []).filter((row) => !isGone(row));
    },
    adopt: (row) => void memory.set(row.id, row),
    write: (id, how, note) => {
      memory.set(id, how(memory.get(id)));
      return settle(id, note);
    },
    isUnsafe: () => [...memory.values()].some((row) => copies.get(row.id) === "refused" && !isSent(row)),
    change: async (id, how) => {
      const own = memory.get(id);
      if (own !== undefined) {
        memory.set(id, how(own));
        void settle(id);
        return;
      }
      const done = stored.use((database) => change(database, id, (row) => row && how(row)));
      const before = read.get(id);
      // What is sent once is not sent again and again because that cannot be noted.
      if (!(await isStored(done)) && before !== undefined) memory.set(id, how(before));
    },
    forget: async (id) => {
      memory.delete(id);
      forgotten.add(id);
      await isStored(stored.use((database) => forget(database, id)));
    },
    forgetRemoved: async (person) => {
      removed.add(person);
      for (const [id, row] of memory) if (row.person === person) memory.delete(id);
      await isStored(
        stored.use(async (database) => {
          await database.put("removed", { person });
          await forgetPerson(database, person, "unsent too");
        }),
      );
    },
    removed: async () => {
      const noted = await stored.use((database) => readAll(database, "removed")).catch(() => []);
      return new Set([...removed, ...noted.map(({ person }) => person)]);
    },
  };
}

const isStored = (storing: Promise<unknown>): Promise<boolean> =>
  storing.then(
    () => true,
    () => false,
  );

/**
 * Changes a row and what this device remembers of it in one transaction: what another page writes meanwhile is not
 * lost. A row with nothing left to send goes.
 */
async function change(
  database: Database,
  id: string,
  how: (row: SessionRow | undefined) => SessionRow | undefined,
  note?: Entry,
): Promise<void> {
  // What ended is not written again if the power fails; while it plays the next half second is on its way.
  const durability = note?.end === null ? "relaxed" : "strict";
  const transaction = database.transaction(["session", "journal"], "readwrite", { durability });
  const done = whenDone(transaction);
  const [session, journal] = [transaction.objectStore("session"), transaction.objectStore("journal")];
  const row = how(await session.get(id));
  const before = await journal.get(id);
  if (row !== undefined) {
    await (isDelivered(row) ? session.delete(id) : session.put(row));
    const entry = note ?? before;
    if (entry !== undefined) await journal.put(withEndOf(entry, row));
  }
  if (note !== undefined && before === undefined) {
    const own = (await journal.getAll()).filter(({ person }) => person === note.person);
    for (const old of tooOld(own.map(({ id }) => id))) await journal.delete(old);
  }
  await done;
}

/** Forgets a session in the browser. */
export async function forget(database: Database, id: string): Promise<void> {
  const transaction = database.transaction(["session", "journal"], "readwrite");
  const done = whenDone(transaction);
  await transaction.objectStore("session").delete(id);
  await transaction.objectStore("journal").delete(id);
  await done;
}

/** Forgets a person's journal in the browser, and the records that are not sent yet if that is wanted. */
export async function forgetPerson(
  database: Database,
  person: string,
  what: "unsent too" | "unsent stays",
): Promise<void> {
  const transaction = database.transaction(["session", "journal"], "readwrite");
  const done = whenDone(transaction);
  const [sessions, journal] = [transaction.objectStore("session"), transaction.objectStore("journal")];
  for (const row of await sessions.getAll())
    if (row.person === person && what === "unsent too") await sessions.delete(row.id);
  for (const entry of await journal.getAll()) if (entry.person === person) await journal.delete(entry.id);
  await done;
}
