import { asCookie, cookieIn } from "../cookies.ts";
import { personHere, removedEvent } from "../person.ts";
import { firstPerson, peopleKey, personCookie, personKey, reloadedKey, zoneCookie } from "../remembered.ts";
import { deviceZone } from "../server.ts";
import { readCookies, recallAt, recallInTabAt, rememberAt, rememberInTabAt, writeCookie } from "../storage.ts";
import { mustCarry, withPerson } from "./carry.ts";
import { dayAt, reloadFor } from "./day.ts";
import { missingIn, readSeen, type Seen } from "./seen.ts";

// What every page does about who is practising, and where.

/** The day a page was made for. A page that is kept for a time without a network is made for nobody, and has none. */
const pageDay = (): string | undefined => document.documentElement.dataset["day"];

const cookie = (name: string): string | null => cookieIn(readCookies(), name);

/** The server learns this device's zone, so that "today" is the person's; a page that was made for another day comes anew. */
function sayZone(): void {
  const zone = deviceZone();
  const written = encodeURIComponent(zone);
  if (cookie(zoneCookie) !== written) writeCookie(asCookie(zoneCookie, written));

  const note = reloadFor({
    pageDay: pageDay(),
    today: dayAt(new Date()),
    zone,
    isZoneKnown: cookie(zoneCookie) === written,
    noted: recallInTabAt(reloadedKey),
  });
  if (note === null) return;
  rememberInTabAt(reloadedKey, note);
  // A tab that cannot note it would load for ever.
  if (recallInTabAt(reloadedKey) === note) comeAnew(location.search);
}

// Asked for as a page, whatever form it was the answer to.
const comeAnew = (search: string): void => location.replace(location.pathname + search);

/** Remembers the people of a page that came from the server, and shows those of memory on a page that is kept. */
function showPeople(who: HTMLElement): void {
  const form = who.querySelector("form");
  if (form === null) return;
  const seen = readSeen(recallAt(peopleKey));
  const isKept = pageDay() === undefined;
  if (isKept) fill(who, form, seen);
  else rememberPeople(form, seen);

  form.addEventListener("submit", (event) => {
    // Without a network the choice is made here; the server learns it from the cookie.
    if (!isKept && navigator.onLine) return;
    event.preventDefault();
    if (event.submitter instanceof HTMLButtonElement) choose(event.submitter.value);
  });
}

function rememberPeople(form: HTMLFormElement, seen: readonly Seen[]): void {
  const listed = [...form.querySelectorAll<HTMLButtonElement>("button[name=person]")].map(
    ({ value, textContent }): Seen => ({ id: value, name: textContent.trim() }),
  );
  if (listed.length === 0) return;
  rememberAt(peopleKey, JSON.stringify(listed));
  // Another tab may have chosen somebody else, whom the cookie names.
  rememberAt(personKey, listed.find(({ id }) => id === cookie(personCookie))?.id ?? personHere());
  // Before this device had seen anybody, what it kept was the first person's.
  const missing = missingIn(listed, seen.length === 0 ? [{ id: firstPerson, name: "" }] : seen);
  if (missing.length === 0) return;
  void import("./forget.ts").then(async ({ forgetHere }) => {
    for (const { id } of missing) await forgetHere(id, "unsent stays");
  });
}

/** A patient's device knows nobody but them: what a household, or another patient, kept here before is forgotten; what is unsent stays. */
function rememberPatient(): void {
  const before = [...readSeen(recallAt(peopleKey)).map(({ id }) => id), recallAt(personKey) ?? firstPerson];
  rememberAt(personKey, personHere());
  const others = [...new Set(before)].filter((id) => id !== personHere());
  if (others.length === 0) return;
  void import("./forget.ts").then(async ({ forgetHere }) => {
    for (const id of others) await forgetHere(id, "unsent stays");
  });
}

function fill(who: HTMLElement, form: HTMLFormElement, seen: readonly Seen[]): void {
  const here = seen.find(({ id }) => id === personHere());
  const name = who.querySelector("[data-who-name]");
  if (here === undefined || name === null) return;
  name.textContent = here.name;
  form.append(
    ...seen.map((person) => {
      const button = document.createElement("button");
      button.name = "person";
      button.value = person.id;
      button.textContent = person.name;
      if (person === here) button.setAttribute("aria-current", "true");
      return button;
    }),
  );
  who.hidden = false;
}

function choose(person: string): void {
  writeCookie(asCookie(personCookie, person));
  rememberAt(personKey, person);
  // The address may name somebody else.
  const search = new URLSearchParams(location.search);
  search.delete("person");
  comeAnew(`?${search}`);
}

/** Where the cookie does not name this page's person, links and forms do. */
function carryPerson(): void {
  const carryByLink = ({ target, defaultPrevented }: Event): void => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
    if (link === null || defaultPrevented || !mustCarry(cookie(personCookie), personHere())) return;
    link.href = withPerson(link.href, location.href, personHere()) ?? link.href;
  };
  document.addEventListener("click", carryByLink);
  // With the middle button, in a tab of its own.
  document.addEventListener("auxclick", carryByLink);
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!(target instanceof HTMLFormElement) || defaultPrevented || target.method !== "get") return;
    if (!mustCarry(cookie(personCookie), personHere())) return;
    const field = target.querySelector<HTMLInputElement>("input[name=person]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "person", value: personHere() });
    target.append(field);
  });
}

function forgetWhoeverIsRemoved(): void {
  const forgotten = new Set<string>();
  addEventListener(removedEvent, (event) => {
    const person = (event as CustomEvent<string>).detail;
    if (forgotten.has(person)) return;
    forgotten.add(person);
    void import("./forget.ts").then(({ forgetRemoved }) => forgetRemoved(person));
  });
}

forgetWhoeverIsRemoved();
sayZone();
// A patient's cookie says who they are: no address has to.
if (document.documentElement.dataset["patient"] === undefined) carryPerson();
else rememberPatient();
const who = document.querySelector<HTMLElement>("[data-who]");
if (who !== null) showPeople(who);
