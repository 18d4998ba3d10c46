import type { Side } from "./sequence.ts";

/** What the player itself says on the screen, in the language of the voice. */
export interface Words {
  readonly paused: string;
  readonly side: Readonly<Record<Side, string>>;
}

const english: Words = { paused: "Paused. Tap anywhere to go on.", side: { left: "Left", right: "Right" } };
const german: Words = { paused: "Pause. Tippen, um weiterzumachen.", side: { left: "Links", right: "Rechts" } };
const spanish: Words = { paused: "En pausa. Toca para seguir.", side: { left: "Izquierda", right: "Derecha" } };

/** The player's words in a language; English when there are none. */
export function wordsIn(language: string): Words {
  switch (language) {
    case "de":
      return german;
    case "es":
      return spanish;
    default:
      return english;
  }
}
