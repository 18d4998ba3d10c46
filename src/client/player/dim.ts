import { need } from "../dom.ts";

/** So long after the last touch the screen dims by itself, in milliseconds. */
const dimsAfterMs = 10_000;

/** A screen that dims while it plays and nobody touches it. */
export interface Dim {
  /** Whether a touch was one on a dimmed screen, which only wakes it. A key works at once. */
  wakes(click: MouseEvent): boolean;
  wake(): void;
  toggle(): void;
}

/** Dims what is playing, and wakes it at any touch or key. */
export function makeDim(dialog: HTMLElement, playing: HTMLElement, isPlaying: () => boolean): Dim {
  const button = need(dialog, "[data-do=dim]", HTMLButtonElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isDimmed = (): boolean => playing.classList.contains("dimmed");
  const set = (dimmed: boolean): void => {
    playing.classList.toggle("dimmed", dimmed);
    button.setAttribute("aria-pressed", String(dimmed));
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Whoever asks for more contrast is not given less.
      if (isPlaying() && !matchMedia("(prefers-contrast: more)").matches) set(true);
    }, dimsAfterMs);
  };
  const wake = (): void => {
    set(false);
    wait();
  };
  dialog.addEventListener("keydown", wake);
  const audio = need(dialog, "[data-track]", HTMLAudioElement);
  audio.addEventListener("play", wait);
  // What stands still asks for something: it is to be read.
  audio.addEventListener("pause", wake);
  return {
    wakes(click) {
      // A key on a button clicks it, too: such a click has no place.
      const only = isDimmed() && click.detail > 0;
      if (only || !isDimmed()) wake();
      return only;
    },
    wake,
    toggle() {
      const dimmed = !isDimmed();
      set(dimmed);
      clearTimeout(timer);
      if (!dimmed) wait();
    },
  };
}
