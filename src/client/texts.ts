import type english from "../Supine.Web/Shell/Texts/en.json";

/** What the page's script can say: the group `client` of the language files. */
export type TextKey = keyof (typeof english)["client"];

let said: Partial<Record<TextKey, string>> | null = null;

/** A text in the page's language, which came with the page, with its places filled: `{name}`. */
export function text(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  said ??= JSON.parse(document.querySelector("#texts")?.textContent ?? "{}") as Partial<Record<TextKey, string>>;
  const found = said[key];
  if (found === undefined) throw new Error(`The page has no text "${key}".`);
  return found.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
