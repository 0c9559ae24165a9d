import { CACHES } from "../offline/caches";
import { changeRecords, changeState, deleteDatabase, readJobs, readRecords } from "../offline/database";
import { wantedIds } from "../offline/list";
import type { Device, Job, JobKey } from "../offline/types";
import { interrupt } from "./attempt";
import { contact } from "./contact";
import { putJob } from "./jobs";
import { deleteFrom, deleteVisited } from "./keeping";
import { currentList } from "./lists";
import { tell } from "./news";
import { wishes } from "./plan";
import { outlook } from "./saving";
import { alone, life } from "./scope";
import { PRECACHE } from "./stores";
import { requestUpkeep } from "./upkeep";

/** Begins a job. Null when the page is not (or not yet) to be had. */
export async function save(key: JobKey, device: Device, audio: boolean): Promise<Job | null> {
  const list = (await currentList()) ?? ((await contact({ force: true })) ? await currentList() : null);
  const page = list?.pages.find(({ url }) => url === key);
  if (!list || (key !== "package" && !page?.version)) return null;
  await changeState("device", () => device);
  const old = (await readJobs())[key];
  const wanted = { key, audio: audio || (old?.audio ?? false), state: "running" as const };
  const { job } = await outlook({ ...wanted, donePages: 0, pages: 0, doneBytes: 0, bytes: 0 }, list, device);
  await putJob(job);
  await alone("impuls-keep", async () => {
    const reasons = wishes(Object.values(await readJobs()), list);
    const ids = new Set(wantedIds(key, list));
    const records = (await readRecords()).filter(({ id }) => ids.has(id));
    await changeRecords(records.map((record) => ({ ...record, reasons: reasons.get(record.id)?.reasons ?? [] })));
  });
  return job;
}

/** Takes back one choice. What it shares with others stays. */
export async function remove(key: JobKey) {
  await changeState("jobs", (jobs) => jobs && Object.fromEntries(Object.entries(jobs).filter(([other]) => other !== key)));
  interrupt(key);
  await takeBack((reason) => reason === key);
}

/** Takes back everything chosen and everything read. What the app itself needs stays. */
export async function removeAll() {
  await changeState("jobs", () => undefined);
  interrupt();
  await takeBack((reason) => reason !== "app");
  await deleteVisited();
}

/** Drops reasons, and the pages that are left without any. Their files go in the next upkeep, when no download needs them. */
async function takeBack(isDropped: (reason: string) => boolean) {
  await alone("impuls-keep", async () => {
    const records = (await readRecords()).map((record) => ({ ...record, reasons: record.reasons.filter((reason) => !isDropped(reason)) }));
    const unwanted = new Set(records.filter(({ reasons }) => reasons.length === 0).map(({ url }) => url));
    await changeRecords(records.filter(({ url }) => !unwanted.has(url)), unwanted);
    await deleteFrom(CACHES.savedPages, (address) => unwanted.has(address));
  });
  requestUpkeep();
  tell({ type: "CHANGED" });
}

/** Deletes all of it, for good: nothing is stored any more until the page has unregistered this worker. */
export async function forget() {
  life.isForgotten = true;
  interrupt();
  await alone("impuls-download", () =>
    alone("impuls-keep", async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith(`${PRECACHE.prefix}-`));
      await Promise.all(names.map((name) => caches.delete(name)));
      await deleteDatabase();
    }),
  );
}
