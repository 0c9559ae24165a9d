import { CACHES } from "../offline/caches";
import { changeRecords, changeState, readJobs, readRecords } from "../offline/database";
import type { PackageList } from "../offline/types";
import { addressesIn, addressesLinking, deleteFrom, deleteOldVisited, deleteVisited, dropLinking } from "./keeping";
import { currentList } from "./lists";
import { tell } from "./news";
import { plan } from "./plan";
import { alone } from "./scope";

/** Deletes what a new list lacks, and marks what it names in another version. */
export async function apply(list: PackageList, before: PackageList | null) {
  const [records, jobs] = await Promise.all([readRecords(), readJobs()]);
  const visited = [...(await addressesIn(CACHES.pages)), ...(await addressesIn(CACHES.listings))];
  const changes = plan({ records, jobs: Object.values(jobs), visited, before, list });
  const isVisited = new Set(changes.visited);
  const isRemoved = new Set(changes.remove);
  await changeState("jobs", (old) => old && Object.fromEntries(Object.entries(old).filter(([key]) => !changes.jobs.includes(key))));
  await changeRecords(changes.write, changes.remove);
  await deleteFrom(CACHES.savedPages, (address) => isRemoved.has(address));
  await deleteFrom(CACHES.savedFiles, (address) => !changes.files.has(address));
  await deleteFrom(CACHES.images, (address) => !changes.files.has(address));
  for (const name of [CACHES.pages, CACHES.listings]) await deleteFrom(name, (address) => isVisited.has(address));
  await dropLinking(changes.gone);
  if (!list.keep_visited) await deleteVisited();
  else await deleteOldVisited();
  for (const url of changes.gone) tell({ type: "GONE", url });
  if (changes.write.length || changes.remove.length || changes.jobs.length) tell({ type: "CHANGED" });
}

/** Whom the phone shows may have withdrawn since: people's pages, all pictures beside links to them, and what was only visited. */
export async function forgetPeople() {
  await alone("impuls-keep", async () => {
    const records = await readRecords();
    const people = records.filter(({ personal }) => personal).map(({ url }) => url);
    const listed = (await currentList())?.pages.filter(({ personal }) => personal).map(({ url }) => url) ?? [];
    const linking = await addressesLinking(CACHES.savedPages, [...people, ...listed]);
    const kept = records.filter(({ personal }) => !personal);
    // Without a version they are fetched anew, with their pictures, at the next contact.
    const bare = kept.filter(({ url }) => linking.has(url)).map((record) => ({ ...record, version: "", images: [] }));
    await changeRecords(bare, people);
    await deleteFrom(CACHES.savedPages, (address) => people.includes(address));
    const shown = new Set(kept.filter(({ url }) => !linking.has(url)).flatMap(({ images, audio }) => [...images, ...audio]));
    await deleteFrom(CACHES.savedFiles, (address) => !shown.has(address));
    await deleteVisited();
  });
  tell({ type: "CHANGED" });
}
