import assert from "node:assert/strict";
import { test } from "node:test";

import { decide, isConfirmed, isUnreachable, type ResponseLike, verdict } from "./rules";

const ORIGIN = "https://impuls.example.org";
const SHELLS = ["/offline/", "/merkliste/"];

function ruleFor(path: string, { method = "GET", mode = "navigate", ...headers }: Record<string, string> = {}) {
  return decide({ method, mode, url: new URL(path, ORIGIN).href, headers: new Headers(headers) }, ORIGIN, SHELLS);
}

function verdictOn(headers: Record<string, string>, answer: Partial<ResponseLike> = {}) {
  const all = new Headers({ "Content-Type": "text/html; charset=utf-8", ...headers });
  return verdict({ status: 200, type: "basic", redirected: false, headers: all, ...answer }, "text/html");
}

test("a visited page is kept", () => {
  assert.equal(ruleFor("/"), "page");
  assert.equal(ruleFor("/geschichten/jette/"), "page");
  assert.equal(ruleFor("/berufsfelder/elektro/mechatronik/"), "page");
});

test("a filtered list is kept apart, so that it does not push stories out", () => {
  assert.equal(ruleFor("/geschichten/?feld=elektro"), "listing");
  assert.equal(ruleFor("/geschichten/?feld=elektro", { mode: "cors", Accept: "text/html" }), "listing");
});

test("private, personal and live addresses are never kept", () => {
  const paths = ["/admin/pages/3/edit/", "/admin", "/api/v1/schema/", "/mentoring/danke/", "/mentoring/besuch/werk/", "/documents/3/plan.pdf", "/schulen/klasse/abc/", "/schulen/blatt/elektro.pdf", "/interessencheck/mitgezaehlt/"];
  for (const path of [...paths, "/mentoring/bestaetigen/abc/?t=1", "/suche/mehr/", "/admin/pages/3/edit/preview/"]) {
    assert.equal(ruleFor(path), "unstored", path);
    assert.equal(ruleFor(path, { mode: "cors" }), null, path);
  }
});

test("the search is never kept; offline, the phone searches itself", () => {
  assert.equal(ruleFor("/suche/?q=holz"), "search");
  assert.equal(ruleFor("/suche/?q=holz", { mode: "cors" }), null);
});

test("the signup comes from the network and is never kept; without network a form of its own stands in", () => {
  assert.equal(ruleFor("/mentoring/"), "signup");
  assert.equal(ruleFor("/mentoring/?von=start"), "signup");
  assert.equal(ruleFor("/mentoring/", { mode: "cors" }), null);
  assert.equal(ruleFor("/mentoring/", { method: "POST" }), null);
});

test("pages of the app come from the phone, with any query", () => {
  assert.equal(ruleFor("/merkliste/"), "shell");
  assert.equal(ruleFor("/merkliste/?von=start"), "shell");
  assert.equal(ruleFor("/merkliste/", { mode: "no-cors" }), null);
});

test("recordings are played in parts, also from the phone", () => {
  assert.equal(ruleFor("/media/documents/jette.mp3", { mode: "no-cors", Range: "bytes=0-" }), "recording");
  assert.equal(ruleFor("/media/documents/jette.mp3", { mode: "no-cors" }), "recording");
});

test("what other sites show in their frames is left alone", () => {
  for (const path of ["/embed/geschichten/jette/", "/embed/unternehmen/?ort=zittau", "/embed.js", "/oembed?url=x"]) {
    assert.equal(ruleFor(path), null, path);
    assert.equal(ruleFor(path, { mode: "cors", Accept: "text/html" }), null, path);
  }
});

test("the list and its bundles are no pages", () => {
  assert.equal(ruleFor("/offline/paket.json", { mode: "cors", Accept: "*/*" }), null);
  assert.equal(ruleFor("/offline/seiten.json?ids=1", { mode: "cors", Accept: "*/*" }), null);
});

test("a page whose name only begins like a private one is a page", () => {
  assert.equal(ruleFor("/mentoring-tag/"), "page");
});

test("hashed assets and renditions are kept, originals and unhashed files are not", () => {
  const file = { mode: "no-cors" };
  assert.equal(ruleFor("/static/frontend/main.0123456789ab.css", file), "asset");
  assert.equal(ruleFor("/static/frontend/main.css", file), null);
  assert.equal(ruleFor("/static/wagtailadmin/css/core.0123456789ab.css", file), null);
  assert.equal(ruleFor("/static/admin/css/base.0123456789ab.css", file), null);
  assert.equal(ruleFor("/media/images/werkbank.2e16d0ba.fill-800x600.format-avif.avif", file), "image");
  assert.equal(ruleFor("/media/original_images/werkbank.jpg", file), null);
  assert.equal(ruleFor("/manifest.json", { mode: "cors" }), null);
});

test("other methods, other origins and parts of files are left to the browser", () => {
  assert.equal(ruleFor("/mentoring/", { method: "POST" }), null);
  assert.equal(ruleFor("https://example.com/geschichten/"), null);
  assert.equal(ruleFor("/media/images/film.mp4", { mode: "no-cors", Range: "bytes=0-" }), null);
});

test("only a whole, public answer of this site is kept", () => {
  assert.equal(verdictOn({ "Cache-Control": "no-cache", Vary: "Cookie, Accept-Encoding" }), "keep");
  assert.equal(verdictOn({ "Cache-Control": "max-age=0, private" }), "leave");
  assert.equal(verdictOn({ "Cache-Control": "no-store" }), "leave");
  assert.equal(verdictOn({ Vary: "*" }), "leave");
  assert.equal(verdictOn({ "Content-Type": "application/pdf" }), "leave");
  assert.equal(verdictOn({}, { status: 206 }), "leave");
  assert.equal(verdictOn({}, { status: 500 }), "leave");
  assert.equal(verdictOn({}, { redirected: true }), "leave");
  assert.equal(verdictOn({}, { status: 0, type: "opaqueredirect" }), "leave");
});

test("a page that is gone takes its kept copy along", () => {
  assert.equal(verdictOn({}, { status: 404 }), "drop");
  assert.equal(verdictOn({}, { status: 410 }), "drop");
});

test("a proxy without its server counts as no network", () => {
  assert.deepEqual([200, 404, 500, 502, 503, 504].filter(isUnreachable), [502, 503, 504]);
});

test("a saved page is shown first when the list has just confirmed its version", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const minutesAgo = (minutes: number) => ({ at: now - minutes * 60_000 });
  assert.ok(isConfirmed({ version: "abc" }, minutesAgo(59), now));
  assert.ok(!isConfirmed({ version: "abc" }, minutesAgo(61), now));
  assert.ok(!isConfirmed({ version: "abc" }, minutesAgo(-1), now));
  assert.ok(!isConfirmed({ version: "" }, minutesAgo(1), now));
  assert.ok(!isConfirmed({ version: "abc" }, undefined, now));
  assert.ok(!isConfirmed(undefined, minutesAgo(1), now));
});
