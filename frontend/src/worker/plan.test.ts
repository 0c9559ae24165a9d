import assert from "node:assert/strict";
import { test } from "node:test";

import type { Job, ListedPage, PackageList, SavedRecord } from "../offline/types";
import { plan, wishes } from "./plan";

const page = (id: number, changes: Partial<ListedPage> = {}): ListedPage => ({
  id,
  url: `/geschichten/${id}/`,
  version: `v${id}`,
  bytes: 1000,
  kind: "Geschichte",
  title: `Nummer ${id}`,
  personal: true,
  images: [id - 1],
  audio: [],
  next: [],
  filters: {},
  listing: "/geschichten/",
  ...changes,
});

const list = (...pages: ListedPage[]): PackageList => ({
  keep_visited: true,
  app: [],
  pages,
  images: [1, 2, 3].map((number) => [{ type: "image/avif", width: 800, url: `/media/images/${number}.avif`, bytes: 100 }]),
  places: {},
});

const record = (id: number, changes: Partial<SavedRecord> = {}): SavedRecord => ({
  url: `/geschichten/${id}/`,
  id,
  version: `v${id}`,
  title: `Nummer ${id}`,
  kind: "Geschichte",
  card: "",
  text: "",
  images: [`/media/images/${id}.avif`],
  audio: [],
  bytes: 1100,
  savedAt: 0,
  personal: true,
  reasons: ["package"],
  ...changes,
});

const job = (key: string, changes: Partial<Job> = {}): Job => ({
  key,
  state: "done",
  donePages: 1,
  pages: 1,
  doneBytes: 1,
  bytes: 1,
  audio: false,
  ...changes,
});

const ALL = list(page(1), page(2), page(3));

function changesFrom(phone: Partial<Parameters<typeof plan>[0]>) {
  return plan({ records: [], jobs: [job("package")], visited: [], before: ALL, list: ALL, ...phone });
}

test("the same list changes nothing", () => {
  const { gone, write, remove, visited, jobs } = changesFrom({
    records: [record(1), record(2)],
    visited: ["/geschichten/3/", "/geschichten/3/?feld=bau"],
  });
  assert.deepEqual({ gone, write, remove, visited, jobs }, { gone: [], write: [], remove: [], visited: [], jobs: [] });
});

test("a page that left the list goes, with its pictures, its visited copies and the wish for it", () => {
  const changes = changesFrom({
    records: [record(1), record(2, { reasons: ["/geschichten/2/", "package"] })],
    jobs: [job("package"), job("/geschichten/2/")],
    visited: ["/geschichten/2/", "/geschichten/2/?seite=2", "/geschichten/1/"],
    list: list(page(1), page(3)),
  });
  assert.deepEqual(changes.gone, ["/geschichten/2/"]);
  assert.deepEqual(changes.remove, ["/geschichten/2/"]);
  assert.deepEqual(changes.visited, ["/geschichten/2/", "/geschichten/2/?seite=2"]);
  assert.deepEqual(changes.jobs, ["/geschichten/2/"]);
  assert.ok(!changes.files.has("/media/images/2.avif"));
  assert.ok(changes.files.has("/media/images/1.avif"));
});

test("a page nobody saved counts as gone too: other kept pages may show it", () => {
  assert.deepEqual(changesFrom({ list: list(page(1), page(3)) }).gone, ["/geschichten/2/"]);
});

test("a picture stays as long as one page shows it", () => {
  const { files } = changesFrom({ list: list(page(1, { images: [1] })) });
  assert.deepEqual([...files], ["/media/images/2.avif"]);
});

test("a page of another version is asked for over the network, until it was fetched anew", () => {
  const { write, remove } = changesFrom({ records: [record(1, { version: "old" }), record(2)] });
  assert.deepEqual(write.map(({ url, version }) => [url, version]), [["/geschichten/1/", ""]]);
  assert.deepEqual(remove, []);
});

test("a page that the server has to build again is kept, but not trusted", () => {
  const { write, remove } = changesFrom({ records: [record(1)], list: list(page(1, { version: "", images: [] })) });
  assert.deepEqual([write.map(({ version }) => version), remove], [[""], []]);
});

test("another page at the same address is not the one that was saved", () => {
  const { write } = changesFrom({ records: [record(1)], list: list(page(7, { url: "/geschichten/1/", version: "v1", images: [] })) });
  assert.deepEqual(write.map(({ id, version }) => [id, version]), [[7, ""]]);
});

test("what no job wants any more goes, what several want stays for the others", () => {
  const linked = list(page(1, { next: [2] }), page(2), page(3));
  const records = [record(1, { reasons: ["/geschichten/1/"] }), record(2, { reasons: ["package"] }), record(3)];
  const { write, remove } = changesFrom({ records, jobs: [job("/geschichten/1/", { audio: true })], list: linked });
  assert.deepEqual(remove, ["/geschichten/3/"]);
  assert.deepEqual(write.map(({ url, reasons }) => [url, reasons]), [["/geschichten/2/", ["/geschichten/1/"]]]);
});

test("pages of the app stay without a job", () => {
  const app = { ...ALL, app: [3] };
  assert.deepEqual(changesFrom({ records: [record(3, { reasons: ["app"] })], jobs: [], list: app }).remove, []);
  assert.deepEqual([...wishes([], app)], [[3, { reasons: ["app"], audio: false }]]);
});

test("recordings are wanted when one job wants them", () => {
  const wanted = wishes([job("package"), job("/geschichten/1/", { audio: true })], ALL);
  assert.deepEqual(wanted.get(1), { reasons: ["package", "/geschichten/1/"], audio: true });
  assert.deepEqual(wanted.get(2), { reasons: ["package"], audio: false });
});

test("where visited pages are not to be kept, they all go", () => {
  const strict = { ...ALL, keep_visited: false };
  assert.deepEqual(changesFrom({ list: strict, visited: ["/geschichten/1/"] }).visited, ["/geschichten/1/"]);
});
