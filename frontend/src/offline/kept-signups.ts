import { changeState, readState } from "./database";
import { mark } from "./signup-mark";
import type { KeptSignup } from "./types";

/** How long a signup may wait on the device; the server takes none that is older (mentoring/sealing.py). */
const KEPT = 72 * 60 * 60 * 1000;

export async function readSignups(): Promise<KeptSignup[]> {
  return (await readState("signups")) ?? [];
}

/** Replaces one signup by what `change` makes of it, if it is still there. Undefined deletes it. */
export async function changeSignup(key: string, change: (old: KeptSignup) => KeptSignup | undefined): Promise<void> {
  await changeSignups((old) => old.flatMap((signup) => (signup.key === key ? (change(signup) ?? []) : signup)));
}

/** Deletes what has waited for too long. True when there was such a one. */
export async function dropExpired(now = Date.now()): Promise<boolean> {
  const before = await readSignups();
  const isExpired = ({ keptAt }: KeptSignup) => Math.abs(now - keptAt) > KEPT;
  const isDropped = before.some(isExpired);
  // Also without any: the mark may be all that is left, where the browser gave up the database.
  if (isDropped || !before.length) await changeSignups((old) => old.filter((signup) => !isExpired(signup)));
  return isDropped;
}

/** One change at a time over all tabs: the mark of one must not be taken away by another that has just emptied the list. */
export async function changeSignups(change: (old: KeptSignup[]) => KeptSignup[]): Promise<void> {
  await navigator.locks.request("impuls-signup-list", async () => {
    let signups: KeptSignup[] = [];
    mark(true);
    await changeState("signups", (old) => {
      signups = change(old ?? []);
      return signups.length ? signups : undefined;
    });
    mark(signups.length > 0);
  });
}
