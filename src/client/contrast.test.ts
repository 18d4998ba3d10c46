import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

const tokens = readFileSync(new URL("styles/tokens.css", import.meta.url), "utf8");
const [light = "", dark = ""] = tokens.split("@media (prefers-color-scheme: dark)");

/** WCAG 2.2, 1.4.11: what is needed to read a drawing differs this much from what is beside it. */
const least = 3;

function read(theme: string, name: string): string {
  const found = new RegExp(`--${name}:\\s*(#[0-9a-f]{3,6})\\b`).exec(theme)?.[1];
  assert.ok(found, `--${name} is no colour.`);
  return found;
}

/** Relative luminance of sRGB, as WCAG defines it. */
function luminanceOf(colour: string): number {
  const digits = colour.slice(1).replace(/^...$/, (short) => short.replaceAll(/./g, "$&$&"));
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(one: string, other: string): number {
  const [brighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

describe("what a chart is drawn with", () => {
  it("is measured as WCAG does", () => {
    assert.equal(contrastOf("#000", "#ffffff").toFixed(2), "21.00");
    // the sun on the page: pretty, and no colour for a line
    assert.ok(contrastOf(read(light, "sun"), read(light, "ground")) < least);
  });

  for (const [name, theme] of [
    ["light", light],
    ["dark", dark],
  ] as const)
    for (const ground of ["ground", "raised"])
      it(`stands out from ${ground} when it is ${name}`, () => {
        for (const colour of ["side-left", "side-right", "ink", "edge", "quiet"]) {
          const contrast = contrastOf(read(theme, colour), read(theme, ground));
          assert.ok(contrast >= least, `--${colour} on --${ground}: ${contrast.toFixed(2)}`);
        }
      });
});
