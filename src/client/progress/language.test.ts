import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mendLanguage } from "./language.ts";

describe("the browser's language", () => {
  for (const [own, mended] of [
    ["C", "de"],
    ["", "de"],
    ["en_US", "de"],
    ["es-MX", "es-MX"],
  ] as const)
    it(`"${own}" is ${own === mended ? "kept" : "replaced by the page's"}`, () => {
      const navigator = { language: own as string };
      mendLanguage(navigator, "de");
      assert.equal(navigator.language, mended);
      assert.doesNotThrow(() => new Intl.NumberFormat(navigator.language));
    });
});
