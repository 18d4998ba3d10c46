import { need } from "../dom.ts";
import type { Prepared } from "../guide/shelf.ts";
import type { Answers, Outbox } from "../record/outbox.ts";
import { uuidV7 } from "../record/uuid.ts";
import { formatLength } from "../time.ts";
import { makeScreen } from "./screen.ts";
import { beginSession, type Ending, type Session } from "./session.ts";
import { wordsIn } from "./words.ts";
import type { Held } from "./timeline.ts";

/** The dialog in which a session is played and, after it, told about. */
export interface Player {
  /** Begins at once: to be called within the tap. Resolves with a sentence when it could not be played. */
  start(prepared: Prepared): Promise<string | null>;
}

/** Brings the player's dialog to life. */
export function makePlayer(
  dialog: HTMLDialogElement,
  outbox: Promise<Outbox>,
  drawingsOf: (protocol: string) => ReadonlyMap<string, SVGSVGElement>,
): Player {
  const audio = need(dialog, "audio", HTMLAudioElement);
  const playing = need(dialog, "[data-view=playing]", HTMLElement);
  const after = need(dialog, "[data-view=after]", HTMLElement);
  const pause = need(dialog, "[data-do=pause]", HTMLButtonElement);
  const dim = need(dialog, "[data-do=dim]", HTMLButtonElement);
  const questions = need(dialog, "[data-questions]", HTMLFormElement);
  const close = need(dialog, "[data-do=close]", HTMLButtonElement);
  const advice = need(dialog, "[data-advice]", HTMLElement);
  const saved = need(dialog, "[data-saved]", HTMLElement);
  const screen = makeScreen(dialog);

  let session: Session | null = null;
  const running = (): Session | null => (after.hidden ? session : null);

  const does: Readonly<Record<string, () => void>> = {
    pause: () => running()?.controls.toggle(),
    next: () => running()?.controls.next(),
    previous: () => running()?.controls.previous(),
    stop: () => running()?.controls.stop(),
    dim: () => dim.setAttribute("aria-pressed", String(playing.classList.toggle("dimmed"))),
    close: () => dialog.close(),
  };

  dialog.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    if (button !== null) {
      does[button.dataset["do"] ?? ""]?.();
      // After a tap the space bar pauses again; after a key the focus stays where the person put it.
      if (event.detail > 0 && running() !== null) pause.focus({ preventScroll: true });
    } else if (after.hidden) {
      running()?.controls.toggle();
    }
  });

  dialog.addEventListener("keydown", (event) => {
    const now = running();
    if (now === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === "ArrowRight") now.controls.next();
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
    if (running() === null) session = null;
    else running()?.controls.stop();
  });

  questions.addEventListener("submit", (event) => {
    event.preventDefault();
    if (session !== null) void save(session.id);
  });

  questions.addEventListener("change", () => {
    advice.textContent = adviceOn(readAnswers(new FormData(questions)).pain);
  });

  async function save(id: string): Promise<void> {
    const box = await outbox;
    close.textContent = "Close";
    await box.putAfter(id, readAnswers(new FormData(questions)));
    saved.textContent = "Saved here. It will be sent when the program answers.";
    await box.delivered(id, AbortSignal.timeout(30_000)).then(
      () => (saved.textContent = "Saved."),
      () => undefined,
    );
  }

  function showEnding(id: string, ending: Extract<Ending, { kind: "played" }>): void {
    playing.hidden = true;
    after.hidden = false;
    questions.reset();
    advice.textContent = saved.textContent = "";
    close.textContent = "Skip";
    need(dialog, "[data-correct]", HTMLAnchorElement).href = `/sessions/${id}`;
    for (const part of questions.querySelectorAll<HTMLElement>("[data-only]"))
      part.hidden = part.dataset["only"] !== ending.track.sequence.protocol;
    need(dialog, "[data-held]", HTMLElement).replaceChildren(...ending.perSide.map(describeHeld));
    const verdict = need(dialog, "[data-verdict]", HTMLElement);
    verdict.textContent = ending.reason === "completed" ? "Done." : "Stopped.";
    verdict.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  }

  return {
    async start(prepared) {
      const id = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
      const begun = beginSession({ audio, screen, outbox, drawingsOf }, prepared, id);
      session = begun;
      playing.hidden = false;
      playing.classList.remove("dimmed", "paused");
      dim.setAttribute("aria-pressed", "false");
      after.hidden = true;
      dialog.showModal();
      pause.focus({ preventScroll: true });

      const ending = await begun.over;
      if (ending.kind === "unplayable") {
        session = null;
        if (dialog.open) dialog.close();
        return ending.sentence;
      }
      if (!dialog.open) dialog.showModal();
      showEnding(id, ending);
      return null;
    },
  };
}

// The stop rules of the protocols, for the number just given.
function adviceOn(pain: number | null): string {
  if (pain === null || pain <= 3) return "";
  return pain <= 5
    ? "That is acceptable if it has settled within a day."
    : "Leave the stretch for now, and ask someone who knows your back before the next one.";
}

// What is not answered is not sent as a number.
function readAnswers(form: FormData): Answers {
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
  };
}

function describeHeld({ side, held, of }: Held): HTMLElement {
  const group = document.createElement("div");
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  const target = document.createElement("small");
  name.textContent = side === null ? "Held" : `${wordsIn("en").side[side]} held`;
  value.textContent = held === null ? "–" : formatLength(held);
  target.textContent = held === null ? "not reached" : `of ${formatLength(of)}`;
  value.append(target);
  group.append(name, value);
  return group;
}
