import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fillShell, findPage, renewPage, type Shell } from "./shell.ts";

const origin = "https://supine.example";
const shell: Shell = { version: "abc", files: [], pages: ["/", "/measure"] };

const html = (more: string, language = "en", version = "abc"): string =>
  `<!DOCTYPE html>\n<html lang="${language}" data-shell="${version}"${more}><body data-person-like="x"></body></html>`;
const neutral = (language = "en"): string => html("", language);
const ofAnn = (language = "en"): string =>
  html(` data-person="ann" data-zone="Europe/Berlin" data-day="2026-11-30"`, language);

interface Asked {
  readonly path: string;
  readonly kept: string | null;
}

describe("the worker keeps pages", () => {
  const stored = new Map<string, Map<string, Response>>();
  const asked: Asked[] = [];
  let answer: (path: string) => string = () => neutral();
  const real = { fetch: globalThis.fetch, Request: globalThis.Request };

  beforeEach(() => {
    stored.clear();
    asked.length = 0;
    answer = () => neutral();
    const caches = {
      open: (name: string) => {
        const cache = stored.get(name) ?? new Map<string, Response>();
        stored.set(name, cache);
        return Promise.resolve({
          match: (path: string) => Promise.resolve(cache.get(path)?.clone()),
          put: (path: string, response: Response) => Promise.resolve(void cache.set(path, response)),
        });
      },
      delete: (name: string) => Promise.resolve(stored.delete(name)),
    };
    class AtOrigin extends real.Request {
      constructor(path: string, init: RequestInit) {
        super(new URL(path, origin), init);
      }
    }
    const fetch = ({ url, headers }: Request): Promise<Response> => {
      const { pathname } = new URL(url);
      asked.push({ path: pathname, kept: headers.get("Supine-Kept") });
      return Promise.resolve(new Response(answer(pathname)));
    };
    Object.assign(globalThis, { caches, fetch, Request: AtOrigin });
  });
  afterEach(() => {
    Object.assign(globalThis, real);
    Reflect.deleteProperty(globalThis, "caches");
  });

  const kept = async (path: string): Promise<string | undefined> => (await findPage(shell, path))?.text();

  it("that it has asked for as pages to be kept", async () => {
    await fillShell(shell);
    assert.deepEqual(asked, [
      { path: "/", kept: "1" },
      { path: "/measure", kept: "1" },
    ]);
    assert.equal(await kept("/"), neutral());
  });

  it("that are for everybody, and no other", async () => {
    answer = (path) => (path === "/" ? ofAnn() : neutral());
    await fillShell(shell);
    assert.equal(await kept("/"), undefined);
    assert.equal(await kept("/measure"), neutral());
    for (const attribute of ["data-person", "data-zone", "data-day"]) {
      answer = () => html(` ${attribute}="x"`);
      await renewPage(shell, "/", new Response(ofAnn()));
      assert.equal(await kept("/"), undefined, attribute);
    }
  });

  it("that are asked for anew when one came that is not kept yet; never the page that came", async () => {
    await renewPage(shell, "/", new Response(ofAnn()));
    assert.equal(await kept("/"), neutral());
    assert.equal(asked.length, 1);
    await renewPage(shell, "/", new Response(ofAnn()));
    assert.equal(asked.length, 1);
  });

  it("in the language of the page that came last: all of them", async () => {
    await fillShell(shell);
    answer = () => neutral("de");
    await renewPage(shell, "/", new Response(ofAnn("de")));
    assert.deepEqual([await kept("/"), await kept("/measure")], [neutral("de"), neutral("de")]);
  });

  it("of its own version, and only those it lists", async () => {
    await renewPage(shell, "/", new Response(html("", "en", "another")));
    await renewPage(shell, "/history", new Response(ofAnn()));
    await renewPage(shell, "/", new Response(ofAnn(), { status: 422 }));
    assert.deepEqual(asked, []);
    answer = () => html("", "en", "another");
    await assert.rejects(fillShell(shell), /another version/);
    assert.equal(stored.size, 0);
  });
});
