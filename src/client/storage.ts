import { keptNames, keyOf, renameOld, tabNames, type KeptName, type TabName } from "./remembered.ts";

// What a page keeps in words. It is asked for here and nowhere else (eslint.config.js): with cookies blocked even to look at
// it throws.

// A browser may refuse its storage, or have no room: then nothing is remembered, and nothing fails.
let isRenamed = false;

function withStorage<T>(use: (storage: Storage) => T, otherwise: T): T {
  try {
    if (!isRenamed) {
      isRenamed = true;
      renameOld(localStorage, keptNames);
      renameOld(sessionStorage, tabNames);
    }
    return use(localStorage);
  } catch {
    return otherwise;
  }
}

/** What this device remembers about a person; null for nothing. */
export const recall = (person: string, name: KeptName): string | null => recallAt(keyOf(person, name));

/** Remembers something about a person on this device. */
export const remember = (person: string, name: KeptName, value: string): void => rememberAt(keyOf(person, name), value);

/** Forgets something about a person. */
export const forget = (person: string, name: KeptName): void => forgetAt(keyOf(person, name));

/** What this device remembers under a key of remembered.ts. */
export const recallAt = (key: string): string | null => withStorage((storage) => storage.getItem(key), null);

/** Remembers something under a key of remembered.ts. */
export const rememberAt = (key: string, value: string): void =>
  withStorage((storage) => storage.setItem(key, value), undefined);

/** What this tab remembers about a person. */
export const recallInTab = (person: string, name: TabName): string | null => recallInTabAt(keyOf(person, name));

/** Remembers something about a person for as long as the tab is open. */
export const rememberInTab = (person: string, name: TabName, value: string): void =>
  rememberInTabAt(keyOf(person, name), value);

/** Forgets what is under a key of remembered.ts. */
export const forgetAt = (key: string): void => withStorage((storage) => storage.removeItem(key), undefined);

/** What this tab remembers under a key of remembered.ts. */
export const recallInTabAt = (key: string): string | null => withStorage(() => sessionStorage.getItem(key), null);

/** Remembers something in this tab. */
export const rememberInTabAt = (key: string, value: string): void =>
  withStorage(() => sessionStorage.setItem(key, value), undefined);

/** Forgets everything that is stored about a person here, except what is named. */
export function forgetPerson(person: string, except: readonly KeptName[]): void {
  withStorage((storage) => {
    for (const name of keptNames) if (!except.includes(name)) storage.removeItem(keyOf(person, name));
    for (const name of tabNames) sessionStorage.removeItem(keyOf(person, name));
  }, undefined);
}

/** The cookies of this site; none where they are blocked. */
export function readCookies(): string {
  try {
    return document.cookie;
  } catch {
    return "";
  }
}

/** Sets a cookie, where that is allowed. */
export function writeCookie(cookie: string): void {
  try {
    document.cookie = cookie;
  } catch {
    // Blocked. The pages then name the person in their addresses.
  }
}
