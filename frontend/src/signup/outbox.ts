import { changeSignup, changeSignups, readSignups } from "../offline/kept-signups";
import type { KeptSignup, News } from "../offline/types";
import { prove } from "./prove";
import { seal } from "./seal";

const PATIENCE = 60_000;
/** Not part of the signup: the token of the form, and what is there against spam. */
const NOT_SIGNUP = new Set(["token", "altcha", "homepage"]);
const LISTS = new Set(["career_fields"]);
/** Refusals that say nothing about the signup itself: it goes on waiting. */
const NOT_YET = new Set([403, 404, 408, 409, 425, 429]);

export interface Addresses {
  address: string;
  task: string;
  solver: string;
}

/** Seals what was typed for the server and keeps it, with the key under which it counts once. Nothing else of it is stored. */
export async function keep(form: HTMLFormElement, keyId: string, publicKey: string): Promise<void> {
  const key = crypto.randomUUID();
  const keptAt = Date.now();
  const content = JSON.stringify({ kept_at: Math.floor(keptAt / 1000), signup: typed(new FormData(form)) });
  const sealed = await seal(content, publicKey, `impuls signup ${keyId} ${key}`);
  await changeSignups((old) => [...old, { key, keyId, sealed, keptAt }]);
  tell({ type: "SIGNUPS", sent: false });
}

/** Sends what waits, or leaves it. Over all tabs only one sends at a time, and each reads anew what is still there. */
export async function sendAll(addresses: Addresses): Promise<void> {
  await navigator.locks.request("impuls-signup", async () => {
    for (const signup of await readSignups()) if (!signup.reasons) await send(signup, addresses).catch(() => undefined);
  });
}

/** Without an answer it stays, and is sent again with the same key: the server makes one signup of it. */
async function send({ key, keyId, sealed }: KeptSignup, { address, task, solver }: Addresses) {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), PATIENCE);
  try {
    const proof = await prove(task, solver, end.signal);
    const headers: Record<string, string> = { "Content-Type": "application/json", "Idempotency-Key": key };
    if (proof) headers["Altcha-Payload"] = proof;
    const body = JSON.stringify({ key_id: keyId, sealed });
    const response = await fetch(address, { method: "POST", headers, body, credentials: "omit", signal: end.signal });
    // A captive portal answers too.
    const answer = (await response.json()) as { status?: unknown; detail?: string; errors?: Record<string, string[]> };
    if (response.status === 201 && answer.status === "received") {
      await changeSignup(key, () => undefined);
      tell({ type: "SIGNUPS", sent: true });
    } else if (isRefusal(response)) {
      const reasons = Object.values(answer.errors ?? { detail: [answer.detail ?? ""] }).flat();
      await changeSignup(key, (signup) => ({ ...signup, sealed: "", reasons }));
      tell({ type: "SIGNUPS", sent: false });
    }
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal({ status, headers }: Response): boolean {
  const isProblem = headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  return isProblem && status >= 400 && status < 500 && !NOT_YET.has(status);
}

function typed(data: FormData) {
  const names = [...new Set(data.keys())].filter((name) => !NOT_SIGNUP.has(name));
  return Object.fromEntries(names.map((name) => [name, LISTS.has(name) ? data.getAll(name) : data.get(name)]));
}

function tell(news: News) {
  const channel = new BroadcastChannel("impuls");
  channel.postMessage(news);
  channel.close();
}
