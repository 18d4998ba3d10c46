/** A browser's offer to put the page on the device's home screen; only some browsers make one. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

/** How a page can be put on the device's home screen. */
export type Install =
  /** By a button: `ask` has the browser ask the person. */
  | { readonly kind: "offered"; readonly ask: () => Promise<void> }
  /** By hand, from the browser's own menu: iPhone and iPad. */
  | { readonly kind: "by hand" }
  /** Not at all, not yet, or it is there already. */
  | { readonly kind: "none" };

/** Calls back with how this page can be installed, now and whenever that changes. */
export function watchInstall(show: (install: Install) => void): void {
  if (isInstalled()) return;
  if ("standalone" in navigator) show({ kind: "by hand" });

  addEventListener("beforeinstallprompt", (event) => {
    // Instead of the browser's own banner there is a button that waits to be wanted.
    event.preventDefault();
    const offer = event as InstallOffer;
    const ask = async (): Promise<void> => {
      show({ kind: "none" });
      await offer.prompt();
    };
    show({ kind: "offered", ask });
  });
  addEventListener("appinstalled", () => show({ kind: "none" }));
}

/** Whether this page runs as an installed program, in a window of its own. */
export const isInstalled = (): boolean =>
  matchMedia("(display-mode: standalone)").matches || ("standalone" in navigator && navigator.standalone === true);
