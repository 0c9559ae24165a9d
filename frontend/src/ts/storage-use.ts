import { listen } from "../offline/ask";
import { readRecords } from "../offline/database";
import { ConnectedElement } from "./connected-element";
import { formatBytes } from "./format";
import { isKeptForGood, keepForGood } from "./storage";

/** Says how much room the app takes on the phone, and asks the browser to leave saved things alone. */
class StorageUse extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    if (!navigator.storage?.estimate) return;
    this.act({ keep: () => this.#keep() }, signal);
    listen(signal, ({ type }) => type === "CHANGED" && void this.#render());
    this.#render().catch(() => undefined);
  }

  async #render() {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    this.fill({ used: formatBytes(usage), free: formatBytes(Math.max(0, quota - usage)) });
    this.piece("facts").hidden = false;
    const hasSaved = (await readRecords()).some(({ reasons }) => reasons.some((reason) => reason !== "app"));
    this.show(!hasSaved ? "nothing" : (await isKeptForGood()) ? "kept" : "loose");
  }

  async #keep() {
    this.show((await keepForGood()) ? "kept" : "refused");
  }
}

customElements.define("storage-use", StorageUse);
