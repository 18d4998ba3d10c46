import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { it } from "node:test";

const pages = fileURLToPath(new URL("../../Supine.Web", import.meta.url));
const styles = readFileSync(new URL("../styles/player.css", import.meta.url), "utf8").replace(/\/\*.*?\*\//gs, "");

/** What other pages have, too, and means there what it means here. */
const shared = new Set(["actions", "player", "scale"]);

// Every page loads the player's styles. A class of the player that another page has by chance would be drawn as the player draws it.
it("styles of the player reach no other page", () => {
  const own = new Set(
    [...styles.matchAll(/([^{}]+)\{/g)]
      .flatMap(([, selectors]) => (selectors ?? "").split(","))
      .flatMap((selector) => /^\s*\.([a-z-]+)/.exec(selector)?.[1] ?? []),
  );
  assert.ok(own.size > 10 && own.has("playing"));
  const others = readdirSync(pages, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(?!obj|bin|Guide)[A-Z].*\.razor$/.test(file),
  );
  assert.ok(others.length > 20);
  for (const file of others)
    for (const [, classes] of readFileSync(join(pages, file), "utf8").matchAll(/class="([^"@]*)/g))
      for (const name of (classes ?? "").split(/\s+/))
        assert.ok(!own.has(name) || shared.has(name), `${file} has the class ${name}, which the player styles`);
});
