import { need } from "../dom.ts";
import { text } from "../texts.ts";
import { makeHold, type Hold } from "./hold.ts";

/** How many times faster than it is a hold is shown. */
const pace = 6;

function openExplain(): void {
  const form = need(document, "#ask", HTMLFormElement);
  const figure = need(form, "[data-figure]", HTMLElement);
  const at = need(form, "#at", HTMLInputElement);
  const hold = need(form, "#hold", HTMLInputElement);
  const pelvis = need(form, "#pelvis", HTMLInputElement);
  const play = need(form, "[data-play]", HTMLButtonElement);
  const paceNote = need(form, "[data-pace]", HTMLElement);
  const now = need(form, "[data-now]", HTMLElement);
  const lost = need(form, "[data-lost]", HTMLElement);

  need(form, "[data-submit]", HTMLElement).hidden = true;
  play.hidden = false;

  let pictures: Hold | null = null;
  let frame = 0;

  const writeOutputs = (): void => {
    for (const output of form.querySelectorAll("output")) {
      const field = document.getElementById(output.htmlFor.value);
      if (field instanceof HTMLInputElement)
        output.textContent = (output.dataset["unit"] ?? "").replace("{value}", field.value);
    }
  };

  // The hold is fetched when somebody looks at it; the pictures between its moments are made here.
  const showSecond = (): void => {
    if (pictures === null) return;
    const second = Number(at.value);
    const moment = pictures.show(figure, second);
    now.textContent = text("holdAt", {
      seconds: Math.round(second),
      hip: moment.hip.toFixed(0).replace("-", "−"),
      percent: Math.round(moment.relaxed),
    });
    moveDot(form, second / Number(at.max));
    writeOutputs();
  };

  const stop = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    play.textContent = text("explainPlay");
    paceNote.hidden = true;
  };

  const run = (): void => {
    const end = Number(at.max);
    const from = Number(at.value) >= end ? 0 : Number(at.value);
    let began: number | null = null;
    play.textContent = text("explainPause");
    paceNote.hidden = false;
    const step = (time: number): void => {
      began ??= time;
      const second = Math.min(end, from + ((time - began) / 1000) * pace);
      at.value = String(second);
      showSecond();
      if (second < end) frame = requestAnimationFrame(step);
      else stop();
    };
    frame = requestAnimationFrame(step);
  };

  const asker = makeAsker(form);

  const getHold = async (): Promise<boolean> => {
    if (pictures !== null) return true;
    const fragment = await asker("/explain/hold");
    if (fragment === null) return false;
    pictures = makeHold(fragment);
    return pictures !== null;
  };

  const update = async (preset: HTMLElement | null = null): Promise<void> => {
    stop();
    pictures = null;
    now.textContent = "";
    const page = await asker("/explain", preset);
    lost.hidden = page !== null;
    if (page === null) return;
    for (const part of form.querySelectorAll<HTMLElement>("[data-answer]")) {
      const open = [...part.querySelectorAll("details")].map((details) => details.open);
      const fresh = page.querySelector(`[data-answer="${part.dataset["answer"] ?? ""}"]`);
      if (fresh === null) continue;
      part.replaceChildren(...fresh.childNodes);
      part.querySelectorAll("details").forEach((details, index) => (details.open = open[index] ?? false));
    }
    figure.replaceChildren(...(page.querySelector("[data-figure]")?.childNodes ?? []));
    takeOver(form, page, preset !== null);
    writeOutputs();
  };

  play.addEventListener("click", () => {
    if (frame !== 0) stop();
    else void getHold().then((there) => (there ? run() : (lost.hidden = false)));
  });
  form.addEventListener("input", ({ target }) => {
    writeOutputs();
    if (target === at) {
      stop();
      void getHold().then((there) => there && showSecond());
      return;
    }
    if (target instanceof HTMLInputElement && target.type === "text") return;
    if (target instanceof HTMLInputElement && target.name === "level")
      pelvis.value = target.dataset["pelvis"] ?? pelvis.value;
    if (target === hold) at.max = hold.value;
    writeOutputs();
    void update();
  });
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "text") void update();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const by = event.submitter;
    void update(by instanceof HTMLButtonElement && by.name === "preset" ? by : null);
  });
}

/** Shows which example the answer is, and after an example was chosen, where its sliders stand. */
function takeOver(form: HTMLFormElement, page: Document, withFields: boolean): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>("[name=preset]")) {
    const fresh = page.querySelector(`[name=preset][value="${button.value}"]`);
    button.setAttribute("aria-pressed", fresh?.getAttribute("aria-pressed") ?? "false");
  }
  if (!withFields) return;
  for (const field of form.querySelectorAll<HTMLInputElement>("input[type=range], [name=level]")) {
    const name = `[name=${field.name}]${field.type === "radio" ? `[value="${field.value}"]` : ""}`;
    const fresh = page.querySelector<HTMLInputElement>(name);
    if (fresh === null) continue;
    if (field.type === "radio") field.checked = fresh.checked;
    else field.value = fresh.value;
  }
}

/** Sends the form, one question at a time: while one is under way, only the last of those that follow is asked. */
function makeAsker(form: HTMLFormElement): (address: string, by?: HTMLElement | null) => Promise<Document | null> {
  let current = new AbortController();
  return async (address, by = null) => {
    current.abort();
    const { signal } = (current = new AbortController());
    try {
      const response = await fetch(address, { method: "POST", body: new FormData(form, by), signal });
      // What cannot be right is answered with a page that says so.
      if (!response.ok && response.status !== 422) return null;
      return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === "AbortError") return new Promise(() => undefined);
      return null;
    }
  };
}

/** Moves the dot along the course, to a share of its length in time. */
function moveDot(form: HTMLFormElement, share: number): void {
  const course = form.querySelector(".course polyline");
  const dot = form.querySelector("[data-dot]");
  if (!(course instanceof SVGPolylineElement) || dot === null) return;
  const at = share * (course.points.numberOfItems - 1);
  const before = course.points.getItem(Math.floor(at));
  const after = course.points.getItem(Math.ceil(at));
  const part = at - Math.floor(at);
  dot.setAttribute("cx", String(before.x + part * (after.x - before.x)));
  dot.setAttribute("cy", String(before.y + part * (after.y - before.y)));
}

openExplain();
