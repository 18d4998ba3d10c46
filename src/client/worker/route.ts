import { personOf } from "../server.ts";

/** Who answers a request, and from what. */
export type Route =
  /** A page: the network, else the kept page under this address. */
  | { readonly kind: "page"; readonly kept: string }
  /** A file of the program: its address says what is in it, so what is kept is right. */
  | { readonly kind: "file" }
  /** The sequence of a prescription: the network, else what this device keeps of it for a person. Nothing is kept for null. */
  | { readonly kind: "sequence"; readonly person: string | null }
  /** The sound of a prescription, likewise: a media element sends no headers, so its address names the person. */
  | { readonly kind: "track"; readonly sequence: string; readonly person: string | null }
  /** A sound or captions under an address whose content never changes. */
  | { readonly kind: "sound" }
  /** None of ours: the browser asks the network, as if there were no worker. */
  | { readonly kind: "other" };

/** What is looked at in a request. */
export type Asking = Pick<Request, "method" | "url" | "mode" | "cache" | "headers">;

const other: Route = { kind: "other" };

/** The page that stands for what a person did while the network is gone. */
export const deviceHistory = "/progress/device";

/** Finds who answers a request. What changes anything, and what has to come from the server itself, is left alone. */
export function routeOf(asking: Asking, origin: string): Route {
  const { pathname, searchParams, origin: asked } = new URL(asking.url);
  if (asking.method !== "GET" || asked !== origin || asking.cache === "no-store") return other;
  if (/^\/(tracks|phrases)\//.test(pathname)) return searchParams.has("download") ? other : { kind: "sound" };
  if (pathname === "/track") return searchParams.has("download") ? other : trackOf(searchParams);
  if (asking.mode === "navigate") return { kind: "page", kept: isPersonal(pathname) ? deviceHistory : pathname };
  if (pathname === "/api/sequence") return { kind: "sequence", person: personOf(asking.headers) };
  return isFile(pathname) ? { kind: "file" } : other;
}

function trackOf(address: URLSearchParams): Route {
  const query = new URLSearchParams(address);
  const person = query.get("person");
  query.delete("person");
  return { kind: "track", sequence: `/api/sequence?${query}`, person };
}

const isPersonal = (path: string): boolean => /^\/(progress|history|sessions)(\/|$)/.test(path);

const isFile = (path: string): boolean =>
  /^\/(client|icons)\//.test(path) || /^\/figure-\w+\.css$/.test(path) || path === "/manifest.webmanifest";
