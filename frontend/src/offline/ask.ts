import type { AnswerTo, Ask, News } from "./types";

/** An old worker, of a release before, may not know a message. */
const PATIENCE = 20_000;

/** Whether this browser can save pages: older ones read, but save nothing. */
export function canSave(): boolean {
  return "serviceWorker" in navigator && "caches" in window && "locks" in navigator && "BroadcastChannel" in window;
}

/** Asks the worker. Null when there is none (private window, blocked site data), or it does not answer. */
export async function ask<Message extends Ask>(message: Message): Promise<AnswerTo<Message["type"]> | null> {
  const worker = navigator.serviceWorker?.controller ?? (await activeWorker());
  if (!worker) return null;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const finish = (answer: AnswerTo<Message["type"]> | null) => {
      port1.close();
      resolve(answer);
    };
    port1.onmessage = ({ data }) => finish(data);
    setTimeout(() => finish(null), PATIENCE);
    worker.postMessage(message, [port2]);
  });
}

/** Calls back with everything the worker tells all pages, until `signal` aborts. */
export function listen(signal: AbortSignal, onNews: (news: News) => void) {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel("impuls");
  channel.addEventListener("message", ({ data }: MessageEvent<News>) => onNews(data), { signal });
  signal.addEventListener("abort", () => channel.close());
}

/** A page that was loaded before the worker, or past it (a forced reload), is not under its control. */
async function activeWorker(): Promise<ServiceWorker | null> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  return registration?.active ?? null;
}
