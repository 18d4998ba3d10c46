import { setTimeout as delay } from "node:timers/promises";

/** The commands of W3C WebDriver that the tests need: the method and the path by which HTTP knows them. */
export const commands = {
  Navigate: ["POST", "url"],
  SetTimeouts: ["POST", "timeouts"],
  ExecuteAsyncScript: ["POST", "execute/async"],
  ElementClick: ["POST", "element/{id}/click"],
  ElementSendKeys: ["POST", "element/{id}/value"],
  PerformActions: ["POST", "actions"],
} as const satisfies Readonly<Record<string, readonly [method: string, path: string]>>;

export type Command = keyof typeof commands;

/** Has a browser do a command, and gives what it answers. */
export type Send = (command: Command, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** An element as WebDriver hands it on. */
interface Reference {
  readonly "element-6066-11e4-a52e-4f735466cecf": string;
}

type Outcome = { readonly value: unknown } | { readonly error: string };

/** Keys by WebDriver's names. */
export const keys = { Escape: "\uE00C", Space: " ", ArrowRight: "\uE014" } as const;

/** What takes longer does not come. */
const mostMs = 30_000;

/** The page that a browser shows. */
export class Page {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async open(url: string): Promise<void> {
    await this.#send("Navigate", { url });
    await this.until(() => document.readyState === "complete");
  }

  async reload(): Promise<void> {
    // As a person does: WebDriver's own way leaves the service worker out in Firefox.
    await this.evaluate(() => {
      Object.assign(window, { isOld: true });
      setTimeout(() => location.reload());
    });
    await this.until(() => !("isOld" in window) && document.readyState === "complete");
  }

  /** Asks the page. The function is sent as a text and sees nothing but the page and its parameters. */
  async evaluate<P extends readonly unknown[], T>(
    ask: (...parameters: P) => T | Promise<T>,
    ...parameters: P
  ): Promise<T> {
    // The compiler of the tests gives each function a name in this way.
    const script = `
      const __name = (one) => one;
      const done = arguments[arguments.length - 1];
      (async () => (${ask.toString()})(...[...arguments].slice(0, -1)))().then(
        (value) => done({ value }),
        (error) => done({ error: String(error) }),
      );`;
    const outcome = (await this.#send("ExecuteAsyncScript", { script, args: parameters })) as Outcome;
    if ("error" in outcome) throw new Error(`The page: ${outcome.error}`);
    return outcome.value as T;
  }

  /** Waits until the page's answer is yes; a page that is just left gives none. */
  async until<P extends readonly unknown[]>(ask: (...parameters: P) => unknown, ...parameters: P): Promise<void> {
    const deadline = Date.now() + mostMs;
    for (;;) {
      const answer = await this.evaluate(ask, ...parameters).catch((error: unknown) => String(error));
      if (answer === true) return;
      if (Date.now() > deadline) {
        const shown = await this.evaluate(() => {
          const audio = document.querySelector("audio");
          const sound = audio && [audio.currentTime, audio.duration, audio.paused, audio.seeking, audio.error?.code];
          return `${location.href} ${document.title} ${JSON.stringify(sound)}`;
        });
        throw new Error(`${shown}: ${String(answer)} instead of ${ask.toString()} ${JSON.stringify(parameters)}`);
      }
      await delay(50);
    }
  }

  /** Waits until something is seen, and gives its words. */
  async see(selector: string, words = ""): Promise<string> {
    await this.until(
      (selector, words) =>
        [...document.querySelectorAll(selector)].some(
          (one) => one.getClientRects().length > 0 && one.textContent.includes(words),
        ),
      selector,
      words,
    );
    return this.evaluate(
      (selector, words) =>
        [...document.querySelectorAll(selector)].map((one) => one.textContent).find((text) => text.includes(words)) ??
        "",
      selector,
      words,
    );
  }

  /** The words of everything that matches. */
  texts(selector: string): Promise<readonly string[]> {
    return this.evaluate(
      (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent),
      selector,
    );
  }

  /** Clicks in the middle of something once it is seen. */
  async click(selector: string, words = ""): Promise<void> {
    await this.#send("ElementClick", { id: await this.#find(selector, words) });
  }

  /** Types into something once it is seen. */
  async type(selector: string, text: string): Promise<void> {
    const id = await this.#find(selector, "");
    await this.#send("ElementSendKeys", { id, text });
  }

  /** Presses and releases a key, whatever has the focus. */
  async press(key: keyof typeof keys): Promise<void> {
    const actions = ["keyDown", "keyUp"].map((type) => ({ type, value: keys[key] }));
    await this.#send("PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Clicks at a place of what is seen of the page. */
  async clickAt(x: number, y: number): Promise<void> {
    const actions = [
      { type: "pointerMove", x, y, duration: 0 },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#send("PerformActions", { actions: [{ type: "pointer", id: "mouse", actions }] });
  }

  async #find(selector: string, words: string): Promise<string> {
    await this.see(selector, words);
    const found = await this.evaluate(
      (selector, words) => {
        const one = [...document.querySelectorAll(selector)].find(
          (one) => one.getClientRects().length > 0 && one.textContent.includes(words),
        );
        one?.scrollIntoView({ block: "center", behavior: "instant" });
        return one;
      },
      selector,
      words,
    );
    return (found as unknown as Reference)["element-6066-11e4-a52e-4f735466cecf"];
  }
}

/** A browser that runs, and the page it shows. */
export interface Browser {
  readonly page: Page;
  /** What it wrote of faults in its pages. */
  faults(): readonly string[];
  end(): Promise<void>;
}
