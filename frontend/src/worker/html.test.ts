import assert from "node:assert/strict";
import { test } from "node:test";

import { isSamePage, linksTo } from "./html";

const html = (main: string, head = "") => `<!DOCTYPE html><head>${head}</head><main id="inhalt">${main}</main><footer></footer>`;

test("two answers are the same page when their main content is", () => {
  assert.ok(isSamePage(html("<h1>Jette</h1>", "main.0123.css"), html("<h1>Jette</h1>", "main.4567.css")));
  assert.ok(!isSamePage(html("<h1>Jette</h1>"), html("<h1>Jette S.</h1>")));
});

test("a page without main content is compared as a whole", () => {
  assert.ok(!isSamePage("<p>eins</p>", "<p>zwei</p>"));
});

test("a link is found however it is written", () => {
  for (const address of ["/geschichten/jette/", "/geschichten/jette/#ton", "/geschichten/jette/?a=1", "https://a.de/geschichten/jette/"]) {
    assert.ok(linksTo(html(`<a href="${address}">`), ["/x/", "/geschichten/jette/"]), address);
  }
  assert.ok(linksTo("<a href='/geschichten/jette/'>", ["/geschichten/jette/"]));
});

test("a page below, beside or above another one is not that one", () => {
  for (const address of ["/geschichten/", "/geschichten/jette/mehr/", "/geschichten/jette-2/", "/a/geschichten/jette/"]) {
    assert.ok(!linksTo(html(`<a href="${address}">`), ["/geschichten/jette/"]), address);
  }
  assert.ok(!linksTo(html('<a href="/geschichten/xjette/">'), ["/geschichten/.jette/"]));
  assert.ok(!linksTo(html('<a href="/">'), []));
});
