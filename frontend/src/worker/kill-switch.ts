/** What `/serviceworker.js` is while the kill switch is on: takes all that this site stored off the phone, itself last. */

declare const self: ServiceWorkerGlobalScope;

/** A page that still has the database open does not hold up the rest: it is deleted when that page is gone. */
const deleteDatabase = () =>
  new Promise<unknown>((resolve) => {
    const request = indexedDB.deleteDatabase("impuls");
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });

async function deleteAll() {
  const names = (await caches.keys()).filter((name) => name.startsWith("impuls-"));
  await Promise.all([...names.map((name) => caches.delete(name)), deleteDatabase()]);
}

async function leave() {
  await deleteAll();
  const windows = await self.clients.matchAll({ type: "window" });
  await self.registration.unregister();
  // Not waited for: a page that reloads waits for this worker.
  for (const page of windows) page.navigate(page.url).catch(() => undefined);
}

// At once: the worker before may be faulty, and may take long to end. What it stores meanwhile goes afterwards.
self.addEventListener("install", (event) => {
  void self.skipWaiting();
  event.waitUntil(deleteAll());
});
self.addEventListener("activate", (event) => event.waitUntil(leave()));

export {};
