/** The cache of one version's files and pages; each version has its own. */
export const shellCacheOf = (version: string): string => `${shellCaches}${version}`;

/** How the names of all of them begin. */
export const shellCaches = "supine-shell-";

/** The cache of the sessions this device can play without a network. Pages fill it, the worker reads it. */
export const tracksCache = "supine-tracks";

/** Where pages note how the safety questions stand, for the worker, which cannot read what pages remember. */
export const screeningCache = "supine-screening";

/** Under which address it is there. */
export const screeningAddress = "/api/screening";

/** What a page says to a worker. */
export type Ask =
  /** A page of a version was opened. When it is the only one, nobody needs the versions before. */
  | { readonly kind: "opened"; readonly version: string }
  /** Which version are you? It answers through the port. */
  | { readonly kind: "version" }
  /** Take over from the worker before you. */
  | { readonly kind: "take over" };

/** The background task that sends what could not be sent while a page was open. */
export const sendingTask = "supine-outbox";

/** What a notification about a break carries. */
export interface NoticeOfBreak {
  readonly kind: "break";
  /** Where a tap on it leads. */
  readonly leadsTo: string;
}
