import { CACHES } from "../offline/caches";

/** The parts that the storage page tells apart, apart from what lies in localStorage. */
export type Part = "app" | "saved" | "visited" | "pictures" | "recordings" | "directory";

/** Why a file lies on the phone: by the cache it is in, and for pictures and recordings by its address. */
export function partOf(cache: string, path: string): Part {
  if (path.startsWith("/media/images/")) return "pictures";
  if (path.startsWith("/media/")) return "recordings";
  if (cache === CACHES.list) return "directory";
  if (cache === CACHES.savedPages) return "saved";
  return cache === CACHES.pages || cache === CACHES.listings ? "visited" : "app";
}

/** What a visitor's answers cost in localStorage: two bytes for every letter of the key and the value. */
export const sizeOfEntry = (key: string, value: string | null) => (value === null ? 0 : 2 * (key.length + value.length));
