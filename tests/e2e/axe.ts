import axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** What a page is asked: everything, or only what its colours and sizes decide, where the same markup was asked everything in another theme. */
export type Asked = "everything" | "looks";

const wcag22aa = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The rules among them whose answer is another one in other colours, or where there is less room. */
const ofLooks = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/** A page in a state has nothing that keeps anybody out, as far as a program can tell (WCAG 2.2 AA). */
export async function passesAxe(page: Page, state: string, asked: Asked = "everything"): Promise<void> {
  // Once a document. The package for Playwright does it anew each time, and opens a second page for each.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations, passed } = await page.evaluate(
    async ([kind, values]) => {
      const found = await (window as unknown as { axe: typeof axe }).axe.run({
        runOnly: { type: kind, values },
        resultTypes: ["violations"],
        // Of what a page would load once more to be judged, we have nothing: no sound that begins by itself.
        preload: false,
      });
      return {
        violations: found.violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary ?? ""})`).join("; ")}`,
        ),
        passed: found.passes.map(({ id }) => id),
      };
    },
    asked === "everything" ? (["tag", wcag22aa] as const) : (["rule", ofLooks] as const),
  );
  assert.ok(passed.length > (asked === "everything" ? 5 : 0), `${state}: nothing was checked`);
  assert.ok(passed.includes("color-contrast"), `${state}: no colours were checked`);
  assert.deepEqual(violations, [], state);
}
