import { personHere } from "../person.ts";
import type { Milder } from "../player/after.ts";
import { recall, remember } from "../storage.ts";

/** What the page suggests for today; how it is spoken stays as it was. */
const prescribed: ReadonlySet<string> = new Set(["protocol", "hold", "sets", "first", "only"]);

/** What the server keeps with the person, whichever device they use. */
const personal: ReadonlySet<string> = new Set(["only", "voice"]);

/**
 * Puts the choices of the last time into the form, and over them those of the address. What does not exist is passed
 * over, and so is what the page itself has chosen for today, or knows of the person: an experiment with one side, and who
 * speaks.
 */
export function recallChoices(
  form: HTMLFormElement,
  address: URLSearchParams,
  isChosen: boolean,
  isPersonal: boolean,
): void {
  const last = [...new URLSearchParams(recall(personHere(), "choices") ?? "")].filter(
    ([name]) => !(isChosen && prescribed.has(name)) && !(isPersonal && personal.has(name)),
  );
  for (const [name, value] of [...last, ...address]) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) {
      const radio = [...field].find((node) => node instanceof HTMLInputElement && node.value === value);
      if (radio instanceof HTMLInputElement) radio.checked = true;
    } else if (field instanceof HTMLSelectElement && [...field.options].some((option) => option.value === value)) {
      field.value = value;
    }
  }
}

/** Keeps the form's choices for the next time. A voice in the page's language was not chosen: it goes with the page. */
export function rememberChoices(query: string): void {
  const chosen = new URLSearchParams(query);
  if (chosen.get("lang") === document.documentElement.lang) chosen.delete("lang");
  remember(personHere(), "choices", chosen.toString());
}

/** Which leg carries the phone stays on the phone, and who is practising is no choice of a session. */
const staysHere: ReadonlySet<string> = new Set(["gate", "person"]);

/** The form as the server's addresses say it. */
export function queryOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && !staysHere.has(name)) query.append(name, value);
  return query.toString();
}

/** The mildest protocol below the level of another, and how it is chosen; null where there is none. */
export function findMilder(form: HTMLFormElement, protocol: string): Milder | null {
  const levels = [...form.querySelectorAll<HTMLInputElement>("[name=protocol][data-level]")].map((radio) => ({
    radio,
    level: Number(radio.dataset["level"]),
  }));
  const own = levels.find(({ radio }) => radio.value === protocol)?.level ?? 0;
  const [mildest] = levels.filter(({ level }) => level < own).sort((a, b) => a.level - b.level);
  if (mildest === undefined) return null;
  const { radio } = mildest;
  return {
    name: radio.closest("label")?.querySelector("strong")?.textContent ?? radio.value,
    choose: () => {
      radio.checked = true;
      form.dispatchEvent(new Event("change"));
    },
  };
}
