import { readJobs, readRecords } from "../offline/database";
import { shortages } from "../offline/list";
import type { Device, Job, PackageList } from "../offline/types";
import { attempt } from "./attempt";
import { currentDevice } from "./device";
import { download } from "./downloading";
import { changeJob } from "./jobs";
import { sweep } from "./keeping";
import { currentList } from "./lists";
import { tell } from "./news";
import { wishes } from "./plan";

/** As many as the server delivers in one piece: an update is to cost few requests. */
const PAGES_PER_BUNDLE = 40;

let isDue = false;

/** After a look at the list, or after something was taken back, there may be something to fetch or to clear away. */
export function requestUpkeep() {
  isDue = true;
}

/** Fetches anew what is stale, and what the jobs that are done want by now. Clears away what nobody needs. */
export async function keepUp() {
  const list = await currentList();
  if (!isDue || !list) return;
  isDue = false;
  const [device, records, jobs] = [await currentDevice(), await readRecords(), Object.values(await readJobs())];
  const done = jobs.filter(({ state }) => state === "done");
  const wanted = wishes(jobs, list);
  const ids = [...wishes(done, list).keys(), ...records.map(({ id }) => id)];
  const missing = shortages(ids, list, device, { audio: ({ id }) => wanted.get(id)?.audio ?? false, records });
  const end = await attempt(null, (signal) => download(missing, { list, device, signal, pagesPerBundle: PAGES_PER_BUNDLE }));
  if (end === "quota") for (const { key } of done) await changeJob(key, (job) => ({ ...job, state: "failed", error: end }));
  await sweep(filesOfUnfinished(Object.values(await readJobs()), list, device));
  if (missing.length) tell({ type: "CHANGED" });
}

/** Half of a page is worth keeping as long as somebody wants the other half. */
function filesOfUnfinished(jobs: Job[], list: PackageList, device: Device): string[] {
  const wanted = wishes(jobs.filter(({ state }) => state !== "done"), list);
  const missing = shortages(wanted.keys(), list, device, { audio: ({ id }) => wanted.get(id)!.audio });
  return missing.flatMap(({ files }) => files).map(({ url }) => url);
}
