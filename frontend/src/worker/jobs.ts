import { changeState, readJobs } from "../offline/database";
import type { Job, JobKey } from "../offline/types";
import { interrupt } from "./attempt";
import { tell } from "./news";

/** Changes a job in one transaction, and tells the pages. Null when it was taken back meanwhile. */
export async function changeJob(key: JobKey, change: (job: Job) => Job): Promise<Job | null> {
  let changed: Job | null = null;
  await changeState("jobs", (jobs) => {
    const job = jobs?.[key];
    if (!job) return jobs;
    changed = change(job);
    return { ...jobs, [key]: changed };
  });
  if (changed) tell({ type: "JOB", job: changed });
  return changed;
}

export async function putJob(job: Job) {
  await changeState("jobs", (jobs) => ({ ...jobs, [job.key]: job }));
  tell({ type: "JOB", job });
}

export async function nextJob(): Promise<Job | undefined> {
  return Object.values(await readJobs()).find(({ state }) => state === "running");
}

/** Downloads that the network has ended go on when it is back. */
export async function resumeInterrupted() {
  for (const { key, error } of Object.values(await readJobs())) {
    if (error === "network") await changeJob(key, running);
  }
}

/** Resumes a job that was paused or has failed. */
export const resume = (key: JobKey) => changeJob(key, running);

export async function pause(key: JobKey): Promise<Job | null> {
  const job = await changeJob(key, (old) => (old.state === "running" ? { ...old, state: "paused" } : old));
  interrupt(key);
  return job;
}

function running({ error: _, ...job }: Job): Job {
  return { ...job, state: "running" };
}
