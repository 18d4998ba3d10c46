import { need } from "../dom.ts";
import { askPermission } from "../sensing/phone/permission.ts";
import { wakeVoice } from "../speech.ts";
import type { Side } from "../track/sequence.ts";
import { makeWakeLock } from "../player/wake.ts";
import { uuidV7 } from "../uuid.ts";
import { text, type TextKey } from "../texts.ts";
import type { PhoneReport, ReadingMoment } from "../wire.ts";
import { beginCourse, type Course, type Parts } from "../sensing/phone/course.ts";
import { describeHip, formatDegrees } from "../sensing/phone/describeHip.ts";
import { openUnsent, type Unsent } from "../sensing/phone/readings.ts";
import { watchMotion, type Ending } from "../sensing/phone/motionSensor.ts";
import { describeReading } from "../sensing/phone/describeReading.ts";
import { makeTone } from "./tone.ts";
import { openView, type Choice, type View } from "./view.ts";

/** More than that adds nothing. */
const enoughRepeats = 3;

/** Where the angles of a side usually are: from the limit on it is asked whether another one is right. */
interface Usual {
  readonly usual: number;
  readonly limit: number;
}

/** One side under way: what will be sent to the server. */
interface OneSide {
  readonly id: string;
  readonly parts: Parts;
  readonly report: Omit<PhoneReport, "recordings" | "isCut"> & { readonly side: Side };
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
  // Where the safety questions rule measuring out, nobody is led into the position.
  live.hidden = "refused" in live.dataset;
}

/** Says what is not sent yet, and offers to send it. */
function offerUnsent(live: HTMLElement, unsent: Unsent): () => void {
  const notice = need(live, "[data-unsent]", HTMLElement);
  const says = need(notice, "[data-unsent-says]", HTMLElement);
  const send = need(notice, "[data-do=send]", HTMLButtonElement);
  const show = (more = ""): void => {
    notice.hidden = unsent.ids.length === 0 && more === "";
    send.hidden = unsent.ids.length === 0;
    says.textContent = [unsent.ids.length === 0 ? "" : text("measuringUnsent", { count: unsent.ids.length }), more]
      .join(" ")
      .trim();
  };
  const sendAll = async (): Promise<void> => {
    send.disabled = true;
    const sentences: string[] = [];
    for (const id of unsent.ids) sentences.push(describeReading(unsent.sideOf(id), await unsent.send(id)));
    send.disabled = false;
    show([...new Set(sentences)].join(" "));
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
  if (!("DeviceMotionEvent" in window) || !isSecureContext) return "measuringSilent";
  const permission = askPermission();
  const over = new AbortController();
  const choices = new FormData(form);
  const tone = choices.has("tone") ? makeTone() : null;
  const screen = makeWakeLock(over.signal);
  wakeVoice();
  screen.hold();
  try {
    if (!(await permission)) return "measuringRefused";
    const view = openView(tone, over);
    let side: Side = choices.get("side") === "right" ? "right" : "left";
    const moment = choices.get("moment") as ReadingMoment;
    const parts = choices.has("pelvis") ? "thigh and pelvis" : "thigh";
    for (;;) {
      const ending = await measureSide(begin(side, moment, parts), view, unsent, over.signal);
      if (ending === "silent") return "measuringSilent";
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
    const course = beginCourse(one.parts);
    const ending = await record(course, one.report.side, view, signal);
    if (ending === "silent" || ending === "aborted") return ending === "silent" ? "silent" : "closed";
    const recorded = course.write();
    if (ending === "gone") {
      // What was whole before stays a reading of its own.
      view.show(text("measuringCut"), "", []);
      const id = newId();
      if (recorded !== null) keep(id, [recorded], true);
      const said = recorded === null ? "" : describeReading(one.report.side, await unsent.send(id));
      view.show(text("measuringCut"), said, one.recordings.length === 0 ? ["again"] : ["again", "save"]);
    } else {
      if (recorded !== null) one.recordings.push(recorded);
      keep(one.id, one.recordings, false);
      const isEnough = one.recordings.length >= enoughRepeats;
      const next: readonly Choice[] = one.recordings.length > 1 ? ["save", "again"] : ["again", "save"];
      const unusual = describeUnusual(one.report.side, course.findThighBelowDegrees());
      view.show(
        [describeAngle(course.findThighBelowDegrees()), describeHip(course.findHip())].join(" ").trim(),
        unusual ?? text(isEnough ? "measuringEnough" : "measuringOnceMore"),
        unusual !== null ? ["anew", "save"] : isEnough ? ["save"] : next,
      );
    }
    wants = await view.choose();
    if (wants === "anew") {
      unsent.drop(one.id);
      return "same side";
    }
    if (wants === "close") return "closed";
  }

  for (;;) {
    view.show(text("measuringSending"), "", []);
    const delivery = await unsent.send(one.id);
    view.leadTo(`/progress?saved=${one.id}`);
    const isMeasured = delivery.kind === "answered" && delivery.answer.result === "measured";
    const next: readonly Choice[] =
      delivery.kind === "later" ? ["resend"] : [isMeasured ? "other" : "anew", "progress"];
    view.show(describeReading(one.report.side, delivery), "", next);
    const choice = await view.choose();
    if (choice === "close") return "closed";
    if (choice !== "resend") return isMeasured ? "other side" : "same side";
  }
}

/** Makes one recording and says what to do meanwhile. */
async function record(course: Course, side: Side, view: View, signal: AbortSignal): Promise<Ending> {
  const ending = await watchMotion((sample) => {
    const seen = course.take(sample);
    view.follow(seen, side);
    return seen.step === "done" ? "enough" : "more";
  }, signal);
  view.hush();
  return ending;
}

/** Asks about an angle far from the person's own; null where it is as theirs are, or there are too few to tell. */
function describeUnusual(side: Side, below: number | null): string | null {
  const live = need(document, "[data-live]", HTMLElement);
  const all = JSON.parse(live.dataset["usual"] ?? "{}") as Partial<Record<Side, Usual>>;
  const own = all[side];
  if (own === undefined || below === null || Math.abs(below - own.usual) < own.limit) return null;
  return text("measuringUnusual", {
    apart: formatDegrees(Math.abs(below - own.usual)),
    usual: formatDegrees(own.usual),
  });
}

function describeAngle(below: number | null): string {
  if (below === null) throw new Error("A whole recording has an angle.");
  return text(below < 0 ? "measuringAbove" : "measuringBelow", { degrees: formatDegrees(Math.abs(below)) });
}

const begin = (side: Side, moment: ReadingMoment, parts: Parts): OneSide => {
  const now = new Date();
  const report = { side, moment, takenAt: now.toISOString(), utcOffsetMinutes: -now.getTimezoneOffset() };
  return { id: newId(), parts, report, recordings: [] };
};

const newId = (): string => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

openMeasure();
