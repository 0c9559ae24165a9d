/**
 * What the service worker does with a request, as data. No browser API is used here, so that Node can test it.
 */

/** What a navigation, or a fetch that asks for HTML, can be. */
export type DocumentRule = "shell" | "search" | "signup" | "unstored" | "listing" | "page";
export type FileRule = "asset" | "image" | "recording";
export type RuleName = DocumentRule | FileRule;

export interface RequestLike {
  method: string;
  url: string;
  mode: string;
  headers: Pick<Headers, "get" | "has">;
}

export interface ResponseLike {
  status: number;
  type: string;
  redirected: boolean;
  headers: Pick<Headers, "get" | "has">;
}

interface Rule {
  name: RuleName;
  serves: "document" | "file";
  path: RegExp;
  /** Only addresses with a query. */
  query?: true;
  /** Also parts of files, which the browser asks for when it plays them. */
  parts?: true;
}

/** Private, personal or alive: the network answers, and nothing of it stays on the phone. */
const NEVER_STORED = /^\/(admin|api|mentoring|documents|suche|healthz|schulen\/(blatt|karten|klasse)|interessencheck\/(mitzaehlen|mitgezaehlt))(\/|$)/;

/** What other sites show in their frames: nothing of it is kept, and no page of the app stands in for it. */
const FOR_OTHER_SITES = /^\/(embed\/|embed\.js$|oembed$)/;

/** The first rule that fits decides. A request that fits none is left to the browser. */
export const RULES: readonly Rule[] = [
  { name: "search", serves: "document", path: /^\/suche\/$/ },
  { name: "signup", serves: "document", path: /^\/mentoring\/$/ },
  { name: "unstored", serves: "document", path: NEVER_STORED },
  { name: "listing", serves: "document", path: /^\//, query: true },
  { name: "page", serves: "document", path: /^\// },
  { name: "asset", serves: "file", path: /^\/static\/(?!wagtail|admin\/).+\.[0-9a-f]{12}\.\w+$/ },
  { name: "image", serves: "file", path: /^\/media\/images\// },
  { name: "recording", serves: "file", path: /^\/media\/documents\//, parts: true },
];

/** `shells` are the paths of the pages that lie on the phone from the start. */
export function decide(request: RequestLike, origin: string, shells: readonly string[] = []): RuleName | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin || FOR_OTHER_SITES.test(url.pathname)) return null;
  const asksForHtml = request.headers.get("Accept")?.startsWith("text/html") ?? false;
  const serves = request.mode === "navigate" || asksForHtml ? "document" : "file";
  if (serves === "document" && shells.includes(url.pathname)) return "shell";
  const isPart = request.headers.has("Range");
  const fits = (rule: Rule) =>
    rule.serves === serves && rule.path.test(url.pathname) && (!rule.query || url.search !== "") && (!isPart || rule.parts);
  return RULES.find(fits)?.name ?? null;
}

export function isDocument(rule: RuleName | null): boolean {
  return rule === "shell" || RULES.some(({ name, serves }) => name === rule && serves === "document");
}

const HOUR = 60 * 60 * 1000;

/** Whether a saved page is shown before the network is asked: it is the list's version, and the list was confirmed just now. */
export function isConfirmed(
  record: { version: string } | undefined,
  contact: { at: number } | undefined,
  now: number,
): boolean {
  if (!record?.version || !contact) return false;
  const age = now - contact.at;
  return age >= 0 && age < HOUR;
}

/**
 * Whether an answer may be kept in a store of this content type. "drop" also removes the copy of an earlier visit: the page is gone.
 * A worker cannot see Set-Cookie; Django marks answers that set one as private.
 */
export function verdict(response: ResponseLike, contentType: string): "keep" | "leave" | "drop" {
  if (response.status === 404 || response.status === 410) return "drop";
  if (response.status !== 200 || response.type !== "basic" || response.redirected) return "leave";
  if (/\b(private|no-store)\b/i.test(response.headers.get("Cache-Control") ?? "")) return "leave";
  if (!response.headers.get("Content-Type")?.startsWith(contentType)) return "leave";
  return response.headers.get("Vary")?.includes("*") ? "leave" : "keep";
}

/** A proxy whose server is down answers in its place: as good as no network. */
export function isUnreachable(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
