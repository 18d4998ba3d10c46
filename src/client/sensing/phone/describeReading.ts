import { text } from "../../texts.ts";
import type { PhoneReport } from "../../wire.ts";
import { describeHip, formatDegrees } from "./describeHip.ts";
import type { Delivery } from "./readings.ts";

/** What came of sending a reading, in a sentence. */
export function describeReading(side: PhoneReport["side"] | null, delivery: Delivery): string {
  switch (delivery.kind) {
    case "later":
      return text("measureNotSent");
    case "refused":
      return delivery.sentence;
    case "answered": {
      const { thighBelowHorizontalDegrees: below, uncertaintyDegrees, repeats, reason } = delivery.answer;
      if (below === null) return text("measureRejected", { reason: reason ?? "" });
      const thigh = text(below < 0 ? "measureStoredAbove" : "measureStored", {
        side: side === null ? "" : text(side),
        degrees: formatDegrees(Math.abs(below)),
        uncertainty: formatDegrees(uncertaintyDegrees ?? 0),
        repeats,
      });
      const { pelvisDegrees, hipExtensionDegrees: extensionDegrees, hipExtensionUncertaintyDegrees } = delivery.answer;
      if (pelvisDegrees === null || extensionDegrees === null) return thigh;
      return `${thigh} ${describeHip({ pelvisDegrees, extensionDegrees }, hipExtensionUncertaintyDegrees)}`;
    }
  }
}
