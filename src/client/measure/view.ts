import { need } from "../dom.ts";
import { findVoice, speakOnce } from "../speech.ts";
import type { Side } from "../track/sequence.ts";
import { text, type TextKey } from "../texts.ts";
import type { Refusal, Seen, Step } from "../sensing/phone/course.ts";
import type { Tone } from "./tone.ts";

/** What can be chosen when nothing is recorded. */
export type Choice = "again" | "save" | "other" | "anew" | "resend" | "progress" | "close";

/** What is seen and heard while it measures. */
export interface View {
  /** Shows what is known after a sample, and says each step once. It opens with the first one. */
  follow(seen: Seen, side: Side): void;
  /** Nothing moves any more. */
  hush(): void;
  /** Says what came of it, with what can be chosen next: the first is the one to take. */
  show(sentence: string, more: string, choices: readonly Choice[]): void;
  /** Where the way to the progress leads: what was saved last can be undone there. */
  leadTo(address: string): void;
  /** What the person chooses; to close where it is closed. */
  choose(): Promise<Choice>;
}

const asked: Readonly<Record<Exclude<Step, "done">, TextKey>> = {
  zero: "measuringZero",
  sweep: "measuringSweep",
  hold: "measuringHold",
  pelvis: "measuringPelvis",
};
const refused: Readonly<Record<Refusal, TextKey>> = {
  steep: "measuringPelvisSteep",
  restless: "measuringPelvisRestless",
};
const counted: readonly TextKey[] = ["measuringOne", "measuringTwo", "measuringThree"];
const passing: readonly TextKey[] = [...counted, ...Object.values(refused)];

/** The view over the page. Closing it ends everything, and the end of everything closes it. */
export function openView(tone: Tone | null, over: AbortController): View {
  const dialog = need(document, "[data-measuring]", HTMLDialogElement);
  const at = (name: string): HTMLElement => need(dialog, `[data-${name}]`, HTMLElement);
  const choice = (name: string): HTMLElement => need(dialog, `[data-do=${name}]`, HTMLElement);
  const [angle, asks, says] = [at("angle"), at("asks"), at("says")];
  const [thigh, pelvis] = [need(dialog, "[data-thigh]", SVGElement), need(dialog, "[data-pelvis]", SVGElement)];
  const stop = choice("close");
  const buttons = (["again", "save", "other", "anew", "resend"] as const).map((name) => [name, choice(name)] as const);
  const offered = [...buttons, ["progress", choice("progress")] as const];
  const stopLabel = stop.textContent;
  const voice = findVoice(document.documentElement.lang);
  let shown: TextKey | null = null;

  const say = async (sentence: string): Promise<void> => {
    asks.textContent = sentence;
    const found = await voice;
    // A device may take a second to list its voices: by then something else may be asked for.
    if (found === null || over.signal.aborted || asks.textContent !== sentence) return;
    speechSynthesis.cancel();
    speakOnce(found, sentence);
  };
  const offer = (choices: readonly Choice[]): void => {
    for (const [name, element] of offered) {
      element.hidden = !choices.includes(name);
      element.classList.toggle("main", name === choices[0]);
    }
    stop.textContent = choices.length === 0 ? stopLabel : text("close");
  };

  stop.addEventListener("click", () => dialog.close(), { signal: over.signal });
  dialog.addEventListener("close", () => over.abort(), { signal: over.signal });
  over.signal.addEventListener("abort", () => {
    stop.textContent = stopLabel;
    dialog.close();
  });

  return {
    follow({ step, count, raisedDegrees, pelvisDegrees, refusal }, side) {
      if (!dialog.open) dialog.showModal();
      if (step === "done") return;
      const key = (count === null ? null : counted[count - 1]) ?? (refusal === null ? asked[step] : refused[refusal]);
      if (key !== shown) {
        // When a count or a refusal ends and its step does not, what was asked for is shown again and not said again.
        const isBack = shown !== null && passing.includes(shown) && dialog.dataset["step"] === step;
        if (isBack && key === asked[step]) asks.textContent = text(key);
        else void say(text(key));
        shown = key;
        dialog.dataset["step"] = step;
        dialog.dataset["side"] = side;
        says.textContent = "";
        offer([]);
      }
      tone?.follow(raisedDegrees);
      angle.textContent = raisedDegrees === null ? "" : `${Math.round(Math.abs(raisedDegrees))}°`;
      pelvis.setAttribute("transform", `rotate(${(-(pelvisDegrees ?? 0)).toFixed(1)})`);
      // While the phone lies on the pelvis, the thigh stays where it was last seen.
      if (step !== "pelvis") thigh.setAttribute("transform", `rotate(${(-(raisedDegrees ?? 0)).toFixed(1)})`);
    },
    hush() {
      tone?.follow(null);
      shown = null;
    },
    show(sentence, more, choices) {
      // Closed while something was sent: nobody looks any more.
      if (over.signal.aborted) return;
      dialog.dataset["step"] = "told";
      says.textContent = more;
      offer(choices);
      void say(sentence);
      (dialog.querySelector<HTMLElement>(".choices .main:not([hidden])") ?? stop).focus();
    },
    leadTo(address) {
      choice("progress").setAttribute("href", address);
    },
    choose() {
      return new Promise((resolve) => {
        const chosen = new AbortController();
        const choose = (name: Choice): void => {
          chosen.abort();
          // The button that was pressed goes.
          stop.focus();
          resolve(name);
        };
        for (const [name, element] of buttons)
          element.addEventListener("click", () => choose(name), { signal: chosen.signal });
        if (over.signal.aborted) choose("close");
        over.signal.addEventListener("abort", () => choose("close"), { signal: chosen.signal });
      });
    },
  };
}
