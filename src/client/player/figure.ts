import { cssTransform } from "./transform.ts";
import type { Side } from "../track/sequence.ts";

/** A figure that moves from posture to posture. */
export interface MovingFigure {
  /** Takes the posture of a drawn step, seen with the given side's leg stretched. */
  take(stepId: string, side: Side | null): void;
}

/**
 * Puts a copy of a drawn step on the stage. Drawings differ only in the transforms of their joints, so moving means
 * copying those: the style sheet makes the way there smooth.
 */
export function placeFigure(stage: HTMLElement, drawings: ReadonlyMap<string, SVGSVGElement>): MovingFigure {
  const first = [...drawings.values()][0];
  if (first === undefined) return { take: () => undefined };

  const figure = first.cloneNode(true) as SVGSVGElement;
  figure.setAttribute("aria-hidden", "true");
  figure.removeAttribute("role");
  stage.append(figure);

  return {
    take(stepId, side) {
      for (const joint of drawings.get(stepId)?.querySelectorAll("[data-joint]") ?? []) {
        const name = joint.getAttribute("data-joint") ?? "";
        const own = figure.querySelector<SVGGElement>(`[data-joint="${CSS.escape(name)}"]`);
        if (own !== null) own.style.transform = cssTransform(joint.getAttribute("transform") ?? "");
      }
      if (side !== null) stage.dataset["side"] = side;
    },
  };
}
