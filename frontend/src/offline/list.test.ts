import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, chooseImage, cost, parseList, shortages, wantedIds } from "./list";
import type { Candidate, Device, ListedPage, PackageList } from "./types";

const PHONE: Device = { width: 720, types: ["image/avif", "image/webp"] };

const file = (type: string, width: number, bytes = width): Candidate => ({ type, width, bytes, url: `/media/images/a.${width}.${type.slice(6)}` });

const picture = (name: string, bytes: number): Candidate[] => [
  { type: "image/avif", width: 800, url: `/media/images/${name}.avif`, bytes },
  { type: "image/webp", width: 800, url: `/media/images/${name}.webp`, bytes: bytes * 2 },
];

const page = (id: number, changes: Partial<ListedPage> = {}): ListedPage => ({
  id,
  url: `/geschichten/${id}/`,
  version: `v${id}`,
  bytes: 1000,
  kind: "Geschichte",
  title: `Nummer ${id}`,
  personal: true,
  images: [],
  audio: [],
  next: [],
  filters: { feld: ["elektro"] },
  listing: "/geschichten/",
  ...changes,
});

const list = (changes: Partial<PackageList> = {}): PackageList & { format: 1 } => ({
  format: 1,
  keep_visited: true,
  app: [],
  pages: [
    page(1, { images: [0, 1], next: [2, 3, 1], audio: [{ url: "/media/documents/1.mp3", bytes: 50_000 }] }),
    page(2, { images: [1] }),
    page(3, { version: "" }),
    page(4, { listing: null }),
  ],
  images: [picture("werkbank", 100), picture("halle", 200)],
  places: { zittau: [50.9, 14.8] },
  ...changes,
});

test("a list as agreed is taken as it is", () => {
  assert.deepEqual(parseList(JSON.parse(JSON.stringify(list()))), list());
});

test("anything else than a list counts as none", () => {
  for (const broken of [null, undefined, "", 7, [], {}, { detail: "Wartung" }, "<html>", { ...list(), format: 2 }]) {
    assert.equal(parseList(broken), null);
  }
});

test("a list without pages counts as none: it would delete everything", () => {
  assert.equal(parseList(list({ pages: [] })), null);
});

test("one wrong value anywhere makes the list invalid", () => {
  const broken: Record<string, Partial<Record<keyof ListedPage, unknown>>> = {
    "no id": { id: undefined },
    "an id as text": { id: "12" },
    "an id below one": { id: 0 },
    "no version": { version: null },
    "negative bytes": { bytes: -1 },
    "bytes without end": { bytes: Number.POSITIVE_INFINITY },
    "a page of another site": { url: "//example.com/" },
    "another site in disguise": { url: "/\\example.com/" },
    "a whole address": { url: "https://example.com/" },
    "a script": { url: "javascript:alert(1)" },
    "a query": { url: "/geschichten/?feld=elektro" },
    "a picture that is not there": { images: [2] },
    "half a picture": { images: [0.5] },
    "a recording of another site": { audio: [{ url: "https://example.com/a.mp3", bytes: 1 }] },
    "a recording without size": { audio: [{ url: "/media/documents/a.mp3" }] },
    "a next page without number": { next: ["2"] },
    "filters as a list": { filters: [] },
    "a filter without list": { filters: { feld: "elektro" } },
    "personal as text": { personal: "ja" },
    "no listing at all": { listing: undefined },
  };
  for (const [what, values] of Object.entries(broken)) {
    const pages = [...list().pages, { ...page(9), ...values }] as ListedPage[];
    assert.equal(parseList(list({ pages })), null, what);
  }
  assert.equal(parseList(list({ images: [[], picture("halle", 1)] })), null, "a picture without files");
  assert.equal(parseList(list({ places: { zittau: [50.9] } as never })), null, "half a place");
  assert.equal(parseList(list({ app: [null] as never })), null, "an app page without number");
  assert.equal(parseList(list({ pages: [...list().pages, page(1)] })), null, "the same page twice");
});

test("a device gets the smallest picture that fills its screen", () => {
  const group = [file("image/avif", 480), file("image/avif", 1200), file("image/avif", 800), file("image/webp", 800)];
  assert.equal(chooseImage(group, PHONE).width, 800);
  assert.equal(chooseImage(group, { ...PHONE, width: 800 }).width, 800);
  assert.equal(chooseImage(group, { ...PHONE, width: 320 }).width, 480);
  assert.equal(chooseImage(group, { ...PHONE, width: 2560 }).width, 1200);
});

test("a device gets the best type it decodes", () => {
  const group = [file("image/webp", 800), file("image/avif", 800), file("image/jpeg", 800)];
  assert.equal(chooseImage(group, PHONE).type, "image/avif");
  assert.equal(chooseImage(group, { ...PHONE, types: ["image/webp"] }).type, "image/webp");
  assert.equal(chooseImage(group, { ...PHONE, types: [] }).type, "image/jpeg");
  assert.equal(chooseImage([file("image/svg+xml", 0)], PHONE).type, "image/svg+xml");
});

test("a chosen page brings its next ones along, the package everything", () => {
  assert.deepEqual(wantedIds("/geschichten/1/", list()), [1, 2, 3]);
  assert.deepEqual(wantedIds("package", list()), [1, 2, 3, 4]);
  assert.deepEqual(wantedIds("/geschichten/weg/", list()), []);
});

test("the cost counts shared pictures once, and recordings on request", () => {
  const wanted = wantedIds("/geschichten/1/", list());
  assert.deepEqual(cost(wanted, list(), PHONE), { bytes: 2300, pages: 2 });
  assert.deepEqual(cost(wanted, list(), PHONE, { audio: true }), { bytes: 52_300, pages: 2 });
});

test("the cost counts only what is not yet there", () => {
  const record = { url: "/geschichten/2/", version: "v2", images: ["/media/images/halle.avif"], audio: [] };
  assert.deepEqual(cost([1, 2], list(), PHONE, { records: [record] }), { bytes: 1100, pages: 1 });
  assert.deepEqual(cost([2], list(), PHONE, { records: [record] }), { bytes: 0, pages: 0 });
  assert.deepEqual(cost([2], list(), PHONE, { records: [{ ...record, version: "old" }] }), { bytes: 1000, pages: 1 });
  assert.deepEqual(cost([2], list(), PHONE, { records: [{ ...record, images: [] }] }), { bytes: 200, pages: 1 });
});

test("a page that the server has not built yet cannot be saved", () => {
  assert.deepEqual(shortages([3], list(), PHONE), []);
  assert.equal(bytesOf([]), 0);
});
