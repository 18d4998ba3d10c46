import { need } from "../dom.ts";
import type { Screening } from "../screening/screening.ts";

/** What the guide begins with: a session, the safety questions, or what their answers ask for instead. */
export interface Beginning {
  /** Shows what counts now. */
  show(): void;
}

/** Brings the guide's beginning to life: one button that works, and it is not in view twice. */
export function makeBeginning(page: HTMLElement, form: HTMLFormElement, screening: Screening): Beginning {
  const protocols = [...form.querySelectorAll<HTMLInputElement>("[name=protocol]")].map(({ value }) => value);
  const care = need(page, "[data-care]", HTMLElement);
  const show = (): void => {
    const now = screening.careOf(protocols);
    if (now === null) page.dataset["begin"] = "start";
    if (now === null || page.dataset["begin"] !== "start") return;
    page.dataset["begin"] = now.outcome === null ? "questions" : "care";
    // The answers themselves are on the page of the questions; what is known here is the sentence.
    care.dataset["outcome"] = now.outcome ?? "";
    need(care, "h1", HTMLElement).textContent = now.sentence;
    need(care, "ol", HTMLElement).replaceChildren();
  };
  // A page that is kept was made for nobody: it says what this device knows.
  if (document.documentElement.dataset["person"] === undefined) show();

  for (const first of page.querySelectorAll(".at-once"))
    new IntersectionObserver(([seen]) => page.classList.toggle("at-top", seen?.isIntersecting === true)).observe(first);
  return { show };
}
