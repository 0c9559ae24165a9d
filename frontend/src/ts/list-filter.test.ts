import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, isListed } from "./list-filter";

const PLACES: Record<string, [number, number]> = {
  zittau: [50.8961, 14.8072],
  oybin: [50.8419, 14.7407],
  goerlitz: [51.1552, 14.9885],
};
const company = { feld: ["elektro", "it"], ort: ["zittau"], angebot: ["ausbildung"] };
const listed = (query: string, filters: Record<string, string[]> = company) =>
  isListed(filters, new URLSearchParams(query), PLACES);

test("a page is listed when every chosen value is one of its own", () => {
  assert.ok(listed("feld=it&ort=zittau"));
  assert.ok(!listed("feld=bau&ort=zittau"));
  assert.ok(!listed("untypisch=ja"));
});

test("an empty choice chooses everything", () => {
  assert.ok(listed("feld=&ort=&umkreis="));
  assert.ok(listed("", {}));
});

test("the distance counts around the chosen place, and only there", () => {
  assert.ok(listed("ort=oybin&umkreis=10"));
  assert.ok(!listed("ort=oybin"));
  assert.ok(!listed("ort=goerlitz&umkreis=10"));
  assert.ok(listed("ort=goerlitz&umkreis=50"));
  assert.ok(listed("umkreis=10"));
});

test("a place that the phone does not know has no distance", () => {
  assert.ok(!listed("ort=atlantis&umkreis=50"));
});

test("kilometres are those of the server", () => {
  assert.equal(distance(PLACES.zittau!, PLACES.goerlitz!).toFixed(1), "31.5");
});
