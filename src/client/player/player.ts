import { need } from "../dom.ts";
import type { GateChoice } from "../sensing/gateChoice.ts";
import type { Prepared } from "../track/preparing.ts";
import { askAgain } from "../screening/screening.ts";
import type { Outbox } from "../record/outbox.ts";
import { text } from "../texts.ts";
import { uuidV7 } from "../uuid.ts";
import type { After, Milder } from "./after.ts";
import { makeScreen } from "./screen.ts";
import { makeDim } from "./dim.ts";
import { beginSession, type Earlier, type Ending, type Feeling, type Session } from "./session.ts";

/** The dialog in which a session is played and, after it, asked about. */
export interface Player {
  /** Begins at once, or continues an unfinished session: to be called within the tap. Resolves when the session is over. */
  start(prepared: Prepared, left?: Earlier & { readonly id: string }): Promise<Ending>;
}

/** Brings the player's dialog to life. */
export function makePlayer(
  dialog: HTMLDialogElement,
  outbox: Outbox,
  drawingsOf: (query: string) => ReadonlyMap<string, SVGSVGElement>,
  findMilder: (protocol: string) => Milder | null,
  gate: GateChoice,
  isAllowed: (query: string) => boolean,
): Player {
  const audio = need(dialog, "[data-track]", HTMLAudioElement);
  const caller = need(dialog, "[data-caller]", HTMLAudioElement);
  const playing = need(dialog, "[data-view=playing]", HTMLElement);
  const after = need(dialog, "[data-view=after]", HTMLElement);
  const hurt = need(dialog, "[data-view=hurt]", HTMLElement);
  const question = need(hurt, "h2", HTMLElement);
  const pause = need(dialog, "[data-do=pause]", HTMLButtonElement);
  const measured = need(dialog, "[data-measured]", HTMLElement);
  const screen = makeScreen(dialog);
  // Needed at the end only, it comes while a session begins.
  let afterwards: After | null = null;
  const loadAfter = async (): Promise<After> =>
    (afterwards ??= (await import("./after.ts")).makeAfter(dialog, outbox, findMilder, askAgain));

  outbox.watchSafety((safety) => {
    for (const warning of dialog.querySelectorAll("[data-unsafe]"))
      warning.textContent = safety === "safe" ? "" : text("onlyHere");
  });
  let session: Session | null = null;
  const running = (): Session | null => (after.hidden ? session : null);
  const dim = makeDim(dialog, playing, () => running() !== null && hurt.hidden && !audio.paused);
  const ask = (what: "asked" | "answered"): void => {
    hurt.hidden = what === "answered";
    playing.hidden = what === "asked";
    if (what === "asked") question.focus({ preventScroll: true });
    else pause.focus({ preventScroll: true });
  };

  const does: Readonly<Record<string, () => void>> = {
    pause: () => running()?.controls.toggle(),
    next: () => running()?.controls.next(),
    previous: () => running()?.controls.previous(),
    stop: () => running()?.controls.stop(),
    dim: () => dim.toggle(),
    hurts: () => running()?.controls.hurts(),
    hush: () => session?.hush(),
    close: () => dialog.close(),
  };

  dialog.addEventListener("click", (event) => {
    // As in every player of films: the first touch shows what there is to touch.
    if (dim.wakes(event)) return;
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do], [data-feels]") : null;
    if (button !== null) {
      does[button.dataset["do"] ?? ""]?.();
      if (button.dataset["feels"] !== undefined) running()?.controls.feels(button.dataset["feels"] as Feeling);
      // After a tap the space bar pauses again; after a key the focus stays where the person put it.
      if (event.detail > 0 && running() !== null && hurt.hidden) pause.focus({ preventScroll: true });
    } else if (after.hidden && hurt.hidden) {
      running()?.controls.toggle();
    }
  });

  dialog.addEventListener("keydown", (event) => {
    const now = running();
    if (now === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === "h") now.controls.hurts();
    else if (!hurt.hidden) return;
    else if (event.key === "ArrowRight") now.controls.next();
    else if (event.key === "ArrowLeft") now.controls.previous();
    else if (event.key === " " && !onButton) now.controls.toggle();
    else return;
    event.preventDefault();
  });

  // Esc: while it plays it stops and shows what was held, and only then closes.
  dialog.addEventListener("cancel", (event) => {
    if (running() === null) return;
    event.preventDefault();
    running()?.controls.stop();
  });
  // A browser may close it unasked: then it stops, and what was held is shown all the same.
  dialog.addEventListener("close", () => {
    if (running() !== null) return running()?.controls.stop();
    session?.hush();
    session = null;
  });

  return {
    async start(prepared, left) {
      session?.hush();
      const id = left?.id ?? uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
      measured.replaceChildren();
      const showMeasured = (sentences: readonly string[]): void => {
        if (session?.id === id) measured.replaceChildren(...sentences.map(paragraph));
      };
      const parts = { audio, screen, outbox, drawingsOf, gate: gate.open(), caller, ask, isAllowed, showMeasured };
      const begun = beginSession(parts, prepared, id, left);
      session = begun;
      playing.hidden = false;
      playing.classList.remove("paused");
      dim.wake();
      after.hidden = hurt.hidden = true;
      dialog.showModal();
      pause.focus({ preventScroll: true });

      // What does not come now may come at the end.
      void loadAfter().catch(() => undefined);
      const ending = await begun.over;
      if (ending.kind !== "played") {
        session = null;
        if (dialog.open) dialog.close();
        return ending;
      }
      const view = await loadAfter().catch(() => null);
      if (view === null) {
        dialog.close();
        return ending;
      }
      if (!dialog.open) dialog.showModal();
      playing.hidden = hurt.hidden = true;
      after.hidden = false;
      view.show(begun, ending);
      return ending;
    },
  };
}

function paragraph(sentence: string): HTMLElement {
  const element = document.createElement("p");
  element.textContent = sentence;
  return element;
}
