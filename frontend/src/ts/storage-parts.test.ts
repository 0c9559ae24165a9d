import assert from "node:assert/strict";
import { test } from "node:test";

import { partOf, sizeOfEntry } from "./storage-parts";

test("a file is counted where a reader would look for it", () => {
  assert.equal(partOf("impuls-precache-v1", "/offline/"), "app");
  assert.equal(partOf("impuls-assets-v1", "/static/frontend/main.0123456789ab.js"), "app");
  assert.equal(partOf("impuls-saved-pages-v1", "/geschichten/jette/"), "saved");
  assert.equal(partOf("impuls-pages-v1", "/geschichten/jette/"), "visited");
  assert.equal(partOf("impuls-listings-v1", "/geschichten/?feld=it"), "visited");
  assert.equal(partOf("impuls-list-v1", "/offline/paket.json"), "directory");
});

test("a picture is a picture, saved or seen in passing", () => {
  assert.equal(partOf("impuls-saved-files-v1", "/media/images/jette.fill-800x600.avif"), "pictures");
  assert.equal(partOf("impuls-images-v1", "/media/images/jette.fill-800x600.avif"), "pictures");
  assert.equal(partOf("impuls-saved-files-v1", "/media/documents/jette.mp3"), "recordings");
});

test("what is not there takes no room", () => {
  assert.equal(sizeOfEntry("interessen", null), 0);
  assert.equal(sizeOfEntry("ab", "cd"), 8);
});
