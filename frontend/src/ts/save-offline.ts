import { ask } from "../offline/ask";
import { readList } from "../offline/caches";
import { thisDevice } from "./device";
import { cost, wantedIds } from "../offline/list";
import { DownloadControl } from "./download-control";
import { formatBytes, formatNumber } from "./format";
import { keepForGood } from "./storage";

/** The server builds a new page for phones within about so many milliseconds. After that it is asked for, ever more rarely. */
const BUILD = 15_000;

/** Says what keeping the page costs, keeps it on a tap with the pages it leads to, and takes it back. */
class SaveOffline extends DownloadControl {
  protected readonly key = location.pathname;
  #isSaved = false;
  #pause = BUILD;
  #timer = 0;

  protected override connected(signal: AbortSignal) {
    super.connected(signal);
    const onChoice = () => void this.settle();
    this.piece("sound").addEventListener("change", onChoice, { signal });
    this.act({ save: () => this.#save() }, signal);
  }

  protected async settle() {
    // The list comes with the first contact.
    const list = (await readList()) ?? ((await ask({ type: "CONTACT" }))?.ok ? await readList() : null);
    const page = list?.pages.find(({ url }) => url === this.key);
    this.hidden = !page?.version;
    if (this.hidden) this.#lookLater();
    if (!list || !page?.version) return;
    const [status, device] = [await ask({ type: "STATUS" }), await thisDevice()];
    const records = status?.saved ?? [];
    const ids = wantedIds(this.key, list);
    const [silent, full] = [false, true].map((audio) => cost(ids, list, device, { audio, records }));
    const chosen = this.#wantsSound ? full! : silent!;
    const sound = full!.bytes - silent!.bytes;
    const record = records.find(({ url }) => url === this.key);
    this.#isSaved = record?.reasons.includes(this.key) ?? false;
    this.fill({ bytes: formatBytes(chosen.bytes), "sound-bytes": formatBytes(sound), pages: formatNumber(ids.length - 1) });
    this.piece("more").hidden = ids.length < 2;
    for (const choice of this.querySelectorAll<HTMLElement>("[data-sound-choice]")) choice.hidden = sound === 0;
    this.show(this.#isSaved ? "saved" : chosen.pages === 0 ? "held" : "offer");
  }

  get #wantsSound(): boolean {
    return this.#isSaved || this.piece<HTMLInputElement>("sound").checked;
  }

  /** News from the worker settles it anew in between: the look that is due stays due. */
  #lookLater() {
    const look = async () => {
      this.#timer = 0;
      this.#pause *= 2;
      if (!this.isConnected) return;
      await ask({ type: "CONTACT", force: true });
      await this.settle();
    };
    this.#timer ||= window.setTimeout(() => void look(), this.#pause);
  }

  async #save() {
    void keepForGood();
    const message = { type: "SAVE", url: this.key, device: await thisDevice(), audio: this.#wantsSound } as const;
    this.showJob((await ask(message))?.job);
  }
}

customElements.define("save-offline", SaveOffline);
