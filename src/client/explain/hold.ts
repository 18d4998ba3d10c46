import { between } from "./between.ts";

/** A moment of a hold. */
export interface Moment {
  /** Degrees, extension below zero. */
  readonly hip: number;
  /** How much of the pull has let go, percent. */
  readonly relaxed: number;
}

/** A hold as pictures. */
export interface Hold {
  /** Shows a second of it, and returns what is so then. */
  show(stage: HTMLElement, second: number): Moment;
}

interface Picture extends Moment {
  readonly second: number;
  readonly svg: SVGSVGElement;
}

/** Reads the pictures of a hold; null where there are none. They differ in numbers only: what lies between two is between their numbers. */
export function makeHold(page: ParentNode): Hold | null {
  const pictures = [...page.querySelectorAll<HTMLElement>("[data-second]")].flatMap((part): Picture[] => {
    const svg = part.querySelector("svg");
    const { second, hip, relaxed } = part.dataset;
    return svg === null ? [] : [{ second: Number(second), hip: Number(hip), relaxed: Number(relaxed), svg }];
  });
  const [first] = pictures;
  if (first === undefined) return null;

  return {
    show(stage, second) {
      const next = pictures.findIndex((picture) => picture.second >= second);
      const to = pictures[next] ?? pictures.at(-1) ?? first;
      const from = pictures[next - 1] ?? to;
      const share = to === from ? 1 : (second - from.second) / (to.second - from.second);

      let shown = stage.querySelector("svg");
      if (shown?.dataset["of"] !== "hold") {
        shown = document.importNode(first.svg, true);
        shown.dataset["of"] = "hold";
        stage.replaceChildren(shown);
      }
      blend(shown, from.svg, to.svg, share);
      return { hip: mix(from.hip, to.hip, share), relaxed: mix(from.relaxed, to.relaxed, share) };
    },
  };
}

const attributes = ["transform", "points", "stroke-opacity"] as const;

function blend(shown: SVGSVGElement, from: SVGSVGElement, to: SVGSVGElement, share: number): void {
  const [own, before, after] = [shown, from, to].map((svg) => [...svg.querySelectorAll("*")]);
  own?.forEach((element, index) => {
    for (const name of attributes) {
      const [a, b] = [before?.[index]?.getAttribute(name) ?? null, after?.[index]?.getAttribute(name) ?? null];
      if (a !== null && b !== null) element.setAttribute(name, between(a, b, share));
    }
  });
}

const mix = (a: number, b: number, share: number): number => a + share * (b - a);
