import { need } from "../dom.ts";
import type { Milliseconds } from "../time.ts";
import { placeFigure, type MovingFigure } from "./figure.ts";
import type { Sequence } from "./sequence.ts";
import { viewAt, type Breath } from "./timeline.ts";
import { wordsIn, type Words } from "./words.ts";

/** What the person sees while it plays. It keeps nothing: each drawing follows from the clock. */
export interface Screen {
  /** A new sequence is shown from its beginning. */
  show(sequence: Sequence, drawings: ReadonlyMap<string, SVGSVGElement>): void;
  /** Draws the moment the clock stands at. */
  draw(now: Milliseconds, paused: boolean): void;
}

/** Draws on the player's elements. */
export function makeScreen(dialog: HTMLElement): Screen {
  const playing = need(dialog, "[data-view=playing]", HTMLElement);
  const title = need(dialog, "[data-title]", HTMLElement);
  const progress = need(dialog, "[data-progress]", HTMLElement);
  const stage = need(dialog, "[data-stage]", HTMLElement);
  const count = need(dialog, "[data-count]", HTMLElement);
  const sentence = need(dialog, "[data-sentence]", HTMLElement);
  const live = need(dialog, "[data-live]", HTMLElement);
  const pause = need(dialog, "[data-do=pause]", HTMLElement);

  let shown: { sequence: Sequence; words: Words; figure: MovingFigure; segments: HTMLElement[] } | null = null;
  let lastStep = -1;

  return {
    show(sequence, drawings) {
      const words = wordsIn(sequence.language);
      stage.querySelector("svg")?.remove();
      delete stage.dataset["side"];
      title.textContent = sequence.title;
      sentence.lang = live.lang = title.lang = sequence.language;
      const segments = sequence.steps.map((step) =>
        makeSegment(step.end - step.at, step.role === "hold", step.side && words.side[step.side]),
      );
      progress.replaceChildren(...segments);
      lastStep = -1;
      shown = { sequence, words, figure: placeFigure(stage, drawings), segments };
    },

    draw(now, paused) {
      if (shown === null) return;
      const { sequence, words, figure, segments } = shown;
      const view = viewAt(sequence, now);

      if (view.stepIndex !== lastStep) {
        lastStep = view.stepIndex;
        figure.take(view.step.id, view.step.side);
        write(live, view.step.title);
      }

      playing.classList.toggle("paused", paused);
      const label = paused ? "Go on" : "Pause";
      if (pause.ariaLabel !== label) pause.ariaLabel = label;

      write(count, String(view.secondsLeft));
      write(sentence, paused ? words.paused : view.sentence);
      stage.style.setProperty("--breath", swell(view.breath).toFixed(3));
      segments.forEach((segment, index) => {
        const step = sequence.steps[index];
        if (step === undefined) return;
        const done = Math.min(1, Math.max(0, (now - step.at) / (step.end - step.at)));
        segment.style.setProperty("--done", done.toFixed(3));
      });
    },
  };
}

/** How full the breath is, from 0 to 1, without a corner where it turns. */
export function swell(breath: Breath | null): number {
  if (breath === null) return 0;
  const eased = (1 - Math.cos(Math.PI * breath.fraction)) / 2;
  return breath.half === "in" ? eased : 1 - eased;
}

// Only what changed is written, so that nothing is announced or laid out again.
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function makeSegment(length: number, isHold: boolean, label: string | null): HTMLElement {
  const segment = document.createElement("i");
  segment.style.setProperty("--length", String(length));
  segment.classList.toggle("hold", isHold);
  if (isHold && label !== null) {
    const text = document.createElement("span");
    text.textContent = label;
    segment.append(text);
  }
  return segment;
}
