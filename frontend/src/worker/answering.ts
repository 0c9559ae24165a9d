import { matchPrecache } from "workbox-precaching";

import { CACHES, MATCH } from "../offline/caches";
import { changeRecords, readRecord } from "../offline/database";
import type { SavedRecord } from "../offline/types";
import { lastContact, noteGeneration } from "./contact";
import { isSamePage } from "./html";
import { deleteFrom, keepVisited } from "./keeping";
import { tell } from "./news";
import { type DocumentRule, isConfirmed, isUnreachable, verdict } from "./rules";
import { work } from "./saving";
import { addressOf, alone, life, scope } from "./scope";
import { noteNewer, noteServed } from "./served";
import { NETWORK_TIMEOUT, STORES } from "./stores";

/** The server's answer; `html` is there when the phone may keep it. */
interface Fetched {
  response: Response;
  html: Response | null;
}

/** What the phone has of an address. */
interface Copy {
  response: Response;
  /** It is the copy of the address without its query. */
  standIn: boolean;
  /** It needs no confirmation by the network. */
  isFirst: boolean;
}

type Context = { rule: DocumentRule; request: Request; event: ExtendableEvent; url: URL };

/** Answers a request for a page, from the phone or from the network, and learns from the network's answer behind it. */
export function answerDocument(rule: DocumentRule, request: Request, event: ExtendableEvent): Promise<Response> {
  const context = { rule, request, event, url: new URL(request.url) };
  const network = reach(context);
  const shown = choose(context, network);
  event.waitUntil(learn(context, network, shown).catch(() => undefined));
  return shown.then(({ response }) => response);
}

/** Asks the server. Null when it cannot be reached. A navigation preload has asked already. */
async function reach({ rule, request, event }: Context): Promise<Fetched | null> {
  try {
    const preloaded: Response | undefined = event instanceof FetchEvent ? await event.preloadResponse : undefined;
    const response = preloaded ?? (await fetch(request));
    if (isUnreachable(response.status)) return null;
    const isKept = (rule === "page" || rule === "listing") && verdict(response, "text/html") === "keep";
    return { response, html: isKept ? response.clone() : null };
  } catch {
    return null;
  }
}

async function choose(context: Context, network: Promise<Fetched | null>): Promise<{ response: Response; copy?: Copy }> {
  const { rule, request, event, url } = context;
  if (rule === "shell") {
    const shell = await matchPrecache(url.pathname);
    if (shell) return { response: shell };
  }
  const copy = rule === "page" || rule === "listing" ? await findCopy(url).catch(() => undefined) : undefined;
  const fetched = copy?.isFirst ? null : await (copy ? inTime(network) : network);
  if (fetched) return { response: fetched.response };
  if (!copy) return { response: (await standIn(rule, request)) ?? Response.error() };
  const date = copy.response.headers.get("Date");
  noteServed(event, request.url, { keptSince: new Date(date ?? Date.now()).toISOString(), standIn: copy.standIn });
  return { response: copy.response, copy };
}

/** The page of the app that stands in for one that is not there. */
async function standIn(rule: DocumentRule, { mode }: Request): Promise<Response | undefined> {
  const pages: Partial<Record<DocumentRule, string>> = { search: scope.SEARCH_URL, signup: scope.SIGNUP_URL };
  return mode === "navigate" ? matchPrecache(pages[rule] ?? scope.OFFLINE_URL) : undefined;
}

async function inTime(network: Promise<Fetched | null>): Promise<Fetched | null> {
  return Promise.race([network, new Promise<null>((resolve) => setTimeout(resolve, NETWORK_TIMEOUT, null))]);
}

async function findCopy({ href, pathname, search }: URL): Promise<Copy | undefined> {
  const [contact, record] = await Promise.all([lastContact(), readRecord(pathname)]);
  if (search) {
    const filtered = await caches.match(href, { cacheName: CACHES.listings, ...MATCH });
    if (filtered) return { response: filtered, standIn: false, isFirst: false };
  }
  const saved = record && (await caches.match(pathname, { cacheName: CACHES.savedPages, ...MATCH }));
  const response = saved ?? (await caches.match(pathname, { cacheName: CACHES.pages, ...MATCH }));
  if (!response) return undefined;
  if (search) return { response: marked(response), standIn: true, isFirst: false };
  return { response, standIn: false, isFirst: Boolean(saved) && isConfirmed(record, contact, Date.now()) };
}

function marked(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("Offline-Stand-In", "1");
  return new Response(response.body, { headers });
}

/** Keeps what may be kept, drops what is gone, and tells the reader of a copy when there is something newer. */
async function learn({ rule, url }: Context, network: Promise<Fetched | null>, shown: Promise<{ copy?: Copy }>) {
  const [fetched, { copy }] = [await network, await shown];
  if (!fetched || life.isForgotten) return;
  const { response, html } = fetched;
  const address = addressOf(url.href);
  if ((rule === "page" || rule === "listing") && verdict(response, "text/html") === "drop") {
    await forgetPage(address);
    if (copy) tell({ type: "GONE", url: address });
  }
  const record = rule === "page" ? await readRecord(address).catch(() => undefined) : undefined;
  const isNewer = html && (record ? await keepSaved(record, html.clone()) : copy && (await isChanged(rule, address, html.clone())));
  if (copy && html && (isNewer || copy.standIn)) noteNewer(address);
  await noteGeneration(response);
  // A filtered list is kept where the list of public pages knows it as one; other queries say nothing new.
  const isOwn = rule === "page" || (rule === "listing" && (await lastContact())?.listings.includes(url.pathname));
  if (html && !record && isOwn) await keepVisited(STORES[rule], address, html);
  await work();
}

async function forgetPage(address: string) {
  await alone("impuls-keep", async () => {
    if (!address.includes("?")) await changeRecords([], [address]);
    for (const name of [CACHES.savedPages, CACHES.pages, CACHES.listings]) await deleteFrom(name, (other) => other === address);
  });
}

/** Whether a visited page says something else than its copy. */
async function isChanged(rule: DocumentRule, address: string, html: Response): Promise<boolean> {
  const cacheName = rule === "listing" ? CACHES.listings : CACHES.pages;
  const before = await caches.match(address, { cacheName, ...MATCH });
  return before !== undefined && !isSamePage(await before.text(), await html.text());
}

/** Puts a fetched page in the place of its saved copy. True when it says something else. */
function keepSaved({ url }: SavedRecord, html: Response): Promise<boolean> {
  return alone("impuls-keep", async () => {
    const record = await readRecord(url);
    const cache = await caches.open(CACHES.savedPages);
    const [before, now] = [await (await cache.match(url, MATCH))?.text(), await html.clone().text()];
    if (!record || before === undefined || before === now) return false;
    await cache.put(url, html);
    if (isSamePage(before, now)) return false;
    // The list will name its version, with its pictures.
    await changeRecords([{ ...record, version: "" }]);
    return true;
  });
}
