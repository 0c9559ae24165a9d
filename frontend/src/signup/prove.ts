import type { Task } from "./solve";

/** Fetches a task and lets a worker solve it. Null when the server gives none, or it cannot be solved. */
export async function prove(taskUrl: string, solverUrl: string, signal: AbortSignal): Promise<string | null> {
  const response = await fetch(taskUrl, { signal });
  if (!response.ok) return null;
  const task = (await response.json()) as Task;
  const worker = new Worker(solverUrl);
  const answer = new Promise<string | null>((resolve) => {
    worker.addEventListener("message", ({ data }: MessageEvent<string | null>) => resolve(data));
    worker.addEventListener("error", () => resolve(null));
    signal.addEventListener("abort", () => resolve(null));
  });
  worker.postMessage(task);
  return answer.finally(() => worker.terminate());
}
