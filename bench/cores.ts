// Keeps a server and the program that measures it out of each other's way, on Linux: each has a core of its own.
import { execFileSync } from "node:child_process";

/** The server's core, for SUPINE_CORES. */
export const serverCore = "0";

/** Keeps this program, all threads of it, on the other core. */
export function pinThisProgram(): void {
  execFileSync("taskset", ["-a", "-c", "-p", "1", String(process.pid)]);
}

/** The value that as many are below as above. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that this part of all is below. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
