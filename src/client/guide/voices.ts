import type { Track } from "../track/track.ts";
import { text } from "../texts.ts";

/** Offers the voices of the chosen language only. A voice that does not speak it gives way to the best one that does. */
export function fitVoices(form: HTMLFormElement): void {
  const voice = form.elements.namedItem("voice");
  if (!(voice instanceof HTMLSelectElement)) return;
  const language = new FormData(form).get("lang");
  for (const group of voice.querySelectorAll("optgroup")) {
    group.disabled = group.hidden = group.dataset["lang"] !== language;
  }
  const group = voice.selectedOptions[0]?.parentElement;
  if (group instanceof HTMLOptGroupElement && group.disabled) voice.value = "";
}

/** A sentence about what another voice says where the chosen one lacks some; null where it lacks none. */
export function describeStandIns({ voiceName, standIns }: Track): string | null {
  if (standIns === 0) return null;
  const name = voiceName ?? "";
  return standIns === 1 ? text("standInsOne", { name }) : text("standIns", { name, count: standIns });
}
