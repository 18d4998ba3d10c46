import { keepSession } from "../device/keptSessions.ts";
import { watchInstall } from "../device/install.ts";
import { keepProgram } from "../device/program.ts";
import { need } from "../dom.ts";
import { findWorker, workers } from "../browser.ts";
import { personHere } from "../person.ts";
import { keepTrack } from "../record/sending.ts";
import type { Prepared } from "../track/preparing.ts";

/** Keeps the program and the chosen session on this device, and says so on the guide. */
export function keepOnDevice(guide: HTMLElement): (prepared: Prepared) => void {
  const part = need(guide, "[data-device]", HTMLElement);
  const update = need(guide, "[data-update]", HTMLElement);
  const install = need(part, "[data-install]", HTMLButtonElement);
  const byHand = need(part, "[data-by-hand]", HTMLElement);
  let latest: Prepared | null = null;

  watchInstall((can) => {
    install.hidden = can.kind !== "offered";
    byHand.hidden = can.kind !== "by hand";
    install.onclick = can.kind === "offered" ? () => void can.ask() : null;
  });

  // The page itself comes first: what it needs for another time is fetched when it is there.
  const keep = () =>
    void keepProgram((load) => {
      update.hidden = false;
      need(update, "button", HTMLButtonElement).onclick = load;
    });
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep, { once: true });

  return (prepared) => {
    latest = prepared;
    void keepPrepared(prepared).then((kept) => {
      if (latest === prepared) part.hidden = !kept;
    });
  };
}

async function keepPrepared({ answer, sound, spare, milder }: Prepared): Promise<boolean> {
  const [came, whole, other, gentle] = await Promise.all([answer, sound, spare, milder]);
  if (came.kind !== "track" || whole === null) return false;
  if (!(await keepSession({ track: came.track, sound: whole }, other, gentle))) return false;
  // Played without a network, it may be reported when the server has another version of the protocol.
  for (const { hash, query } of [came.track, ...(gentle === null ? [] : [gentle.track])])
    void keepTrack(personHere(), hash, query);
  if ((await findWorker()) === undefined) return false;
  await workers()?.ready;
  return true;
}
