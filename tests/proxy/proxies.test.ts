import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request, type RequestOptions } from "node:https";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { uuidV7 } from "../../src/client/uuid.ts";
import { startUnscreened, type Server } from "../e2e/server.ts";

// The examples of docs/proxy as they are, but for addresses, certificate and password: people do the same.
const host = "stretch.example.org";
const origin = `https://${host}`;
const password = "a password of the proxy";
const run = promisify(execFile);

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly policy: string | undefined;
  readonly text: string;
}

interface Sent {
  readonly method?: string;
  readonly password?: string | null;
  readonly json?: unknown;
  readonly form?: URLSearchParams;
}

let folder: string;
let server: Server;
let certificate: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "supine-proxy-"));
  certificate = join(folder, "certificate.pem");
  const names = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await run("openssl", ["req", ...kind, ...names, "-keyout", keyFile(), "-out", certificate]);
  server = await startUnscreened({
    SUPINE_ORIGIN: origin,
    SUPINE_PROXY_AUTHENTICATES: "yes",
    SUPINE_SPEECH: "none",
    SUPINE_FFMPEG: "none",
  });
});

after(async () => {
  await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

const keyFile = (): string => join(folder, "key.pem");

const proxies: Readonly<Record<string, (port: number) => Promise<ChildProcess>>> = {
  async Caddy(port) {
    const { stdout: hash } = await run("caddy", ["hash-password", "--plaintext", password]);
    const example = await readExample("Caddyfile", [
      [`${host} {`, `${origin}:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${keyFile()}`],
      ["reverse_proxy 127.0.0.1:5170", `reverse_proxy ${new URL(server.url).host}`],
      ["PASSWORD_HASH", hash.trim()],
    ]);
    const file = join(folder, "Caddyfile");
    await writeFile(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${example}`);
    return start("caddy", ["run", "--adapter", "caddyfile", "--config", file]);
  },
  async nginx(port) {
    const passwords = join(folder, "htpasswd");
    const { stdout: hash } = await run("openssl", ["passwd", "-apr1", password]);
    await writeFile(passwords, `anna:${hash}`);
    const example = await readExample("nginx.conf", [
      ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
      [`/etc/ssl/${host}.pem`, certificate],
      [`/etc/ssl/${host}.key`, keyFile()],
      ["/etc/nginx/supine.htpasswd;", `${passwords};`],
      ["http://127.0.0.1:5170", server.url],
    ]);
    const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder};`);
    // as root, its workers would be somebody who must not see this folder
    const user = process.getuid?.() === 0 ? "user root;" : "";
    const file = join(folder, "nginx.conf");
    await writeFile(
      file,
      `daemon off; ${user} pid ${folder}/nginx.pid; error_log stderr warn; events {}\nhttp {\naccess_log off; ${places.join(" ")}\n${example}}\n`,
    );
    return start("nginx", ["-c", file, "-e", "stderr"]);
  },
};

for (const [name, begin] of Object.entries(proxies)) {
  describe(`behind ${name}`, () => {
    let proxy: ChildProcess;
    let port = 0;
    const cookies = new Map<string, string>();

    before(async () => {
      port = await findFreePort();
      proxy = await begin(port);
      while (proxy.exitCode === null && !(await answers(port))) await delay(50);
      assert.equal(proxy.exitCode, null, `${name} did not start`);
    });

    after(async () => {
      if (proxy.exitCode !== null) return;
      const exited = once(proxy, "exit");
      proxy.kill("SIGTERM");
      await exited;
    });

    const send = async (path: string, sent: Sent = {}): Promise<Answer> => {
      const answer = await ask(port, path, sent, cookies);
      for (const cookie of answer.cookies) {
        const [pair = ""] = cookie.split(";");
        cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
      }
      return answer;
    };

    const submit = async (
      page: Answer,
      action: string,
      fields: readonly (readonly [string, string])[] = [],
    ): Promise<Answer> => {
      const form = new RegExp(`<form[^>]*method="post"[^>]*action="${action}[^"]*".*?</form>`, "s").exec(
        page.text,
      )?.[0];
      assert.ok(form, `a form for ${action}`);
      const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, field = "", value = ""]) => [field, value.replaceAll("&amp;", "&")] as const,
      );
      return send(action, {
        method: "POST",
        form: new URLSearchParams([...hidden, ...fields].map(([key, value]) => [key, value])),
      });
    };

    it("lets nobody in without the password, by whatever path", async () => {
      const secret = "x".repeat(43);
      const paths = [
        "/",
        "/api/safety",
        "/progress/practice",
        "//history",
        "/calendar/../history",
        `/calendar/${secret}.ics/../../history`,
        `/calendar/${secret}.ics/%2e%2e/%2e%2e/history`,
        `/feed/${secret}/..%2f..%2fhistory`,
        `/feed/${secret}/../../history`,
        "/cover.png/../history",
        "/calendar/short.ics",
        "/feed/short",
      ];
      for (const path of paths) {
        assert.equal((await ask(port, path, { password: null }, new Map())).status, 401, path);
        assert.equal((await ask(port, path, { password: "guessed" }, new Map())).status, 401, path);
      }
    });

    it("opens the page", async () => {
      const screening = await send("/api/screening", { method: "PUT", json: { edition: 2, yes: [] } });
      assert.equal(screening.status, 200, screening.text);
      const page = await send("/");
      assert.equal(page.status, 200);
      assert.ok(page.text.includes("<title>Supine"), "the first page");
      assert.match(page.policy ?? "", /default-src 'self'/);
    });

    it("keeps a session", async () => {
      const query = "protocol=psoas-lying-1&hold=30s&first=left&lang=en";
      const sequence = await send(`/api/sequence?${query}`);
      assert.equal(sequence.status, 200, sequence.text);
      const { hash } = JSON.parse(sequence.text) as { hash: string };
      const track = await send(`/api/tracks/${hash}`, { method: "PUT", json: { query } });
      assert.equal(track.status, 204, track.text);
      const id = uuidV7(Date.now(), randomBytes(10));
      const session = {
        track: hash,
        startedAt: new Date().toISOString(),
        utcOffsetMinutes: 0,
        spans: [],
        end: null,
        milder: null,
      };
      const kept = await send(`/api/sessions/${id}`, { method: "PUT", json: session });
      assert.ok(kept.status >= 200 && kept.status < 300, kept.text);
      assert.equal((await send(`/sessions/${id}`)).status, 200);
    });

    it("saves a form, and its calendar leads to the origin", async () => {
      const plan = [
        ["zone", "Europe/Berlin"],
        ["workDay", "monday"],
        ["from", "09:00"],
        ["until", "17:00"],
        ["limit", "30"],
        ["break", "3"],
        ["postpone", "5"],
        ["stretchDay", "sunday"],
        ["stretch", "20:00"],
        ["length", "10"],
        ["content", "everything"],
      ] as const;
      assert.equal((await submit(await send("/sitting"), "/sitting", plan)).status, 303);
      const page = await submit(await send("/sitting"), "/sitting/link");
      const address = new RegExp(`${origin}/calendar/[A-Za-z0-9_-]{43}\\.ics`).exec(page.text)?.[0];
      assert.ok(address, "the calendar's address");
      const calendar = await ask(port, new URL(address).pathname, { password: null }, new Map());
      assert.equal(calendar.status, 200);
      assert.ok(calendar.text.includes(`URL:${origin}/\r\n`));
      assert.ok(!calendar.text.includes("http://"));
    });

    it("makes a feed that leads to the origin", async () => {
      const page = await send("/take-along?protocol=psoas-lying-1&hold=30s&first=left&lang=en");
      const added = await submit(page, "/take-along/feed");
      assert.ok(added.status < 400, String(added.status));
      const again = added.status === 303 ? await send(added.location?.split("#")[0] ?? "") : added;
      const renewed = await submit(again, "/take-along/feed/renew");
      const address = new RegExp(`${origin}/feed/[A-Za-z0-9_-]{43}`).exec(renewed.text)?.[0];
      assert.ok(address, "the feed's address");
      const feed = await ask(port, new URL(address).pathname, { password: null }, new Map());
      assert.equal(feed.status, 200);
      const sound = /<enclosure url="([^"]*)"/.exec(feed.text)?.[1] ?? "";
      assert.ok(sound.startsWith(`${address}/`), sound);
      assert.equal(
        (await ask(port, new URL(sound).pathname, { method: "HEAD", password: null }, new Map())).status,
        200,
      );
    });

    it("sends its cookies over TLS only", () => {
      assert.ok(cookies.size > 0);
    });
  });
}

/** An example with what must be different here; each difference must be needed. */
async function readExample(name: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(new URL(`../../docs/proxy/${name}`, import.meta.url), "utf8");
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `${name}: ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

function start(program: string, options: readonly string[]): ChildProcess {
  const child = spawn(program, options, {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.on("exit", (code) => {
    if (code !== 0 && code !== null) process.stderr.write(said);
  });
  return child;
}

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Sends a request as the browser does that has the origin open: the path goes as it is written. */
async function ask(port: number, path: string, sent: Sent, cookies: ReadonlyMap<string, string>): Promise<Answer> {
  const body = sent.json === undefined ? sent.form?.toString() : JSON.stringify(sent.json);
  const options: RequestOptions = {
    host: "127.0.0.1",
    port,
    path,
    method: sent.method ?? "GET",
    servername: host,
    ca: await readFile(certificate),
    headers: {
      host,
      accept: "text/html, application/json",
      ...(sent.password === null ? {} : { authorization: `Basic ${btoa(`anna:${sent.password ?? password}`)}` }),
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
      ...(body === undefined
        ? {}
        : {
            origin,
            "sec-fetch-site": "same-origin",
            "supine-person": "first",
            "content-length": Buffer.byteLength(body),
            "content-type": sent.json === undefined ? "application/x-www-form-urlencoded" : "application/json",
          }),
    },
  };
  return new Promise((resolve, reject) => {
    const going = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const set = response.headers["set-cookie"] ?? [];
        for (const cookie of set) assert.match(cookie, /; secure/i);
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          cookies: set,
          policy: response.headers["content-security-policy"]?.toString(),
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    going.on("error", reject);
    going.end(body);
  });
}
