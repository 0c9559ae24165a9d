import assert from "node:assert/strict";
import { test } from "node:test";

import { currentAsset, samePicture } from "./standins";

const CURRENT = ["/static/frontend/main.0123456789ab.css", "/static/frontend/main.abcdef012345.js", "/offline/"];

test("an old page gets the current file of the same name", () => {
  assert.equal(currentAsset("/static/frontend/main.999999999999.css", CURRENT), CURRENT[0]);
  assert.equal(currentAsset("/static/frontend/main.999999999999.js", CURRENT), CURRENT[1]);
});

test("a file of another name or kind is no replacement", () => {
  assert.equal(currentAsset("/static/frontend/print.999999999999.css", CURRENT), undefined);
  assert.equal(currentAsset("/static/other/main.999999999999.css", CURRENT), undefined);
});

test("a picture is replaced by its other sizes and types only", () => {
  const candidate = (url: string) => ({ url, type: "image/avif", width: 1, bytes: 1 });
  const images = [[candidate("/a-1"), candidate("/a-2")], [candidate("/b-1"), candidate("/b-2")]];
  const list = { keep_visited: true, app: [], pages: [], places: {}, images };
  assert.deepEqual(samePicture("/a-2", list), ["/a-1"]);
  assert.deepEqual(samePicture("/c-1", list), []);
  assert.deepEqual(samePicture("/a-1", null), []);
});
