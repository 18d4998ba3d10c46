import { startServer } from "./server.ts";
import { brotliCompressSync, constants } from "node:zlib";
import { writeFileSync } from "node:fs";
const s = await startServer();
const t = await (await fetch(s.url + "/", { headers: { accept: "text/html" } })).text();
writeFileSync("/tmp/guide.html", t);
const size = (x: string) => brotliCompressSync(Buffer.from(x), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
console.log("all", t.length, size(t));
for (const [n, r] of [["texts", /<script id="texts"[\s\S]*?<\/script>/], ["steps", /<details class="fold steps[\s\S]*?<\/details>/], ["safety", /<details id="safety[\s\S]*?<\/details>/], ["hero", /<section class="hero[\s\S]*?<\/section>/], ["form", /<form id="session[\s\S]*?<\/form>/], ["dialogs", /<dialog id="first[\s\S]*$/], ["remind", /<form class="reminder[\s\S]*?<\/form>/], ["svgs", /zzz/]] as const) {
  console.log(n, t.match(r)?.[0]?.length, size(t) - size(t.replace(r, "")));
}
console.log("no svg", size(t) - size(t.replace(/<svg[\s\S]*?<\/svg>/g, "")));
await s.dispose(); process.exit(0);
