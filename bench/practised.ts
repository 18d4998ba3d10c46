/** People for the benchmarks and the pictures: they are sent to a server as their browsers would have sent them. */
import { readFile } from "node:fs/promises";
import { uuidV7 } from "../src/client/uuid.ts";
import { keptTrack, type Server } from "../tests/e2e/server.ts";

const day = 24 * 60 * 60 * 1000;

/** How somebody practised. */
export interface Habit {
  /** How many days ago it began. */
  readonly days: number;
  /** How many days ago the last session was; 1 if it is not said. */
  readonly until?: number;
  /** Both hips are measured, before the session and after it, on each day that divides by this. */
  readonly hipsEvery: number;
  /** Whether there is a session on a day so many days ago; always if it is not said. */
  readonly does?: (ago: number) => boolean;
  /** The pain told after a session so many days ago, 0 to 10. */
  readonly pain?: (ago: number) => number;
}

/** Adds somebody who has answered the safety questions, and gives what their browser would send. */
export async function addPerson({ url }: Server, name: string): Promise<{ id: string; cookie: string }> {
  const form = await fetch(`${url}/people`);
  const token = /name="__RequestVerificationToken" value="([^"]+)"/.exec(await form.text())?.[1] ?? "";
  const cookie = (form.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const added = await fetch(`${url}/people/add`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie },
    body: new URLSearchParams({ name, __RequestVerificationToken: token }),
  });
  const id = /supine-person=([^;]+)/.exec(added.headers.get("set-cookie") ?? "")?.[1] ?? "";
  await put(url, "/api/screening", { edition: 2, yes: [] }, id);
  await fetch(`${url}/api/safety/read`, { method: "PUT", headers: { "supine-person": id } });
  return { id, cookie: `${cookie}; supine-person=${id}; supine-zone=Europe%2FBerlin` };
}

/** Sends a session with answers for every day, and on some days both hips before and after it. Gives the id of the last session. */
export async function practise({ url }: Server, person: string, habit: Habit): Promise<string> {
  const { days, until = 1, hipsEvery, does = () => true, pain = (ago: number) => ago % 3 } = habit;
  const sequence = await keptTrack(url, "protocol=psoas-lying-1&hold=45s&sets=2");
  const recording = await readFile(new URL("../tests/golden/recordings/with-pelvis.csv", import.meta.url), "utf8");
  // the last one of today has ended by now
  const now = Date.now() - (until === 0 ? 3_600_000 : 0);
  let last = "";
  for (let ago = days; ago >= until; ago--) {
    if (!does(ago)) continue;
    const start = now - ago * day;
    const at = (ms: number): string => new Date(start + ms).toISOString();
    last = uuid(start);
    const cut = Math.round(sequence.totalMs / 2);
    const report = {
      track: sequence.hash,
      startedAt: at(0),
      utcOffsetMinutes: 60,
      spans: [
        { startedAt: at(0), fromMs: 0, toMs: cut },
        { startedAt: at(cut + 20_000), fromMs: cut, toMs: sequence.totalMs },
      ],
      end: { reason: "completed", at: at(sequence.totalMs + 20_000) },
      milder: null,
    };
    await put(url, `/api/sessions/${last}`, report, person);
    const answers = {
      answeredAt: at(sequence.totalMs + 60_000),
      pain: pain(ago),
      footDangle: null,
      note: null,
      stopReason: null,
      backArched: null,
      painNextDay: null,
    };
    await put(url, `/api/sessions/${last}/after`, answers, person);
    if (ago % hipsEvery !== 0) continue;
    for (const side of ["left", "right"])
      for (const [moment, after] of [
        ["before", -600_000],
        ["after", sequence.totalMs + 120_000],
      ] as const) {
        const takenAt = at(after);
        const reading = { side, takenAt, utcOffsetMinutes: 60, moment, isCut: false, recordings: [recording] };
        await put(url, `/api/readings/${uuid(start + after)}`, reading, person);
      }
  }
  return last;
}

async function put(url: string, path: string, body: unknown, person: string): Promise<void> {
  const response = await fetch(url + path, {
    method: "PUT",
    headers: { "content-type": "application/json", "supine-person": person, "supine-zone": "Europe/Berlin" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
}

function uuid(at: number): string {
  return uuidV7(at, crypto.getRandomValues(new Uint8Array(10)));
}
