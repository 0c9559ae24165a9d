import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { normalised, recallCounting, rememberCounting } from "./class-memory";

const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};

beforeEach(() => {
  stored.clear();
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
});

test("a phone knows for which class it counts until its owner deletes that", () => {
  const counting = { code: "BCDGHK", key: "one", done: true };
  rememberCounting(counting);
  assert.deepEqual(recallCounting(), counting);
  rememberCounting(null);
  assert.equal(recallCounting(), null);
  assert.equal(stored.size, 0);
});

for (const nonsense of ["{", "null", "7", "[]", '{"code": 5}', '{"code": "BCDGHK"}']) {
  test(`what others left under our key counts for nothing: ${nonsense}`, () => {
    stored.set("klasse", nonsense);
    assert.equal(recallCounting(), null);
  });
}

test("where site data is blocked nothing is remembered, and nothing breaks", () => {
  const blocked = () => {
    throw new DOMException("", "SecurityError");
  };
  Object.defineProperty(globalThis, "localStorage", { get: blocked, configurable: true });
  rememberCounting({ code: "BCDGHK", key: "one", done: true });
  assert.equal(recallCounting(), null);
});

test("a code may be typed in groups and in small letters", () => {
  assert.equal(normalised(" bcd-ghk "), "BCDGHK");
  assert.equal(normalised("BCD GHK"), "BCDGHK");
});
