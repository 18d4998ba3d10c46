import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SoundFormat, SoundSource } from "../wire.ts";
import { orderSources } from "./formats.ts";

const sources: readonly SoundSource[] = (["opus", "caf", "mp3", "wav"] as const).map((format) => ({
  format,
  mediaType: `audio/${format}`,
  url: `/tracks/1.${format}`,
  bytes: null,
}));

const order = (unplayable: readonly SoundFormat[], unknown: readonly SoundFormat[]): string =>
  orderSources(sources, new Set(unplayable), (type) => !unknown.some((format) => type === `audio/${format}`))
    .map(({ format }) => format)
    .join(" ");

describe("the kinds of file that a device tries", () => {
  it("come in the server's order", () => assert.equal(order([], []), "opus caf mp3 wav"));
  it("begin with those that the browser knows", () => assert.equal(order([], ["opus", "mp3"]), "caf wav opus mp3"));
  it("leave out what could not be played here", () => assert.equal(order(["opus", "wav"], ["caf"]), "mp3 caf"));
  it("are all tried again where none could be played", () =>
    assert.equal(order(["opus", "caf", "mp3", "wav"], []), "opus caf mp3 wav"));
});
