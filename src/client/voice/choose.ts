import { need } from "../dom.ts";
import { makeListening } from "../listen.ts";

/** Every voice of a language says the same sentence at a tap; a second tap ends it. */
function openChoice(): void {
  const says = need(document, "[data-says]", HTMLElement);
  const listening = makeListening();

  for (const group of document.querySelectorAll<HTMLElement>("[data-voices]"))
    for (const button of group.querySelectorAll<HTMLButtonElement>("[data-listen]")) {
      button.hidden = false;
      button.ariaPressed = "false";
      button.addEventListener("click", () => {
        says.textContent = "";
        if (button.ariaPressed === "true") {
          listening.stop();
          return;
        }
        const sample = {
          address: button.dataset["listen"] ?? "",
          sentence: group.dataset["sentence"] ?? "",
          language: group.lang,
        };
        void listening
          .play(sample, () => (button.ariaPressed = "false"))
          .then((isHeard) => {
            if (!isHeard) says.textContent = says.dataset["unheard"] ?? "";
          });
        button.ariaPressed = "true";
      });
    }
}

openChoice();
