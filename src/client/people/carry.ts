import { firstPerson } from "../remembered.ts";

/** Whether addresses have to name a page's person: the cookie, or its absence, names somebody else. */
export const mustCarry = (cookie: string | null, person: string): boolean => (cookie ?? firstPerson) !== person;

/** A link's address with the page's person in it; null where it leads out of this site, only within the page, or nowhere. */
export function withPerson(address: string, page: string, person: string): string | null {
  const [to, from] = [read(address, page), new URL(page)];
  if (to?.origin !== from.origin) return null;
  if (to.hash !== "" && to.pathname === from.pathname && to.search === from.search) return null;
  to.searchParams.set("person", person);
  return to.href;
}

function read(address: string, page: string): URL | null {
  try {
    return new URL(address, page);
  } catch {
    return null;
  }
}
