import { createPartialResponse } from "workbox-range-requests";

import { CACHES, MATCH } from "../offline/caches";
import { addressesIn, isVisitKept, keepVisited, putNewest } from "./keeping";
import { currentList } from "./lists";
import { type FileRule, isUnreachable, verdict } from "./rules";
import { addressOf, life, scope } from "./scope";
import { currentAsset, samePicture } from "./standins";
import { STORES } from "./stores";

/** Answers a request for a file: the kept copy, else the network, else the nearest thing to it that is on the phone. */
export async function answerFile(rule: FileRule, request: Request, event: ExtendableEvent): Promise<Response> {
  const address = addressOf(request.url);
  const copy = await keptFile(rule, address);
  if (copy) return request.headers.has("Range") ? createPartialResponse(request, copy) : copy;
  if (rule === "recording") return fetch(request);
  const [isKept, keep] = rule === "asset" ? [!life.isForgotten, putNewest] : [await isVisitKept(), keepVisited];
  try {
    // A picture in the HTTP cache could not be taken back: it lies in ours, or nowhere.
    const response = await fetch(request, isKept && rule === "image" ? { cache: "no-store" } : undefined);
    const isMissing = isUnreachable(response.status) || (rule === "asset" && response.status === 404);
    if (isMissing) return (await standIn(rule, address)) ?? response;
    const isPublic = verdict(response, STORES[rule].contentType) === "keep";
    if (isKept && isPublic) event.waitUntil(keep(STORES[rule], address, response.clone()).catch(() => undefined));
    return response;
  } catch (error) {
    const other = await standIn(rule, address);
    if (!other) throw error;
    return other;
  }
}

const CACHES_BY_RULE: Readonly<Record<FileRule, readonly string[]>> = {
  asset: [CACHES.assets],
  image: [CACHES.savedFiles, CACHES.images],
  recording: [CACHES.savedFiles],
};

async function keptFile(rule: FileRule, address: string): Promise<Response | undefined> {
  for (const cacheName of CACHES_BY_RULE[rule]) {
    const copy = await caches.match(address, { cacheName, ...MATCH });
    if (copy) return copy;
  }
  return undefined;
}

/** An old page asks for files of an old release, a turned phone for another width: what is there is better than nothing. */
async function standIn(rule: "asset" | "image", address: string): Promise<Response | undefined> {
  if (rule === "asset") {
    const current = currentAsset(address, [...scope.PRECACHE.map(urlOf), ...(await addressesIn(CACHES.assets))]);
    return current === undefined ? undefined : caches.match(current, MATCH);
  }
  for (const other of samePicture(address, await currentList())) {
    const copy = await keptFile("image", other);
    if (copy) return copy;
  }
  return undefined;
}

const urlOf = (entry: (typeof scope.PRECACHE)[number]) => (typeof entry === "string" ? entry : entry.url);
