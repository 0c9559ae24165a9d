import type { PrecacheEntry } from "workbox-precaching";

/** Django sets the constants in front of the script. */
interface Constants {
  PRECACHE: PrecacheEntry[];
  OFFLINE_URL: string;
  SEARCH_URL: string;
  SIGNUP_URL: string;
  KEEP_VISITED: boolean;
}

declare const self: ServiceWorkerGlobalScope & Constants;

export const scope = self;

/** Whether FORGET was asked for: nothing is stored any more until the page has unregistered this worker. */
export const life = { isForgotten: false };

/** Path and query: what names a page here. */
export function addressOf(url: string): string {
  const { pathname, search } = new URL(url, self.location.origin);
  return pathname + search;
}

/** Runs one piece of work at a time, over all workers of this site. Browsers without locks save nothing on purpose. */
export function alone<Result>(lock: "impuls-download" | "impuls-keep", piece: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? (navigator.locks.request(lock, piece) as Promise<Result>) : piece();
}
