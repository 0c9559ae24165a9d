import { verdict } from "./rules";
import { PAGES_URL } from "./stores";

/** What a bundle tells of one page. */
export interface BundledPage {
  id: number;
  url: string;
  version: string;
  html: string;
  card: string;
  text: string;
}

const TIMEOUT = 120_000;

/** Ends with `signal`, or when the time is over. */
export function within(milliseconds: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  setTimeout(abort, milliseconds);
  return controller.signal;
}

/**
 * Fetches the public version of something, also for people who are logged in. It stays out of the HTTP cache: from
 * there it could not be taken back.
 */
function fetchPublic(url: string, signal: AbortSignal): Promise<Response> {
  return fetch(url, { credentials: "omit", cache: "no-store", signal: within(TIMEOUT, signal) });
}

/** Fetches a picture or a recording. Null when the server has none: the page stands without it. Throws when the network fails. */
export async function fetchFile(url: string, signal: AbortSignal): Promise<Response | null> {
  const response = await fetchPublic(url, signal);
  if (response.status >= 500) throw new Error(`${response.status} for ${url}`);
  return verdict(response, "") === "keep" ? response : null;
}

/** Fetches pages in one piece, by id, with the headers that their HTML is shown with. */
export async function fetchBundle(ids: readonly number[], signal: AbortSignal): Promise<[Map<number, BundledPage>, Headers]> {
  if (ids.length === 0) return [new Map(), new Headers()];
  const response = await fetchPublic(`${PAGES_URL}?ids=${ids.join()}`, signal);
  if (verdict(response, "application/json") !== "keep") throw new Error(`${response.status} for a bundle`);
  const pages: BundledPage[] = (await response.json()).pages;
  // The security policy among them counts offline as well. What describes the bundle's own bytes does not.
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag", "Vary", "Content-Disposition"]) headers.delete(name);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return [new Map(pages.map((page) => [page.id, page])), headers];
}

/** Runs a task for each item, a few at a time. After a failure nothing new is begun, and it is thrown when all have ended. */
export async function inParallel<Item>(items: readonly Item[], lanes: number, task: (item: Item) => Promise<void>) {
  const queue = [...items];
  const lane = async () => {
    for (let item; (item = queue.shift()) !== undefined; ) {
      await task(item).catch((error: unknown) => {
        queue.length = 0;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}
