import { makeRecords } from "../record/records.ts";
import { makeSender } from "../record/sending.ts";
import { makeStored } from "../record/stored.ts";
import { isTracks, screeningAddress, screeningOf, sendingTask, tracksOf } from "../remembered.ts";
import { cacheNames, openCache, renameOldCaches } from "../browser.ts";
import { sourcesOf } from "../sources.ts";
import type { PlayableSequence, ScreeningStanding } from "../wire.ts";
import type { Ask, NoticeOfBreak } from "./messages.ts";
import { answerRange } from "./range.ts";
import { routeOf } from "./route.ts";
import { dropOlder, fillShell, findFile, findPage, renewPage, type Shell } from "./shell.ts";

declare const self: ServiceWorkerGlobalScope & { readonly shell: Shell };

/** A background task, where the browser has them. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** A server that takes longer is taken for gone, if this device has an answer of its own. */
const patienceMs = 3000;

/** Answers a page's requests, so that the whole program works without a network. */
function work({ shell }: { readonly shell: Shell }): void {
  self.addEventListener("install", (event) => event.waitUntil(fillShell(shell)));
  self.addEventListener("activate", (event) => event.waitUntil(takeOver(shell)));

  // It waits until a page says that nothing plays: a session keeps the version it began with.
  self.addEventListener("message", (event) => {
    const ask = event.data as Ask;
    switch (ask.kind) {
      case "opened":
        if (ask.version === shell.version) event.waitUntil(dropUnused(shell));
        break;
      case "version":
        event.ports[0]?.postMessage(shell.version);
        break;
      case "take over":
        event.waitUntil(self.skipWaiting());
        break;
    }
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const route = routeOf(request, self.location.origin);
    switch (route.kind) {
      case "page":
        event.respondWith(answerPage(shell, event, route.kept));
        break;
      case "file":
        event.respondWith(orNothing(findFile(shell, request.url)).then((kept) => kept ?? fetch(request)));
        break;
      case "sequence":
        event.respondWith(freshOrKept(request, () => findTrack(route.person, request.url)));
        break;
      case "track":
        event.respondWith(freshOrKept(request, () => findSound(route.person, route.sequence, request.headers)));
        break;
      case "sound":
        event.respondWith(
          orNothing(findInTracks(request.url)).then((kept) =>
            kept === undefined ? fetch(request) : answerRange(kept, request.headers),
          ),
        );
        break;
      case "other":
        break;
    }
  });

  self.addEventListener("notificationclick", (event) => {
    const notice = event.notification.data as NoticeOfBreak | null;
    event.notification.close();
    if (notice?.kind === "break") event.waitUntil(self.clients.openWindow(notice.leadsTo));
  });

  self.addEventListener("sync", (event) => {
    const task = event as SyncEvent;
    if (task.tag === sendingTask) task.waitUntil(sendAll());
  });
}

async function takeOver(shell: Shell): Promise<void> {
  await renameOldCaches();
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await dropOlder(shell, pages.length > 0);
  await self.clients.claim();
}

async function dropUnused(shell: Shell): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 1) await dropOlder(shell, false);
}

function answerPage(shell: Shell, event: FetchEvent, address: string): Promise<Response> {
  const { pathname } = new URL(event.request.url);
  return freshOrKept(
    event.request,
    () => findPage(shell, address),
    (page) => event.waitUntil(renewPage(shell, pathname, page.clone())),
  );
}

async function freshOrKept(
  request: Request,
  find: () => Promise<Response | undefined>,
  came: (fresh: Response) => void = () => undefined,
): Promise<Response> {
  const fresh = fetch(request).then(
    (response) => {
      came(response);
      return response;
    },
    // No network: that is what this is for.
    () => null,
  );
  const patience = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null));
  const soon = await Promise.race([fresh, patience]);
  if (soon !== null && soon.status < 500) return soon;
  return (await orNothing(find())) ?? (await fresh) ?? Response.error();
}

// What cannot be read is not there: the network has it.
const orNothing = (find: Promise<Response | undefined>): Promise<Response | undefined> => find.catch(() => undefined);

async function findTrack(person: string | null, address: string): Promise<Response | undefined> {
  if (person === null) return undefined;
  return (await openCache(tracksOf(person)))?.match(address, { ignoreVary: true });
}

// The address of a sound says what is in it, whoever it is kept for.
async function findInTracks(address: string): Promise<Response | undefined> {
  for (const name of (await cacheNames()).filter(isTracks)) {
    const kept = await (await openCache(name))?.match(address, { ignoreVary: true });
    if (kept !== undefined) return kept;
  }
  return undefined;
}

async function findSound(person: string | null, sequence: string, asked: Headers): Promise<Response | undefined> {
  if (!(await isAllowed(person, new URL(sequence, self.location.origin).searchParams.get("protocol"))))
    return undefined;
  const kept = await findTrack(person, sequence);
  if (kept === undefined) return undefined;
  for (const { url } of sourcesOf((await kept.json()) as PlayableSequence)) {
    const sound = await findTrack(person, url);
    if (sound !== undefined) return answerRange(sound, asked);
  }
  return undefined;
}

// The server is not there to ask: what it said last counts, for as long as it said.
async function isAllowed(person: string | null, protocol: string | null): Promise<boolean> {
  if (person === null) return false;
  const noted = await (await openCache(screeningOf(person)))?.match(screeningAddress);
  if (noted === undefined) return false;
  const { kind, until, protocols } = (await noted.json()) as ScreeningStanding;
  const counts = kind === "answered" && until !== null && Date.now() < Date.parse(until);
  return counts && protocols.some(({ id, refusal }) => id === protocol && refusal === null);
}

// The page that had something to send is closed: it is sent all the same, and if not, the browser asks again.
async function sendAll(): Promise<void> {
  const stored = makeStored((open) => open.close());
  try {
    const send = makeSender(makeRecords(stored));
    for (let turn = await send(); turn.kind !== "nothing"; turn = await send())
      if (turn.kind === "later") throw new Error("The server does not answer.");
  } finally {
    stored.close();
  }
}

work(self);
