/** What the server's list says, what lies on the phone, and what pages and worker tell each other. */

/** One file of a picture: the same motif in one type and width. */
export interface Candidate {
  type: string;
  width: number;
  url: string;
  bytes: number;
}

export interface Recording {
  url: string;
  bytes: number;
}

export interface ListedPage {
  id: number;
  /** Path of the page; addresses of the list never name a host. */
  url: string;
  /** "" while the server has not yet built the page for phones: it may be kept, but not saved. */
  version: string;
  bytes: number;
  /** German name of the kind of page, "" for pages that nobody saves on their own. */
  kind: string;
  title: string;
  /** Shows a person: leaves the phone after 30 days without contact. */
  personal: boolean;
  /** Places in the list's `images`. */
  images: number[];
  audio: Recording[];
  /** Ids of the pages a reader goes to next; they are saved along with this one. */
  next: number[];
  /** Under which values of which GET parameters its listing finds the page. */
  filters: Record<string, string[]>;
  /** Path of the page that lists it. */
  listing: string | null;
}

/** All that is public right now. What is not in it has been withdrawn. */
export interface PackageList {
  keep_visited: boolean;
  /** Ids of the pages that the app always keeps. */
  app: number[];
  pages: ListedPage[];
  /** Per picture: all types and widths it comes in. */
  images: Candidate[][];
  /** Latitude and longitude by slug. */
  places: Record<string, [number, number]>;
}

/** What decides which file of a picture a device gets. */
export interface Device {
  /** Width of the screen in its own pixels. */
  width: number;
  /** Image types it decodes, best first. */
  types: string[];
}

/** A saved page. It is complete: its HTML and its files lie in the caches. */
export interface SavedRecord {
  url: string;
  id: number;
  /** "" when it is not (or not known to be) the list's version. */
  version: string;
  title: string;
  kind: string;
  /** HTML of its card, as the listings show it. */
  card: string;
  /** Plain words for the search. */
  text: string;
  images: string[];
  audio: string[];
  bytes: number;
  /** Milliseconds since 1970. */
  savedAt: number;
  personal: boolean;
  /** Keys of the jobs that want it, and "app". Without reasons it goes. */
  reasons: string[];
}

/** What STATUS tells about a saved page: the record without its long texts. */
export type SavedSummary = Omit<SavedRecord, "card" | "text">;

/** "package", or the URL of the page that was chosen. */
export type JobKey = string;

/** A wish of the reader. It stays when it is done: what it wants is kept fresh. */
export interface Job {
  key: JobKey;
  state: "running" | "paused" | "failed" | "done";
  donePages: number;
  pages: number;
  doneBytes: number;
  bytes: number;
  error?: "quota" | "network";
  /** Whether recordings are saved along. */
  audio: boolean;
}

/** The last time the phone knew the live list. */
export interface Contact {
  /** Milliseconds since 1970. */
  at: number;
  /** The server's content generation, as the list's answer named it. */
  generation: string;
  etag: string;
  keepVisited: boolean;
  /** Paths of pages that list others: their filtered addresses may be kept. */
  listings: string[];
}

/** A signup that waits for the network. Nobody on this device can read it: it is sealed for the server. */
export interface KeptSignup {
  /** Its Idempotency-Key (a UUID). */
  key: string;
  /** Name of the server's key that it is sealed for. */
  keyId: string;
  /** Base64; "" once the server has refused it. */
  sealed: string;
  /** Milliseconds since 1970. */
  keptAt: number;
  /** Why the server refused it, in its words; it quotes nothing of what was typed. */
  reasons?: string[];
}

export interface HowServed {
  /** Since when the phone has had the copy it showed; null for an answer of the server. */
  keptSince: string | null;
  /** The copy is that of the unfiltered list. */
  standIn: boolean;
  /** A newer version was fetched meanwhile; a reload shows it. */
  newer: boolean;
}

export interface Status {
  jobs: Job[];
  saved: SavedSummary[];
  /** Milliseconds since 1970, null before the first contact. */
  contact: number | null;
}

/** What a page can ask the worker for, by type: the message's other fields, and the answer. */
export interface Asks {
  /** Saves a page and its next ones. The job is null when the page is not in the list. */
  SAVE: { with: { url: string; device: Device; audio: boolean }; answer: { job: Job | null } };
  SAVE_ALL: { with: { device: Device }; answer: { job: Job | null } };
  PAUSE: { with: { key: JobKey }; answer: { job: Job | null } };
  RESUME: { with: { key: JobKey }; answer: { job: Job | null } };
  /** Takes a chosen page back, or with "package" the package. What another job wants stays. */
  REMOVE: { with: { url: JobKey }; answer: { job: null } };
  REMOVE_ALL: { with: object; answer: { job: null } };
  STATUS: { with: object; answer: Status };
  HOW_SERVED: { with: object; answer: HowServed };
  /** Checks the list. `ok` tells whether there is one on the phone now. */
  CONTACT: { with: { force?: boolean }; answer: { ok: boolean } };
  /** Deletes everything. The page then unregisters the worker. */
  FORGET: { with: object; answer: { ok: boolean } };
}

export type Ask = { [Type in keyof Asks]: { type: Type } & Asks[Type]["with"] }[keyof Asks];
export type AnswerTo<Type extends keyof Asks> = Asks[Type]["answer"];

/** What the worker, or the page that sends a kept signup, tells all pages. */
export type News =
  | { type: "JOB"; job: Job }
  | { type: "CHANGED" }
  | { type: "NEWER"; url: string }
  | { type: "GONE"; url: string }
  | { type: "SIGNUPS"; sent: boolean };
