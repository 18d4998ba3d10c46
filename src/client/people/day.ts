/** The day of a moment where the device is: 2026-11-30. */
export function dayAt(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** What a page has to know to be loaded again with the device's own day. */
export interface DayCheck {
  /** The day the page was made for; undefined on a page that is kept. */
  readonly pageDay: string | undefined;
  /** The device's day and zone. */
  readonly today: string;
  readonly zone: string;
  /** Whether the server learns the zone. */
  readonly isZoneKnown: boolean;
  /** What this tab noted when it last loaded a page again for this; null where it has not, or can note nothing. */
  readonly noted: string | null;
}

/** What is noted before a page is loaded again for its day; null where it stays. Once it is noted, the same day and zone load nothing again. */
export function reloadFor({ pageDay, today, zone, isZoneKnown, noted }: DayCheck): string | null {
  const note = `${today} ${zone}`;
  return pageDay !== undefined && pageDay !== today && isZoneKnown && noted !== note ? note : null;
}
