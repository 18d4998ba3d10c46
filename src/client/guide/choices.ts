const key = "supine-choices";

/** Puts the choices of the last time into the form, and over them those of the address. What does not exist is passed over. */
export function recall(form: HTMLFormElement, address: URLSearchParams): void {
  for (const [name, value] of [...new URLSearchParams(read()), ...address]) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) {
      const radio = [...field].find((node) => node instanceof HTMLInputElement && node.value === value);
      if (radio instanceof HTMLInputElement) radio.checked = true;
    } else if (field instanceof HTMLSelectElement && [...field.options].some((option) => option.value === value)) {
      field.value = value;
    }
  }
}

/** Keeps the form's choices for the next time. */
export function remember(query: string): void {
  try {
    localStorage.setItem(key, query);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** The form as the server's addresses say it. */
export function queryOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") query.append(name, value);
  return query.toString();
}

function read(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
