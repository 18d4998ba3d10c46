import fc from "fast-check";

/** Every property runs with this seed; set FC_SEED for another. It is printed when a test file starts. */
const seed = Number(process.env["FC_SEED"] ?? 20260412);

/** Checks a property with the fixed seed. */
export function holdsFor<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { seed, numRuns: 300 });
}

console.log(`fast-check seed ${seed}`);
