import { personRemoved, personUnknown } from "../server.ts";

/** A text that has to reach the server, and how much of it has. */
export interface Part<T> {
  readonly body: T;
  /** Grows with every change. */
  readonly revision: number;
  /** The newest revision the server has confirmed; 0 for none. */
  readonly confirmed: number;
}

/** Why the server does not take a letter, as it said it. */
export interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

/** Everything this browser keeps of one session until the server has it all. */
export interface Row<Session, After> {
  /** A version 7 UUID: rows sort by the time their session began. */
  readonly id: string;
  /** Whose it is: it is sent for them, whoever is chosen by then. */
  readonly person: string;
  /** Null when it was delivered long ago and only answers are left. */
  readonly session: Part<Session> | null;
  readonly after: Part<After> | null;
  /** Whether nothing more will be played: who left in the middle may still come back. */
  readonly ended: boolean;
  /** What the server last said against it. It is asked again by every page that opens. */
  readonly refusal?: Refusal | null;
}

/** What is sent next. */
export type Letter<Session, After> = {
  readonly id: string;
  readonly person: string;
  readonly revision: number;
} & ({ readonly kind: "session"; readonly body: Session } | { readonly kind: "after"; readonly body: After });

/**
 * What an answer means for a letter: `failed` is an answer, too, and may be the fault of this letter alone; `removed` is
 * said of its person.
 */
export type Verdict = "confirmed" | "deleted" | "removed" | "unknown" | "refused" | "failed" | "later";

const isPending = <T>(part: Part<T> | null): part is Part<T> => part !== null && part.confirmed < part.revision;

/** The oldest session's first unconfirmed letter: never the answers before the session they belong to. */
export function nextLetter<S, A>(rows: readonly Row<S, A>[], refused: ReadonlySet<string>): Letter<S, A> | null {
  const oldestFirst = rows.filter((row) => !refused.has(row.id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, person, session, after } of oldestFirst) {
    if (isPending(session)) return { kind: "session", id, person, revision: session.revision, body: session.body };
    if (isPending(after)) return { kind: "after", id, person, revision: after.revision, body: after.body };
  }
  return null;
}

/** A part after a change. */
export function changed<T>(part: Part<T> | null, body: T): Part<T> {
  return { body, revision: (part?.revision ?? 0) + 1, confirmed: part?.confirmed ?? 0 };
}

/** A row after the server confirmed a letter. A newer revision written meanwhile stays unconfirmed. */
export function confirmed<S, A>(row: Row<S, A>, letter: Letter<S, A>): Row<S, A> {
  const confirm = <T>(part: Part<T> | null): Part<T> | null =>
    part && { ...part, confirmed: Math.max(part.confirmed, letter.revision) };
  switch (letter.kind) {
    case "session":
      return { ...row, session: confirm(row.session), refusal: null };
    case "after":
      return { ...row, after: confirm(row.after), refusal: null };
  }
}

/** One row of what two copies of it say: of each part the later revision, and as much confirmed as either knows. */
export function joined<S, A>(one: Row<S, A> | undefined, other: Row<S, A> | undefined): Row<S, A> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    ...one,
    session: laterOf(one.session, other.session),
    after: laterOf(one.after, other.after),
    ended: one.ended || other.ended,
  };
}

function laterOf<T>(one: Part<T> | null, other: Part<T> | null): Part<T> | null {
  if (one === null || other === null) return one ?? other;
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  return { ...one, confirmed: Math.max(one.confirmed, other.confirmed) };
}

/** Whether the server has everything there is so far. */
export const isSent = ({ session, after }: Pick<Row<unknown, unknown>, "session" | "after">): boolean =>
  !isPending(session) && !isPending(after);

/** Whether the server has everything and nothing more will come: the row can go. */
export const isDelivered = (row: Row<unknown, unknown>): boolean => row.ended && isSent(row);

/** What an HTTP status, and the server's word for it, means: only an answer about the letter itself may keep it from being sent again. */
export function verdictOf(status: number, code: string | null = null): Verdict {
  if (status >= 200 && status < 300) return "confirmed";
  if (status === 410) return code === personRemoved ? "removed" : "deleted";
  if (status === 404) return code === personUnknown ? "refused" : "unknown";
  // A device that is not bound at the moment: once it is bound again, what it kept is sent.
  if (status === 401) return "later";
  if (status === 408 || status === 425 || status === 429) return "later";
  if (status === 502 || status === 503 || status === 504) return "later";
  if (status >= 500) return "failed";
  return status >= 400 ? "refused" : "later";
}

/** How long to wait after so many failures in a row: 1, 2, 4 … 30 seconds. */
export const backOffMs = (failures: number): number => Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
