import { stayPersistent } from "../browser.ts";
import { dropSessions, findKept, notePlayed } from "../device/keptSessions.ts";
import { need } from "../dom.ts";
import { personHere } from "../person.ts";
import { makeGateChoice } from "../sensing/gateChoice.ts";
import { makePlayer } from "../player/player.ts";
import { findVoice } from "../speech.ts";
import { showRefused } from "../record/notice.ts";
import { openOutbox } from "../record/outbox.ts";
import { text } from "../texts.ts";
import { formatLength } from "../time.ts";
import { findMilder, queryOf, recallChoices, rememberChoices } from "./choices.ts";
import { makeBeginning } from "./beginning.ts";
import { keepOnDevice } from "./device.ts";
import { makeSafety } from "../screening/safety.ts";
import { makeScreening } from "../screening/screening.ts";
import { makeShelf, type Prepared } from "../track/preparing.ts";
import { drawingsOf, drawPictures, fitChoices } from "./pictures.ts";
import { describeSteps } from "./steps.ts";
import { describeStandIns, fitVoices, keepVoice, offerToHear } from "./voices.ts";

function openGuide(): void {
  const page = need(document, ".guide", HTMLElement);
  const form = need(document, "#session", HTMLFormElement);
  const total = need(form, "[data-total]", HTMLElement);
  const sides = need(form, "[data-sides]", HTMLElement);
  const notice = need(form, "[data-notice]", HTMLElement);
  const first = need(document, "#first", HTMLDialogElement);
  const always = new AbortController().signal;

  const outbox = openOutbox(personHere(), always);
  const player = makePlayer(
    need(document, "#player", HTMLDialogElement),
    outbox,
    drawingsOf,
    (protocol) => findMilder(form, protocol),
    makeGateChoice(form),
    (query) => refusalOf(query) === null,
  );
  const prepare = makeShelf();
  const keep = keepOnDevice(page);
  const safety = makeSafety(() => page.dataset["safetyRead"] === "true");
  const screening = makeScreening(() => page.dataset["screened"] === "true");

  const refusalOf = (query: string): string | null => screening.refusalOf(protocolOf(query));
  const beginning = makeBeginning(page, form, screening);
  const renewScreening = async (): Promise<void> => {
    await screening.renew();
    beginning.show();
    await dropSessions((protocol) => screening.refusalOf(protocol) !== null);
  };

  const say = (sentence: string | null, more: Node | "" = ""): void => {
    notice.replaceChildren(sentence ?? "", " ", more);
    notice.hidden = sentence === null;
  };

  // Without a network only what is here can be played: the way to it is offered.
  const sayNotHere = async (prepared: Prepared): Promise<void> => {
    const kept = await findKept();
    if (current !== prepared) return;
    if (kept === null) {
      say(text("noAnswer"));
      return;
    }
    const link = document.createElement("a");
    link.href = `/?${kept}`;
    link.textContent = text("takeKept");
    say(text("notHere"), link);
  };

  // What went wrong stays to be read until something else is chosen.
  const getReady = (fault: string | null = null): Prepared => {
    const prepared = prepare(queryOf(form), (sentence) => {
      if (current === prepared) say(sentence);
    });
    if (refusalOf(prepared.query) === null) keep(prepared);
    void prepared.answer.then(async (answer) => {
      if (current !== prepared) return;
      if (answer.kind === "unreachable") return sayNotHere(prepared);
      // What stands in the way of everything is said at the top.
      if (answer.kind === "refused") return say(page.dataset["begin"] === "start" ? answer.sentence : null);
      const { sequence, leftToDevice } = answer.track;
      total.textContent = formatLength(sequence.total);
      sides.textContent = text(new Set(sequence.steps.map((step) => step.side)).size > 2 ? "bothSides" : "oneSide");
      describeSteps(document, sequence);
      const speechless = leftToDevice !== null && (await findVoice(sequence.language)) === null;
      if (current !== prepared) return;
      say(fault ?? (speechless ? text("noVoice") : describeStandIns(answer.track)));
    });
    return prepared;
  };

  // Online the server refuses as well; without a network only this does.
  const isRefused = ({ query }: Prepared): boolean => {
    const refusal = refusalOf(query);
    if (refusal === null) return false;
    const link = document.createElement("a");
    link.href = "/screening";
    link.textContent = text("screeningOpen");
    say(refusal, link);
    beginning.show();
    return true;
  };

  const play = async (...what: Parameters<typeof player.start>): Promise<void> => {
    if (isRefused(what[0])) return;
    notePlayed(what[0].query);
    need(document, "#player [data-rules]", HTMLElement).replaceChildren(...copySafety(what[0], ".stop"));
    const ending = await player.start(...what);
    void renewScreening();
    const fault = ending.kind === "unplayable" ? ending.sentence : null;
    current = getReady(fault);
    if (fault !== null) say(fault);
    if (ending.kind !== "played") void offer();
    await stayPersistent();
  };
  // A session that was not finished is not continued once another begins.
  const start = (): Promise<void> => {
    void outbox.closeUnfinished();
    return play(current);
  };
  // How to continue comes when there is something to continue.
  const offer = async (): Promise<void> => {
    const left = await outbox.findUnfinished();
    if (left === null) return;
    const resume = await import("./resume.ts").catch(() => null);
    if (resume === null) return left.letGo();
    await resume.offerToGoOn(need(document, "#resume", HTMLDialogElement), outbox, left, (decision) => {
      void (decision.kind === "go-on" ? play(decision.prepared, decision.left) : play(decision.prepared));
    });
  };

  const fit = (): void => {
    fitVoices(form);
    fitChoices(form);
    drawPictures(queryOf(form));
  };

  void renewScreening();
  const isChosen = page.querySelector("[data-today=chosen]") !== null;
  recallChoices(form, new URLSearchParams(location.search), isChosen, page.dataset["knows"] === "true");
  fit();
  // What is kept of this page does not say what was chosen for today, so the device has to know.
  if (isChosen) rememberChoices(queryOf(form));
  let current = getReady();

  // What could not be had is asked for again when there may be a network, or when somebody looks.
  const lookAgain = async (): Promise<void> => {
    const before = current;
    const { kind } = await before.answer;
    if (kind === "unreachable" && current === before) current = getReady();
  };
  addEventListener("online", () => void lookAgain());
  document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && lookAgain()));

  form.addEventListener("change", ({ target }) => {
    fit();
    if (target instanceof HTMLSelectElement && target.name === "voice") void keepVoice(form);
    rememberChoices(queryOf(form));
    current = getReady();
  });
  form.addEventListener("submit", (event) => {
    // A button that leads elsewhere takes the choices along.
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (isRefused(current)) return;
    if (safety.isRead()) {
      void start();
    } else {
      need(first, "[data-texts]", HTMLElement).replaceChildren(...copySafety(current, ".safety"));
      first.showModal();
    }
  });

  // What was told after a session may stand in the way of the next one.
  need(document, "#player", HTMLDialogElement).addEventListener("close", () => {
    beginning.show();
  });

  need(first, "form", HTMLFormElement).addEventListener("submit", (event) => {
    if (!(event.submitter instanceof HTMLButtonElement) || event.submitter.value !== "read") return;
    safety.confirm();
    first.close();
    event.preventDefault();
    void start();
  });

  offerToHear(form, say);
  void offer();
  showRefused(need(document, "main", HTMLElement), outbox);
}

const protocolOf = (query: string): string => new URLSearchParams(query).get("protocol") ?? "";

/** Copies what the page says about the safety of a session's protocol; nothing where the page has no such protocol. */
const copySafety = ({ query }: Prepared, part: ".safety" | ".stop"): readonly Node[] =>
  [...document.querySelectorAll(`#safety [data-protocol="${CSS.escape(protocolOf(query))}"] ${part}`)].map((texts) =>
    texts.cloneNode(true),
  );

openGuide();
