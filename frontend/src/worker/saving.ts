import { CACHES } from "../offline/caches";
import { readJobs, readRecords } from "../offline/database";
import { bytesOf, type Shortage, shortages, wantedIds } from "../offline/list";
import type { Device, Job, PackageList } from "../offline/types";
import { attempt } from "./attempt";
import { currentDevice } from "./device";
import { download } from "./downloading";
import { changeJob, nextJob } from "./jobs";
import { addressesIn } from "./keeping";
import { currentList } from "./lists";
import { tell } from "./news";
import { wishes } from "./plan";
import { alone, life } from "./scope";
import { keepUp } from "./upkeep";

/** A first download may be interrupted any time: what has not arrived whole is fetched again. */
const PAGES_PER_BUNDLE = 20;
const BETWEEN_REPORTS = 150;

let queued: Promise<void> | null = null;

/** Does what there is to do: jobs that run, also those that died with a worker, then upkeep. Keep the event alive until then. */
export function work(): Promise<void> {
  queued ??= alone("impuls-download", async () => {
    queued = null;
    if (life.isForgotten) return;
    for (let job; (job = await nextJob()); ) await run(job);
    await keepUp();
  });
  return queued;
}

/** What a job still lacks, and how far it is with that. */
export async function outlook(job: Job, list: PackageList, device: Device): Promise<{ missing: Shortage[]; job: Job }> {
  const ids = wantedIds(job.key, list);
  const wanted = wishes([...Object.values(await readJobs()), job], list);
  // Files of pages that were interrupted are there as well.
  const files = { url: "", version: "", images: await addressesIn(CACHES.savedFiles), audio: [] };
  const records = [...(await readRecords()), files];
  const missing = shortages(ids, list, device, { audio: ({ id }) => wanted.get(id)?.audio ?? false, records });
  const left = bytesOf(missing);
  const bytes = Math.max(job.bytes, left);
  const pages = list.pages.filter(({ id, version }) => version !== "" && ids.includes(id)).length;
  return { missing, job: { ...job, pages, bytes, donePages: pages - missing.length, doneBytes: bytes - left } };
}

async function run({ key }: Job) {
  const error = await attempt(key, async (signal) => {
    const [list, device, job] = [await currentList(), await currentDevice(), (await readJobs())[key]];
    if (!list || !job) throw new Error("There is nothing to go by");
    const { missing, job: now } = await outlook(job, list, device);
    let lastReport = 0;
    const onFile = (bytes: number) => {
      now.doneBytes += bytes;
      if (Date.now() - lastReport < BETWEEN_REPORTS) return;
      lastReport = Date.now();
      tell({ type: "JOB", job: now });
    };
    const onPage = async () => {
      now.donePages += 1;
      await changeJob(key, ({ state, audio }) => ({ ...now, state, audio }));
    };
    await download(missing, { list, device, signal, pagesPerBundle: PAGES_PER_BUNDLE, onFile, onPage });
  });
  await changeJob(key, (job) => {
    // It may have been paused meanwhile.
    if (job.state !== "running") return job;
    return error ? { ...job, state: "failed", error } : { ...job, state: "done", donePages: job.pages, doneBytes: job.bytes };
  });
  tell({ type: "CHANGED" });
}
