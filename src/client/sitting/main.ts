import { need } from "../dom.ts";
import { deviceZone } from "../server.ts";
import { text } from "../texts.ts";
import { milliseconds } from "../time.ts";
import { watchIdle, type IdleWatch } from "./idle.ts";
import { firstLook, keepable, restore, revive, store } from "./kept.ts";
import { makeBell } from "./notify.ts";
import { meetOtherDesks } from "./together.ts";
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

type Act = "start" | "takeBreak" | "postpone" | "skipOnce" | "doNotDisturb";

/** The desk: asks for a break when somebody has sat for too long, for as long as the page is open. */
function openDesk(desk: HTMLElement): void {
  const plan = JSON.parse(desk.dataset["plan"] ?? "") as Plan;
  const says = need(desk, "[data-says]", HTMLElement);
  const title = document.title;
  const button = (act: Act): HTMLButtonElement => need(desk, `[data-do="${act}"]`, HTMLButtonElement);
  let watch: Watch | null = null;
  let idle: IdleWatch | null = null;
  const bell = makeBell();
  let nextLook = 0;
  desk.hidden = false;

  const look = (): Look => ({
    running: milliseconds(performance.now()),
    at: milliseconds(Date.now()),
    idle: idle?.idleFor() ?? null,
  });

  const see = (next: Watch): void => {
    watch = next;
    store(next);
    const state = stateOf(next);
    const asks = state.kind === "asked" || state.kind === "stretch";
    const leads = need(desk, `[data-leads="stretch"]`, HTMLElement);
    if (next.rings && others.notifies())
      bell.ring(wordsOf(next), desk.dataset[state.kind === "stretch" ? "today" : "standing"] ?? "");
    if (!asks) bell.hush();
    const words = wordsOf(next);
    if (says.textContent !== words) says.textContent = words;
    document.title = asks ? words : title;
    desk.dataset["state"] = state.kind;
    button("start").hidden = true;
    leads.hidden = state.kind !== "stretch";
    button("takeBreak").hidden =
      !("left" in state || asks || state.kind === "undisturbed") ||
      state.kind === "onBreak" ||
      state.kind === "stretch";
    button("doNotDisturb").hidden = state.kind === "offDuty";
    button("postpone").hidden = !asks;
    button("skipOnce").hidden =
      state.kind !== "stretch" && (next.skipsNext || state.kind === "onBreak" || state.kind === "offDuty");
    button("doNotDisturb").ariaPressed = String(doesNotDisturb(next));

    // It looks when something is due, and else often enough to notice who comes and goes.
    clearTimeout(nextLook);
    nextLook = window.setTimeout(
      lookAgain,
      "left" in state && state.left > 0 ? Math.min(betweenLooks, state.left) : betweenLooks,
    );
  };

  // What was done here counts in the other tabs, too.
  const seeAndTell = (next: Watch): void => {
    see(next);
    others.tell(keepable(next));
  };

  const others = meetOtherDesks(
    () => watch && keepable(watch),
    (desk) => {
      const same = watch === null ? null : revive(plan, desk, look());
      if (same !== null) see(same);
    },
  );

  const lookAgain = (): void => {
    if (watch !== null) see(observe(watch, look()));
  };

  // A browser asks for either only after a tap; what it allowed before, it allows without one.
  const start = async (first: Watch, isTap: boolean): Promise<void> => {
    others.begin();
    see(first);
    lookAgain();
    document.addEventListener("visibilitychange", lookAgain);
    const may = "Notification" in window && (await permission(isTap)) === "granted";
    need(desk, "[data-silent]", HTMLElement).hidden = may;
    idle = await watchIdle(plan.break, isTap);
    need(desk, "[data-idle]", HTMLElement).hidden = idle === null;
  };

  const act: Readonly<Record<Exclude<Act, "start">, (now: Watch) => Watch>> = {
    takeBreak,
    postpone,
    skipOnce,
    doNotDisturb: (now) => (doesNotDisturb(now) ? disturb(now) : doNotDisturb(now, undisturbed)),
  };

  button("start").addEventListener("click", () => void start(startWatch(plan, look()), true));
  for (const link of desk.querySelectorAll("[data-leads]"))
    link.addEventListener("click", () => {
      const now = watch === null ? null : observe(watch, look());
      if (now !== null && ["asked", "stretch"].includes(stateOf(now).kind)) seeAndTell(takeBreak(now));
    });
  const left = restore(plan, firstLook());
  if (left !== null) void start(left, false);
  for (const [name, change] of Object.entries(act)) {
    button(name as Act).addEventListener("click", () => {
      if (watch !== null) seeAndTell(change(observe(watch, look())));
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
    case "stretch":
      return text("deskStretch");
    case "asked":
      return text("deskAsked");
    case "postponed":
      return text("deskPostponed", { minutes });
    case "undisturbed":
      return text("deskUndisturbed");
  }
}

const permission = async (mayAsk: boolean): Promise<NotificationPermission> =>
  mayAsk ? Notification.requestPermission() : Notification.permission;

/** Where no plan is stored yet, this device knows the person's time zone better than the server. */
function fillZone(): void {
  const zone = document.querySelector<HTMLInputElement>('input[data-zone="unset"]');
  if (zone !== null) zone.value = deviceZone();
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
