import { need } from "../dom.ts";
import type { WaitsFor } from "../sensing/keeping.ts";
import { text } from "../texts.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import { placeFigure, type MovingFigure } from "./figure.ts";
import type { Sequence, Side } from "../track/sequence.ts";
import { viewAt, waitsBefore, type Breath, type View } from "../track/timeline.ts";

/** A note stays so long, in the track's own time. */
const noteMs = 12_000;

const waitWords = { waiting: "waitsForLeg", "came-out": "cameOut", flat: "setUpFlat", lift: "setUpLift" } as const;

/** What the person sees while it plays. It keeps nothing: each drawing follows from the clock. */
export interface Screen {
  /** A new sequence is shown from its beginning. */
  show(sequence: Sequence, drawings: ReadonlyMap<string, SVGSVGElement>): void;
  /** Draws the moment the clock stands at. */
  draw(now: Milliseconds, paused: boolean, waitsFor: WaitsFor | null): void;
  /** Says something beside the session for a few seconds of the track. */
  note(sentence: string, now: Milliseconds): void;
}

/** Draws on the player's elements. */
export function makeScreen(dialog: HTMLElement): Screen {
  const playing = need(dialog, "[data-view=playing]", HTMLElement);
  const title = need(dialog, "[data-title]", HTMLElement);
  const progress = need(dialog, "[data-progress]", HTMLElement);
  const stage = need(dialog, "[data-stage]", HTMLElement);
  const count = need(dialog, "[data-count]", HTMLElement);
  const leg = need(dialog, "[data-leg]", HTMLElement);
  const set = need(dialog, "[data-set]", HTMLElement);
  const sentence = need(dialog, "[data-sentence]", HTMLElement);
  const live = need(dialog, "[data-live]", HTMLElement);
  const note = need(dialog, "[data-note]", HTMLElement);
  const pause = need(dialog, "[data-do=pause]", HTMLElement);

  let shown: { sequence: Sequence; figure: MovingFigure; segments: HTMLElement[] } | null = null;
  let lastStep = -1;
  let noteUntil = -Infinity;

  return {
    show(sequence, drawings) {
      stage.querySelector("svg")?.remove();
      delete stage.dataset["side"];
      title.textContent = sequence.title;
      live.lang = title.lang = sequence.language;
      const segments = sequence.steps.map((step) => makeSegment(step.end - step.at, step.role === "hold"));
      progress.replaceChildren(...segments);
      lastStep = -1;
      shown = { sequence, figure: placeFigure(stage, drawings), segments };
    },

    note(sentence, now) {
      write(note, sentence);
      noteUntil = now + noteMs;
    },

    draw(now, paused, waitsFor) {
      if (shown === null) return;
      const { sequence, figure, segments } = shown;
      // A hold that waits is shown as it will begin.
      const view = viewAt(sequence, waitsFor === null ? now : milliseconds(now + waitsBefore));

      if (view.stepIndex !== lastStep) {
        lastStep = view.stepIndex;
        figure.take(view.step.id, view.step.side);
        write(live, view.step.title);
      }

      playing.classList.toggle("paused", paused);
      playing.classList.toggle("waiting", waitsFor !== null);
      if (now > noteUntil) write(note, "");
      const label = text(paused ? "goOn" : "pause");
      if (pause.ariaLabel !== label) pause.ariaLabel = label;

      // Before the first sentence nothing is counted.
      const { side } = view.step;
      write(leg, side === null ? "" : text(side === "left" ? "leftLeg" : "rightLeg"));
      write(set, describePlace(sequence, view));
      write(count, waitsFor === "flat" || waitsFor === "lift" ? "" : String(view.secondsLeft));
      const lang = paused ? document.documentElement.lang : sequence.language;
      if (sentence.lang !== lang) sentence.lang = lang;
      write(sentence, paused ? text(waitsFor === null ? "paused" : waitWords[waitsFor]) : view.sentence);
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

/** Which set it is, or what comes next once a hold is over; nothing where that goes without saying. */
function describePlace(sequence: Sequence, { step, stepIndex }: View): string {
  const { side, set, role } = step;
  if (side === null || set === null) return "";
  const next = sequence.steps.find((other, index) => index > stepIndex && other.role === "hold");
  if ((role === "release" || role === "change-sides") && next?.side) {
    if (role === "change-sides" || next.side !== side) return text(next.side === "left" ? "nextLeft" : "nextRight");
    return describeSet(sequence, next.side, next.set ?? set);
  }
  return role === "release" ? "" : describeSet(sequence, side, set);
}

function describeSet(sequence: Sequence, side: Side, set: number): string {
  const sets = sequence.steps.filter((step) => step.role === "hold" && step.side === side).length;
  return sets > 1 ? text("setNumber", { set, sets }) : "";
}

function makeSegment(length: number, isHold: boolean): HTMLElement {
  const segment = document.createElement("i");
  segment.style.setProperty("--length", String(length));
  segment.classList.toggle("hold", isHold);
  return segment;
}
