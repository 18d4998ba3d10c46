import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BrowserContext, Page } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { start, until } from "./guide.ts";
import { startUnscreened, type Server } from "./server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const password = "correct horse battery";

describe("a practice", () => {
  let data: string;
  let secret: string;
  let server: Server;
  let url: string;
  let profile: string;
  let running: RunningBrowser;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "supine-practice-"));
    const { stdout } = await promisify(execFile)(
      "dotnet",
      [join(root, "src/Supine.Cli/bin/Release/net10.0/supine.dll"), "practice", "create", "--name", "Hip House"],
      { env: { ...process.env, SUPINE_DATA: data, SUPINE_DATABASE: "", SUPINE_ORIGIN: "" } },
    );
    secret = /\/join#(\S+)/.exec(stdout)?.[1] ?? "";
    assert.match(secret, /^[\w-]{43}$/);
    server = await startUnscreened({ SUPINE_DATA: data });
    // A passkey belongs to a name, and an address of numbers is none.
    url = server.url.replace("127.0.0.1", "localhost");
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
    await rm(data, { recursive: true, force: true });
  });

  it("the owner joins by the link, adds a passkey, invites a colleague, and signs in by the passkey alone", async () => {
    const context = await running.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));

    await page.goto(`${url}/progress`);
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    await joinBy(page, `${url}/join#${secret}`, "Ann Owner", "ann");
    // The secret is in no address that is asked for, and the page's own address does not keep it.
    assert.ok(asked.some((address) => address.endsWith("/join")));
    assert.ok(!asked.some((address) => address.includes(secret)));

    const authenticator = await addAuthenticator(context, page);
    await page.goto(`${url}/account`);
    await page.locator("#passkey-name").fill("my phone");
    await page.locator("[data-passkey=create] button").click();
    await page.locator(".colleagues strong", { hasText: "my phone" }).waitFor();
    assert.equal((await authenticator.credentials()).length, 1);
    assert.ok((await authenticator.credentials()).every(({ isResidentCredential }) => isResidentCredential));

    await page.goto(`${url}/practice`);
    await page.locator("form[action='/practice/invite'] button").click();
    const link = await page.locator("output.secret").innerText();
    const other = await running.browser.newContext();
    await joinBy(await other.newPage(), link, "Ben Colleague", "ben");
    await other.close();
    await page.goto(`${url}/practice`);
    await page.locator(".colleagues strong", { hasText: "Ben Colleague" }).waitFor();

    await page.locator("form[action='/sign-out'] button").click();
    await page.waitForURL("**/sign-in");
    await page.goto(`${url}/practice`);
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    let replay = "";
    await page.route("**/sign-in/passkey", async (route) => {
      replay = route.request().postData() ?? "";
      await route.continue();
    });
    await page.locator("[data-passkey=get] button").click();
    await page.waitForURL("**/practice");

    // What was sent once proves nothing a second time.
    assert.match(replay, /credential=/);
    const stranger = await running.browser.newContext();
    const its = await stranger.newPage();
    await its.goto(`${url}/sign-in`);
    const status = await its.evaluate(
      async ([body, token]) => {
        const fields = new URLSearchParams(body);
        fields.set("__RequestVerificationToken", token ?? "");
        return (await fetch("/sign-in/passkey", { method: "POST", body: fields, redirect: "manual" })).status;
      },
      [replay, await its.locator("[name=__RequestVerificationToken]").first().inputValue()],
    );
    assert.equal(status, 422);
    await its.goto(`${url}/practice`);
    assert.equal(new URL(its.url()).pathname, "/sign-in");
    await stranger.close();

    await authenticator.refuseVerification();
    await page.locator("form[action='/sign-out'] button").click();
    await page.waitForURL("**/sign-in");
    await page.locator("[data-passkey=get] button").click();
    await page.locator("[data-passkey=get] [role=status]:not(:empty)").waitFor();
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    await context.close();
  });

  it("a patient opens the link, answers the questions and starts; what is recorded is theirs", async () => {
    const office = await running.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const desk = await office.newPage();
    await signIn(desk, url);
    await desk.locator("#patient").fill("Petra Patient");
    await desk.locator("#patient").press("Enter");
    await desk.waitForURL("**/practice/patients/*");
    await desk.locator("form[action$='/link'] button").click();
    const link = await desk.locator("output.secret").innerText();
    assert.match(link, /\/start#[\w-]{43}$/);
    await desk.locator("svg.qr").waitFor();
    assert.match(await desk.locator("output.code").innerText(), /^\w{4} \w{3} \w{3}$/);

    const own = await running.browser.newContext({ viewport: { width: 390, height: 844 } });
    const phone = await own.newPage();
    phone.on("pageerror", (error) => assert.fail(error));
    const asked: string[] = [];
    phone.on("request", (request) => asked.push(request.url()));
    await phone.goto(link);
    await phone.waitForURL((address) => address.hash === "");
    assert.equal(await phone.locator("#code").isVisible(), false);
    await phone.locator("form[action='/start'] button").click();
    await phone.waitForURL(`${url}/`);
    assert.ok(!asked.some((address) => address.includes(link.split("#")[1] ?? "")));
    await phone.locator("header a[href='/devices']", { hasText: "Petra Patient" }).waitFor();
    assert.equal(await phone.locator("[data-who]").count(), 0);

    await phone.locator(".what .ask").click();
    await phone.getByText("20 to 54").click();
    for (let screen = 1; screen <= 8; screen++) {
      await phone.getByText(`Screen ${screen} of 8`).waitFor();
      await phone.getByRole("button", { name: "None of these" }).click();
    }
    await phone.locator(".button.main").click();
    await phone.waitForURL(`${url}/`);
    await phone.locator(".what [form=session]").waitFor();
    const session = await start(phone);
    const read = (page: Page): Promise<number> =>
      page.evaluate(async (id) => (await fetch(`/api/sessions/${id}`)).status, session);
    await until(async () => (await read(phone)) === 200);
    const person = await phone.evaluate(() => document.documentElement.dataset["person"] ?? "");
    assert.match(person, /^[\da-f-]{36}$/);
    assert.equal(await phone.evaluate(() => localStorage.getItem("supine:person")), person);
    // The cookie says who they are: no page's address does.
    const pages = asked
      .map((address) => new URL(address))
      .filter(({ pathname }) => /^\/(screening.*|start)?$/.test(pathname));
    assert.ok(pages.length >= 4, `${pages.length} pages`);
    assert.ok(!pages.some(({ searchParams }) => searchParams.has("person")));

    const stranger = await running.browser.newContext();
    const theirs = await stranger.newPage();
    await theirs.goto(link);
    await theirs.locator("form[action='/start'] button").click();
    await theirs.locator(".faults").waitFor();
    assert.equal(await read(theirs), 401);
    // The code can be typed where the link was no good.
    assert.ok(await theirs.locator("#code").isVisible());
    await stranger.close();

    await desk.goto(`${url}/practice`);
    await desk.locator("a", { hasText: "Petra Patient" }).click();
    await desk.locator("summary", { hasText: "Disconnect" }).click();
    await desk.locator("button[name=device]").click();
    await desk.waitForURL("**/practice/patients/*");
    await phone.goto(`${url}/progress`);
    assert.equal(new URL(phone.url()).pathname, "/start");
    await own.close();
    await office.close();
  });

  for (const [name, viewport] of [
    ["phone", { width: 390, height: 844 }],
    ["desktop", { width: 1280, height: 800 }],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const)
      it(`nothing is wider than a ${name} (${colorScheme})`, async () => {
        const context = await running.browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        await page.goto(`${url}/sign-in`);
        const pictures = process.env["SUPINE_PICTURES"];
        const look = async (path: string): Promise<void> => {
          await page.goto(url + path);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(over <= 0, `${path} is ${over} px too wide.`);
          if (pictures !== undefined)
            await page.screenshot({
              path: join(pictures, `${path.slice(1).replaceAll("/", "-")}-${name}-${colorScheme}.png`),
              fullPage: true,
            });
        };
        await look("/sign-in");
        await look("/join");
        await look("/start");
        await signIn(page, url);
        await look("/practice");
        await look((await page.locator("a[href^='/practice/patients/']").first().getAttribute("href")) ?? "");
        await look("/account");
        await context.close();
      });
});

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator("#login").fill("ann");
  await page.locator("#password").fill(password);
  await page.locator("#password").press("Enter");
  await page.waitForURL("**/practice");
}

async function joinBy(page: Page, link: string, name: string, login: string): Promise<void> {
  await page.goto(link);
  await page.waitForURL((address) => address.hash === "");
  assert.equal(await page.locator("#secret").isVisible(), false);
  await page.locator("#name").fill(name);
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.locator("#password").press("Enter");
  await page.waitForURL("**/practice");
}

interface Authenticator {
  credentials(): Promise<readonly { isResidentCredential: boolean }[]>;
  /** From now on the person does not prove that it is them. */
  refuseVerification(): Promise<void>;
}

/** A device that keeps passkeys and knows its person. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<Authenticator> {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    credentials: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    refuseVerification: async () => {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    },
  };
}
