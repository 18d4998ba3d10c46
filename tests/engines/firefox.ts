import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { Page, type Browser, type Send } from "./driver.ts";
import { answerOf, run, type Room } from "./processes.ts";

/** Firefox tells a driver on its own what WebDriver's HTTP tells: "length:[0,id,command,parameters]". */
type Answer = readonly [1, number, { readonly error: string; readonly message: string } | null, unknown];

/** What it says first. */
interface Greeting {
  readonly applicationType: string;
}

/** Starts Firefox in a room, with a fresh profile. */
export async function startFirefox(room: Room, settings: Readonly<Record<string, unknown>> = {}): Promise<Browser> {
  const profile = join(room.folder, `firefox-${process.hrtime.bigint()}`);
  await mkdir(profile);
  const all = { "marionette.port": 0, "browser.dom.window.dump.enabled": true, ...settings };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  const running = run(
    "firefox-esr",
    ["--headless", "--marionette", "--no-remote", "--profile", profile, "about:blank"],
    {
      env: room.environment,
    },
  );
  const port = await answerOf(
    "Firefox",
    async () => Number(await readFile(join(profile, "MarionetteActivePort"), "utf8")) || undefined,
  );
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const command = speak(socket);
  await command("WebDriver:NewSession", {});
  const send: Send = async (name, parameters) => {
    const answer = await command(`WebDriver:${name}`, parameters);
    return (answer as { value?: unknown } | null)?.value;
  };
  await send("SetTimeouts", { script: 240_000 });
  return {
    page: new Page(send),
    faults: () =>
      running
        .written()
        .split("\n")
        .filter((line) => /(JavaScript error|ServiceWorker).*http/.test(line)),
    end: async () => {
      socket.destroy();
      await running.end();
    },
  };
}

function speak(socket: Socket): (name: string, parameters: unknown) => Promise<unknown> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let received = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(":");
      const length = Number(received.toString("latin1", 0, colon));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.toString("utf8", colon + 1, colon + 1 + length)) as Answer | Greeting;
      received = received.subarray(colon + 1 + length);
      if ("applicationType" in message) continue;
      waiting.get(message[1])?.(message);
      waiting.delete(message[1]);
    }
  });
  let last = 0;
  return async (name, parameters) => {
    const id = ++last;
    const text = JSON.stringify([0, id, name, parameters]);
    const [, , error, result] = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
    if (error !== null) throw new Error(`${name}: ${error.error}: ${error.message}`);
    return result;
  };
}
