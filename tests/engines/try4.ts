import { startUnscreened, answerScreening } from "../e2e/server.ts";
import { startFirefox } from "./firefox.ts";
import { startWebKit } from "./webkit.ts";
import { makeRoom } from "./processes.ts";
import { writeFileSync } from "node:fs";
const name = process.argv[2];
const t0 = Date.now(); const log = (...a: unknown[]) => console.log(Date.now() - t0, ...a);
const server = await startUnscreened();
const room = await makeRoom();
const b = await (name === "firefox" ? startFirefox(room) : startWebKit(room));
const { page } = b;
try {
await page.open(server.url);
await page.click("#session .main");
for (const wait of [300, 2000]) { await new Promise(r => setTimeout(r, wait));
log(await page.evaluate(() => [location.href, document.querySelector("[data-notice]")?.outerHTML, JSON.stringify(document.querySelector("[data-notice] a")?.getBoundingClientRect()), innerHeight, document.activeElement?.outerHTML.slice(0,100)].join("\n"))); }
writeFileSync(`/tmp/brief/${name}1.png`, await page.picture());
await page.click("[data-notice] a").catch(log);
writeFileSync(`/tmp/brief/${name}2.png`, await page.picture());
} catch (e) { log(e); }
await b.end(); await room.dispose(); 
if (name === "webkit") {
await answerScreening(server.url, []);
const room = await makeRoom("none");
const b = await startWebKit(room);
const { page } = b;
await page.open(server.url);
await page.until(() => /\d/.test(document.querySelector("[data-total]")?.textContent ?? ""));
await page.evaluate(() => {
  const audio = document.querySelector("audio[data-track]") as HTMLAudioElement;
  const log: unknown[] = []; Object.assign(window, { heard: log });
  for (const t of ["play","playing","pause","seeking","seeked","ended","ratechange","error","waiting","stalled","loadstart","loadedmetadata","canplay","progress","suspend"]) audio.addEventListener(t, () => log.push([t, audio.currentTime*1000, performance.now(), audio.src.slice(0,60), audio.error?.code, audio.error?.message]));
});
await page.click("#session .main");
await page.click("#first .main");
for (let i = 0; i < 3; i++) {
 await new Promise(r => setTimeout(r, 2000));
 log(await page.evaluate(() => JSON.stringify([(window as any).heard, document.querySelector("audio")?.currentTime, document.querySelector("audio")?.paused, document.querySelector("audio")?.readyState, document.querySelector("#player")?.hasAttribute("open")])));
}
log((b as any).written());
await b.end(); await room.dispose(); 
}
await server.dispose();
