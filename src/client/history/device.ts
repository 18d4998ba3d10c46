import { keepProgram } from "../device/program.ts";
import { need } from "../dom.ts";
import { personHere } from "../person.ts";
import { sumDays } from "../record/journal.ts";
import { openMemory, type Remembered } from "../record/memory.ts";
import { openOutbox } from "../record/outbox.ts";
import { text, type TextKey } from "../texts.ts";
import { formatClock, milliseconds } from "../time.ts";

const ended: Readonly<Record<NonNullable<Remembered["end"]>, TextKey>> = {
  completed: "completed",
  stopped: "stoppedEarly",
  abandoned: "abandoned",
};

const delivered: Readonly<Record<Remembered["delivery"], TextKey>> = {
  sent: "sent",
  waiting: "notSent",
  refused: "notTaken",
};

/** What stands where nothing was measured. */
const missing = "—";

async function showMemory(): Promise<void> {
  const page = need(document, "main", HTMLElement);
  const [empty, sessions] = [need(page, "[data-empty]", HTMLElement), need(page, "[data-sessions]", HTMLElement)];
  const rows = need(sessions, "[data-rows]", HTMLElement);
  const blank = need(sessions, "[data-row]", HTMLTemplateElement);

  // Under the history's own address this page stands in for it: the server was not there.
  const isAway = location.pathname !== "/progress/device";
  need(page, "[data-away]", HTMLElement).hidden = !isAway;
  need(page, "[data-here]", HTMLElement).hidden = isAway;

  const memory = openMemory(personHere());
  const draw = async (): Promise<void> => {
    const all = await memory.read();
    empty.hidden = all.length > 0;
    sessions.hidden = all.length === 0;
    rows.replaceChildren(...all.map((session) => drawRow(blank, session)));
    const { days, leftMs, rightMs } = sumDays(all, new Date(), 7);
    need(sessions, "[data-week]", HTMLElement).textContent = text("lastWeek", {
      days,
      left: formatHeld(leftMs),
      right: formatHeld(rightMs),
    });
  };

  need(sessions, "[data-forget]", HTMLButtonElement).addEventListener("click", () => {
    void memory.forgetSent().then(draw, draw);
  });
  await draw();
  const outbox = openOutbox(personHere(), new AbortController().signal);
  outbox.onTurn(() => void draw());
}

function drawRow(blank: HTMLTemplateElement, session: Remembered): DocumentFragment {
  const row = blank.content.cloneNode(true) as DocumentFragment;
  const time = need(row, "time", HTMLTimeElement);
  time.dateTime = session.startedAt;
  time.textContent = formatStart(session);
  const what = need(row, "[data-what]", HTMLElement);
  what.textContent = session.title;
  what.lang = session.language;
  need(row, "[data-left]", HTMLElement).textContent = formatHeld(heldOn(session, "left"));
  need(row, "[data-right]", HTMLElement).textContent = formatHeld(heldOn(session, "right"));
  need(row, "[data-ended]", HTMLElement).textContent = session.end === null ? missing : text(ended[session.end]);
  const sent = need(row, "[data-sent]", HTMLElement);
  sent.textContent = text(delivered[session.delivery]);
  sent.dataset["sent"] = session.delivery;
  return row;
}

const heldOn = ({ held }: Remembered, side: "left" | "right"): number | null =>
  held.find((one) => one.side === side)?.heldMs ?? null;

// Seconds that were only begun do not count, as in the history.
const formatHeld = (ms: number | null): string =>
  ms === null ? missing : formatClock(milliseconds(Math.floor(ms / 1000) * 1000));

// The person's own day and time, wherever this is looked at.
function formatStart({ startedAt, utcOffsetMinutes }: Remembered): string {
  const there = new Date(Date.parse(startedAt) + utcOffsetMinutes * 60_000);
  const form = { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(there);
}

void showMemory();
void keepProgram(() => undefined);
