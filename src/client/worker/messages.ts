/** What a page sends to a worker. */
export type Ask =
  /** A page of a version was opened. When it is the only one, the versions before are not needed. */
  | { readonly kind: "opened"; readonly version: string }
  /** Which version are you? It answers through the port. */
  | { readonly kind: "version" }
  /** Take over from the worker before you. */
  | { readonly kind: "take over" };

/** What a notification about a break carries. */
export interface NoticeOfBreak {
  readonly kind: "break";
  /** Where a tap on it leads. */
  readonly leadsTo: string;
}
