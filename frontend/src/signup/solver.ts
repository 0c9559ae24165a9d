import { solve, type Task } from "./solve";

/** The worker that reckons while somebody types. */
self.addEventListener("message", async ({ data }: MessageEvent<Task>) => self.postMessage(await solve(data)));
