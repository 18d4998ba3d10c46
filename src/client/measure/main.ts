import { need } from "../dom.ts";
import { askLeave } from "../gate/leave.ts";
import { findVoice, speakOnce, wakeVoice } from "../player/speaker.ts";
import { makeWakeLock } from "../player/wake.ts";
import { uuidV7 } from "../record/uuid.ts";
import { text, type TextKey } from "../texts.ts";
import { beginCourse, type Course, type Seen, type Step } from "./course.ts";
import { openUnsent, type Delivery, type PhoneReport, type ReadingMoment, type Unsent } from "./readings.ts";
import { watchMotion, type Ending } from "./sensor.ts";
import { makeTone, type Tone } from "./tone.ts";

/** More than that tells nothing new. */
const enoughRepeats = 3;

const asked: Readonly<Record<Exclude<Step, "done">, TextKey>> = {
  zero: "measureZero",
  sweep: "measureSweep",
  hold: "measureHold",
};
const counted: readonly TextKey[] = ["measureOne", "measureTwo", "measureThree"];

/** One side under way: what will be told to the server. */
interface OneSide {
  readonly id: string;
  readonly report: Omit<PhoneReport, "recordings" | "isCut"> & { readonly side: "left" | "right" };
  readonly recordings: string[];
}

function openMeasure(): void {
  const live = need(document, "[data-live]", HTMLElement);
  const form = need(live, "[data-choices]", HTMLFormElement);
  const fault = need(live, "[data-fault]", HTMLElement);
  const start = need(form, "button", HTMLButtonElement);
  const unsent = openUnsent();
  const showUnsent = offerUnsent(live, unsent);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fault.textContent = "";
    start.disabled = true;
    void measure(form, unsent)
      .then((because) => (fault.textContent = because === null ? "" : text(because)))
      .finally(() => {
        start.disabled = false;
        showUnsent();
      });
  });
  live.hidden = false;
}

/** Says what is not sent yet, and offers to send it. */
function offerUnsent(live: HTMLElement, unsent: Unsent): () => void {
  const notice = need(live, "[data-unsent]", HTMLElement);
  const says = need(notice, "[data-unsent-says]", HTMLElement);
  const send = need(notice, "[data-do=send]", HTMLButtonElement);
  const show = (more = ""): void => {
    notice.hidden = unsent.ids.length === 0 && more === "";
    send.hidden = unsent.ids.length === 0;
    says.textContent = [unsent.ids.length === 0 ? "" : text("measureUnsent", { count: unsent.ids.length }), more]
      .join(" ")
      .trim();
  };
  const sendAll = async (): Promise<void> => {
    send.disabled = true;
    const told: string[] = [];
    for (const id of unsent.ids) told.push(describe(unsent.sideOf(id), await unsent.send(id)));
    send.disabled = false;
    show([...new Set(told)].join(" "));
  };
  send.addEventListener("click", () => void sendAll());
  need(notice, "[data-do=drop]", HTMLButtonElement).addEventListener("click", () => {
    for (const id of unsent.ids) unsent.drop(id);
    show();
  });
  show();
  return show;
}

/** Measures until the person closes it. To be called within a tap. Answers why it could not begin, or null when it is over. */
async function measure(form: HTMLFormElement, unsent: Unsent): Promise<TextKey | null> {
  if (!("DeviceMotionEvent" in window) || !isSecureContext) return "measureSilent";
  const leave = askLeave();
  const over = new AbortController();
  const choices = new FormData(form);
  const tone = choices.has("tone") ? makeTone() : null;
  const screen = makeWakeLock(over.signal);
  wakeVoice();
  screen.hold();
  try {
    if (!(await leave)) return "measureRefused";
    const view = openView(tone, over);
    let side = choices.get("side") === "right" ? ("right" as const) : ("left" as const);
    const moment = choices.get("moment") as ReadingMoment;
    for (;;) {
      const ending = await measureSide(begin(side, moment), view, unsent, over.signal);
      if (ending === "silent") return "measureSilent";
      if (ending === "closed") return null;
      if (ending === "other side") side = side === "left" ? "right" : "left";
    }
  } finally {
    over.abort();
    screen.release();
    tone?.close();
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }
}

type SideEnding = "silent" | "closed" | "other side" | "same side";

async function measureSide(one: OneSide, view: View, unsent: Unsent, signal: AbortSignal): Promise<SideEnding> {
  const keep = (id: string, recordings: readonly string[], isCut: boolean): void =>
    unsent.put(id, { ...one.report, isCut, recordings: [...recordings] });
  let wants: Choice = "again";
  while (wants === "again") {
    const course = beginCourse();
    const ending = await record(course, one.report.side, view, signal);
    if (ending === "silent" || ending === "aborted") return ending === "silent" ? "silent" : "closed";
    const recorded = course.write();
    if (ending === "gone") {
      // What was whole before stays a reading of its own.
      view.tell(text("measureCut"), "", []);
      const id = newId();
      if (recorded !== null) keep(id, [recorded], true);
      const told = recorded === null ? "" : describe(one.report.side, await unsent.send(id));
      view.tell(text("measureCut"), told, one.recordings.length === 0 ? ["again"] : ["again", "save"]);
    } else {
      if (recorded !== null) one.recordings.push(recorded);
      keep(one.id, one.recordings, false);
      const isEnough = one.recordings.length >= enoughRepeats;
      const says = text(isEnough ? "measureEnough" : "measureOnceMore");
      const first: Choice = one.recordings.length > 1 ? "save" : "again";
      view.tell(
        describeAngle(course.findThighBelowDegrees() ?? 0),
        says,
        isEnough ? ["save"] : [first, "again", "save"],
      );
    }
    wants = await view.choose(signal);
    if (wants === "close") return "closed";
  }

  for (;;) {
    view.tell(text("measureSending"), "", []);
    const delivery = await unsent.send(one.id);
    const isMeasured = delivery.kind === "answered" && delivery.answer.result === "measured";
    const next: readonly Choice[] =
      delivery.kind === "later" ? ["resend"] : isMeasured ? ["other", "progress"] : ["anew", "progress"];
    view.tell(describe(one.report.side, delivery), "", next);
    const choice = await view.choose(signal);
    if (choice === "close") return "closed";
    if (choice !== "resend") return isMeasured ? "other side" : "same side";
  }
}

/** Makes one recording and says what to do meanwhile. */
async function record(course: Course, side: "left" | "right", view: View, signal: AbortSignal): Promise<Ending> {
  const ending = await watchMotion((sample) => {
    const seen = course.take(sample);
    view.follow(seen, side);
    return seen.step === "done" ? "enough" : "more";
  }, signal);
  view.hush();
  return ending;
}

type Choice = "again" | "save" | "other" | "anew" | "resend" | "progress" | "close";

/** What is seen and heard while it measures. */
interface View {
  /** Shows what a sample tells, and says each step once. It opens with the first one. */
  follow(seen: Seen, side: "left" | "right"): void;
  /** Nothing moves any more. */
  hush(): void;
  /** Says what came of it, with what can be chosen next: the first is the one to take. */
  tell(sentence: string, more: string, choices: readonly Choice[]): void;
  choose(signal: AbortSignal): Promise<Choice>;
}

function openView(tone: Tone | null, over: AbortController): View {
  const dialog = need(document, "[data-measuring]", HTMLDialogElement);
  const at = (name: string): HTMLElement => need(dialog, `[data-${name}]`, HTMLElement);
  const [angle, asks, says] = [at("angle"), at("asks"), at("says")];
  const thigh = need(dialog, "[data-thigh]", SVGElement);
  const progress = need(dialog, "[data-progress]", HTMLAnchorElement);
  const stop = need(dialog, "[data-do=close]", HTMLButtonElement);
  const button = (name: string): HTMLButtonElement => need(dialog, `[data-do=${name}]`, HTMLButtonElement);
  const buttons = { again: button("again"), save: button("save"), resend: button("resend"), anew: button("anew") };
  const stopLabel = stop.textContent;
  let shown = "";
  let voice: SpeechSynthesisVoice | null = null;
  void findVoice(document.documentElement.lang).then((found) => (voice = found));

  const say = (sentence: string): void => {
    asks.textContent = sentence;
    if (voice === null) return;
    speechSynthesis.cancel();
    speakOnce(voice, sentence);
  };
  const offer = (choices: readonly Choice[]): void => {
    const isAnew = choices.includes("other") || choices.includes("anew");
    const has = {
      again: choices.includes("again"),
      save: choices.includes("save"),
      resend: choices.includes("resend"),
    };
    for (const [name, element] of Object.entries({ ...buttons })) {
      element.hidden = name === "anew" ? !isAnew : !has[name as keyof typeof has];
      element.classList.toggle("main", name === choices[0] || name === "anew");
    }
    buttons.anew.textContent = text(choices.includes("other") ? "measureAskOther" : "measureAnew");
    progress.hidden = !choices.includes("progress");
  };

  stop.addEventListener("click", () => dialog.close(), { signal: over.signal });
  dialog.addEventListener("close", () => over.abort(), { signal: over.signal });
  over.signal.addEventListener("abort", () => {
    stop.textContent = stopLabel;
    dialog.close();
  });

  return {
    follow(seen, side) {
      if (!dialog.open) dialog.showModal();
      if (seen.step === "done") return;
      dialog.dataset["side"] = side;
      const key = seen.count === null ? asked[seen.step] : (counted[seen.count - 1] ?? asked[seen.step]);
      if (key !== shown) {
        // A count that breaks off is not followed by the whole instruction again, only shown.
        if (seen.count === null && shown !== "" && counted.includes(shown as TextKey)) asks.textContent = text(key);
        else say(text(key));
        shown = key;
        dialog.dataset["step"] = seen.step;
        says.textContent = "";
        stop.textContent = stopLabel;
        offer([]);
      }
      tone?.follow(seen.step === "zero" ? null : seen.raisedDegrees);
      if (seen.raisedDegrees === null) {
        if (seen.step === "zero") angle.textContent = "";
        return;
      }
      angle.textContent = `${format(seen.raisedDegrees, 0)}°`;
      thigh.setAttribute("transform", `rotate(${(-seen.raisedDegrees).toFixed(1)})`);
    },
    hush() {
      tone?.follow(null);
      shown = "";
    },
    tell(sentence, more, choices) {
      dialog.dataset["step"] = "told";
      angle.textContent = "";
      says.textContent = more;
      stop.textContent = text("close");
      offer(choices);
      say(sentence);
      dialog.querySelector<HTMLElement>(".choices .main:not([hidden])")?.focus();
    },
    choose(signal) {
      return new Promise((resolve) => {
        const chosen = new AbortController();
        const choose = (choice: Choice): void => {
          chosen.abort();
          stop.focus();
          resolve(choice);
        };
        for (const [name, element] of Object.entries(buttons))
          element.addEventListener("click", () => choose(name as Choice), { signal: chosen.signal });
        if (signal.aborted) choose("close");
        signal.addEventListener("abort", () => choose("close"), { signal: chosen.signal });
      });
    },
  };
}

/** What came of sending, in a sentence. */
function describe(side: PhoneReport["side"], delivery: Delivery): string {
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
        degrees: format(Math.abs(below), 1),
        uncertainty: format(uncertaintyDegrees ?? 0, 1),
        repeats,
      });
    }
  }
}

const describeAngle = (below: number): string =>
  text(below < 0 ? "measureAbove" : "measureBelow", { degrees: format(Math.abs(below), 1) });

const format = (value: number, digits: number): string =>
  (Math.round(value * 10 ** digits) / 10 ** digits + 0)
    .toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })
    .replace("-", "−");

const begin = (side: "left" | "right", moment: ReadingMoment): OneSide => {
  const now = new Date();
  const report = { side, moment, takenAt: now.toISOString(), utcOffsetMinutes: -now.getTimezoneOffset() };
  return { id: newId(), report, recordings: [] };
};

const newId = (): string => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

openMeasure();
