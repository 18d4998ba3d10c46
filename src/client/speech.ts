// The voices of this device.

/** How long a device may take to list its voices. */
const voicesWithinMs = 1000;

/** A voice of this device that speaks a language, or null. */
export async function findVoice(language: string): Promise<SpeechSynthesisVoice | null> {
  if (!("speechSynthesis" in window)) return null;
  const find = () => speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  const atOnce = find();
  if (atOnce !== null) return atOnce;
  const signal = AbortSignal.timeout(voicesWithinMs);
  return new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", () => find() && resolve(find()), { signal });
    signal.addEventListener("abort", () => resolve(find()));
  });
}

/** Speaks one sentence that belongs to no time of a track; `over` is called when it is said, or refused. */
export function speakOnce(voice: SpeechSynthesisVoice, text: string, over: () => void = () => undefined): void {
  const utterance = utter(voice, text);
  utterance.addEventListener("end", over);
  utterance.addEventListener("error", over);
  speechSynthesis.speak(utterance);
}

/** A sentence for the device to speak. */
export function utter(voice: SpeechSynthesisVoice, text: string, rate = 1): SpeechSynthesisUtterance {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = rate;
  return utterance;
}

/** Has the device speak nothing. Done within a tap, it may speak later without one: Safari asks for that. */
export function wakeVoice(): void {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  speechSynthesis.cancel();
}
