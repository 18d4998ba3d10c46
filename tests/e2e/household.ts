import { after, before } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { makeProfile, removeProfile, startBrowser, type RunningBrowser } from "./browser.ts";
import { startServer, type Server } from "./server.ts";

/** The program on this machine and a browser that opens it, for all tests of a suite. */
export interface Household {
  readonly url: string;
  readonly server: Server;
  readonly browser: Browser;
  /** The browser's own context, whose storage outlives the browser. */
  readonly context: BrowserContext;
  /** Ends the browser as a flat battery would, and starts it again with the same profile. */
  restartBrowser(): Promise<void>;
}

/** Sets a household up before a suite and clears it away after it: to be called within `describe`. */
export function keepHouse(environment: NodeJS.ProcessEnv = {}): Household {
  let server: Server;
  let profile: string;
  let running: RunningBrowser;

  before(async () => {
    server = await startServer(environment);
    profile = await makeProfile();
    running = await startBrowser(profile);
  });
  after(async () => {
    await running.kill();
    await removeProfile(profile);
    await server.dispose();
  });

  return {
    get url() {
      return server.url;
    },
    get server() {
      return server;
    },
    get browser() {
      return running.browser;
    },
    get context() {
      const [own] = running.browser.contexts();
      if (own === undefined) throw new Error("The browser has no context of its own.");
      return own;
    },
    restartBrowser: async () => {
      await running.kill();
      running = await startBrowser(profile);
    },
  };
}
