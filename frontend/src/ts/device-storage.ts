import { ask } from "../offline/ask";
import { MATCH } from "../offline/caches";
import { deleteDatabase, readJobs, readRecords } from "../offline/database";
import { readSignups } from "../offline/kept-signups";
import { isConfirmed } from "./confirm";
import { ConnectedElement } from "./connected-element";
import { formatBytes, formatNumber } from "./format";
import { partOf, sizeOfEntry } from "./storage-parts";

interface Amount {
  bytes: number;
  files: number;
}

const ENTRIES = { answers: "interessen", counting: "klasse", refusal: "installieren" };

/** Shows all that lies on the phone, part by part, and deletes all of it. */
class DeviceStorage extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    this.act({ forget: () => this.#forget() }, signal);
    this.#render().catch(() => undefined);
  }

  async #render() {
    const amounts = await amountsByPart();
    for (const [name, { bytes, files }] of amounts) {
      const part = this.piece(`part=${name}`);
      if (bytes) part.querySelector("[data-size]")!.textContent = formatBytes(bytes);
      part.querySelector<HTMLElement>("[data-files]")!.hidden = files < 2;
      part.querySelector("[data-number]")!.textContent = formatNumber(files);
    }
    this.fill({ total: formatBytes([...amounts.values()].reduce((sum, { bytes }) => sum + bytes, 0)) });
    this.show("filled");
  }

  async #forget() {
    if (!(await isConfirmed(this.querySelector("dialog")!))) return;
    // They would talk to the worker, and it would begin to keep things again.
    for (const element of document.querySelectorAll("kept-copy-note, update-banner, install-app, waiting-signup")) element.remove();
    await ask({ type: "FORGET" });
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(registrations.map((registration) => registration.unregister()));
    // Again from here: without a worker nobody was asked, and one that was busy may have stored something since.
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    await deleteDatabase();
    localStorage.clear();
    sessionStorage.clear();
    this.show("gone");
  }
}

async function amountsByPart(): Promise<Map<string, Amount>> {
  const amounts = new Map<string, Amount>();
  const add = (part: string, bytes: number, files = 0) => {
    const before = amounts.get(part) ?? { bytes: 0, files: 0 };
    amounts.set(part, { bytes: before.bytes + bytes, files: before.files + files });
  };
  for (const name of "caches" in window ? await caches.keys() : []) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const file = await (await cache.match(request, MATCH))?.blob();
      if (file) add(partOf(name, new URL(request.url).pathname), file.size, 1);
    }
  }
  if ("indexedDB" in window) {
    add("directory", JSON.stringify([await readRecords(), await readJobs()]).length);
    const signups = await readSignups();
    if (signups.length) add("signup", JSON.stringify(signups).length);
  }
  for (const [part, key] of Object.entries(ENTRIES)) add(part, sizeOfEntry(key, localStorage.getItem(key)));
  return amounts;
}

customElements.define("device-storage", DeviceStorage);
