/** A reading of one side. */
export interface ShownReading {
  readonly side: "left" | "right";
  /** Unix time. */
  readonly seconds: number;
  /** Degrees below the horizontal. */
  readonly below: number;
  /** Half of the interval that holds the true angle 95 times in 100. */
  readonly half: number;
  /** Right after a stretch: it fades. */
  readonly after: boolean;
}

/** A week of practice. */
export interface ShownWeek {
  readonly seconds: number;
  /** Minutes held; null where nothing was measured. */
  readonly left: number | null;
  readonly right: number | null;
  readonly days: number;
}

/** Everything that is drawn. */
export interface Series {
  readonly readings: readonly ShownReading[];
  readonly weeks: readonly ShownWeek[];
  readonly pain: readonly { readonly seconds: number; readonly pain: number }[];
}

/** What the page brought along for the chart. */
export const readSeries = (json: string): Series => JSON.parse(json) as Series;

/** A column for each moment, in order, and for each of the rows its value there, or null: as a chart takes them. */
export function align<T extends { readonly seconds: number }>(
  rows: readonly T[],
  values: readonly ((row: T) => number | null)[],
): [seconds: number[], ...columns: (number | null)[][]] {
  const sorted = rows.toSorted((a, b) => a.seconds - b.seconds);
  return [sorted.map(({ seconds }) => seconds), ...values.map((value) => sorted.map(value))];
}

/** The time that all charts of a page show: everything there is, with room at both ends. */
export function spanOf({ readings, weeks, pain }: Series): readonly [from: number, to: number] {
  const week = 7 * 86_400;
  const moments = [...readings, ...pain].map(({ seconds }) => seconds);
  const from = Math.min(...moments, ...weeks.map(({ seconds }) => seconds));
  const to = Math.max(...moments, ...weeks.map(({ seconds }) => seconds + week));
  const room = Math.max(86_400, (to - from) * 0.03);
  return [from - room, to + room];
}
