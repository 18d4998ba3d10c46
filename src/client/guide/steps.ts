import type { Sequence } from "../track/sequence.ts";
import { ringingIn, saidIn, type Ringing } from "../track/timeline.ts";
import { text, type TextKey } from "../texts.ts";

const words: Readonly<Record<Ringing, TextKey>> = {
  begun: "heardBegun",
  hold: "heardHold",
  shortHold: "heardShortHold",
  change: "heardChange",
  nothing: "heardNothing",
};

/** Writes beside each picture what will really be heard: the chosen language, side and amount of words; or which bells. */
export function describeSteps(root: ParentNode, sequence: Sequence): void {
  for (const item of root.querySelectorAll<HTMLElement>(
    `[data-protocol="${CSS.escape(sequence.protocol)}"] [data-step]`,
  )) {
    const index = sequence.steps.findIndex((step) => step.id === item.dataset["step"]);
    const step = sequence.steps[index];
    // A session of one side changes none.
    item.hidden = step === undefined;
    const heard = item.querySelector("p");
    const ringing = ringingIn(sequence, index);
    if (step !== undefined) {
      item.lang = sequence.language;
      write(item.querySelector("h3"), step.title);
    }
    if (ringing !== null) write(heard, text(words[ringing]));
    else if (step !== undefined) write(heard, saidIn(sequence, index));
    // Bells are described in the page's language, sentences as they are spoken.
    if (heard !== null) heard.lang = ringing === null ? item.lang : document.documentElement.lang;
  }
}

function write(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
