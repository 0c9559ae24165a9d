import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { AnswerSheet } from "./answer-sheet";

const STATEMENTS = ["1", "2", "3"].map((key) => ({ key, dimension: "R", text: "" }));
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

test("who comes back finds the answers and the next statement", () => {
  const sheet = new AnswerSheet(STATEMENTS);
  sheet.answer(0, 3);
  sheet.answer(1, null);
  const later = new AnswerSheet(STATEMENTS);
  assert.deepEqual(later.answers, { 1: 3, 2: null });
  assert.equal(later.next, 2);
  assert.equal(later.given, 1);
  assert.equal(later.firstSkipped, 1);
});

test("deleting leaves nothing, here and on the device", () => {
  const sheet = new AnswerSheet(STATEMENTS);
  sheet.answer(0, 3);
  sheet.moveHome("zittau", "50");
  assert.deepEqual([...stored.keys()], ["interessen"]);
  sheet.clear();
  assert.equal(stored.size, 0);
  assert.deepEqual(sheet.answers, {});
  assert.deepEqual(sheet.home, { place: "", kilometres: "20" });
  assert.equal(new AnswerSheet(STATEMENTS).next, 0);
});

for (const nonsense of ["{", "null", "7", '{"answers": {"1": 9, "2": "3"}}', '{"answers": [true], "place": 5}', '{"answers": null}']) {
  test(`what others left under our key does no harm: ${nonsense}`, () => {
    stored.set("interessen", nonsense);
    const sheet = new AnswerSheet(STATEMENTS);
    assert.equal(sheet.given, 0);
    sheet.answer(0, 2);
    assert.equal(sheet.given, 1);
  });
}

test("where site data is blocked the answers last as long as the page", () => {
  const blocked = () => {
    throw new DOMException("", "SecurityError");
  };
  Object.defineProperty(globalThis, "localStorage", { get: blocked, configurable: true });
  const sheet = new AnswerSheet(STATEMENTS);
  sheet.answer(0, 1);
  assert.equal(sheet.given, 1);
});

test("a statement that is no longer asked does not count", () => {
  new AnswerSheet(STATEMENTS).answer(2, 3);
  assert.equal(new AnswerSheet(STATEMENTS.slice(0, 2)).given, 0);
});
