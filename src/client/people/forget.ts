import { asCookie, cookieIn } from "../cookies.ts";
import { forgetPerson as forgetRecords } from "../record/sending.ts";
import { openStored } from "../record/stored.ts";
import { peopleKey, personCookie, personKey, screeningOf, tracksOf } from "../remembered.ts";
import { forgetAt, forgetPerson, recallAt, rememberAt } from "../storage.ts";
import { text } from "../texts.ts";
import { readSeen } from "./seen.ts";

/** Forgets somebody on this device, with everything kept for them; what is not sent yet stays if that is wanted. */
export async function forgetHere(person: string, what: "unsent too" | "unsent stays"): Promise<void> {
  forgetPerson(person, what === "unsent too" ? [] : ["readings"]);
  rememberAt(peopleKey, JSON.stringify(readSeen(recallAt(peopleKey)).filter(({ id }) => id !== person)));
  if (recallAt(personKey) === person) forgetAt(personKey);
  if (cookieIn(document.cookie, personCookie) === person) document.cookie = asCookie(personCookie, null);
  if ("caches" in globalThis) await Promise.all([caches.delete(tracksOf(person)), caches.delete(screeningOf(person))]);
  const database = await openStored((open) => open.close());
  await forgetRecords(database, person, what);
  if (what === "unsent too") await database.delete("removed", person);
  database.close();
}

/** The server has said that somebody was removed: nothing of theirs can be sent any more, and the page says so. */
export async function forgetRemoved(person: string): Promise<void> {
  const name = readSeen(recallAt(peopleKey)).find(({ id }) => id === person)?.name;
  await forgetHere(person, "unsent too");
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "status";
  document.querySelector("main")?.prepend(notice);
  notice.textContent = name === undefined ? text("personRemovedUnnamed") : text("personRemoved", { name });
}
