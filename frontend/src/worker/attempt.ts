import type { Job, JobKey } from "../offline/types";
import { isQuotaError, sweep } from "./keeping";

let active: { key: JobKey | null; controller: AbortController } | null = null;

/** Ends the download of a job, or whatever download there is. */
export function interrupt(key?: JobKey) {
  if (active && (key === undefined || active.key === key)) active.controller.abort();
}

/** Runs the download of a job, or one without a job, so that it can be interrupted. Returns why it ended early. */
export async function attempt(key: JobKey | null, task: (signal: AbortSignal) => Promise<void>): Promise<Job["error"]> {
  const controller = new AbortController();
  active = { key, controller };
  try {
    await task(controller.signal);
    return undefined;
  } catch (error) {
    if (!isQuotaError(error)) return "network";
    // Whole pages stay, halves go.
    await sweep();
    return "quota";
  } finally {
    active = null;
  }
}
