// npx tsx bench/pictures.ts FOLDER [--states a,b] [--widths 320,390] [--languages en,de] [--schemes light,dark]
/**
 * Pictures of every page in every state, to be looked at: at each width, in each language, light and dark. Beside the pictures there are
 * contact sheets: of each page one with its languages and colours on a phone, and one with its widths. What a program can see is told:
 * what is too long for a phone, scrolls sideways, is cut off, or made the browser complain.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser } from "../tests/e2e/browser.ts";
import { moveTo, openGuide, reach, sequenceOf, start, storedSession, touch } from "../tests/e2e/guide.ts";
import { answerScreening, deleteSession, startUnscreened, type Server } from "../tests/e2e/server.ts";
import { liveTwoYears } from "../tests/e2e/twoYears.ts";
import { findTooWide } from "../tests/e2e/widths.ts";
import { addPerson, practise } from "./practised.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    states: { type: "string" },
    widths: { type: "string", default: "320,390,820,1280" },
    languages: { type: "string", default: "en,de,es" },
    schemes: { type: "string", default: "light,dark" },
  },
});
const [target] = positionals;
if (target === undefined) throw new Error("Into which folder?");
const folder = resolve(target);
const widths = values.widths.split(",").map(Number);
const languages = values.languages.split(",");
const schemes = values.schemes.split(",");
const heights: Readonly<Record<number, number>> = { 320: 568, 390: 844, 820: 1180, 1280: 800 };
const phone = 390;
const longest = 4 * 844;
const written = { type: "jpeg", quality: 85 } as const;

/** Where a picture is taken, and by whom. */
interface Place {
  readonly server: Server;
  readonly language: string;
  /** What the state left behind: the id of its last session, or none. */
  readonly session: string;
}

/** One page in one state. Shots of a state follow each other in the same tab. */
interface Shot {
  readonly name: string;
  readonly open: (page: Page, place: Place) => Promise<void>;
  /** Only what is in view, as a dialog or the player fills it. */
  readonly inView?: true;
}

interface State {
  /** What applies of the safety questions, or null if they have not been answered. */
  readonly yes: readonly string[] | null;
  /** Lives the life that led here. Gives the id of the last session, or none. */
  readonly live?: (server: Server, browser: Browser) => Promise<string>;
  readonly shots: readonly Shot[];
  /** Undoes what the shots have recorded, before another language. */
  readonly undo?: (place: Place) => Promise<void>;
}

/** A page as it comes, at an address. */
const at = (name: string, path: string | ((place: Place) => string)): Shot => ({
  name,
  open: async (page, place) => {
    const address = typeof path === "string" ? path : path(place);
    await page.goto(place.server.url + address, { waitUntil: "networkidle" });
  },
});

/** What a form answers to what was sent. */
const sent = (name: string, path: string, fields: Readonly<Record<string, string>>, button: string): Shot => ({
  name,
  open: async (page, { server }) => {
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await unfold(page);
    for (const [field, value] of Object.entries(fields)) await page.locator(field).first().fill(value);
    // the browser's own check would not let it be sent
    await page.evaluate(() => document.querySelectorAll("form").forEach((form) => (form.noValidate = true)));
    await page.locator(button).first().click();
    await page.waitForLoadState("networkidle");
  },
});

const unfold = (page: Page): Promise<void> =>
  page.evaluate(() =>
    document.querySelectorAll("main details").forEach((part) => ((part as HTMLDetailsElement).open = true)),
  );

/** The same page with everything unfolded. */
const unfolded = (name: string, path: string): Shot => ({
  name,
  open: async (page, { server }) => {
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await unfold(page);
  },
});

const level2 = { protocol: "psoas-lying-2", hold: "30s", sets: "4" };

/** Moves the track of the player behind the beginning of its first step with this role. */
const toRole = (role: string) => async (page: Page, place: Place) => {
  const { steps } = await sequenceOf(place.server.url, { ...level2, lang: place.language });
  const step = steps.find((one) => one.role === role);
  const to = (step?.atMs ?? 0) + Math.min(9000, (step?.durationMs ?? 0) / 2);
  await moveTo(page, to);
  await reach(page, to + 100);
};

const weeks = { days: 56, hipsEvery: 7, does: (ago: number) => ago % 7 !== 3 };

/** The session that the player's shots have recorded, to be undone. */
let played = "";

const states: Readonly<Record<string, State>> = {
  new: {
    yes: null,
    shots: [
      at("today", "/"),
      at("screening", "/screening"),
      at("questions-of-safety", "/screening/questions"),
      at("progress", "/progress"),
      at("next", "/next"),
      at("questions", "/questions"),
      at("experiment", "/experiment"),
      at("sitting", "/sitting"),
      unfolded("sitting-unfolded", "/sitting"),
      at("more", "/more"),
      at("people", "/people"),
      at("measure", "/measure"),
      unfolded("measure-unfolded", "/measure"),
      at("protocols", "/protocols"),
      at("not-found", "/nowhere"),
    ],
  },
  screened: {
    yes: [],
    shots: [
      at("today", "/"),
      unfolded("today-unfolded", "/"),
      {
        name: "first-time",
        inView: true,
        open: async (page, { server }) => {
          await page.goto(server.url, { waitUntil: "networkidle" });
          await page.locator("#session .main").click();
          await page.locator("#first").waitFor();
        },
      },
      at("screening", "/screening"),
      at("standing", "/?protocol=standing-break"),
      at("protocol-1", "/protocols/psoas-lying-1"),
      at("protocol-2", "/protocols/psoas-lying-2?seconds=45"),
      at("protocol-office", "/protocols/psoas-office"),
      at("sheet", "/protocols/psoas-lying-2/sheet"),
      {
        name: "sheet-printed",
        open: async (page, { server }) => {
          await page.emulateMedia({ media: "print" });
          await page.goto(`${server.url}/protocols/psoas-lying-2/sheet`, { waitUntil: "networkidle" });
        },
      },
      {
        name: "body",
        open: async (page, { server }) => {
          await page.emulateMedia({ media: "screen" });
          await page.goto(`${server.url}/explain`, { waitUntil: "networkidle" });
        },
      },
      unfolded("body-unfolded", "/explain?left=9&right=8"),
      at("take-along", "/take-along?protocol=psoas-lying-1"),
      at("voices", "/voices"),
      at("questions-asked", "/questions/new"),
      sent("questions-fault", "/questions/new", {}, ".button.main"),
      sent("measure-fault", "/measure", { "#left": "abc" }, 'form[action="/measure"] button'),
      sent("sitting-fault", "/sitting", { "#limit": "0" }, ".plan .button"),
      sent("people-fault", "/people", { "#new-name": "" }, 'form[action="/people/add"] button'),
    ],
  },
  emergency: { yes: ["numb-between-thighs"], shots: stops() },
  "same-day": { yes: ["fever-with-hip-pain"], shots: stops() },
  "ask-first": { yes: ["night-pain"], shots: stops() },
  changes: {
    yes: ["hypermobility", "painful-knee"],
    shots: [at("today", "/"), at("screening", "/screening"), at("next", "/next")],
  },
  weeks: {
    yes: [],
    live: (server) => practise(server, "first", weeks),
    shots: [
      at("today", "/"),
      at("progress", "/progress"),
      unfolded("progress-unfolded", "/progress"),
      at("practice", "/progress/practice"),
      at("device", "/progress/device"),
      at("session", ({ session }) => `/sessions/${session}`),
      at("next", "/next"),
      unfolded("next-unfolded", "/next"),
      at("body", "/explain"),
      at("measure", "/measure"),
      at("questions", "/questions"),
      at("experiment", "/experiment"),
      sent("odd-reading", "/measure", { "#left": "-32,5" }, 'form[action="/measure"] button'),
    ],
  },
  done: {
    yes: [],
    live: (server) => practise(server, "first", { ...weeks, days: 20, until: 0 }),
    shots: [at("today", "/"), at("progress", "/progress"), at("next", "/next")],
  },
  pain: {
    yes: [],
    live: (server) => practise(server, "first", { ...weeks, days: 10, until: 0, pain: (ago) => (ago === 0 ? 7 : 1) }),
    shots: [
      at("today", "/"),
      at("screening", "/screening"),
      at("progress", "/progress"),
      at("next", "/next"),
      at("session", ({ session }) => `/sessions/${session}`),
    ],
  },
  years: {
    yes: [],
    live: async ({ url }) => (await liveTwoYears(url)).session,
    shots: [
      at("today", "/"),
      at("progress", "/progress"),
      unfolded("progress-unfolded", "/progress"),
      at("practice", "/progress/practice"),
      at("next", "/next"),
      at("questions", "/questions"),
      unfolded("questions-unfolded", "/questions"),
      at("measure", "/measure"),
      at("experiment", "/experiment"),
    ],
  },
  trial: {
    yes: [],
    live: async (server, browser) => {
      const session = await practise(server, "first", { ...weeks, days: 12, hipsEvery: 1 });
      await inTab(browser, async (page) => {
        await page.goto(`${server.url}/experiment`);
        await page.locator('form[action="/experiment"] button').click();
        await page.waitForLoadState("networkidle");
      });
      return session;
    },
    shots: [at("experiment", "/experiment"), at("today", "/"), at("progress", "/progress")],
  },
  people: {
    yes: [],
    live: async (server) => {
      for (const name of ["Annegret", "Maximiliane-Charlotte"]) await addPerson(server, name);
      return "";
    },
    shots: [
      at("today", "/"),
      {
        name: "choice",
        inView: true,
        open: async (page) => {
          await page.locator(".who summary").click();
        },
      },
      at("people", "/people"),
      unfolded("people-unfolded", "/people"),
    ],
  },
  plan: {
    yes: [],
    live: async ({ url }, browser) => {
      await inTab(browser, async (page) => {
        await page.goto(`${url}/sitting`);
        await unfold(page);
        await page.locator("[name=stretch]").first().fill("20:00");
        await page.locator(".plan .button").first().click();
        await page.waitForLoadState("networkidle");
      });
      return "";
    },
    shots: [
      at("sitting", "/sitting"),
      {
        name: "sitting-at-the-desk",
        open: async (page) => {
          const begin = page.locator("[data-do=start]");
          if (await begin.isVisible()) await begin.click();
        },
      },
      at("today", "/"),
    ],
  },
  player: {
    yes: [],
    shots: [
      {
        name: "prepare",
        inView: true,
        open: async (page, { server, language }) => {
          await openGuide(page.context(), server.url, { ...level2, lang: language }, page);
          played = await start(page);
          await reach(page, 500);
        },
      },
      { name: "move", inView: true, open: toRole("move") },
      { name: "hold", inView: true, open: toRole("hold") },
      {
        name: "paused",
        inView: true,
        open: async (page) => {
          await page.keyboard.press("Space");
          await page.locator(".paused").waitFor();
        },
      },
      {
        name: "interrupted",
        inView: true,
        open: async (page) => {
          await page.reload();
          await page.locator("#resume").waitFor();
        },
      },
      {
        name: "rest",
        inView: true,
        open: async (page, place) => {
          await page.locator("#resume .main").click();
          await page.locator(".playing .progress i").first().waitFor();
          await toRole("release")(page, place);
        },
      },
      {
        name: "dimmed",
        inView: true,
        open: async (page) => {
          if (!(await isDimmed(page))) await page.locator("[data-do=dim]").click();
        },
      },
      {
        name: "this-hurts",
        inView: true,
        open: async (page, place) => {
          await toRole("hold")(page, place);
          await touch(page, "[data-do=hurts]");
          await page.locator("[data-view=hurt]").waitFor();
        },
      },
      {
        name: "stopped-for-pain",
        inView: true,
        open: async (page) => {
          await page.locator("[data-feels=pain]").click();
          await page.locator("[data-view=after]").waitFor();
        },
      },
      {
        name: "pain-of-7",
        inView: true,
        open: async (page, { server }) => {
          await page.locator("[name=pain][value='7']").check();
          await page.locator("[data-stops]").waitFor();
          await storedSession(server.url, played, ({ after }) => after?.pain === 7);
        },
      },
    ],
    undo: async ({ server }) => {
      if (played !== "") await deleteSession(server.url, played);
      played = "";
    },
  },
};

const profile = await makeProfile();
// a bar for scrolling would take its width from the page, which a phone's does not
const running = await startBrowser(profile, ["--hide-scrollbars"]);
const faults: string[] = [];
try {
  await mkdir(folder, { recursive: true });
  for (const [name, state] of Object.entries(states))
    if (values.states === undefined || values.states.split(",").includes(name)) await takeState(name, state);
} finally {
  await running.kill();
  await removeProfile(profile);
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? "Nothing that a program can see." : `${faults.length} to look at first.`);
process.exit(0);

async function takeState(name: string, state: State): Promise<void> {
  const server = await startUnscreened({ SUPINE_TZ: "Europe/Berlin" });
  try {
    if (state.yes !== null) await answerScreening(server.url, state.yes);
    const session = (await state.live?.(server, running.browser)) ?? "";
    for (const language of languages)
      for (const scheme of schemes) await takeShots(name, state, scheme, { server, language, session });
  } finally {
    await server.dispose();
  }
  for (const shot of state.shots) await layOut(name, shot);
}

async function takeShots(name: string, state: State, scheme: string, place: Place): Promise<void> {
  const context = await openContext(running.browser, place.language, scheme);
  const page = await context.newPage();
  let now = "";
  const note = (fault: string): number => faults.push(`${now}: ${fault}`);
  page.on("pageerror", (error) => note(error.message));
  page.on("console", (message) => {
    // that a form with faults, or nowhere, is answered as such is what is wanted
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) note(message.text());
  });
  for (const shot of state.shots) {
    await page.setViewportSize({ width: phone, height: heights[phone] ?? 844 });
    await page.evaluate(holdAgain);
    now = `${name} ${shot.name} ${place.language} ${scheme}`;
    try {
      await shot.open(page, place);
    } catch (error) {
      note(String(error).split("\n")[0] ?? "");
      continue;
    }
    for (const width of widths) {
      now = `${name} ${shot.name} ${width} ${place.language} ${scheme}`;
      await page.setViewportSize({ width, height: heights[width] ?? 844 });
      await page.evaluate(holdAgain);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const [height, room, needed] = await page.evaluate(() => {
        const { scrollHeight, clientWidth, scrollWidth } = document.documentElement;
        return [scrollHeight, clientWidth, scrollWidth] as const;
      });
      if (width === phone && height > longest && !shot.name.endsWith("unfolded") && shot.inView === undefined)
        note(`${height} px long`);
      if (needed > room) note(`scrolls sideways: ${needed} px in ${room}`);
      if (scheme === schemes[0]) for (const fault of await page.evaluate(findTooWide)) note(fault);
      if (shot.inView === undefined) await letGo(page);
      await page.screenshot({
        path: picture(name, shot, width, place.language, scheme),
        fullPage: !shot.inView,
        ...written,
      });
    }
  }
  await context.close();
  await state.undo?.(place);
}

function holdAgain(): void {
  for (const bar of document.querySelectorAll<HTMLElement>("body, .places, .begin, .order form"))
    bar.removeAttribute("style");
}

// What is fixed to the window would lie in the middle of a whole page. A style sheet of ours the page would not take.
function letGo(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.body.style.position = "relative";
    for (const bar of document.querySelectorAll<HTMLElement>(".places, .begin, .order form")) {
      const { position } = getComputedStyle(bar);
      if (position === "fixed") bar.style.cssText = "position: absolute; top: auto; bottom: 0";
      if (position === "sticky") bar.style.position = "static";
    }
  });
}

function picture(state: string, shot: Shot, width: number, language: string, scheme: string): string {
  return join(folder, `${state}.${shot.name}.${width}.${language}.${scheme}.jpg`);
}

// Two sheets of a page, half its size: everything a phone shows of it, and every width of it.
async function layOut(state: string, shot: Shot): Promise<void> {
  const [language = "en"] = languages;
  const width = widths.includes(phone) ? phone : (widths[0] ?? phone);
  const onPhone = schemes.flatMap((scheme) => languages.map((each) => ({ width, language: each, scheme })));
  const byWidth = schemes.map((scheme) => widths.map((each) => ({ width: each, language, scheme })));
  await layOutSheet(`${state}.${shot.name}.phone`, state, shot, [onPhone]);
  if (widths.length > 1) await layOutSheet(`${state}.${shot.name}.widths`, state, shot, byWidth);
}

type Taken = Readonly<{ width: number; language: string; scheme: string }>;

async function layOutSheet(
  name: string,
  state: string,
  shot: Shot,
  rows: readonly (readonly Taken[])[],
): Promise<void> {
  const sheet = join(folder, "sheets", name);
  const html = rows.map((row) => {
    const cells = row.map(({ width, language, scheme }) => {
      const source = pathToFileURL(picture(state, shot, width, language, scheme)).href;
      return `<figure><figcaption>${width} ${language} ${scheme}</figcaption><img width="${width / 2}" src="${source}"></figure>`;
    });
    return `<div>${cells.join("")}</div>`;
  });
  const style = `body { margin: 8px; font: 12px sans-serif; background: #bbb; width: max-content }
    div { display: flex; gap: 8px; align-items: start } figure { margin: 0 } img { max-height: 1690px; object-fit: cover; object-position: top }`;
  await mkdir(join(folder, "sheets"), { recursive: true });
  await writeFile(`${sheet}.html`, `<!doctype html><title>${name}</title><style>${style}</style>${html.join("")}`);
  await inTab(running.browser, async (page) => {
    await page.goto(pathToFileURL(`${sheet}.html`).href);
    const width = await page.evaluate(() => document.body.scrollWidth + 16);
    await page.setViewportSize({ width, height: 400 });
    await page.screenshot({ path: `${sheet}.png`, fullPage: true });
  });
}

async function inTab(browser: Browser, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await openContext(browser, languages[0] ?? "en", schemes[0] ?? "light");
  await use(await context.newPage());
  await context.close();
}

function openContext(browser: Browser, language: string, scheme: string): Promise<BrowserContext> {
  return browser.newContext({
    locale: language === "en" ? "en-GB" : language,
    timezoneId: "Europe/Berlin",
    colorScheme: scheme === "dark" ? "dark" : "light",
    reducedMotion: "reduce",
    hasTouch: true,
  });
}

function isDimmed(page: Page): Promise<boolean> {
  return page.evaluate(() => document.querySelector(".playing")?.classList.contains("dimmed") === true);
}

// What somebody sees who must not stretch now.
function stops(): Shot[] {
  return [
    at("today", "/"),
    at("screening", "/screening"),
    at("next", "/next"),
    at("protocol-2", "/protocols/psoas-lying-2"),
    at("sheet", "/protocols/psoas-lying-2/sheet"),
    at("body", "/explain"),
    at("take-along", "/take-along?protocol=psoas-lying-1"),
  ];
}
