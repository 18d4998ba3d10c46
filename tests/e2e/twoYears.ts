import { uuidV7 } from "../../src/client/uuid.ts";
import { keptTrack } from "./server.ts";

const day = 86_400_000;
const days = 730;

/** What two years left behind. */
export interface TwoYears {
  /** The latest session. */
  readonly session: string;
}

/**
 * Two years of somebody who practises on most days, measures both hips once a week and answers the questions every four weeks: the same
 * on every machine, and for somebody who gets better slowly.
 */
export async function liveTwoYears(url: string, now = Date.now()): Promise<TwoYears> {
  const random = sequence();
  const id = (at: number): string =>
    uuidV7(
      at,
      Uint8Array.from({ length: 10 }, () => Math.floor(random() * 256)),
    );
  const track = await keptTrack(url, "protocol=psoas-lying-2&hold=30s&sets=2&lang=en");
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(url + path, {
      method: "PUT",
      headers: { "content-type": "application/json", "supine-person": "first" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const type = await openForm(url);

  let session = "";
  for (let ago = days; ago >= 0; ago--) {
    const midday = now - ago * day - 3_600_000 * 3;
    if (random() < 0.7) {
      session = id(midday);
      const played = random() < 0.1 ? 3_000 : track.totalMs;
      const whole = played === track.totalMs;
      const startedAt = new Date(midday).toISOString();
      await put(`/api/sessions/${session}`, {
        track: track.hash,
        startedAt,
        utcOffsetMinutes: 0,
        spans: [{ startedAt, fromMs: 0, toMs: played }],
        milder: null,
        end: { reason: whole ? "completed" : "stopped", at: new Date(midday + played).toISOString() },
      });
      if (whole && random() < 0.5)
        await put(`/api/sessions/${session}/after`, {
          answeredAt: new Date(midday + played + 1000).toISOString(),
          pain: ago > 365 ? 3 : 1,
          footDangle: null,
          note: null,
          stopReason: null,
          backArched: null,
          painNextDay: null,
        });
    }
    if (ago % 7 === 0)
      await type(midday, {
        left: (4 + (days - ago) / 90 + 3 * random()).toFixed(1),
        right: (7 + (days - ago) / 120 + 3 * random()).toFixed(1),
        moment: "before",
      });
    if (ago % 7 === 0)
      await type(midday + 600_000, { left: (9 + 3 * random()).toFixed(1), right: "", moment: "after" });
    if (ago % 28 === 14)
      await put(`/api/questionnaires/${id(midday)}`, {
        edition: 1,
        answeredAt: new Date(midday).toISOString(),
        utcOffsetMinutes: 0,
        language: "en",
        pain: ago > 365 ? 6 : 3,
        statements: ["handrail"],
        activities: [{ name: "Tie my shoes", rating: 5 }],
      });
  }
  return { session };
}

/** Types angles in as the form does, which asks for a token of its page. */
async function openForm(url: string): Promise<(at: number, fields: Readonly<Record<string, string>>) => Promise<void>> {
  const page = await fetch(`${url}/measure`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const html = await page.text();
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? "";
  const person = /name="person"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? "";
  let count = 0;
  return async (at, fields) => {
    const when = new Date(at).toISOString();
    const body = new URLSearchParams({
      __RequestVerificationToken: token,
      ...(person === "" ? {} : { person }),
      id: uuidV7(
        at,
        Uint8Array.from({ length: 10 }, (_, i) => (i + count) % 256),
      ),
      ...fields,
      leftIs: "below",
      rightIs: "below",
      day: when.slice(0, 10),
      time: when.slice(11, 16),
      sure: "yes",
    });
    count++;
    const answer = await fetch(`${url}/measure`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie, origin: url, "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    if (answer.status !== 303) throw new Error(`A reading was answered with ${answer.status}.`);
  };
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function sequence(): () => number {
  let state = 20_261_130;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
