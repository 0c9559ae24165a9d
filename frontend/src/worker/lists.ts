import { CACHES, LIST_URL, readList } from "../offline/caches";
import type { PackageList } from "../offline/types";
import { shownFiles } from "./plan";

let memory: PackageList | null = null;
let listed: { list: PackageList; addresses: Set<string> } | null = null;

/** The list of the last contact. */
export async function currentList(): Promise<PackageList | null> {
  return (memory ??= await readList());
}

export async function storeList(list: PackageList, response: Response) {
  await (await caches.open(CACHES.list)).put(LIST_URL, response);
  memory = list;
}

/** Whether a page (also a filtered one) or a file is public by the list. Before the first contact everything is. */
export async function isListed(address: string): Promise<boolean> {
  const list = await currentList();
  if (!list) return true;
  if (listed?.list !== list) listed = { list, addresses: new Set([...list.pages.map(({ url }) => url), ...shownFiles(list)]) };
  return listed.addresses.has(address.split("?", 1)[0]!);
}
