// Bundles one entry a page, the worker, and the stylesheet, to the web application's static files.
import { rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here("../Supine.Web/wwwroot/client");

const options = {
    outdir,
    bundle: true,
    target: ["es2022", "safari16", "firefox115", "chrome110"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
};

// Each page's script is one file: what two pages share is in both, so that neither waits for a second round trip.
// Only what a script loads when it needs it becomes a file of its own, whose name changes with its content.
const page = (name, from, more = {}) =>
    build({
        ...options,
        ...more,
        entryPoints: { [name]: here(from) },
        format: "esm",
        splitting: true,
        chunkNames: "chunk/[name]-[hash]",
    });

// A script stays one small file where what it loads later shares nothing with it.
const pageApart = async (name, from, ...later) => {
    const { metafile } = await build({
        ...options,
        outdir: `${outdir}/chunk`,
        entryPoints: later.map(here),
        entryNames: "[name]-[hash]",
        format: "esm",
        metafile: true,
    });
    const made = Object.entries(metafile.outputs).map(([path, { entryPoint }]) => [
        basename(entryPoint),
        `./chunk/${basename(path)}`,
    ]);
    const apart = {
        name: "apart",
        setup: ({ onResolve }) => {
            for (const [source, path] of made)
                onResolve({ filter: new RegExp(`/${source}$`) }, () => ({ path, external: true }));
        },
    };
    return page(name, from, { plugins: [apart] });
};

rmSync(outdir, { recursive: true, force: true });
await Promise.all([
    pageApart(
        "guide",
        "guide/main.ts",
        "guide/resume.ts",
        "player/after.ts",
        "sensing/caller.ts",
        "sensing/gateOpening.ts",
    ),
    page("account", "account/main.ts"),
    page("history", "history/main.ts"),
    page("device", "history/device.ts"),
    page("along", "along/main.ts"),
    page("explain", "explain/main.ts"),
    page("measure", "measure/main.ts"),
    pageApart("people", "people/main.ts", "people/forget.ts"),
    page("sitting", "sitting/main.ts"),
    page("voice", "voice/main.ts"),
    page("voices", "voice/choose.ts"),
    build({ ...options, entryPoints: { capture: here("voice/worklet.ts") }, format: "iife" }),
    build({ ...options, entryPoints: { worker: here("worker/main.ts") }, format: "iife" }),
    build({
        ...options,
        entryPoints: {
            site: here("styles/site.css"),
            "account-page": here("styles/account.css"),
            "along-page": here("styles/along.css"),
            "explain-page": here("styles/explain.css"),
            "measure-page": here("styles/measure.css"),
            "progress-page": here("styles/progress.css"),
            "record-page": here("styles/record.css"),
            "screening-page": here("styles/screening.css"),
            "protocol-page": here("styles/protocol.css"),
            "questions-page": here("styles/questions.css"),
            "sitting-page": here("styles/sitting.css"),
            "voice-page": here("styles/voice.css"),
            sheet: here("styles/sheet.css"),
        },
    }),
]);
