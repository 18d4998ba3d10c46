import type { Sequence } from "../player/sequence.ts";
import { saidIn } from "../player/timeline.ts";

/** Writes beside each picture what will really be heard: the chosen language, side and amount of words. */
export function describeSteps(root: ParentNode, sequence: Sequence): void {
  for (const item of root.querySelectorAll<HTMLElement>(
    `[data-protocol="${CSS.escape(sequence.protocol)}"] [data-step]`,
  )) {
    const index = sequence.steps.findIndex((step) => step.id === item.dataset["step"]);
    const step = sequence.steps[index];
    if (step === undefined) continue;
    item.lang = sequence.language;
    write(item.querySelector("h3"), step.title);
    write(item.querySelector("p"), saidIn(sequence, index));
  }
}

function write(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
