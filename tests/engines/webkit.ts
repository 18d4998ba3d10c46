import { once } from "node:events";
import { createServer } from "node:net";
import { commands, Page, type Browser, type Send } from "./driver.ts";
import { answerOf, run, type Room } from "./processes.ts";

/** Starts WebKit's small browser in a room, on a screen of its own that nobody sees. */
export async function startWebKit(room: Room, language: NodeJS.ProcessEnv = { LANG: "en_US.UTF-8" }): Promise<Browser> {
  // It finds a number that is free, and says it.
  const screen = run("Xvfb", ["-displayfd", "3", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"], {
    env: room.environment,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = (await once(screen.process.stdio[3] as NodeJS.ReadableStream, "data")) as [Buffer];
  const port = await freePort();
  const driver = run("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: {
      ...room.environment,
      DISPLAY: `:${number.toString().trim()}`,
      // Drawn by the processor: there is no graphics card.
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
      ...language,
    },
  });
  const command = async (method: string, path: string, parameters: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method,
      // Longer than any script may take: a browser that has died never answers.
      signal: AbortSignal.timeout(250_000),
      ...(method === "POST" ? { body: JSON.stringify(parameters) } : {}),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value;
  };
  await answerOf("WebKit's driver", () => command("GET", "status", {}));
  const { sessionId } = (await command("POST", "session", {
    capabilities: {
      alwaysMatch: {
        "webkitgtk:browserOptions": {
          args: ["--automation", "--enable-write-console-messages-to-stdout=true"],
        },
      },
    },
  })) as { sessionId: string };
  const send: Send = (name, { id, ...parameters }) => {
    const [method, path] = commands[name];
    return command(method, `session/${sessionId}/${path.replace("{id}", String(id))}`, parameters);
  };
  await send("SetTimeouts", { script: 240_000 });
  return {
    page: new Page(send),
    faults: () =>
      driver
        .written()
        .split("\n")
        .filter((line) => /CONSOLE .*(ERROR|Error)/.test(line)),
    end: async () => {
      await driver.end();
      await screen.end();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
