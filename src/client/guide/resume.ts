import { need } from "../dom.ts";
import { describeHeld } from "../player/after.ts";
import { findStop, type Route, type Stop } from "../player/route.ts";
import type { Earlier } from "../player/session.ts";
import { heldOf, heldPerSide } from "../track/timeline.ts";
import { fromSpans } from "../record/spans.ts";
import type { Outbox, Unfinished } from "../record/outbox.ts";
import { text } from "../texts.ts";
import { formatLength } from "../time.ts";
import { makeShelf, type Prepared } from "../track/preparing.ts";

/** What to do about a session that was not finished. Without an answer it is asked again the next time. */
export type Decision =
  | { readonly kind: "go-on"; readonly prepared: Prepared; readonly left: Earlier & { readonly id: string } }
  | { readonly kind: "anew"; readonly prepared: Prepared };

/**
 * Offers to continue a session that was not finished. What is decided is called within the tap. One that cannot be
 * continued, since nothing is left to hold or its protocol has changed, stays as it was recorded.
 */
export async function offerToGoOn(
  sheet: HTMLDialogElement,
  box: Outbox,
  left: Unfinished,
  decided: (decision: Decision) => void,
): Promise<void> {
  const { id, report } = left;
  const part = report.milder ?? null;
  const prepared = makeShelf()(part !== null && left.milder !== undefined ? left.milder.query : left.query);
  const answer = await prepared.answer;
  if (answer.kind === "unreachable") {
    await left.letGo();
    return;
  }
  const { spans } = fromSpans((part ?? report).spans);
  const track = answer.kind === "track" && answer.track.hash === (part ?? report).track ? answer.track : null;
  const stop = track && findStop(track.sequence, spans, part === null ? "first" : "milder");
  const leaveIt = async (): Promise<void> => {
    await left.letGo();
    await box.closeUnfinished();
  };
  if (track === null || stop === null) {
    await leaveIt();
    return;
  }

  need(sheet, "[data-stop]", HTMLElement).textContent = describeStop(stop);
  const holds = heldPerSide(heldOf(track.sequence, spans));
  need(sheet, "[data-held]", HTMLElement).replaceChildren(...holds.map(describeHeld));
  need(sheet, "[data-record]", HTMLAnchorElement).href = `/sessions/${id}`;

  const decide = ({ submitter }: SubmitEvent): void => {
    const decision = submitter instanceof HTMLButtonElement ? submitter.value : "";
    const before =
      left.milder === undefined ? null : { query: left.query, hash: report.track, held: left.milder.heldBefore };
    const goOn = (route: Route): void => decided({ kind: "go-on", prepared, left: { id, report, before, route } });
    if (decision === "go-on") goOn(stop.wayBack);
    if (decision === "lying") goOn(stop.wayInto);
    if (decision === "anew") decided({ kind: "anew", prepared });
    if (decision === "anew" || decision === "leave") void leaveIt();
  };
  const form = need(sheet, "form", HTMLFormElement);
  form.addEventListener("submit", decide);
  const close = (): void => {
    form.removeEventListener("submit", decide);
    void left.letGo();
  };
  sheet.addEventListener("close", close, { once: true });
  sheet.showModal();
}

function describeStop({ side, set, sets, held, of }: Stop): string {
  const where = side === null ? "" : side === "left" ? "Left" : "Right";
  const sentence =
    held === null
      ? text(`stoppedBefore${where}`)
      : text(`stoppedIn${where}`, { held: formatLength(held), of: formatLength(of) });
  return sets > 1 && set !== null ? `${sentence} ${text("setOf", { set, sets })}` : sentence;
}
