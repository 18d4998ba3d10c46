import { openChannel, underLock } from "../browser.ts";
import { personHere } from "../person.ts";
import { deskOf } from "../remembered.ts";
import type { Kept } from "./kept.ts";

/** What the tabs with a desk tell each other: one begins and asks how things stand; one says how they stand. */
type Message = { readonly kind: "begins" } | { readonly kind: "stands"; readonly desk: Kept };

/** The other tabs that have a desk open for the same person. */
export interface OtherDesks {
  /** This desk begins: the others say how things stand there, and from now on this one may have to notify. */
  begin(): void;
  /** Tells them what was done here. */
  tell(desk: Kept): void;
  /** Whether it is this tab that notifies: of several only one does. */
  notifies(): boolean;
}

/** Keeps the desks of several tabs alike. A browser without channels or locks has each of them ask for itself. */
export function meetOtherDesks(current: () => Kept | null, adopt: (desk: Kept) => void): OtherDesks {
  const name = deskOf(personHere());
  const channel = openChannel(name);
  let isTheOne = false;
  const say = (message: Message): void => channel?.postMessage(message);
  channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.kind === "stands") adopt(data.desk);
    const desk = data.kind === "begins" ? current() : null;
    if (desk !== null) say({ kind: "stands", desk });
  });
  return {
    begin() {
      // It is held until the tab is closed; then the next one notifies.
      void underLock(name, () => {
        isTheOne = true;
        return new Promise<never>(() => undefined);
      });
      say({ kind: "begins" });
    },
    tell: (desk) => say({ kind: "stands", desk }),
    notifies: () => isTheOne,
  };
}
