import { LIST_URL } from "../offline/caches";
import { changeState, readState } from "../offline/database";
import { parseList } from "../offline/list";
import type { Contact } from "../offline/types";
import { within } from "./fetching";
import { resumeInterrupted } from "./jobs";
import { currentList, storeList } from "./lists";
import { alone, life, scope } from "./scope";
import { CONTACT_PAUSE, MAX_SILENCE } from "./stores";
import { requestUpkeep } from "./upkeep";
import { apply, forgetPeople } from "./withdrawing";

const LIST_TIMEOUT = 20_000;

let checking: Promise<boolean> | null = null;
/** The generation that was last seen on a page: a server that names two in turn must not cause a look at every page. */
let seen = "";

/** The clock of the 30 days starts with the worker, also where the list never arrives. */
export async function startSilence() {
  const start = { at: Date.now(), generation: "", etag: "", keepVisited: scope.KEEP_VISITED, listings: [] };
  await changeState("contact", (contact) => contact ?? start);
}

/** The last contact. When it was too long ago, what shows people goes first. */
export async function lastContact(): Promise<Contact | undefined> {
  const contact = await readState("contact");
  if (contact && Date.now() - contact.at > MAX_SILENCE) await forgetPeople();
  return contact;
}

/** Looks at the list, unless it was just looked at. True when there is a list on the phone. */
export function contact({ force = false } = {}): Promise<boolean> {
  checking ??= check(force).finally(() => (checking = null));
  return checking;
}

/** A page names the content generation it was made of: the known one confirms the list, another one asks for it. */
export async function noteGeneration(response: Response) {
  const generation = response.headers.get("Content-Generation");
  const last = await readState("contact");
  if (!generation || life.isForgotten) return;
  if (generation !== last?.generation) {
    if (generation !== seen) await contact({ force: true });
  } else if (Date.now() - last.at > CONTACT_PAUSE) await changeState("contact", (old) => old && { ...old, at: Date.now() });
  seen = generation;
}

async function check(force: boolean): Promise<boolean> {
  const last = await lastContact();
  const before = await currentList();
  const isRecent = before && last && Math.abs(Date.now() - last.at) < CONTACT_PAUSE;
  if (life.isForgotten || (isRecent && !force)) return before !== null;
  const headers = before && last?.etag ? { "If-None-Match": last.etag } : undefined;
  const request = { headers, credentials: "omit", cache: "no-store", signal: within(LIST_TIMEOUT) } as const;
  const response = await fetch(LIST_URL, request).catch(() => null);
  // The kill switch: the next worker deletes all of this.
  if (response?.status === 410) void scope.registration.update().catch(() => undefined);
  const stored = response?.status === 200 ? response.clone() : null;
  const fresh = stored && parseList(await response!.json().catch(() => null));
  const list = response?.status === 304 ? before : fresh;
  if (!response || !list || life.isForgotten) return before !== null;

  await alone("impuls-keep", async () => {
    // The list is stored last: when the worker dies before, the next contact starts over.
    if (stored) {
      await apply(list, before);
      await storeList(list, stored);
    }
    const { headers } = response;
    const listings = [...new Set(list.pages.flatMap(({ listing }) => listing ?? []))];
    const generation = headers.get("Content-Generation") ?? last?.generation ?? "";
    const etag = headers.get("ETag") ?? last?.etag ?? "";
    await changeState("contact", () => ({ at: Date.now(), generation, etag, keepVisited: list.keep_visited, listings }));
  });
  await resumeInterrupted();
  requestUpkeep();
  return true;
}
