import { shellCacheOf, shellCaches } from "./names.ts";

/** What a version consists of; the server writes it at the head of the worker's script. */
export interface Shell {
  readonly version: string;
  /** Addresses, each with the hash of what is there. */
  readonly files: readonly (readonly [address: string, integrity: string])[];
  /** Pages that say nothing about a person. */
  readonly pages: readonly string[];
}

/** Old versions that are kept at most, for pages that were opened with them. */
const mostOld = 2;

/** Fetches everything of a version. All of it or nothing is there afterwards. */
export async function fillShell(shell: Shell): Promise<void> {
  const name = shellCacheOf(shell.version);
  const cache = await caches.open(name);
  try {
    await Promise.all([
      ...shell.files.map(async ([address, integrity]) =>
        cache.put(address, await fetchWell(new Request(address, { integrity, cache: "no-cache" }))),
      ),
      ...shell.pages.map((address) => refreshPage(shell, cache, address)),
    ]);
  } catch (fault) {
    await caches.delete(name);
    throw fault;
  }
}

/** What is kept under an address: of this version, or else of an older one whose pages are still open. */
export async function findFile(shell: Shell, address: string): Promise<Response | undefined> {
  const own = await caches.open(shellCacheOf(shell.version));
  return (await own.match(address, { ignoreVary: true })) ?? (await caches.match(address, { ignoreVary: true }));
}

/** A kept page. */
export async function findPage(shell: Shell, address: string): Promise<Response | undefined> {
  const own = await caches.open(shellCacheOf(shell.version));
  return own.match(address, { ignoreVary: true });
}

/**
 * Keeps a page that came from the server, if it belongs to this version's files: another version's page would look for
 * files that are not here. When the person has changed the language, the other pages are asked for again.
 */
export async function keepPage(shell: Shell, address: string, page: Response): Promise<void> {
  if (!shell.pages.includes(address)) return;
  const html = await findToKeep(page);
  if (html === null || !isOf(shell, html)) return;

  const cache = await caches.open(shellCacheOf(shell.version));
  const before = await cache.match(address, { ignoreVary: true });
  await cache.put(address, asPage(html, page));
  if (before === undefined || languageOf(await before.text()) === languageOf(html)) return;
  const others = shell.pages.filter((other) => other !== address);
  await Promise.all(others.map((other) => refreshPage(shell, cache, other)));
}

/** Removes older versions: all of them when no page of theirs can be open, else those that are too many. */
export async function dropOlder(shell: Shell, mayBeInUse: boolean): Promise<void> {
  const own = shellCacheOf(shell.version);
  const older = (await caches.keys()).filter((name) => name.startsWith(shellCaches) && name !== own);
  const gone = mayBeInUse ? older.slice(0, Math.max(0, older.length - mostOld)) : older;
  await Promise.all(gone.map((name) => caches.delete(name)));
}

async function refreshPage(shell: Shell, cache: Cache, address: string): Promise<void> {
  const page = await fetchWell(new Request(address, { cache: "no-cache" }));
  const html = await findToKeep(page);
  if (html === null) throw new Error(`${address} is not to be kept.`);
  if (!isOf(shell, html)) throw new Error(`${address} belongs to another version.`);
  await cache.put(address, asPage(html, page));
}

async function fetchWell(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${request.url} was answered with ${response.status}.`);
  return response;
}

/**
 * What may be kept of a page: without the parts that are a person's own, which stand between comments; null for a page that
 * is a person's own in all.
 */
async function findToKeep(page: Response): Promise<string | null> {
  if (!page.ok || page.redirected) return null;
  const html = await page.text();
  const kept = html.replace(ownParts, "");
  return isOwn(page) && kept === html ? null : kept;
}

const ownParts = /<!--own-->.*?<!--\/own-->/gs;

const isOwn = (page: Response): boolean => (page.headers.get("cache-control") ?? "").includes("no-store");

function asPage(html: string, page: Response): Response {
  const headers = new Headers(page.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.delete("cache-control");
  return new Response(html, { headers });
}

const isOf = (shell: Shell, html: string): boolean => html.includes(` data-shell="${shell.version}"`);

const languageOf = (html: string): string | undefined => /<html lang="([^"]*)"/.exec(html)?.[1];
