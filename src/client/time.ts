import { text } from "./texts.ts";

declare const unit: unique symbol;

/** A number that cannot be mistaken for a number of something else. */
export type Quantity<U extends string> = number & { readonly [unit]: U };

/** Whole or fractional milliseconds of the track's own clock. */
export type Milliseconds = Quantity<"ms">;

/** Milliseconds from a bare number. Throws a RangeError when it is not finite. */
export function milliseconds(value: number): Milliseconds {
  if (!Number.isFinite(value)) throw new RangeError(`A time is a finite number, not ${value}.`);
  return value as Milliseconds;
}

/** Milliseconds from the seconds that media elements count in. */
export const fromSeconds = (seconds: number): Milliseconds => milliseconds(seconds * 1000);

/** Seconds for a media element. */
export const toSeconds = (time: Milliseconds): number => time / 1000;

/** Minutes and seconds as people write them: 4:05. */
export function formatClock(time: Milliseconds): string {
  const seconds = Math.round(time / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A length of time in words a person reads at a glance: 45 s, 4 min, 4 min 5 s. */
export function formatLength(time: Milliseconds): string {
  const seconds = Math.round(time / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return text("seconds", { seconds });
  return seconds % 60 === 0 ? text("minutes", { minutes }) : text("minutesSeconds", { minutes, seconds: seconds % 60 });
}
