import { startServer } from "../e2e/server.ts";
import { shortest } from "../e2e/guide.ts";
import { startFirefox } from "./firefox.ts";
import { startWebKit } from "./webkit.ts";
import { makeRoom } from "./processes.ts";
import { writeFileSync } from "node:fs";
const t0 = Date.now(); const log = (...a: unknown[]) => console.log(Date.now() - t0, ...a);
const server = await startServer();
const room = await makeRoom();
const choices = { ...shortest, protocol: "psoas-lying-2" };
for (let i = 0; i < 4; i++) {
const b = await (process.argv[2] === "firefox" ? startFirefox(room) : startWebKit(room));
log("browser");
const { page } = b;
try {
await page.open(`${server.url}/?${new URLSearchParams(choices)}`);
await page.evaluate(() => {
  const audio = document.querySelector("audio[data-track]") as HTMLAudioElement;
  const log: unknown[] = []; Object.assign(window, { heard: log });
  for (const t of ["play","playing","pause","seeking","seeked","ended","ratechange","error","waiting","stalled","loadstart","loadedmetadata","canplay"]) audio.addEventListener(t, () => log.push([t, audio.currentTime*1000, performance.now(), audio.src.slice(0,60), audio.error?.code, audio.error?.message]));
});
await page.click("#session .main");
if (i === 0) await page.click("#first .main");
const end = Date.now() + 8000;
let ok = false;
while (!ok && Date.now() < end) ok = await page.evaluate(() => (document.querySelector("audio[data-track]") as HTMLAudioElement).currentTime > 0.3);
log(ok);
if (!ok) log(await page.evaluate(() => JSON.stringify([(window as any).heard, [...document.querySelectorAll("dialog[open]")].map(d => d.id), (document.querySelector("audio[data-track]") as HTMLAudioElement).src, document.querySelector("[data-notice]")?.textContent,  document.querySelector("[data-sentence]")?.textContent, performance.now(), document.hidden])));
if (!ok) log((b as any).written?.());
} catch (e) { log(e); }
log(b.faults());
await b.end(); 
}
await room.dispose(); await server.dispose();
log("end");
