/** What a cookie says, of a document's cookies; null where it is not there. */
export function cookieIn(cookies: string, name: string): string | null {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}

const year = 365 * 24 * 60 * 60;

/** A cookie as a document takes it: for every page of this site, and for a year; or for no time, so that it goes. Over TLS it is never sent without. */
export const asCookie = (name: string, value: string | null, isSecure = location.protocol === "https:"): string =>
  `${name}=${value ?? ""}; Path=/; SameSite=Lax; Max-Age=${value === null ? 0 : year}${isSecure ? "; Secure" : ""}`;
