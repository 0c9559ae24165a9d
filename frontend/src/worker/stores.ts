import { CACHES } from "../offline/caches";

/** Where something goes that was not saved on purpose, but came along by reading. */
export interface Store {
  cache: string;
  /** More than these push out the oldest ones. */
  entries: number;
  /** How the content type of everything in it begins. */
  contentType: string;
}

export const STORES = {
  page: { cache: CACHES.pages, entries: 80, contentType: "text/html" },
  listing: { cache: CACHES.listings, entries: 20, contentType: "text/html" },
  asset: { cache: CACHES.assets, entries: 60, contentType: "" },
  image: { cache: CACHES.images, entries: 200, contentType: "image/" },
} as const satisfies Record<string, Store>;

export const PRECACHE = { prefix: "impuls", precache: "precache", suffix: "v1" };

export const PAGES_URL = "/offline/seiten.json";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A slow network blocks nobody for longer, when there is a copy. */
export const NETWORK_TIMEOUT = 3 * SECOND;

/** Who has not had contact for longer may show people who have withdrawn since. */
export const MAX_SILENCE = 30 * DAY;

/** Between two looks at the list that nothing but a new page has caused. */
export const CONTACT_PAUSE = 60 * SECOND;
