import { keepProgram } from "../device/program.ts";
import { need } from "../dom.ts";
import { ask, personHere } from "../person.ts";
import { dayOf } from "../record/journal.ts";
import { openMemory, type Memory } from "../record/memory.ts";
import { showRefused } from "../record/notice.ts";
import { openOutbox } from "../record/outbox.ts";

/** What is deleted here is forgotten on this device, too: the server deletes when the device has forgotten. */
function forgetWhatIsDeleted(memory: Memory): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const id = /^\/sessions\/([0-9a-f-]{36})\/delete$/.exec(new URL(form.action).pathname)?.[1];
    if (id === undefined) return;
    event.preventDefault();
    void memory.forget(id).finally(() => form.submit());
  });
}

/** What was deleted on another device is forgotten on this one when its weeks are looked at. */
async function forgetWhatIsGone(memory: Memory): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-from][data-to]");
  if (list === null) return;
  const { from = "", to = "" } = list.dataset;
  for (const entry of await memory.read()) {
    const isListed = list.querySelector(`a[href="/sessions/${entry.id}"]`) !== null;
    if (isListed || entry.delivery !== "sent" || dayOf(entry) < from || dayOf(entry) > to) continue;
    // Without a network it is looked at another time.
    const answer = await ask(`/api/sessions/${entry.id}`).catch(() => null);
    if (answer?.status === 410) await memory.forget(entry.id);
  }
}

async function openHistory(): Promise<void> {
  // What an earlier visit could not send is sent from whichever page is opened first.
  const outbox = openOutbox(personHere(), new AbortController().signal);
  showRefused(need(document, "main", HTMLElement), outbox);
  const memory = openMemory(personHere());
  forgetWhatIsDeleted(memory);
  await forgetWhatIsGone(memory);
}

void openHistory();
void keepProgram(() => undefined);
