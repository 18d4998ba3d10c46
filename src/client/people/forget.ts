import { asCookie, cookieIn } from "../cookies.ts";
import { forgetPerson as forgetRecords } from "../record/records.ts";
import { makeStored } from "../record/stored.ts";
import { peopleKey, personCookie, personKey, screeningOf, tracksOf } from "../remembered.ts";
import { dropCache } from "../browser.ts";
import { forgetAt, forgetPerson, readCookies, recallAt, rememberAt, writeCookie } from "../storage.ts";
import { text } from "../texts.ts";
import { readSeen } from "./seen.ts";

/** Forgets somebody on this device, with everything kept for them; what is not sent yet stays if that is wanted. */
export async function forgetHere(person: string, what: "unsent too" | "unsent stays"): Promise<void> {
  forgetPerson(person, what === "unsent too" ? [] : ["readings"]);
  rememberAt(peopleKey, JSON.stringify(readSeen(recallAt(peopleKey)).filter(({ id }) => id !== person)));
  if (recallAt(personKey) === person) forgetAt(personKey);
  if (cookieIn(readCookies(), personCookie) === person) writeCookie(asCookie(personCookie, null));
  await Promise.all([dropCache(tracksOf(person)), dropCache(screeningOf(person))]);
  const stored = makeStored((open) => open.close());
  const forgetting = stored.use(async (database) => {
    await forgetRecords(database, person, what);
    if (what === "unsent too") await database.delete("removed", person);
  });
  // A browser that cannot be asked keeps nothing that could be read.
  await forgetting.catch(() => undefined);
  stored.close();
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
