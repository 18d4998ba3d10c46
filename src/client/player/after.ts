import { need } from "../dom.ts";
import type { Outbox } from "../record/outbox.ts";
import { text, type TextKey } from "../texts.ts";
import { formatLength } from "../time.ts";
import type { AfterAnswers } from "../wire.ts";
import type { Ending, Session } from "./session.ts";
import { heldPerSide, type Held } from "../track/timeline.ts";

/** From this number on pain stops the stretch (the stop rules of the protocols). */
const painThatStops = 6;

/** A milder protocol than the one that was played, to be chosen for the next time. */
export interface Milder {
  readonly name: string;
  readonly choose: () => void;
}

/** What is seen after a session: how to get up, what was held, and questions that nobody has to answer. */
export interface After {
  show(session: Session, ending: Extract<Ending, { kind: "played" }>): void;
}

/** Brings the view after a session to life. */
export function makeAfter(
  dialog: HTMLDialogElement,
  outbox: Outbox,
  findMilder: (protocol: string) => Milder | null,
  askAgain: () => void,
): After {
  const questions = need(dialog, "[data-questions]", HTMLFormElement);
  const close = need(dialog, "[data-do=close]", HTMLButtonElement);
  const quiet = need(dialog, "[data-do=hush]", HTMLButtonElement);
  const why = need(dialog, "[data-why]", HTMLElement);
  const follows = need(dialog, "[data-follows]", HTMLElement);
  const advice = need(dialog, "[data-advice]", HTMLElement);
  const stops = need(dialog, "[data-stops]", HTMLElement);
  const milder = need(dialog, "[data-do=milder]", HTMLButtonElement);
  const saved = need(dialog, "[data-saved]", HTMLElement);
  const rise = need(dialog, "[data-rise]", HTMLElement);
  const verdict = need(dialog, "[data-verdict]", HTMLElement);
  const atTheEnd = rise.textContent;

  let id = "";
  let proposal: Milder | null = null;
  let said: AfterAnswers["stopReason"] = null;

  questions.addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });

  // Each answer is kept at once: who taps a number may put the phone away. The latest of them counts.
  questions.addEventListener("change", ({ target }) => {
    advise(target instanceof Element ? target.closest("fieldset") : null);
    void save();
  });

  // What follows from an answer stands directly under it.
  function advise(group: Element | null): void {
    const answers = read();
    const stop = isToStop(answers);
    const says = stop ? text("painHigh") : (answers.pain ?? 0) > 3 ? text("painModerate") : "";
    if (says === advice.textContent) return;
    if (stop) group?.after(follows);
    advice.textContent = says;
    follows.classList.toggle("high", stop);
    stops.hidden = !stop;
    if (stop) advice.scrollIntoView({ block: "center" });
  }

  milder.addEventListener("click", () => {
    proposal?.choose();
    milder.disabled = true;
    milder.textContent = text("milderChosen", { level: proposal?.name ?? "" });
  });

  async function save(): Promise<void> {
    const answered = id;
    const answers = read();
    if (isToStop(answers)) askAgain();
    close.textContent = text("close");
    const say = (key: TextKey): void => {
      if (id === answered) saved.textContent = text(key);
    };
    const storing = outbox.putAfter(answered, answers);
    const delivered = outbox.delivered(answered).then((how) => (how === "delivered" ? "saved" : "savedRefused"));
    const stored = storing.then((isStored) => (isStored ? "savedHere" : "onlyHere"));
    // Whichever is known first; that it arrived is what counts.
    say(await Promise.race([delivered, stored]));
    say(await delivered);
  }

  // What is not answered is not sent as a number.
  function read(): AfterAnswers {
    const form = new FormData(questions);
    const number = (name: string): number | null => {
      const value = form.get(name);
      return typeof value === "string" ? Number(value) : null;
    };
    const note = form.get("note");
    return {
      answeredAt: new Date().toISOString(),
      pain: number("pain"),
      footDangle: number("footDangle"),
      note: typeof note === "string" && note.trim() !== "" ? note.trim() : null,
      stopReason: said ?? (form.get("stopReason") as AfterAnswers["stopReason"]),
      backArched: form.has("backArched") ? form.get("backArched") === "yes" : null,
      // That is asked a day later.
      painNextDay: null,
    };
  }

  return {
    show(session, { reason, track, holds, felt, getUp }) {
      const { protocol, language } = track.sequence;
      id = session.id;
      said = felt;
      questions.reset();
      advice.textContent = saved.textContent = "";
      stops.hidden = true;
      follows.classList.remove("high");
      questions.querySelector("fieldset")?.after(follows);
      close.textContent = text("skip");
      need(dialog, "[data-correct]", HTMLAnchorElement).href = `/sessions/${id}`;
      for (const part of questions.querySelectorAll<HTMLElement>("[data-only]"))
        part.hidden = part.dataset["only"] !== protocol;
      need(dialog, "[data-held]", HTMLElement).replaceChildren(...heldPerSide(holds).map(describeHeld));

      rise.textContent = getUp ?? atTheEnd;
      if (getUp === null) rise.removeAttribute("lang");
      else rise.lang = language;
      quiet.hidden = getUp === null;
      void session.quiet.then(() => (quiet.hidden = true));

      // Nobody is asked who has held all there was to hold.
      why.hidden =
        felt !== null || reason === "completed" || holds.every(({ held, of }) => held !== null && held >= of);
      proposal = findMilder(protocol);
      milder.hidden = proposal === null;
      milder.disabled = false;
      if (proposal !== null) milder.textContent = text("milder", { level: proposal.name });

      verdict.textContent = text(reason === "completed" ? "done" : "stopped");
      // What was said in the session is kept at once, and its advice is there without a tap.
      if (felt !== null) {
        advise(null);
        void save();
      }
      if (felt === "too-strong") advice.textContent = text("enoughToday");
      verdict.focus({ preventScroll: true });
      dialog.scrollTop = 0;
    },
  };
}

const reasonsToRest: readonly AfterAnswers["stopReason"][] = ["pain", "leg-pain", "tingling", "weakness"];

const isToStop = ({ pain, stopReason }: AfterAnswers): boolean =>
  reasonsToRest.includes(stopReason) || (pain ?? 0) >= painThatStops;

/** A tile that shows what was held on a side. */
export function describeHeld({ side, held, of }: Held): HTMLElement {
  const group = document.createElement("div");
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  const target = document.createElement("small");
  name.textContent = text(side === null ? "held" : side === "left" ? "leftHeld" : "rightHeld");
  value.textContent = held === null ? "–" : formatLength(held);
  target.textContent = held === null ? text("notReached") : text("ofTime", { time: formatLength(of) });
  value.append(target);
  group.append(name, value);
  return group;
}
