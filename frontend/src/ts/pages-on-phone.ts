import { CACHES, entriesOf, MATCH } from "../offline/caches";
import { readRecords } from "../offline/database";
import type { SavedRecord } from "../offline/types";

/** A page that was only read: its kept copy says what it is. */
export interface VisitedPage {
  url: string;
  title: string;
  kind: string;
  text: string;
  date: Date;
}

/** Saved pages, and visited ones that are not saved too, the last read first. */
export async function pagesOnPhone(): Promise<{ saved: SavedRecord[]; visited: VisitedPage[] }> {
  const [saved, visited] = [await readRecords(), await visitedPages()];
  const known = new Set(saved.map(({ url }) => url));
  const others = visited.filter(({ url }) => !known.has(url));
  return { saved, visited: others.sort((a, b) => b.date.getTime() - a.date.getTime()) };
}

async function visitedPages(): Promise<VisitedPage[]> {
  const match = (url: string) => caches.match(url, { cacheName: CACHES.pages, ...MATCH });
  return Promise.all((await entriesOf(CACHES.pages)).map(async ({ url }) => describe(url, await match(url))));
}

async function describe(url: string, response: Response | undefined): Promise<VisitedPage> {
  const page = new DOMParser().parseFromString((await response?.text()) ?? "", "text/html");
  const meta = (selector: string) => page.querySelector<HTMLMetaElement>(`meta[${selector}]`)?.content;
  return {
    url: new URL(url).pathname,
    title: meta("property='og:title'") ?? page.title,
    kind: meta("name='page-kind'") ?? "",
    text: page.querySelector("main")?.textContent ?? "",
    date: new Date(response?.headers.get("Date") ?? Date.now()),
  };
}
