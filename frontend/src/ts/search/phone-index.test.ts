import assert from "node:assert/strict";
import { test } from "node:test";

import { searchIn } from "./phone-index";

const page = (url: string, title: string, text: string, kind = "Geschichte") => ({ url, title, kind, text });
const find = searchIn([
  page("/jette/", "Ein Dienstag", "Jette lernt in Weißwasser, wie Roboter greifen."),
  page("/anton/", "Vier Uhr", "Anton backt in Görlitz. Weißwasser kennt er vom Eishockey."),
  page("/mechatronik/", "Mechatronikerin und Mechatroniker", "Strom, Luft und Öl.", "Beruf"),
  page("/weisswasser/", "Glas aus Weißwasser", "Hier wird geblasen.", "Unternehmen"),
]);
const found = (query: string) => find(query).map(({ url }) => url);

test("a town is found however its umlaut is typed", () => {
  for (const query of ["Görlitz", "goerlitz", "GORLITZ", "görl"]) assert.deepEqual(found(query), ["/anton/"], query);
});

test("a slip of the finger is forgiven", () => {
  assert.deepEqual(found("Mechatronkerin"), ["/mechatronik/"]);
  assert.deepEqual(found("Eishokey"), ["/anton/"]);
});

test("what has the word in its title comes first", () => {
  assert.equal(found("weisswasser")[0], "/weisswasser/");
  assert.equal(found("weisswasser").length, 3);
});

test("every word must be met", () => {
  assert.deepEqual(found("weißwasser roboter"), ["/jette/"]);
  assert.deepEqual(found("weißwasser bäckerei"), []);
});

test("a query without a word finds nothing", () => {
  assert.deepEqual(found("…?"), []);
});
