import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

// The schema that editors use must say the same as the compiler; the C# tests read the same corpus.
const schema = JSON.parse(readFileSync("docs/protocol.schema.json", "utf8")) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
const corpus = "tests/golden/protocols";

for (const file of readdirSync(corpus)) {
  const text = readFileSync(`${corpus}/${file}`, "utf8");
  const fine = text.startsWith("# structure: fine\n");

  test(`${file} is ${fine ? "fine" : "faulty"} by the schema`, () => {
    assert.ok(fine || text.startsWith("# structure: faulty\n"), "the first line says what is expected");
    assert.equal(validate(parse(text)), fine, JSON.stringify(validate.errors));
  });
}

for (const file of readdirSync("protocols").filter((name) => name.startsWith("psoas-"))) {
  test(`the shipped ${file} is fine by the schema`, () => {
    assert.ok(validate(parse(readFileSync(`protocols/${file}`, "utf8"))), JSON.stringify(validate.errors));
  });
}
