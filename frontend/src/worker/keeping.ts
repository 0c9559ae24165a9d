import { CACHES, entriesOf, MATCH, VISITED } from "../offline/caches";
import { changeRecords, readRecords, readState } from "../offline/database";
import { linksTo } from "./html";
import { isListed } from "./lists";
import { addressOf, alone, life, scope } from "./scope";
import { MAX_SILENCE, type Store } from "./stores";

/** Deletes the entries of a cache whose address fits. */
export async function deleteFrom(cacheName: string, fits: (address: string) => boolean) {
  const entries = (await entriesOf(cacheName)).filter(({ url }) => fits(addressOf(url)));
  if (entries.length === 0) return;
  const cache = await caches.open(cacheName);
  await Promise.all(entries.map((entry) => cache.delete(entry, MATCH)));
}

export async function addressesIn(cacheName: string): Promise<string[]> {
  return (await entriesOf(cacheName)).map(({ url }) => addressOf(url));
}

/** Keeps what came by reading, if the site wants that and it is public. A contact in the same moment has the last word. */
export async function keepVisited(store: Store, address: string, response: Response) {
  // A slow answer must not hold up the others.
  const whole = new Response(await response.blob(), response);
  await alone("impuls-keep", async () => {
    if ((await isVisitKept()) && (await isListed(address))) await putNewest(store, address, whole);
  });
}

/** Whether what was only read stays: a setting of the site. */
export async function isVisitKept(): Promise<boolean> {
  const contact = await readState("contact").catch(() => undefined);
  return (contact?.keepVisited ?? scope.KEEP_VISITED) && !life.isForgotten;
}

/** Stores an answer as the newest of its cache, and drops the oldest ones. */
export async function putNewest({ cache: name, entries }: Store, address: string, response: Response) {
  try {
    const cache = await caches.open(name);
    // Entries stand in the order of their storing.
    await cache.delete(address, MATCH);
    await cache.put(address, response);
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - entries)).map((entry) => cache.delete(entry, MATCH)));
  } catch (error) {
    // What was chosen needs the space more than what was only read.
    if (isQuotaError(error)) await deleteVisited();
  }
}

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

export async function deleteVisited() {
  await Promise.all(VISITED.map((name) => caches.delete(name)));
}

/** Deletes visited copies that nobody has fetched for long. */
export async function deleteOldVisited(now = Date.now()) {
  for (const name of VISITED) {
    const cache = await caches.open(name);
    for (const entry of await cache.keys()) {
      const date = Date.parse((await cache.match(entry, MATCH))?.headers.get("Date") ?? "");
      if (now - date > MAX_SILENCE) await cache.delete(entry, MATCH);
    }
  }
}

/** Deletes what no record uses, but spares some files: what a download that was ended has left, and files of pages that went. */
export async function sweep(spared: Iterable<string> = []) {
  const records = await readRecords();
  const pages = new Set(records.map(({ url }) => url));
  const files = new Set([...spared, ...records.flatMap(({ images, audio }) => [...images, ...audio])]);
  await deleteFrom(CACHES.savedPages, (address) => !pages.has(address));
  await deleteFrom(CACHES.savedFiles, (address) => !files.has(address));
}

/** Saved and visited pages that link to one of the paths: their lists show it. Visited ones are deleted. */
export async function dropLinking(paths: readonly string[]) {
  if (paths.length === 0) return;
  const linking = await addressesLinking(CACHES.savedPages, paths);
  const stale = (await readRecords()).filter(({ url }) => linking.has(url));
  await changeRecords(stale.map((record) => ({ ...record, version: "" })));
  await deleteFrom(CACHES.savedPages, (address) => linking.has(address));
  for (const name of [CACHES.pages, CACHES.listings]) {
    const visited = await addressesLinking(name, paths);
    await deleteFrom(name, (address) => visited.has(address));
  }
}

export async function addressesLinking(cacheName: string, paths: readonly string[]): Promise<Set<string>> {
  const cache = await caches.open(cacheName);
  const linking = new Set<string>();
  for (const entry of await cache.keys()) {
    const html = await (await cache.match(entry, MATCH))?.text();
    if (html && linksTo(html, paths)) linking.add(addressOf(entry.url));
  }
  return linking;
}
