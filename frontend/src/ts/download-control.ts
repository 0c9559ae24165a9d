import { ask, canSave, listen } from "../offline/ask";
import type { Job, JobKey } from "../offline/types";
import { ConnectedElement } from "./connected-element";
import { formatBytes, formatNumber } from "./format";

/** Browsers end a worker that works for long. When there was no news for so many milliseconds, a question wakes it up again. */
const SILENCE = 20_000;

/** What the downloads of one page and of the whole region have in common: how far they are, pause, on, no more. */
export abstract class DownloadControl extends ConnectedElement {
  /** Whose job it shows. */
  protected abstract readonly key: JobKey;
  #silence = 0;

  /** Shows what the phone holds, when nothing is on its way. */
  protected abstract settle(): Promise<void>;

  protected connected(signal: AbortSignal) {
    this.hidden = !canSave();
    if (this.hidden) return;
    const order = async (type: "PAUSE" | "RESUME") => this.showJob((await ask({ type, key: this.key }))?.job);
    const remove = async () => {
      await ask({ type: "REMOVE", url: this.key });
      await this.update();
    };
    this.act({ pause: () => order("PAUSE"), resume: () => order("RESUME"), remove }, signal);
    listen(signal, (news) => {
      if (news.type === "JOB" && news.job.key === this.key) this.showJob(news.job);
      if (news.type === "CHANGED") void this.update();
    });
    // Where site data is blocked there is no worker, and nothing to offer.
    navigator.serviceWorker.ready.then(() => this.update()).catch(() => undefined);
  }

  protected async update() {
    const status = await ask({ type: "STATUS" });
    this.showJob(status?.jobs.find((job) => job.key === this.key));
  }

  protected showJob(job: Job | null | undefined) {
    clearTimeout(this.#silence);
    if (job?.state === "running") this.#silence = window.setTimeout(() => void this.update(), SILENCE);
    if (!job || job.state === "done") return void this.settle();
    const share = job.bytes ? Math.min(1, job.doneBytes / job.bytes) : 0;
    const progress = this.piece<HTMLProgressElement>("progress");
    progress.value = share;
    progress.parentElement!.style.setProperty("--done", String(share));
    this.fill({
      done: formatBytes(job.doneBytes),
      total: formatBytes(job.bytes),
      "done-pages": formatNumber(job.donePages),
      "total-pages": formatNumber(job.pages),
    });
    this.show(job.state === "failed" ? (job.error === "quota" ? "full" : "cut") : job.state);
  }
}
