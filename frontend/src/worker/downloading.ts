import { CACHES, MATCH } from "../offline/caches";
import { changeRecords, readJobs, readRecord } from "../offline/database";
import { filesOf, type Shortage } from "../offline/list";
import type { Device, PackageList, Recording } from "../offline/types";
import { type BundledPage, fetchBundle, fetchFile, inParallel } from "./fetching";
import { currentList } from "./lists";
import { wishes } from "./plan";
import { alone } from "./scope";

const LANES = 4;

interface Order {
  list: PackageList;
  device: Device;
  signal: AbortSignal;
  pagesPerBundle: number;
  onFile?: (bytes: number) => void;
  onPage?: () => Promise<void>;
}

/** Fetches what is missing, page by page. A page counts, and is shown, from the moment on at which its record is written: the last step. */
export async function download(missing: readonly Shortage[], order: Order) {
  const fetchOnce = filesFetchedOnce(order);
  for (let start = 0; start < missing.length; start += order.pagesPerBundle) {
    const chunk = missing.slice(start, start + order.pagesPerBundle);
    const ids = chunk.filter(({ isStale }) => isStale).map(({ page }) => page.id);
    const [bundle, headers] = await fetchBundle(ids, order.signal);
    await inParallel(chunk, LANES, async (shortage) => {
      const { page, files, isStale } = shortage;
      const bundled = bundle.get(page.id);
      // It has been withdrawn since the list was made.
      if (isStale && !bundled) return;
      await Promise.all(files.map(fetchOnce));
      order.signal.throwIfAborted();
      await keepPage(shortage, order, bundled && { ...bundled, headers });
      if (isStale) order.onFile?.(page.bytes);
      await order.onPage?.();
    });
  }
}

/** Fetches each file that is not there yet, also when several pages show it. */
function filesFetchedOnce({ signal, onFile }: Order): (file: Recording) => Promise<void> {
  const begun = new Map<string, Promise<void>>();
  const fetchAndKeep = async ({ url, bytes }: Recording) => {
    const cache = await caches.open(CACHES.savedFiles);
    if (!(await cache.match(url, MATCH))) {
      const visited = await caches.match(url, { cacheName: CACHES.images, ...MATCH });
      const response = visited ?? (await fetchFile(url, signal));
      if (response) await cache.put(url, response);
    }
    onFile?.(bytes);
  };
  return (file) => {
    const task = begun.get(file.url) ?? fetchAndKeep(file);
    begun.set(file.url, task);
    return task;
  };
}

/** Writes HTML and record of a page, unless meanwhile a contact or the reader took it back. */
async function keepPage({ page, files, isStale }: Shortage, { list, device }: Order, bundled?: BundledPage & { headers: Headers }) {
  await alone("impuls-keep", async () => {
    const now = await currentList();
    const wish = now && wishes(Object.values(await readJobs()), now).get(page.id);
    const old = await readRecord(page.url);
    const content = bundled ?? old;
    if (!wish || !content || (isStale && !bundled) || !now.pages.some(({ url }) => url === page.url)) return;
    if (bundled) {
      const html = new Response(bundled.html, { headers: bundled.headers });
      await (await caches.open(CACHES.savedPages)).put(page.url, html);
    }
    const { id, url, title, kind, personal } = page;
    const { version, card, text } = content;
    const pictures = filesOf(page, list, device, false);
    const there = new Set([...files.map((file) => file.url), ...(old?.audio ?? [])]);
    const recordings = wish.audio ? page.audio.filter((recording) => there.has(recording.url)) : [];
    const images = pictures.map((picture) => picture.url);
    const audio = recordings.map((recording) => recording.url);
    const bytes = [...pictures, ...recordings].reduce((sum, file) => sum + file.bytes, page.bytes);
    const savedAt = bundled ? Date.now() : old!.savedAt;
    const { reasons } = wish;
    await changeRecords([{ url, id, version, title, kind, card, text, images, audio, bytes, savedAt, personal, reasons }]);
  });
}
