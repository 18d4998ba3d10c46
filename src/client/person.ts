import { firstPerson, personKey } from "./remembered.ts";
import { askAs, personRemoved, problemOf } from "./server.ts";
import { recallAt } from "./storage.ts";

/**
 * Whose page this is. The server writes it into a page; on a page that is kept for a time without a network it is whoever
 * was chosen on this device. It is found once: another tab that chooses somebody else does not change it.
 */
export const personHere = (): string =>
  (document.documentElement.dataset["person"] ??= recallAt(personKey) ?? firstPerson);

/** Happens on the window when the server has said that a person was removed. */
export const removedEvent = "supine-person-removed";

/** Has the page forget a person who was removed, and say so. */
export const announceRemoved = (person: string): void => {
  dispatchEvent(new CustomEvent<string>(removedEvent, { detail: person }));
};

/** Asks the server on behalf of this page's person. */
export async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const person = personHere();
  const response = await askAs(person, address, init);
  if (response.status === 410 && (await problemOf(response.clone())).code === personRemoved) announceRemoved(person);
  return response;
}
