import { parseList } from "./list";
import type { PackageList } from "./types";

/** A cache's name carries its purpose and its version: a new version leaves the old one to be removed on activation. */
export const CACHES = {
  savedPages: "impuls-saved-pages-v1",
  savedFiles: "impuls-saved-files-v1",
  list: "impuls-list-v1",
  pages: "impuls-pages-v1",
  listings: "impuls-listings-v1",
  images: "impuls-images-v1",
  assets: "impuls-assets-v1",
} as const;

/** What came by reading, not by saving. */
export const VISITED = [CACHES.pages, CACHES.listings, CACHES.images] as const;

export const LIST_URL = "/offline/paket.json";

/** Wagtail's pages vary by cookie; only public ones are kept, so the cookie of the moment does not matter. */
export const MATCH: CacheQueryOptions = { ignoreVary: true };

/** The entries of a cache. Looking does not make one: where the site was forgotten, nothing of it is to be left. */
export async function entriesOf(name: string): Promise<readonly Request[]> {
  return (await caches.has(name)) ? (await caches.open(name)).keys() : [];
}

/** The list of the last contact, null before the first one. */
export async function readList(): Promise<PackageList | null> {
  const response = await caches.match(LIST_URL, { cacheName: CACHES.list, ...MATCH });
  return response ? parseList(await response.json().catch(() => null)) : null;
}
