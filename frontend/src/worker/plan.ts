import { wantedIds } from "../offline/list";
import type { Job, JobKey, PackageList, SavedRecord } from "../offline/types";

/** Why a page is kept, and whether with its recordings. */
export interface Wish {
  reasons: string[];
  audio: boolean;
}

/** What the reader's jobs, and the app itself, want: by id of the page. */
export function wishes(jobs: readonly Job[], list: PackageList): Map<number, Wish> {
  const wanted = new Map<number, Wish>();
  const add = (id: number, reason: string, audio: boolean) => {
    const wish = wanted.get(id) ?? { reasons: [], audio: false };
    wanted.set(id, { reasons: [...wish.reasons, reason], audio: wish.audio || audio });
  };
  for (const id of list.app) add(id, "app", false);
  for (const { key, audio } of jobs) for (const id of wantedIds(key, list)) add(id, key, audio);
  return wanted;
}

/** What a valid list changes on the phone. */
export interface Plan {
  /** Pages that the phone knew and that are no longer public. */
  gone: string[];
  write: SavedRecord[];
  remove: string[];
  /** Addresses of visited copies that go. */
  visited: string[];
  /** Jobs whose page is gone. */
  jobs: JobKey[];
  /** The files that public pages show. All others go. */
  files: Set<string>;
}

/**
 * Compares what lies on the phone with the live list. Deleted is what the list lacks; nobody publishes the names of what was
 * withdrawn. Records of another version lose theirs, so that the network is asked first until they have been fetched anew.
 */
export function plan(phone: {
  records: readonly SavedRecord[];
  jobs: readonly Job[];
  /** Addresses (path and query) of visited copies. */
  visited: readonly string[];
  /** The list of the contact before. */
  before: PackageList | null;
  list: PackageList;
}): Plan {
  const { records, visited, before, list } = phone;
  const listed = new Map(list.pages.map((page) => [page.url, page]));
  const jobs = phone.jobs.filter(({ key }) => key === "package" || listed.has(key));
  const wanted = wishes(jobs, list);
  const known = [...records, ...(before?.pages ?? [])].map(({ url }) => url);
  const changes: Plan = {
    gone: [...new Set(known)].filter((url) => !listed.has(url)),
    write: [],
    remove: [],
    visited: visited.filter((address) => !list.keep_visited || !listed.has(address.split("?", 1)[0]!)),
    jobs: phone.jobs.filter((job) => !jobs.includes(job)).map(({ key }) => key),
    files: shownFiles(list),
  };
  for (const record of records) {
    const page = listed.get(record.url);
    const reasons = (page && wanted.get(page.id)?.reasons) ?? [];
    const version = page && page.id === record.id && page.version === record.version ? record.version : "";
    if (!page || reasons.length === 0) changes.remove.push(record.url);
    else if (version !== record.version || page.id !== record.id || reasons.join() !== record.reasons.join()) {
      changes.write.push({ ...record, id: page.id, personal: page.personal, version, reasons });
    }
  }
  return changes;
}

/** The pictures and recordings that public pages show. */
export function shownFiles(list: PackageList): Set<string> {
  const pictures = new Set(list.pages.flatMap((page) => page.images));
  const candidates = [...pictures].flatMap((index) => list.images[index]!);
  return new Set([...candidates, ...list.pages.flatMap((page) => page.audio)].map(({ url }) => url));
}
