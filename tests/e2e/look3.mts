import { startServer } from "./server.ts";
import http from "node:http";
const s = await startServer();
const t = await (await fetch(s.url + "/")).text();
for (const f of ["site", "guide", "people"]) {
  const p = new RegExp(`/client/${f}\\.[a-z0-9]+\\.(css|js)`).exec(t)?.[0];
  await new Promise<void>((r) => http.get(s.url + p, { headers: { "accept-encoding": "gzip, deflate, br, zstd" } }, (a) => { let n = 0; a.on("data", (c: Buffer) => (n += c.length)); a.on("end", () => { console.log(p, a.headers["content-encoding"], n, a.headers.etag, JSON.stringify(a.rawHeaders).length); r(); }); }));
}
await s.dispose(); process.exit(0);
