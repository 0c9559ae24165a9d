import type { HowServed } from "../offline/types";
import { addressOf } from "./scope";
import { tell } from "./news";

/** How each open page was answered, by its client's id. A page asks right after loading, so memory is enough. */
const served = new Map<string, HowServed & { address: string }>();
const REMEMBERED = 50;

export function noteServed(event: ExtendableEvent, url: string, how: Pick<HowServed, "keptSince" | "standIn">) {
  if (!(event instanceof FetchEvent)) return;
  served.set(event.resultingClientId || url, { ...how, newer: false, address: addressOf(url) });
  if (served.size > REMEMBERED) served.delete(served.keys().next().value!);
}

export function noteNewer(address: string) {
  for (const how of served.values()) if (how.address === address) how.newer = true;
  tell({ type: "NEWER", url: address });
}

export function howServed(client: Pick<Client, "id" | "url">): HowServed {
  const { keptSince = null, standIn = false, newer = false } = served.get(client.id) ?? served.get(client.url) ?? {};
  return { keptSince, standIn, newer };
}
