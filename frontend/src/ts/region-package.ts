import { ask } from "../offline/ask";
import { readList } from "../offline/caches";
import { readJobs, readRecords, readState } from "../offline/database";
import { thisDevice } from "./device";
import { cost, wantedIds } from "../offline/list";
import { DownloadControl } from "./download-control";
import { formatBytes, formatMoment, formatNumber } from "./format";
import { keepForGood } from "./storage";

/** Takes the whole region along: says what it costs, fetches it, and says as of when it is. */
class RegionPackage extends DownloadControl {
  protected readonly key = "package";

  protected override connected(signal: AbortSignal) {
    super.connected(signal);
    this.act({ save: () => this.#save() }, signal);
  }

  protected async settle() {
    const list = (await readList()) ?? ((await ask({ type: "CONTACT" }))?.ok ? await readList() : null);
    if (!list) return this.show("unknown");
    const missing = cost(wantedIds(this.key, list), list, await thisDevice(), { records: await readRecords() });
    const contact = await readState("contact");
    this.fill({
      bytes: formatBytes(missing.bytes),
      pages: formatNumber(list.pages.length),
      contact: contact ? formatMoment(new Date(contact.at)) : "",
    });
    this.show((await readJobs())[this.key]?.state === "done" ? "saved" : "offer");
  }

  async #save() {
    void keepForGood();
    this.showJob((await ask({ type: "SAVE_ALL", device: await thisDevice() }))?.job);
  }
}

customElements.define("region-package", RegionPackage);
