import { chromium } from "playwright-core";
import { startServer } from "./server.ts";
import { liveTwoYears } from "./twoYears.ts";
import { mkdirSync } from "node:fs";
mkdirSync("/tmp/b", { recursive: true });
const server = await startServer();
const t = Date.now();
const lived = await liveTwoYears(server.url);
console.log("lived", Date.now() - t);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const shots = JSON.parse(process.argv[2] ?? "[]") as [string, string, number, string, string][];
for (const [name, path, width, lang, scheme] of shots) {
  const c = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, locale: lang, colorScheme: scheme as "light" });
  const p = await c.newPage();
  await p.goto(server.url + path.replace("SESSION", lived.session));
  if (name.startsWith("ask")) {
    await p.locator(".ways > summary").click();
    await p.locator("#left").fill("-12,5");
    await p.locator("form[action='/measure'] button[type=submit]").click();
    await p.waitForTimeout(300); // ASK
    if (name.startsWith("asks")) { await p.locator("[data-choice=other] button").click(); await p.waitForTimeout(300); }
  }
  if (name.startsWith("err")) {
    await p.locator(".ways > summary").click();
    await p.locator("#left").fill("abc");
    await p.locator("#right").fill("99");
    await p.locator("form[action='/measure'] button[type=submit]").click();
    await p.waitForTimeout(300);
  }
  await p.waitForTimeout(200);
  console.log(name, path, width, lang, await p.evaluate(() => document.documentElement.scrollHeight));
  await p.screenshot({ path: `/tmp/b/${name}.png`, fullPage: true });
  const height = await p.evaluate(() => document.documentElement.scrollHeight);
  const cols = Math.ceil(height / 1400);
  const c2 = await browser.newContext({ viewport: { width: cols * (width + 10), height: Math.min(height, 1400) } });
  const p2 = await c2.newPage();
  const { readFileSync } = await import("node:fs");
  const data = readFileSync(`/tmp/b/${name}.png`).toString("base64");
  await p2.setContent(`<body style="margin:0;display:flex;gap:10px;background:#888">${Array.from({ length: cols }, (_, i) => `<div style="width:${width}px;height:1400px;overflow:hidden"><img style="margin-top:${-1400 * i}px" src="data:image/png;base64,${data}"></div>`).join("")}`);
  await p2.waitForTimeout(300);
  await p2.screenshot({ path: `/tmp/b/${name}.png` });
  await c2.close();
  await c.close();
}
await browser.close();
await server.dispose();
