import { readJobs, readRecords } from "../offline/database";
import type { Asks, SavedRecord, SavedSummary, Status } from "../offline/types";
import { forget, remove, removeAll, save } from "./choosing";
import { contact, lastContact } from "./contact";
import { pause, resume } from "./jobs";
import { work } from "./saving";
import { howServed } from "./served";

type Replies = { [Type in keyof Asks]: (ask: Asks[Type]["with"], source: Client) => Promise<Asks[Type]["answer"]> };

const REPLIES: Replies = {
  SAVE: async ({ url, device, audio }) => ({ job: await save(url, device, audio) }),
  SAVE_ALL: async ({ device }) => ({ job: await save("package", device, false) }),
  PAUSE: async ({ key }) => ({ job: await pause(key) }),
  RESUME: async ({ key }) => ({ job: await resume(key) }),
  REMOVE: async ({ url }) => ({ job: (await remove(url), null) }),
  REMOVE_ALL: async () => ({ job: (await removeAll(), null) }),
  STATUS: status,
  HOW_SERVED: async (_, source) => howServed(source),
  CONTACT: async ({ force }) => ({ ok: await contact({ force }) }),
  FORGET: async () => ({ ok: (await forget(), true) }),
};

/** Answers what a page asks, then does what follows from it. */
export async function reply({ data, source, ports }: ExtendableMessageEvent): Promise<void> {
  const answer = REPLIES[data?.type as keyof Asks] as ((ask: unknown, source: unknown) => Promise<unknown>) | undefined;
  if (!answer) return;
  try {
    ports[0]?.postMessage(await answer(data, source));
    await work();
  } catch {
    // The phone refuses its database: nothing is saved, and nothing can be said about it.
    ports[0]?.postMessage(null);
  }
}

async function status(): Promise<Status> {
  const [jobs, records, last] = await Promise.all([readJobs(), readRecords(), lastContact()]);
  return { jobs: Object.values(jobs), saved: records.map(summary), contact: last?.generation ? last.at : null };
}

function summary({ card: _card, text: _text, ...rest }: SavedRecord): SavedSummary {
  return rest;
}
