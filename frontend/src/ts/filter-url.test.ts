import assert from "node:assert/strict";
import { test } from "node:test";

import { filterUrl } from "./filter-url";

const LIST = "https://impuls.example.org/geschichten/?feld=bau#liste";

test("empty fields and the previous choice leave the address", () => {
  assert.equal(filterUrl(LIST, [["feld", ""], ["ort", "goerlitz"]]), "https://impuls.example.org/geschichten/?ort=goerlitz");
});

test("a field chosen twice stays twice", () => {
  assert.equal(new URL(filterUrl(LIST, [["feld", "it"], ["feld", "bau"]])).search, "?feld=it&feld=bau");
});

test("no choice is the plain list", () => {
  assert.equal(filterUrl(LIST, []), "https://impuls.example.org/geschichten/");
});
