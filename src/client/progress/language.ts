/** Whether a language tag is one that this browser can format numbers by. In a C locale some browsers name their language "C". */
export function isKnown(tag: string): boolean {
  try {
    return new Intl.NumberFormat(tag).format(0) !== "";
  } catch {
    return false;
  }
}

/** Gives a browser without a language that can be used the page's: a library that asks for it would stop the page's script. */
export function mendLanguage(navigator: { readonly language: string }, page: string): void {
  if (isKnown(navigator.language)) return;
  Object.defineProperty(navigator, "language", { value: page, configurable: true });
}
