import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { holdsFor } from "./seeded.ts";
import { timeOf, uuidV7 } from "./uuid.ts";

const randomBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe("a version 7 UUID", () => {
  it("is the example of RFC 9562, appendix A.6", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    assert.equal(uuidV7(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  it("carries version 7 and variant 10 whatever the random bytes are", () => {
    holdsFor(
      fc.property(instant, randomBytes, (ms, random) => {
        assert.match(uuidV7(ms, random), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it("sorts by time", () => {
    holdsFor(
      fc.property(instant, instant, randomBytes, randomBytes, (a, b, x, y) => {
        if (a < b) assert.ok(uuidV7(a, x) < uuidV7(b, y));
      }),
    );
  });

  it("tells the time it was made at", () => {
    holdsFor(fc.property(instant, randomBytes, (ms, random) => assert.equal(timeOf(uuidV7(ms, random)).getTime(), ms)));
  });

  it("refuses a time that is none and too few random bytes", () => {
    assert.throws(() => uuidV7(2 ** 48, new Uint8Array(10)), RangeError);
    assert.throws(() => uuidV7(0, new Uint8Array(9)), RangeError);
  });
});
