import { nothingPlays } from "../record/outbox.ts";
import { workers } from "../browser.ts";
import type { Ask } from "../worker/messages.ts";

/** Offers the person to load a newer version; `load` does it as soon as nothing plays. */
export type Offer = (load: () => void) => void;

/**
 * Has the browser keep this program, and brings newer versions of it. A new version waits as long as a session plays in
 * any page. A page that came from the server is new already and takes its worker over unasked; an older page asks first,
 * since it has to be loaded again.
 */
export async function keepProgram(offer: Offer): Promise<void> {
  const container = workers();
  if (container === null) return;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await container.register("/sw.js", { updateViaCache: "none" });
  } catch {
    // A browser that refuses, or a server that is gone on a first visit: then it works with a network only.
    return;
  }

  const version = document.documentElement.dataset["shell"] ?? "";
  if (registration.active !== null) ask(registration.active, { kind: "opened", version });

  const consider = async (worker: ServiceWorker): Promise<void> => {
    if (worker.state !== "installed" || registration.active === null) return;
    const isOurs = (await versionOf(worker)) === version;
    if (isOurs) return takeOver(worker);
    offer(() => void takeOver(worker).then(() => location.reload()));
  };

  const come = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    worker.addEventListener("statechange", () => void consider(worker));
    void consider(worker);
  };
  registration.addEventListener("updatefound", () => come(registration.installing));
  come(registration.installing ?? registration.waiting);

  // An installed program is seldom closed: whenever it is looked at again it asks for a newer one.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => undefined);
  });
}

/** Lets a worker take over when no page plays a session; resolves when it has. */
async function takeOver(worker: ServiceWorker): Promise<void> {
  await nothingPlays();
  const done = new Promise<void>((resolve) => {
    const look = () => {
      if (worker.state === "activated" || worker.state === "redundant") resolve();
    };
    worker.addEventListener("statechange", look);
    look();
  });
  ask(worker, { kind: "take over" });
  await done;
}

function versionOf(worker: ServiceWorker): Promise<string> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(String(data));
    ask(worker, { kind: "version" }, [port2]);
  });
}

const ask = (worker: ServiceWorker, what: Ask, ports: Transferable[] = []): void => worker.postMessage(what, ports);
