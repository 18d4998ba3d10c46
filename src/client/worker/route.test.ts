import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { routeOf, type Asking, type Route } from "./route.ts";

const origin = "http://127.0.0.1:5170";
const page = (kept: string): Route => ({ kind: "page", kept });
const other: Route = { kind: "other" };

const get = (path: string, more: Partial<Asking> = {}): Asking => ({
  method: "GET",
  url: origin + path,
  mode: "same-origin",
  cache: "default",
  headers: new Headers(),
  ...more,
});
const visit = (path: string): Asking => get(path, { mode: "navigate" });

describe("a request is answered", () => {
  const rows: readonly (readonly [string, Asking, Route])[] = [
    ["the guide", visit("/"), page("/")],
    ["the guide with choices", visit("/?protocol=psoas-lying-2"), page("/")],
    ["the progress", visit("/progress"), page("/progress/device")],
    ["the weeks of practice", visit("/progress/practice?until=2026-11-01"), page("/progress/device")],
    ["the history by its old address", visit("/history?until=2026-11-01"), page("/progress/device")],
    ["a record", visit("/sessions/0190-x"), page("/progress/device")],
    ["another page", visit("/protocols/psoas-lying-1"), page("/protocols/psoas-lying-1")],
    ["a page whose name begins alike", visit("/progressive"), page("/progressive")],
    ["a script", get("/client/guide.yfh3s0ayqe.js"), { kind: "file" }],
    ["an icon", get("/icons/icon-192.png"), { kind: "file" }],
    ["the figure's colours", get("/figure-0123456789.css"), { kind: "file" }],
    ["the manifest", get("/manifest.webmanifest?lang=de"), { kind: "file" }],
    [
      "a sequence",
      get("/api/sequence?protocol=a&hold=30s", { headers: new Headers({ "Supine-Person": "ann" }) }),
      { kind: "sequence", person: "ann" },
    ],
    ["a sequence for nobody", get("/api/sequence?protocol=a&hold=30s"), { kind: "sequence", person: null }],
    ["a sequence the server itself is asked for", get("/api/sequence?protocol=a", { cache: "no-store" }), other],
    [
      "a session's sound",
      get("/track?protocol=a&hold=30s&person=ann", { mode: "no-cors" }),
      { kind: "track", sequence: "/api/sequence?protocol=a&hold=30s", person: "ann" },
    ],
    [
      "a session's sound for nobody",
      get("/track?protocol=a", { mode: "no-cors" }),
      { kind: "track", sequence: "/api/sequence?protocol=a", person: null },
    ],
    ["a session's sound as a file", visit("/track?protocol=a&download="), other],
    ["a sound", get("/tracks/00.wav?v=1", { mode: "no-cors" }), { kind: "sound" }],
    ["a sentence", get("/phrases/en/waiting.wav?v=1"), { kind: "sound" }],
    ["a sound played by the browser itself", visit("/tracks/00.wav?v=1"), { kind: "sound" }],
    ["a sound as a file", visit("/tracks/00.wav?v=1&download"), other],
    ["a record that is sent", get("/api/sessions/0190-x", { method: "PUT" }), other],
    ["a record that is read", get("/api/sessions/0190-x"), other],
    ["the safety page", get("/api/safety"), other],
    ["a form", get("/sessions/0190-x/delete", { method: "POST", mode: "navigate" }), other],
    ["another site", { ...get("/"), url: "http://127.0.0.1:9999/client/a.js" }, other],
    ["the worker itself", get("/sw.js"), other],
  ];
  for (const [name, asking, route] of rows)
    it(`${name}: ${route.kind}`, () => assert.deepEqual(routeOf(asking, origin), route));
});
