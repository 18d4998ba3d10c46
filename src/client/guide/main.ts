import { need } from "../dom.ts";
import { makePlayer } from "../player/player.ts";
import { findVoice } from "../player/speaker.ts";
import { openOutbox } from "../record/outbox.ts";
import { formatLength } from "../time.ts";
import { queryOf, recall, remember } from "./choices.ts";
import { describeSteps } from "./steps.ts";
import { makeShelf, type Prepared } from "./shelf.ts";

function openGuide(): void {
  const page = need(document, ".guide", HTMLElement);
  const form = need(document, "#session", HTMLFormElement);
  const total = need(form, "[data-total]", HTMLElement);
  const notice = need(form, "[data-notice]", HTMLElement);
  const first = need(document, "#first", HTMLDialogElement);
  const always = new AbortController().signal;

  const outbox = openOutbox(always);
  const player = makePlayer(need(document, "#player", HTMLDialogElement), outbox, drawingsOf);
  const prepare = makeShelf();

  const say = (sentence: string | null): void => {
    notice.textContent = sentence ?? "";
    notice.hidden = sentence === null;
  };

  const getReady = (): Prepared => {
    const prepared = prepare(queryOf(form));
    void prepared.answer.then(async (answer) => {
      if (current !== prepared || answer.kind === "unreachable") return;
      if (answer.kind === "refused") return say(answer.sentence);
      const { sequence, voice } = answer.track;
      total.textContent = formatLength(sequence.total);
      describeSteps(document, sequence);
      const speechless = voice === "device" && (await findVoice(sequence.language)) === null;
      if (current === prepared) say(speechless ? speechlessNotice : null);
    });
    return prepared;
  };

  const start = async (): Promise<void> => {
    say(await player.start(current));
    current = getReady();
  };

  recall(form, new URLSearchParams(location.search));
  let current = getReady();

  form.addEventListener("change", () => {
    remember(queryOf(form));
    current = getReady();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (page.dataset["safetyRead"] === "true") void start();
    else first.showModal();
  });

  need(first, "[data-texts]", HTMLElement).append(need(document, "#safety .safety", HTMLElement).cloneNode(true));
  need(first, "form", HTMLFormElement).addEventListener("submit", (event) => {
    if (!(event.submitter instanceof HTMLButtonElement) || event.submitter.value !== "read") return;
    page.dataset["safetyRead"] = "true";
    void fetch("/api/safety/read", { method: "PUT" });
    first.close();
    event.preventDefault();
    void start();
  });
}

const speechlessNotice =
  "Neither this program nor this device has a voice for that language. You would hear tones and breath only. Choose English to be spoken to.";

/** The page's drawings of a protocol's steps, by step. */
function drawingsOf(protocol: string): ReadonlyMap<string, SVGSVGElement> {
  const drawings = new Map<string, SVGSVGElement>();
  for (const item of document.querySelectorAll<HTMLElement>(`[data-protocol="${CSS.escape(protocol)}"] [data-step]`)) {
    const drawing = item.querySelector("svg");
    if (drawing !== null) drawings.set(item.dataset["step"] ?? "", drawing);
  }
  return drawings;
}

openGuide();
