import { deleteDB } from "idb";
import { cacheNames, clientsClaim, setCacheNameDetails } from "workbox-core";
import { enable as enableNavigationPreload } from "workbox-navigation-preload";
import { precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";

import { CACHES } from "../offline/caches";
import { answerDocument } from "./answering";
import { startSilence } from "./contact";
import { answerFile } from "./files";
import { reply } from "./messages";
import { decide, type DocumentRule, type FileRule, isDocument } from "./rules";
import { scope } from "./scope";
import { PRECACHE } from "./stores";

const entries = scope.PRECACHE.map((entry) => (typeof entry === "string" ? { url: entry } : entry));
const shells = entries.filter(({ revision }) => revision).map(({ url }) => url);

const rule = (request: Request) => decide(request, scope.location.origin, shells);

setCacheNameDetails(PRECACHE);
registerRoute(
  ({ request }) => isDocument(rule(request)),
  ({ request, event }) => answerDocument(rule(request) as DocumentRule, request, event),
);
precacheAndRoute(scope.PRECACHE, { cleanURLs: false, directoryIndex: "" });
registerRoute(
  ({ request }) => rule(request) !== null,
  ({ request, event }) => answerFile(rule(request) as FileRule, request, event),
);
enableNavigationPreload();
clientsClaim();

scope.addEventListener("activate", (event) => event.waitUntil(Promise.all([removeOldStores(), startSilence()])));
scope.addEventListener("message", (event) => {
  // Only the visitor's tap on the banner lets a waiting worker take over.
  if (event.data?.type === "SKIP_WAITING") void scope.skipWaiting();
  event.waitUntil(reply(event));
});

/** Deletes the caches of other versions, and the notes on visited addresses that an earlier release made. */
async function removeOldStores() {
  const expected = new Set<string>([cacheNames.precache, ...Object.values(CACHES)]);
  const old = (await caches.keys()).filter((name) => name.startsWith(`${PRECACHE.prefix}-`) && !expected.has(name));
  await Promise.all([...old.map((name) => caches.delete(name)), deleteDB("workbox-expiration")]);
}
