const key = "supine-safety-read";

/** What this device knows of the page before the first start. */
export interface Safety {
  /** Whether it was read: in this household, or on this device while the household could not be told. */
  isRead(): boolean;
  /** It was read. The server is told, on a later visit if need be. */
  confirm(): void;
}

/** Remembers on this device that the page was read, so that no start without a network asks again. */
export function makeSafety(readInHousehold: () => boolean): Safety {
  let known = recall();
  const tell = async (): Promise<void> => {
    try {
      const { ok } = await fetch("/api/safety/read", { method: "PUT" });
      if (ok) remember((known = "told"));
    } catch {
      // No network: the next visit tells.
    }
  };

  if (known === "untold") void tell();
  return {
    isRead: () => readInHousehold() || known !== null,
    confirm: () => {
      remember((known = "untold"));
      void tell();
    },
  };
}

type Known = "told" | "untold";

function recall(): Known | null {
  try {
    const kept = localStorage.getItem(key);
    return kept === "told" || kept === "untold" ? kept : null;
  } catch {
    return null;
  }
}

function remember(known: Known): void {
  try {
    localStorage.setItem(key, known);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
