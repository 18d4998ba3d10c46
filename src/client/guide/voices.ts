import { need } from "../dom.ts";
import { makeListening } from "../listen.ts";
import { ask } from "../person.ts";
import { text } from "../texts.ts";
import type { Track } from "../track/track.ts";
import type { VoiceChoice } from "../wire.ts";

const speakers = (form: HTMLFormElement): HTMLSelectElement => need(form, "select[name=voice]", HTMLSelectElement);

const languageOf = (form: HTMLFormElement): string => need(form, "[name=lang]:checked", HTMLInputElement).value;

/** Offers the voices of the chosen language only. A voice that does not speak it gives way to the one that the person chose there. */
export function fitVoices(form: HTMLFormElement): void {
  const voice = speakers(form);
  const language = languageOf(form);
  for (const group of voice.querySelectorAll("optgroup")) {
    group.disabled = group.hidden = group.dataset["lang"] !== language;
  }
  const group = voice.selectedOptions[0]?.parentElement;
  if (!(group instanceof HTMLOptGroupElement) || !group.disabled) return;
  const chosen = voice.querySelector<HTMLElement>(`optgroup[data-lang="${CSS.escape(language)}"]`)?.dataset["chosen"];
  voice.value = chosen ?? "";
}

/** Tells the server which voice the person wants to hear. Without a network it is this device's choice until the next one. */
export async function keepVoice(form: HTMLFormElement): Promise<void> {
  const voice = speakers(form);
  const language = languageOf(form);
  const choice: VoiceChoice = { voice: voice.value || null };
  // Whoever looks at another language meanwhile finds it again.
  const group = voice.querySelector<HTMLElement>(`optgroup[data-lang="${CSS.escape(language)}"]`);
  if (group !== null) group.dataset["chosen"] = voice.value;
  await ask(`/api/voices/choice/${language}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(choice),
  }).catch(() => null);
}

/** Lets the chosen voice say one sentence at a tap; a second tap ends it. */
export function offerToHear(form: HTMLFormElement, say: (sentence: string) => void): void {
  const button = form.querySelector<HTMLButtonElement>("[data-hear]");
  if (button === null) return;
  const listening = makeListening();
  const rest = (): void => {
    button.ariaPressed = "false";
  };
  const hear = async (): Promise<void> => {
    const [voice, language] = [speakers(form).value, languageOf(form)];
    const address = voice === "device" ? "" : `/voices/${voice || "best"}/sample.wav?lang=${language}`;
    const sentence = form.querySelector<HTMLElement>("[name=lang]:checked")?.dataset["sample"] ?? "";
    if (!(await listening.play({ address, sentence, language }, rest))) say(text("unheard"));
  };
  rest();
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.ariaPressed === "true") {
      listening.stop();
      return;
    }
    button.ariaPressed = "true";
    void hear();
  });
  form.addEventListener("change", () => listening.stop());
}

/** A sentence about what another voice says where the chosen one lacks some; null where it lacks none. */
export function describeStandIns({ voiceName, standIns }: Track): string | null {
  if (standIns === 0) return null;
  const name = voiceName ?? "";
  return standIns === 1 ? text("standInsOne", { name }) : text("standIns", { name, count: standIns });
}
