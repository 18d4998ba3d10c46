import { breakNotice } from "../remembered.ts";
import { findWorker } from "../browser.ts";
import type { NoticeOfBreak } from "../worker/messages.ts";

// One notification at a time: a new one takes the place of the old.
const tag = breakNotice;

/** What asks outside of the page. */
export interface Bell {
  /** Shows it, where the person allows that. */
  ring(words: string, leadsTo: string): void;
  /** Takes it away. */
  hush(): void;
}

/** Notifications of the page itself, or of its worker where a page can make none. */
export function makeBell(): Bell {
  let close = (): void => undefined;
  return {
    ring(words, leadsTo) {
      if (!("Notification" in window) || Notification.permission !== "granted") return;
      close = showByPage(words) ?? showByWorker(words, leadsTo);
    },
    hush() {
      close();
      close = () => undefined;
    },
  };
}

function showByPage(words: string): (() => void) | null {
  try {
    const shown = new Notification(words, { tag, requireInteraction: true });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
    });
    return () => shown.close();
  } catch (problem) {
    // Chrome on Android lets only a worker notify.
    if (problem instanceof TypeError) return null;
    throw problem;
  }
}

// A tap on it is answered by the worker: the page may be gone by then.
function showByWorker(words: string, leadsTo: string): () => void {
  const data: NoticeOfBreak = { kind: "break", leadsTo };
  const worker = findWorker();
  const shown = worker.then((found) => found?.showNotification(words, { tag, requireInteraction: true, data }));
  return () =>
    void shown.then(async () => {
      for (const one of (await (await worker)?.getNotifications({ tag })) ?? []) one.close();
    });
}
