import { text } from "../texts.ts";
import type { Delivery, PhoneReport } from "./readings.ts";

/** What came of sending a reading, in a sentence. */
export function describe(side: PhoneReport["side"], delivery: Delivery): string {
  switch (delivery.kind) {
    case "later":
      return text("measureNotSent");
    case "refused":
      return delivery.sentence;
    case "answered": {
      const { thighBelowHorizontalDegrees: below, uncertaintyDegrees, repeats, reason } = delivery.answer;
      if (below === null) return text("measureRejected", { reason: reason ?? "" });
      return text(below < 0 ? "measureStoredAbove" : "measureStored", {
        side: side === null ? "" : text(side),
        degrees: formatDegrees(Math.abs(below)),
        uncertainty: formatDegrees(uncertaintyDegrees ?? 0),
        repeats,
      });
    }
  }
}

/** Degrees to a tenth, as the page's language writes them. */
export const formatDegrees = (degrees: number): string =>
  degrees.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
