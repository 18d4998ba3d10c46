import { need } from "../dom.ts";
import { ask } from "../person.ts";
import { sentenceOf } from "../server.ts";
import { text } from "../texts.ts";
import { findSpeech, judge, lengthMs, outline, peakOf, type Ends, type Take, type Verdict } from "./levels.ts";
import { openMicrophone, type Microphone } from "./microphone.ts";
import { encodeWave } from "./wave.ts";

const columns = 600;
const height = 120;

/** A take that is not kept yet. */
interface Draft {
  readonly take: Take;
  ends: Ends;
}

function openBooth(): void {
  const page = need(document, ".recording", HTMLElement);
  const booth = need(page, "[data-booth]", HTMLElement);
  const items = [...page.querySelectorAll<HTMLButtonElement>("[data-key]")];
  const at = (name: string): HTMLElement => need(booth, `[data-${name}]`, HTMLElement);
  const button = (name: string): HTMLButtonElement => need(booth, `[data-do=${name}]`, HTMLButtonElement);
  const [record, listen, keep] = [button("record"), button("listen"), button("keep")];
  const [says, sentence, takeView] = [at("says"), at("sentence"), at("take")];
  const [level, peakMark] = [at("level"), at("peak")];
  const ends = {
    start: need(booth, "[data-start]", HTMLInputElement),
    end: need(booth, "[data-end]", HTMLInputElement),
  };
  const player = need(page, "[data-player]", HTMLAudioElement);
  const drafts = new Map<string, Draft>();

  let microphone: Microphone | null = null;
  let opening = false;
  let recording = false;
  let index = Math.max(
    0,
    items.findIndex((item) => !isRecorded(item)),
  );
  let loudest = 0;
  let address = "";

  const current = (): HTMLButtonElement | undefined => items[index];
  const keyOf = (item: HTMLButtonElement): string => item.dataset["key"] ?? "";
  const slotOf = (item: HTMLButtonElement): number => Number(item.dataset["slot"]);
  const draft = (): Draft | undefined => drafts.get(keyOf(current() ?? record));
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const usual = items.filter((item) => item.dataset["usual"] !== undefined);
  const count = (): { count: number; all: number } => ({ count: usual.filter(isRecorded).length, all: usual.length });
  const say = (words: string): void => {
    says.textContent = words;
  };

  const showProgress = (): void => {
    need(page, "[data-progress]", HTMLProgressElement).value = count().count;
    need(page, "[data-done]", HTMLElement).textContent = text("voiceCount", count());
  };

  const show = (): void => {
    const item = current();
    if (item === undefined) return;
    for (const other of items) other.toggleAttribute("aria-current", other === item);
    sentence.textContent = item.textContent;
    at("step").textContent = item.dataset["step"] ?? "";
    at("target").textContent = text("voiceTarget", { seconds: seconds(slotOf(item)) });
    say(draft() === undefined && isRecorded(item) ? text("voiceRecorded") : "");
    showTake();
  };

  // The take's picture, its ends, and what is to be said about it.
  const showTake = (): void => {
    const item = current();
    const now = draft();
    record.textContent = recording
      ? text("voiceStop")
      : now !== undefined || (item && isRecorded(item))
        ? text("voiceAgain")
        : text("voiceRecord");
    record.setAttribute("aria-pressed", String(recording));
    takeView.hidden = now === undefined || recording;
    listen.disabled = recording || (now === undefined && !(item && isRecorded(item)));
    keep.disabled = true;
    if (item === undefined || now === undefined || recording) return;

    const { take } = now;
    const total = take.samples.length / take.rate;
    for (const [name, input] of Object.entries(ends)) {
      input.max = String(total);
      input.value = String(now.ends[name === "start" ? "start" : "end"] / take.rate);
    }
    const peaks = outline(take, columns);
    const scale = height / 2 / Math.max(peakOf(take.samples), 0.01);
    const top = [...peaks].map((peak, x) => `${x},${(height / 2 - peak * scale).toFixed(1)}`);
    const bottom = [...peaks].map((peak, x) => `${x},${(height / 2 + peak * scale).toFixed(1)}`).reverse();
    need(booth, "[data-wave] path", SVGPathElement).setAttribute("d", `M${[...top, ...bottom].join("L")}Z`);
    showCut(now, item);
  };

  const showCut = (now: Draft, item: HTMLButtonElement): void => {
    const { take } = now;
    const x = (sample: number): number => (sample / take.samples.length) * columns;
    need(booth, "[data-cut-start]", SVGRectElement).setAttribute("width", String(x(now.ends.start)));
    const after = need(booth, "[data-cut-end]", SVGRectElement);
    after.setAttribute("x", String(x(now.ends.end)));
    after.setAttribute("width", String(columns - x(now.ends.end)));
    const verdict = judge(take, now.ends, slotOf(item));
    say(wordsOf(verdict, lengthMs(take, now.ends), slotOf(item)));
    keep.disabled = verdict === "silent" || verdict === "clipped" || verdict === "too-long";
  };

  const wordsOf = (verdict: Verdict, length: number, slot: number): string => {
    const fits = text("voiceFits", { seconds: seconds(length) });
    const words: Readonly<Record<Verdict, () => string>> = {
      silent: () => text("voiceSilent"),
      clipped: () => text("voiceClipped"),
      "too-long": () => text("voiceTooLong", { seconds: seconds(length), slot: seconds(slot) }),
      quiet: () => `${fits} ${text("voiceQuiet")}`,
      noisy: () => `${fits} ${text("voiceNoisy")}`,
      fits: () => fits,
    };
    return words[verdict]();
  };

  const hear = (peak: number, length: number): void => {
    loudest = Math.max(peak, loudest * 0.97);
    level.style.scale = `${Math.min(1, peak)} 1`;
    peakMark.style.translate = `${Math.min(1, loudest) * 100}% 0`;
    at("level").parentElement?.classList.toggle("clipped", loudest >= 0.99);
    if (recording) booth.dataset["seconds"] = length.toFixed(2);
  };

  const toggle = async (): Promise<void> => {
    const item = current();
    if (item === undefined || opening) return;
    player.pause();
    if (recording && microphone !== null) {
      recording = false;
      const take = microphone.end();
      const speech = findSpeech(take);
      if (speech === null) {
        drafts.delete(keyOf(item));
        showTake();
        say(text("voiceSilent"));
      } else {
        drafts.set(keyOf(item), { take, ends: speech });
        showTake();
      }
      return;
    }
    if (microphone === null) {
      opening = true;
      const opened = await openMicrophone(page.dataset["worklet"] ?? "", hear);
      opening = false;
      if (typeof opened === "string") {
        say(text(opened === "refused" ? "voiceRefused" : opened === "missing" ? "voiceNoMicrophone" : "voiceBusy"));
        return;
      }
      microphone = opened;
    }
    recording = true;
    // a new take begins at nothing, not at the length of the one before
    booth.dataset["seconds"] = "0";
    microphone.begin();
    showTake();
    say(text("voiceRecording", { seconds: seconds(slotOf(item)) }));
  };

  const play = async (): Promise<void> => {
    const item = current();
    if (item === undefined || recording) return;
    const now = draft();
    if (address !== "") URL.revokeObjectURL(address);
    address = "";
    if (now !== undefined) {
      const wave = encodeWave(now.take.samples.subarray(now.ends.start, now.ends.end), now.take.rate);
      address = URL.createObjectURL(new Blob([wave], { type: "audio/wav" }));
    }
    player.src =
      address === "" ? `/voices/${page.dataset["voice"]}/phrases/${keyOf(item)}.wav?at=${Date.now()}` : address;
    await player.play().catch(() => undefined);
  };

  const save = async (): Promise<void> => {
    const item = current();
    const now = draft();
    if (item === undefined || now === undefined || keep.disabled) return;
    keep.disabled = true;
    const body = encodeWave(now.take.samples.subarray(now.ends.start, now.ends.end), now.take.rate);
    const response = await ask(`/api/voices/${page.dataset["voice"]}/phrases/${keyOf(item)}`, {
      method: "PUT",
      headers: { "Content-Type": "audio/wav" },
      body,
    }).catch(() => null);
    if (response === null || !response.ok) {
      // The take is still here: nothing is lost by trying again.
      keep.disabled = false;
      say(response === null ? text("noAnswer") : await sentenceOf(response));
      return;
    }
    drafts.delete(keyOf(item));
    item.dataset["recorded"] = "";
    showProgress();
    const next = items.findIndex((other, i) => i > index && !isRecorded(other) && (isUsual(other) || !isUsual(item)));
    if (current() === item && next >= 0) index = next;
    show();
    say(count().count === count().all ? text("voiceDone") : text("voiceKept", count()));
    sentence.focus({ preventScroll: true });
  };

  const moveTo = (target: number): void => {
    if (recording || target < 0 || target >= items.length) return;
    player.pause();
    index = target;
    show();
    sentence.focus({ preventScroll: true });
  };

  const does: Readonly<Record<string, () => void>> = {
    record: () => void toggle(),
    listen: () => void play(),
    keep: () => void save(),
    previous: () => moveTo(index - 1),
    next: () => moveTo(index + 1),
  };
  booth.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    if (pressed !== null) does[pressed.dataset["do"] ?? ""]?.();
  });
  for (const [name, input] of Object.entries(ends)) {
    input.addEventListener("input", () => {
      const [item, now] = [current(), draft()];
      if (item === undefined || now === undefined) return;
      const sample = Math.round(Number(input.value) * now.take.rate);
      const least = Math.round(now.take.rate / 10);
      now.ends =
        name === "start"
          ? { start: Math.min(sample, now.ends.end - least), end: now.ends.end }
          : { start: now.ends.start, end: Math.max(sample, now.ends.start + least) };
      input.value = String(now.ends[name === "start" ? "start" : "end"] / now.take.rate);
      showCut(now, item);
    });
  }
  items.forEach((item, i) => {
    item.addEventListener("click", () => {
      moveTo(i);
      booth.scrollIntoView({ block: "nearest" });
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const target = event.target instanceof Element ? event.target : document.body;
    // A field, and a button that was chosen by key, keep their own keys.
    if (target.closest("input, select, textarea, audio, summary, a") !== null) return;
    const onButton = target.closest("button") !== null;
    if (event.key === " " && (!onButton || target === record)) void toggle();
    else if (event.key === "Enter" && !onButton) void save();
    else if (event.key.toLowerCase() === "l") void play();
    else if (event.key === "ArrowLeft") moveTo(index - 1);
    else if (event.key === "ArrowRight") moveTo(index + 1);
    else return;
    event.preventDefault();
  });
  addEventListener("beforeunload", (event) => {
    if (recording || drafts.size > 0) event.preventDefault();
  });
  addEventListener("pagehide", () => microphone?.close());

  booth.hidden = items.length === 0;
  show();
  if (count().count === count().all) say(text("voiceDone"));
}

const isRecorded = (item: HTMLButtonElement): boolean => item.dataset["recorded"] !== undefined;
const isUsual = (item: HTMLButtonElement): boolean => item.dataset["usual"] !== undefined;

openBooth();
