import { text } from "../texts.ts";
import type { Outbox, Refused } from "./outbox.ts";

/** Says at the top of the page which records the server does not take, why, and what to do. */
export function showRefused(page: HTMLElement, outbox: Outbox): void {
  const notice = document.createElement("div");
  notice.className = "notice refused";
  notice.role = "status";
  page.prepend(notice);

  let address = "";
  outbox.watchRefused((refused) => {
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([`[${refused.map(({ copy }) => copy).join(",\n")}]\n`]));
    notice.replaceChildren(...(refused.length === 0 ? [] : describe(refused, address)));
  });
}

function describe(refused: readonly Refused[], address: string): HTMLElement[] {
  const actions = make("p", "");
  actions.className = "actions";
  const again = make("button", text("tryAgain"));
  again.addEventListener("click", () => location.reload());
  const copy = make("a", text("keepCopy"));
  copy.href = address;
  copy.download = "supine.json";
  again.className = copy.className = "button";
  actions.append(again, copy);
  return [
    ...refused.map(({ startedAt, sentence }) => {
      const what = make("p", `${text("refused", { time: when(startedAt) })} `);
      // The server writes its faults in English.
      const why = make("q", sentence);
      why.lang = "en";
      what.append(why);
      return what;
    }),
    make("p", text("refusedStays")),
    actions,
  ];
}

const when = (time: Date): string =>
  time.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function make<K extends keyof HTMLElementTagNameMap>(name: K, words: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}
