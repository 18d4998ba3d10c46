import { personHere } from "../person.ts";
import { tracksOf } from "../remembered.ts";
import { openCache, renameOldCaches, underLock } from "../browser.ts";
import { recall, remember } from "../storage.ts";
import { sourcesOf } from "../sources.ts";
import { spareOf, type Whole } from "../track/track.ts";
import type { PlayableSequence } from "../wire.ts";

/** Besides the session that is chosen now, so many of those that were played last stay on the device. */
const mostPlayed = 3;

/** The address of a prescription's sequence. */
const sequenceAt = (query: string): string => `/api/sequence?${query}`;

/**
 * Keeps a session on this device, so that it can be played without a network, and lets go what is no longer needed: with it
 * what it goes on with if it is too strong, and the same session in a recorded voice, for a device that is to speak it and may
 * not. Resolves to whether it is kept.
 */
export async function keepSession(session: Whole, ...others: readonly (Whole | null)[]): Promise<boolean> {
  // One after the other, in all pages: what one keeps another must not take for old.
  return await underLock(tracksOf(personHere()), () => keep(session, others));
}

async function keep(session: Whole, others: readonly (Whole | null)[]): Promise<boolean> {
  try {
    const cache = await openTracks();
    if (cache === null) return false;
    await dropUnneeded(cache, [session.track.query, ...playedLast()].flatMap(withSpare));
    for (const other of others) if (other !== null) await put(cache, other);
    return await put(cache, session);
  } catch (fault) {
    // A device that is full plays on with the network alone.
    ignoreRefusal(fault);
    return false;
  }
}

// What a browser does not keep, or not any more, is not here.
function ignoreRefusal(fault: unknown): null {
  if (fault instanceof DOMException) return null;
  throw fault;
}

// Null where the browser keeps nothing.
async function openTracks(): Promise<Cache | null> {
  await renameOldCaches();
  return openCache(tracksOf(personHere()));
}

async function put(cache: Cache, { track: { query, sent }, sound: { blob, source } }: Whole): Promise<boolean> {
  if (!(await isIn(cache, source.url)))
    await cache.put(source.url, new Response(blob, { headers: { "content-type": blob.type } }));
  const others = await Promise.all(addressesIn(sent).map((address) => keepOther(cache, address)));
  if (others.includes(false)) return false;
  // The sequence comes last: where it is, everything that it needs is.
  // It is written only when it has changed: while it is replaced it is not there.
  const json = JSON.stringify(sent);
  const before = await cache.match(sequenceAt(query));
  if ((await before?.text()) !== json)
    await cache.put(sequenceAt(query), new Response(json, { headers: { "content-type": "application/json" } }));
  return true;
}

const withSpare = (query: string): readonly string[] => [query, spareOf(query) ?? query];

/** Lets go of the sessions of a protocol that may not be started any more. */
export async function dropSessions(isRefused: (protocol: string) => boolean): Promise<void> {
  const drop = async (): Promise<void> => {
    const cache = await openTracks();
    if (cache === null) return;
    const queries = await keptQueries(cache);
    const allowed = queries.filter((query) => !isRefused(new URLSearchParams(query).get("protocol") ?? ""));
    if (allowed.length < queries.length) await dropUnneeded(cache, allowed);
  };
  await underLock(tracksOf(personHere()), drop).catch(ignoreRefusal);
}

/** Notes that a session was played: it stays on this device longer than one that was only looked at. */
export function notePlayed(query: string): void {
  const queries = [query, ...playedLast().filter((other) => other !== query)];
  remember(personHere(), "played", JSON.stringify(queries.slice(0, mostPlayed)));
}

/** The query of the session that was played last and is here, or of another that is; null when there is none. */
export async function findKept(): Promise<string | null> {
  const cache = await openTracks().catch(ignoreRefusal);
  const queries = (await (cache && keptQueries(cache).catch(ignoreRefusal))) ?? [];
  return playedLast().find((query) => queries.includes(query)) ?? queries.at(-1) ?? null;
}

// Everything that a sequence is played with has an address of its own in it. Of its sound one kind of file is enough.
function addressesIn(sequence: PlayableSequence): readonly string[] {
  const found = new Set<string>();
  JSON.stringify({ ...sequence, audioUrl: null, sources: [] }, (key, value: unknown) => {
    if (key.endsWith("Url") && typeof value === "string") found.add(value);
    return value;
  });
  return [...found];
}

// False when there is no network to get it from.
async function keepOther(cache: Cache, address: string): Promise<boolean> {
  if (await isIn(cache, address)) return true;
  const response = await fetch(address).catch(() => null);
  if (response?.ok === true) await cache.put(address, response);
  return response !== null;
}

const isIn = async (cache: Cache, address: string): Promise<boolean> =>
  (await cache.match(address, { ignoreVary: true })) !== undefined;

async function dropUnneeded(cache: Cache, queries: readonly string[]): Promise<void> {
  const needed = new Set<string>();
  const need = async (query: string): Promise<string | null> => {
    needed.add(sequenceAt(query));
    const sequence = (await (await cache.match(sequenceAt(query)))?.json()) as PlayableSequence | undefined;
    if (sequence === undefined) return null;
    for (const address of addressesIn(sequence)) needed.add(address);
    for (const { url } of sourcesOf(sequence)) needed.add(url);
    return sequence.milder;
  };
  for (const query of queries) {
    const milder = await need(query);
    if (milder !== null) await need(milder);
  }
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url);
    if (!needed.has(pathname + search)) await cache.delete(url, { ignoreVary: true });
  }
}

async function keptQueries(cache: Cache): Promise<readonly string[]> {
  const addresses = (await cache.keys()).map(({ url }) => new URL(url));
  return addresses.filter(({ pathname }) => pathname === "/api/sequence").map(({ search }) => search.slice(1));
}

function playedLast(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recall(personHere(), "played") ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}
