import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, nearby } from "./nearby";
import { fitting, pointsOf, reasonsFor, score } from "./scoring";

// tests/careers/test_interest_scoring.py compares all of it with the server's reckoning.

const STATEMENTS = ["R", "I", "R", "I"].map((dimension, place) => ({ key: String(place), dimension, text: "" }));

test("points are the mean of what was answered", () => {
  assert.deepEqual(pointsOf(STATEMENTS, { 0: 3, 1: null, 2: 1 }), { R: 66 });
  assert.equal(score("RI", { R: 100 }), 60);
});

test("nothing is suggested to who likes nothing", () => {
  const candidates = [{ key: "1", profile: "R", field: "bau", atypical: "" }];
  assert.deepEqual(fitting(candidates, pointsOf(STATEMENTS, { 0: 0, 1: 0, 2: 1, 3: 0 }), 6), []);
});

test("the next suggestion quotes another statement", () => {
  const quoted = new Map<string, number>();
  const answers = { 0: 3, 2: 3 };
  const keys = [1, 2, 3].map(() => reasonsFor("RI", STATEMENTS, answers, quoted).map(({ key }) => key));
  assert.deepEqual(keys, [["0"], ["2"], ["0"]]);
});

test("from Zittau to Görlitz it is 32 kilometres", () => {
  assert.equal(Math.round(distance([50.896, 14.806], [51.156, 14.988])), 32);
});

test("a company without a known place is not near", () => {
  const employers = [{ key: "1", occupations: ["7"], fields: [], places: [] }];
  const suggested = [{ key: "7", profile: "R", field: "bau", atypical: "" }];
  assert.deepEqual(nearby(employers, suggested, { zittau: 0 }, 50), []);
  assert.deepEqual(nearby(employers, suggested, null, 50), [{ key: "1", away: null }]);
});
