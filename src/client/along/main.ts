/** What only a script can do for a session that is taken along: print the sheet, copy the feed's address. */
function openAlong(): void {
  const print = document.querySelector<HTMLButtonElement>("[data-print]");
  if (print !== null) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // What is folded on a screen is there on paper.
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll<HTMLDetailsElement>("[data-open-to-print]")) folded.open = true;
  });

  const copy = document.querySelector<HTMLButtonElement>("[data-copy]");
  const address = document.querySelector<HTMLInputElement>("#address");
  const copied = document.querySelector<HTMLElement>("[data-copied]");
  // A page that was not reached by a safe way has no clipboard.
  if (copy !== null && address !== null && "clipboard" in navigator) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      address.select();
      void navigator.clipboard.writeText(address.value).then(() => {
        if (copied !== null) copied.textContent = copied.dataset["copied"] ?? "";
      });
    });
  }
}

openAlong();
