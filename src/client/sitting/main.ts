import { need } from "../dom.ts";
import { text } from "../texts.ts";
import { milliseconds } from "../time.ts";
import { watchIdle, type IdleWatch } from "./idle.ts";
import {
  disturb,
  doesNotDisturb,
  doNotDisturb,
  observe,
  postpone,
  skipOnce,
  startWatch,
  stateOf,
  takeBreak,
  type Look,
  type Plan,
  type Watch,
} from "./watch.ts";

/** The clocks are looked at at least this often, in milliseconds. From a page in the background a browser looks once a minute. */
const betweenLooks = 15_000;

/** For how long nothing is to disturb. */
const undisturbed = milliseconds(60 * 60_000);

/** One notification at a time: a new one takes the place of the old. */
const tag = "supine-break";

type Act = "start" | "takeBreak" | "postpone" | "skipOnce" | "doNotDisturb";

/** The desk: asks for a break when somebody has sat for too long, for as long as the page is open. */
function openDesk(desk: HTMLElement): void {
  const plan = JSON.parse(desk.dataset["plan"] ?? "") as Plan;
  const says = need(desk, "[data-says]", HTMLElement);
  const title = document.title;
  const button = (act: Act): HTMLButtonElement => need(desk, `[data-do="${act}"]`, HTMLButtonElement);
  let watch: Watch | null = null;
  let idle: IdleWatch | null = null;
  let asked: Notification | null = null;
  let nextLook = 0;
  desk.hidden = false;

  const look = (): Look => ({
    running: milliseconds(performance.now()),
    at: milliseconds(Date.now()),
    idle: idle?.idleFor() ?? null,
  });

  const see = (next: Watch): void => {
    watch = next;
    const state = stateOf(next);
    if (next.rings) asked = notify();
    if (state.kind !== "asked") {
      asked?.close();
      asked = null;
    }
    const words = wordsOf(next);
    if (says.textContent !== words) says.textContent = words;
    document.title = state.kind === "asked" ? words : title;
    desk.dataset["state"] = state.kind;
    button("start").hidden = true;
    button("takeBreak").hidden = state.kind === "offDuty" || state.kind === "onBreak";
    button("doNotDisturb").hidden = state.kind === "offDuty";
    button("postpone").hidden = state.kind !== "asked";
    button("skipOnce").hidden = next.skipsNext || state.kind === "onBreak" || state.kind === "offDuty";
    button("doNotDisturb").ariaPressed = String(doesNotDisturb(next));

    // It looks when something is due, and else often enough to notice who comes and goes.
    clearTimeout(nextLook);
    nextLook = window.setTimeout(
      lookAgain,
      "left" in state && state.left > 0 ? Math.min(betweenLooks, state.left) : betweenLooks,
    );
  };

  const lookAgain = (): void => {
    if (watch !== null) see(observe(watch, look()));
  };

  const start = async (): Promise<void> => {
    see(startWatch(plan, look()));
    document.addEventListener("visibilitychange", lookAgain);
    // A browser asks for either only after a tap.
    const may = "Notification" in window && (await Notification.requestPermission()) === "granted";
    need(desk, "[data-silent]", HTMLElement).hidden = may;
    idle = await watchIdle(plan.break);
    need(desk, "[data-idle]", HTMLElement).hidden = idle === null;
  };

  const act: Readonly<Record<Exclude<Act, "start">, (now: Watch) => Watch>> = {
    takeBreak,
    postpone,
    skipOnce,
    doNotDisturb: (now) => (doesNotDisturb(now) ? disturb(now) : doNotDisturb(now, undisturbed)),
  };

  button("start").addEventListener("click", () => void start());
  for (const [name, change] of Object.entries(act)) {
    button(name as Act).addEventListener("click", () => {
      if (watch !== null) see(change(observe(watch, look())));
    });
  }
}

function wordsOf(watch: Watch): string {
  const state = stateOf(watch);
  const minutes = "left" in state ? Math.ceil(state.left / 60_000) : 0;
  switch (state.kind) {
    case "offDuty":
      return text("deskOffDuty");
    case "seated":
      return text(watch.skipsNext ? "deskSkips" : "deskSeated", { minutes });
    case "onBreak":
      return text("deskOnBreak", { minutes });
    case "asked":
      return text("deskAsked");
    case "postponed":
      return text("deskPostponed", { minutes });
    case "undisturbed":
      return text("deskUndisturbed");
  }
}

function notify(): Notification | null {
  if (!("Notification" in window) || Notification.permission !== "granted") return null;
  try {
    const shown = new Notification(text("deskAsked"), { tag, requireInteraction: true });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
    });
    return shown;
  } catch (problem) {
    // Chrome on Android lets only a worker notify: the page still says it.
    if (problem instanceof TypeError) return null;
    throw problem;
  }
}

/** Where no plan is stored yet, this device knows the person's time zone better than the server. */
function fillZone(): void {
  const zone = document.querySelector<HTMLInputElement>('[data-zone="unset"]');
  if (zone !== null) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function offerCopy(): void {
  const copy = document.querySelector<HTMLButtonElement>("[data-copy]");
  const address = document.querySelector<HTMLInputElement>("#address");
  const copied = document.querySelector<HTMLElement>("[data-copied]");
  // A page that was not reached by a safe way has no clipboard.
  if (copy === null || address === null || !("clipboard" in navigator)) return;
  copy.hidden = false;
  copy.addEventListener("click", () => {
    address.select();
    void navigator.clipboard.writeText(address.value).then(() => {
      if (copied !== null) copied.textContent = copied.dataset["copied"] ?? "";
    });
  });
}

const desk = document.querySelector<HTMLElement>("[data-desk]");
if (desk !== null) openDesk(desk);
fillZone();
offerCopy();
