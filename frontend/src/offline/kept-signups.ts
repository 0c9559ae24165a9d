import { changeState, readState } from "./database";
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
  if (!before.some(isExpired)) return false;
  await changeSignups((old) => old.filter((signup) => !isExpired(signup)));
  return true;
}

export async function changeSignups(change: (old: KeptSignup[]) => KeptSignup[]): Promise<void> {
  await changeState("signups", (old) => {
    const signups = change(old ?? []);
    return signups.length ? signups : undefined;
  });
}
