/** The time zone that this device is set to, as the IANA database names it: Europe/Berlin. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks the server on behalf of a person, in the device's time zone. Every request to /api goes through here. */
export function askAs(person: string, address: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("supine-person", person);
  headers.set("supine-zone", deviceZone());
  return fetch(address, { ...init, headers });
}

/** The person of a request that a page has made through askAs; null for any other request. */
export const personOf = (headers: Headers): string | null => headers.get("supine-person");

/** The server's word for somebody who was removed from the household. */
export const personRemoved = "person-removed";

/** The server's word for somebody it has never known. */
export const personUnknown = "person-unknown";

/** Why the server does not do what it was asked. */
export interface Problem {
  /** In a sentence. */
  readonly sentence: string;
  /** A word for the program, where there is one. */
  readonly code: string | null;
}

/** Reads what the server says is wrong. */
export async function problemOf(response: Response): Promise<Problem> {
  const problem = (await response.json().catch(() => null)) as {
    detail?: string;
    title?: string;
    code?: string;
  } | null;
  const sentence = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
  return { sentence, code: problem?.code ?? null };
}

/** What the server says is wrong, in a sentence. */
export const sentenceOf = async (response: Response): Promise<string> => (await problemOf(response)).sentence;
