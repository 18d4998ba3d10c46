import { startServer } from "../e2e/server.ts";
import { startFirefox } from "./firefox.ts";
import { startWebKit } from "./webkit.ts";
import { makeRoom } from "./processes.ts";
import { writeFileSync } from "node:fs";
const t0 = Date.now(); const log = (...a: unknown[]) => console.log(Date.now() - t0, ...a);
const server = await startServer();
log("server");
const room = await makeRoom();
log("room");
const b = await (process.argv[2] === "firefox" ? startFirefox(room) : startWebKit(room));
log("browser");
try {
await b.page.open(server.url);
log(await b.page.see("h1"));
log(await b.page.evaluate(() => [navigator.language, innerWidth, innerHeight, document.hasFocus(), document.documentElement.lang].join()));
writeFileSync(`/tmp/brief/${process.argv[2]}.png`, await b.page.picture());
log("picture");
} catch (e) { log(e); }
log(b.faults());
await b.end(); await room.dispose(); await server.dispose();
log("end");
