// npx tsx bench/years.ts
/**
 * The first page of somebody with two years of records, against that of somebody new, in one run: the server's own time for an answer,
 * taken in turn. Prints medians and the ratio.
 */
import { keptTrack, startServer } from "../tests/e2e/server.ts";
import { uuidV7 } from "../src/client/uuid.ts";

const days = 730;
const rounds = 60;

const server = await startServer();
try {
  const json = { "content-type": "application/json" };
  const sequence = await keptTrack(server.url, "protocol=psoas-lying-1&hold=45s&sets=2");
  const now = Date.now();
  for (let day = days; day >= 1; day--) {
    const start = now - day * 24 * 60 * 60 * 1000;
    const cut = Math.round(sequence.totalMs / 2);
    const at = (ms: number): string => new Date(start + ms).toISOString();
    const id = uuidV7(start, crypto.getRandomValues(new Uint8Array(10)));
    const report = {
      track: sequence.hash,
      startedAt: at(0),
      utcOffsetMinutes: 60,
      spans: [
        { startedAt: at(0), fromMs: 0, toMs: cut },
        { startedAt: at(cut + 20_000), fromMs: cut, toMs: sequence.totalMs },
      ],
      end: { reason: "completed", at: at(sequence.totalMs + 20_000) },
    };
    await put(`/api/sessions/${id}`, report);
    const answers = {
      answeredAt: at(sequence.totalMs + 60_000),
      pain: day % 3,
      footDangle: null,
      note: null,
      stopReason: null,
      backArched: null,
      painNextDay: null,
    };
    await put(`/api/sessions/${id}/after`, answers);
  }

  const added = await fetch(`${server.url}/people`);
  const page = await added.text();
  const token = /name="__RequestVerificationToken" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const cookie = (added.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const answer = await fetch(`${server.url}/people/add`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie },
    body: new URLSearchParams({ name: "New", __RequestVerificationToken: token }),
  });
  const second = /supine-person=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "";
  await put("/api/screening", { edition: 1, yes: [] }, second);

  const times = { years: [] as number[], fresh: [] as number[] };
  for (let round = -10; round < rounds; round++)
    for (const [who, person] of [
      ["years", "first"],
      ["fresh", second],
    ] as const) {
      const began = performance.now();
      await (await fetch(`${server.url}/`, { headers: { "supine-person": person, "accept-encoding": "br" } })).text();
      if (round >= 0) times[who].push(performance.now() - began);
    }
  const [years, fresh] = [median(times.years), median(times.fresh)];
  console.log(
    `first page: ${years.toFixed(1)} ms with two years of records, ${fresh.toFixed(1)} ms for somebody new: ${(years / fresh).toFixed(2)} ×`,
  );

  async function put(path: string, body: unknown, person = "first"): Promise<void> {
    const response = await fetch(server.url + path, {
      method: "PUT",
      headers: { ...json, "supine-person": person },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  }
} finally {
  await server.dispose();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
