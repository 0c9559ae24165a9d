import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";

import type { Contact, Device, Job, JobKey, KeptSignup, SavedRecord } from "./types";

const NAME = "impuls";

interface State {
  contact: Contact;
  device: Device;
  jobs: Record<JobKey, Job>;
  signups: KeptSignup[];
}

interface Schema extends DBSchema {
  pages: { key: string; value: SavedRecord };
  state: { key: keyof State; value: State[keyof State] };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** Opens the database once. A connection that the browser ends, or that is in the way of its deletion, is given up. */
function database(): Promise<IDBPDatabase<Schema>> {
  const giveUp = () => {
    void opened?.then((connection) => connection.close());
    opened = null;
  };
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade(connection) {
      connection.createObjectStore("pages", { keyPath: "url" });
      connection.createObjectStore("state");
    },
    blocking: giveUp,
    terminated: giveUp,
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

export async function readState<Key extends keyof State>(key: Key): Promise<State[Key] | undefined> {
  return (await database()).get("state", key) as Promise<State[Key] | undefined>;
}

/** Replaces a state by what `change` makes of it, in one transaction. Undefined deletes it. */
export async function changeState<Key extends keyof State>(
  key: Key,
  change: (old: State[Key] | undefined) => State[Key] | undefined,
): Promise<void> {
  const { store, done } = (await database()).transaction("state", "readwrite");
  const value = change((await store.get(key)) as State[Key] | undefined);
  await (value === undefined ? store.delete(key) : store.put(value, key));
  await done;
}

export async function readJobs(): Promise<Record<JobKey, Job>> {
  return (await readState("jobs")) ?? {};
}

export async function readRecord(url: string): Promise<SavedRecord | undefined> {
  return (await database()).get("pages", url);
}

export async function readRecords(): Promise<SavedRecord[]> {
  return (await database()).getAll("pages");
}

/** Writes and deletes records in one transaction. */
export async function changeRecords(written: Iterable<SavedRecord>, deleted: Iterable<string> = []): Promise<void> {
  const { store, done } = (await database()).transaction("pages", "readwrite");
  for (const record of written) void store.put(record);
  for (const url of deleted) void store.delete(url);
  await done;
}

export async function deleteDatabase(): Promise<void> {
  await opened?.then((connection) => connection.close());
  opened = null;
  await deleteDB(NAME);
}
