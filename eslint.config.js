import js from "@eslint/js";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// Which folders of the client a folder may import from, besides itself and the files beside the folders. A page's folder is
// imported by none, and the worker only for what pages and it send to each other.
const direction = {
    track: [],
    record: ["track"],
    screening: [],
    sensing: ["track"],
    worker: ["record"],
    player: ["track", "record", "screening", "sensing"],
    device: ["track", "record", "worker/messages.ts"],
    account: [],
    along: [],
    explain: [],
    guide: ["track", "record", "screening", "sensing", "player", "device"],
    history: ["record", "device"],
    measure: ["track", "sensing", "player"],
    people: ["record"],
    progress: ["device"],
    sitting: ["worker/messages.ts"],
    voice: [],
};
const refusable = "A browser may refuse it: use browser.ts, storage.ts or record/stored.ts (eslint.config.js).";
const folders = Object.keys(direction);
const zones = Object.entries(direction).flatMap(([folder, others]) =>
    folders
        .filter((other) => other !== folder && !others.includes(other))
        .map((other) => ({
            target: `./src/client/${folder}`,
            from: `./src/client/${other}`,
            except: others
                .filter((file) => file.startsWith(`${other}/`))
                .map((file) => `./${file.slice(other.length + 1)}`),
            message: `${folder}/ may import from: ${others.join(", ") || "no other folder"} (eslint.config.js).`,
        })),
);
// The files beside the folders are below all of them.
const below = {
    target: "./src/client/*.ts",
    from: folders.map((folder) => `./src/client/${folder}`),
    message: "The files beside the folders import from no folder (eslint.config.js).",
};

export default tseslint.config(
    { ignores: ["**/*.gen.ts", "**/node_modules/**"] },
    js.configs.recommended,
    ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
    {
        files: ["**/*.ts"],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: false }],
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-confusing-void-expression": [
                "error",
                { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
            ],
            // node:test registers by calling; the promise it returns is its own business.
            "@typescript-eslint/no-floating-promises": [
                "error",
                {
                    allowForKnownSafeCalls: [
                        { from: "package", package: "node:test", name: ["test", "describe", "it"] },
                    ],
                },
            ],
        },
    },
    {
        files: ["src/client/**/*.ts"],
        plugins: { "import-x": importX },
        settings: {
            ...importX.flatConfigs.typescript.settings,
            "import-x/resolver-next": [createTypeScriptImportResolver({ project: "src/client/tsconfig.json" })],
        },
        rules: {
            "import-x/no-cycle": "error",
            "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: [...zones, below] }],
        },
    },
    {
        // What a browser may refuse is asked for where its refusal is handled.
        files: ["src/client/**/*.ts"],
        ignores: ["src/client/browser.ts", "src/client/storage.ts", "src/client/record/stored.ts", "**/*.test.ts"],
        rules: {
            "no-restricted-globals": [
                "error",
                ...["localStorage", "sessionStorage", "indexedDB", "caches", "BroadcastChannel"].map((name) => ({
                    name,
                    message: refusable,
                })),
            ],
            "no-restricted-properties": [
                "error",
                ...[
                    ...["localStorage", "sessionStorage", "indexedDB", "caches"].flatMap((property) =>
                        ["window", "self", "globalThis"].map((object) => ({ object, property })),
                    ),
                    { object: "document", property: "cookie" },
                    { object: "navigator", property: "serviceWorker" },
                    { object: "navigator", property: "locks" },
                    { object: "navigator", property: "storage" },
                ].map((one) => ({ ...one, message: refusable })),
            ],
            "no-restricted-imports": ["error", { paths: [{ name: "idb", message: refusable }] }],
        },
    },
    { files: ["**/*.js"], languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } } },
);
