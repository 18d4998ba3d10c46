import { text } from "../../texts.ts";
import type { Hip } from "./inclinometer.ts";

/** Pelvis and hip in two sentences, with half of the 95 % interval where it is known; nothing where the pelvis was not measured. */
export function describeHip(hip: Hip | null, uncertaintyDegrees: number | null = null): string {
  if (hip === null) return "";
  const { pelvisDegrees, extensionDegrees } = hip;
  const pelvis = text(pelvisDegrees < 0 ? "measurePelvisForward" : "measurePelvisBack", {
    degrees: formatDegrees(Math.abs(pelvisDegrees)),
  });
  const degrees = formatDegrees(Math.abs(extensionDegrees));
  if (uncertaintyDegrees === null)
    return `${pelvis} ${text(extensionDegrees < 0 ? "measureFlexed" : "measureExtended", { degrees })}`;
  const uncertainty = formatDegrees(uncertaintyDegrees);
  return `${pelvis} ${text(extensionDegrees < 0 ? "measureFlexedWithin" : "measureExtendedWithin", { degrees, uncertainty })}`;
}

/** Degrees to a tenth, as the page's language writes them. */
export const formatDegrees = (degrees: number): string =>
  degrees.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
