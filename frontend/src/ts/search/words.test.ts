import assert from "node:assert/strict";
import { test } from "node:test";

import { foldings, spelledOut, wordsOf } from "./words";

test("punctuation divides words, and case does not count", () => {
  assert.deepEqual(wordsOf("Weißwasser/O.L., 2. Lehrjahr"), ["weißwasser", "o", "l", "2", "lehrjahr"]);
});

test("a town is found as it is written with and without its umlaut", () => {
  assert.deepEqual(foldings("görlitz"), ["goerlitz", "gorlitz"]);
  assert.equal(spelledOut("görlitz"), "goerlitz");
  assert.equal(spelledOut("go\u0308rlitz".normalize("NFC")), "goerlitz");
});

test("Polish, Czech and Sorbian letters lose their marks", () => {
  assert.deepEqual(foldings("łódź"), ["lodz"]);
  assert.deepEqual(foldings("třebíč"), ["trebic"]);
});

test("a sharp s is two", () => {
  assert.deepEqual(foldings("neiße"), ["neisse"]);
});
