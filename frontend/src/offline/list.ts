import type { Candidate, Device, JobKey, ListedPage, PackageList, Recording, SavedRecord } from "./types";

/** Every browser decodes these. */
const PLAIN_TYPES = ["image/jpeg", "image/png", "image/gif", "image/svg+xml"];

/** Returns the list, or null when anything in it is not as agreed: a broken list must not delete what people saved. */
export function parseList(json: unknown): PackageList | null {
  if (!isObject(json) || json.format !== 1 || typeof json.keep_visited !== "boolean") return null;
  const { app, pages, images, places } = json;
  if (!isListOf(isId)(app) || !isListOf(isGroup)(images) || !isObject(places)) return null;
  if (!Object.values(places).every(isPlace)) return null;
  if (!isListOf(isPage)(pages) || pages.length === 0) return null;
  if (!pages.every((page) => page.images.every((index) => index < images.length))) return null;
  const isUnique = (values: unknown[]) => new Set(values).size === values.length;
  if (!isUnique(pages.map(({ id }) => id)) || !isUnique(pages.map(({ url }) => url))) return null;
  return json as unknown as PackageList;
}

/** The file of a picture that a device gets: in its best type the smallest that fills the screen, else the widest. */
export function chooseImage(group: Candidate[], device: Device): Candidate {
  const type = [...device.types, ...PLAIN_TYPES].find((name) => group.some((candidate) => candidate.type === name));
  const fitting = type ? group.filter((candidate) => candidate.type === type) : group;
  const byWidth = [...fitting].sort((a, b) => a.width - b.width);
  return (byWidth.find(({ width }) => width >= device.width) ?? byWidth.at(-1))!;
}

/** The ids that a job wants: every page, or one and those a reader goes to next. */
export function wantedIds(key: JobKey, list: PackageList): number[] {
  if (key === "package") return list.pages.map(({ id }) => id);
  const page = list.pages.find(({ url }) => url === key);
  return page ? [...new Set([page.id, ...page.next])] : [];
}

/** A page that is not (or not wholly) on the phone, with the files it lacks. */
export interface Shortage {
  page: ListedPage;
  /** Its HTML is missing or of another version. */
  isStale: boolean;
  files: Recording[];
}

type Kept = Pick<SavedRecord, "url" | "version" | "images" | "audio">;

/** What is missing of these pages. Pages that the server has not yet built are left out: they cannot be saved. */
export function shortages(
  ids: Iterable<number>,
  list: PackageList,
  device: Device,
  { audio = () => false, records = [] }: { audio?: (page: ListedPage) => boolean; records?: Kept[] } = {},
): Shortage[] {
  const there = new Set(records.flatMap((record) => [...record.images, ...record.audio]));
  const versions = new Map(records.map(({ url, version }) => [url, version]));
  const wanted = new Set(ids);
  return list.pages
    .filter(({ id, version }) => wanted.has(id) && version !== "")
    .map((page) => ({
      page,
      isStale: versions.get(page.url) !== page.version,
      files: filesOf(page, list, device, audio(page)).filter(({ url }) => !there.has(url)),
    }))
    .filter(({ isStale, files }) => isStale || files.length > 0);
}

/** What saving these pages still fetches. Pages and files of `records` are there already, shared files count once. */
export function cost(
  ids: Iterable<number>,
  list: PackageList,
  device: Device,
  { audio = false, records = [] }: { audio?: boolean; records?: Kept[] } = {},
): { bytes: number; pages: number } {
  const missing = shortages(ids, list, device, { audio: () => audio, records });
  return { bytes: bytesOf(missing), pages: missing.length };
}

export function bytesOf(missing: Shortage[]): number {
  const files = new Map(missing.flatMap((shortage) => shortage.files).map(({ url, bytes }) => [url, bytes]));
  const pages = missing.map(({ page, isStale }) => (isStale ? page.bytes : 0));
  return [...pages, ...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** The pictures and recordings that one page needs on a device. */
export function filesOf(page: ListedPage, list: PackageList, device: Device, audio: boolean): Recording[] {
  const pictures = [...new Set(page.images)].map((index) => chooseImage(list.images[index]!, device));
  return [...pictures, ...(audio ? page.audio : [])];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isListOf =
  <T>(isItem: (item: unknown) => item is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.every(isItem);
const isText = (value: unknown): value is string => typeof value === "string";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isId = (value: unknown): value is number => isCount(value) && value > 0;
/** An address on this site. `//host/` would be another one. */
const isPath = (value: unknown): value is string => isText(value) && /^\/(?![/\\])[^\s\\]*$/.test(value);
const isFile = (value: unknown): value is Recording => isObject(value) && isPath(value.url) && isCount(value.bytes);
const isCandidate = (value: unknown): value is Candidate =>
  isFile(value) && isText((value as Candidate).type) && isCount((value as Candidate).width);
const isGroup = (value: unknown): value is Candidate[] => isListOf(isCandidate)(value) && value.length > 0;
const isPlace = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
const isFilters = (value: unknown): boolean => isObject(value) && Object.values(value).every(isListOf(isText));

function isPage(value: unknown): value is ListedPage {
  return (
    isObject(value) &&
    isId(value.id) &&
    isPath(value.url) &&
    !/[?#]/.test(value.url) &&
    [value.version, value.kind, value.title].every(isText) &&
    isCount(value.bytes) &&
    typeof value.personal === "boolean" &&
    isListOf(isCount)(value.images) &&
    isListOf(isFile)(value.audio) &&
    isListOf(isId)(value.next) &&
    isFilters(value.filters) &&
    (value.listing === null || isPath(value.listing))
  );
}
