// Bundles one entry a page, and the stylesheet, to the web application's static files.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here("../Supine.Web/wwwroot/client");

rmSync(outdir, { recursive: true, force: true });
await build({
    entryPoints: {
        guide: here("guide/main.ts"),
        history: here("history/main.ts"),
        site: here("styles/site.css"),
    },
    outdir,
    bundle: true,
    format: "esm",
    target: ["es2022", "safari16", "firefox115", "chrome110"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
});
