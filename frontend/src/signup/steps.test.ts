import assert from "node:assert/strict";
import { test } from "node:test";

import { needsGuardian } from "./steps";

test("a guardian is asked for under sixteen, and where the age can't be read", () => {
  assert.deepEqual(["12", "15", "16", "20", "", "zwölf"].map((age) => needsGuardian(age, 16)), [true, true, false, false, true, true]);
});

test("the age from which none is needed is the site's", () => {
  assert.equal(needsGuardian("17", 18), true);
});
