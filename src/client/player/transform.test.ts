import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cssTransform } from "./transform.ts";

describe("a joint's transform", () => {
  it("gets the units CSS asks for", () => {
    assert.equal(
      cssTransform("translate(10 -20.5) rotate(30) scale(1 0.9)"),
      "translate(10px, -20.5px) rotate(30deg) scale(1, 0.9)",
    );
  });

  it("keeps an empty transform empty", () => assert.equal(cssTransform(""), ""));

  it("refuses what the figure never draws", () => assert.throws(() => cssTransform("skewX(3)"), RangeError));
});
