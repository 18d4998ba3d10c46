import { need } from "../dom.ts";

/** The secret of a link is in the address's fragment, which is not sent: it goes into the form, and out of the address. */
function takeSecret(form: HTMLFormElement): void {
  const field = need(form, "[name=secret]", HTMLInputElement);
  const secret = window.location.hash.slice(1);
  if (secret !== "") {
    field.value = secret;
    window.history.replaceState(null, "", window.location.pathname);
  }
  need(form, "[data-secret]", HTMLElement).hidden = field.value !== "" && field.ariaInvalid !== "true";
}

/** A form that is sent with what a passkey proves. It stays hidden where the browser has no passkeys. */
function askForPasskey(form: HTMLFormElement): void {
  if (typeof PublicKeyCredential === "undefined" || !("parseRequestOptionsFromJSON" in PublicKeyCredential)) return;
  form.hidden = false;
  const says = need(form, "[role=status]", HTMLElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    says.textContent = "";
    prove(form).then(
      (credential) => {
        need(form, "[name=credential]", HTMLInputElement).value = JSON.stringify(credential);
        form.submit();
      },
      () => (says.textContent = form.dataset["failed"] ?? ""),
    );
  });
}

async function prove(form: HTMLFormElement): Promise<unknown> {
  const response = await fetch(`${form.action}/options`, { method: "POST" });
  if (!response.ok) throw new Error(`The options were answered with ${response.status}.`);
  const credential =
    form.dataset["passkey"] === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
            (await response.json()) as PublicKeyCredentialCreationOptionsJSON,
          ),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
            (await response.json()) as PublicKeyCredentialRequestOptionsJSON,
          ),
        });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("There is no passkey.");
  return credential.toJSON();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-join]")) takeSecret(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) askForPasskey(form);
