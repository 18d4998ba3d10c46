import type { Entry } from "./journal.ts";
import { isSent } from "./letters.ts";
import { forget } from "./records.ts";
import { makeStored, whenDone, type Database, type SessionRow } from "./stored.ts";

/** A session this device remembers, and whether the server has all of it. */
export interface Remembered extends Entry {
  readonly delivery: "sent" | "waiting" | "refused";
}

/** What this device remembers of one person's sessions on it. */
export interface Memory {
  /** All of it, the latest first. */
  read(): Promise<readonly Remembered[]>;
  /** Forgets what the server has; what is not sent yet stays. */
  forgetSent(): Promise<void>;
  /** Forgets a session that was deleted, with what of it may still have been on its way. */
  forget(id: string): Promise<void>;
}

/** Opens what this device remembers of a person. A browser that cannot read it remembers nothing. */
export function openMemory(person: string): Memory {
  const stored = makeStored((open) => open.close());

  const readFrom = async (database: Database): Promise<readonly Remembered[]> => {
    const transaction = database.transaction(["session", "journal"]);
    const done = whenDone(transaction);
    const entries = (await transaction.objectStore("journal").getAll()).filter((entry) => entry.person === person);
    const rows = new Map((await transaction.objectStore("session").getAll()).map((row) => [row.id, row]));
    await done;
    return entries.reverse().map((entry) => ({ ...entry, delivery: deliveryOf(rows.get(entry.id)) }));
  };

  return {
    read: () => stored.use(readFrom).catch(() => []),
    forgetSent: () =>
      stored.use(async (database) => {
        for (const { id, delivery } of await readFrom(database))
          if (delivery === "sent") await database.delete("journal", id);
      }),
    forget: (id) => stored.use((database) => forget(database, id)).catch(() => undefined),
  };
}

function deliveryOf(row: SessionRow | undefined): Remembered["delivery"] {
  if (row === undefined || isSent(row)) return "sent";
  return row.refusal ? "refused" : "waiting";
}
