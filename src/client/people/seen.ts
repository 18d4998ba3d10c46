/** Somebody this device has seen in the household's list. */
export interface Seen {
  readonly id: string;
  readonly name: string;
}

/** Reads the people this device has seen; nobody where what was written is not such a list. */
export function readSeen(written: string | null): readonly Seen[] {
  try {
    const people: unknown = JSON.parse(written ?? "[]");
    return Array.isArray(people) ? people.filter(isSeen) : [];
  } catch {
    return [];
  }
}

/** Those of the people a device has seen who no longer stand in a list. An empty list is none, so nobody is missing in it. */
export const missingIn = (listed: readonly Seen[], seen: readonly Seen[]): readonly Seen[] =>
  listed.length === 0 ? [] : seen.filter(({ id }) => !listed.some((one) => one.id === id));

function isSeen(person: unknown): person is Seen {
  const { id, name } = (person ?? {}) as Partial<Record<keyof Seen, unknown>>;
  return typeof id === "string" && typeof name === "string";
}
