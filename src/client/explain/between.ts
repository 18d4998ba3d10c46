const numbers = /-?\d+(?:\.\d+)?/g;

/** A text whose numbers lie a share of the way from one text's to another's; the two differ in their numbers only. */
export function between(from: string, to: string, share: number): string {
  const ends = to.match(numbers) ?? [];
  let index = 0;
  return from.replace(numbers, (start) => {
    const end = Number(ends[index++] ?? start);
    return String(Math.round((Number(start) + share * (end - Number(start))) * 100) / 100);
  });
}
