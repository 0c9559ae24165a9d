import type { News } from "../offline/types";

const channel = "BroadcastChannel" in self ? new BroadcastChannel("impuls") : null;

/** Tells all pages. */
export function tell(news: News) {
  channel?.postMessage(news);
}
