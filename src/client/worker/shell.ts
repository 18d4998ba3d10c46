import { cacheNames, dropCache, findInCaches, openCache } from "../browser.ts";
import { shellCacheOf, shellCaches } from "../remembered.ts";

/** What a version consists of; the server writes it at the head of the worker's script. */
export interface Shell {
  readonly version: string;
  /** Addresses, each with the hash of what is there. */
  readonly files: readonly (readonly [address: string, integrity: string])[];
  /** Pages that say nothing about a person. */
  readonly pages: readonly string[];
}

/** Asks the server for a page that says nothing about anybody, to be kept. */
const keptHeader = "supine-kept";

/** Old versions that are kept at most, for pages that were opened with them. */
const mostOld = 2;

/** Fetches everything of a version. All of it or nothing is there afterwards. */
export async function fillShell(shell: Shell): Promise<void> {
  const name = shellCacheOf(shell.version);
  const cache = await openOwn(shell);
  try {
    await Promise.all([
      ...shell.files.map(async ([address, integrity]) =>
        cache.put(address, await fetchWell(new Request(address, { integrity, cache: "no-cache" }))),
      ),
      ...shell.pages.map((address) => keepPage(shell, cache, address)),
    ]);
  } catch (fault) {
    await dropCache(name);
    throw fault;
  }
}

/** What is kept under an address: of this version, or else of an older one whose pages are still open. */
export async function findFile(shell: Shell, address: string): Promise<Response | undefined> {
  const own = await openCache(shellCacheOf(shell.version));
  return (await own?.match(address, { ignoreVary: true })) ?? (await findInCaches(address));
}

/** A kept page. */
export async function findPage(shell: Shell, address: string): Promise<Response | undefined> {
  const own = await openCache(shellCacheOf(shell.version));
  return own?.match(address, { ignoreVary: true });
}

/**
 * Keeps a page after it came from the server, if it belongs to this version's files: another version's page would look for
 * files that are not here. What came was made for a person, so a page for everybody is asked for: when none is kept yet,
 * and when the language has changed, which changes all of them.
 */
export async function renewPage(shell: Shell, address: string, came: Response): Promise<void> {
  if (!shell.pages.includes(address) || !came.ok || came.redirected) return;
  const html = await came.text();
  if (!isOf(shell, html)) return;

  const cache = await openOwn(shell);
  const kept = await cache.match(address, { ignoreVary: true });
  if (kept === undefined) return keepPage(shell, cache, address);
  if (languageOf(await kept.text()) === languageOf(html)) return;
  await Promise.all(shell.pages.map((page) => keepPage(shell, cache, page)));
}

/** Removes older versions: all of them when no page of theirs can be open, else those that are too many. */
export async function dropOlder(shell: Shell, mayBeInUse: boolean): Promise<void> {
  const own = shellCacheOf(shell.version);
  const older = (await cacheNames()).filter((name) => name.startsWith(shellCaches) && name !== own);
  const gone = mayBeInUse ? older.slice(0, Math.max(0, older.length - mostOld)) : older;
  await Promise.all(gone.map((name) => dropCache(name)));
}

// A browser that keeps nothing has no use for a worker.
async function openOwn({ version }: Shell): Promise<Cache> {
  const cache = await openCache(shellCacheOf(version));
  if (cache === null) throw new Error("This browser keeps nothing.");
  return cache;
}

async function keepPage(shell: Shell, cache: Cache, address: string): Promise<void> {
  const page = await fetchWell(new Request(address, { cache: "no-store", headers: { [keptHeader]: "1" } }));
  const html = await page.text();
  if (!isOf(shell, html)) throw new Error(`${address} belongs to another version.`);
  if (isForEverybody(html) && !page.redirected) await cache.put(address, asPage(html, page));
}

async function fetchWell(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${request.url} was answered with ${response.status}.`);
  return response;
}

/** A page that was made for a person names them in its first tag. It is not kept, whatever it was asked for. */
export const isForEverybody = (html: string): boolean => !/<html\b[^>]*\sdata-(person|day|zone)=/.test(html);

function asPage(html: string, page: Response): Response {
  const headers = new Headers(page.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.delete("cache-control");
  return new Response(html, { headers });
}

const isOf = (shell: Shell, html: string): boolean => html.includes(` data-shell="${shell.version}"`);

const languageOf = (html: string): string | undefined => /<html lang="([^"]*)"/.exec(html)?.[1];
