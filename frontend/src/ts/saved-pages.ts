import { ask, listen } from "../offline/ask";
import type { SavedRecord } from "../offline/types";
import { drawThumbnail } from "./cards";
import { isConfirmed } from "./confirm";
import { ConnectedElement } from "./connected-element";
import { formatBytes, formatDay, formatNumber } from "./format";
import { pagesOnPhone, type VisitedPage } from "./pages-on-phone";

/** Lists what this phone can show without network: what was chosen, what came along with it, and what was read. */
class SavedPages extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    if (!("caches" in window)) return;
    this.act({ remove: (button) => this.#remove(button), clear: () => this.#clear() }, signal);
    listen(signal, ({ type }) => type === "JOB" || void this.#render());
    // A private window may refuse; the fallback, which stays visible then, says so.
    this.#render().catch(() => undefined);
  }

  async #render() {
    const { saved, visited } = await pagesOnPhone();
    const focused = this.#removers.indexOf(document.activeElement as HTMLElement);
    // Home, lists and legal pages name no kind: they are kept, but nobody looks for them here.
    const things = saved.filter(({ kind }) => kind !== "").sort((a, b) => b.savedAt - a.savedAt);
    const isChosen = ({ url, reasons }: SavedRecord) => reasons.includes(url);
    this.#list("saved", things.filter(isChosen));
    this.#list("along", things.filter((page) => !isChosen(page)));
    this.#list("visited", visited.filter(({ kind }) => kind !== ""));
    this.show(this.querySelector("li") ? "filled" : "empty");
    if (focused >= 0) (this.#removers[focused] ?? this.#removers.at(-1) ?? this.querySelector<HTMLElement>("a"))?.focus();
  }

  get #removers() {
    return [...this.querySelectorAll<HTMLElement>("[data-do=remove]")];
  }

  #list(name: string, pages: (SavedRecord | VisitedPage)[]) {
    const part = this.piece(`part=${name}`);
    const template = part.querySelector("template")!;
    part.hidden = pages.length === 0;
    part.querySelector("[data-items]")!.replaceChildren(...pages.map((page) => this.#item(page, template)));
    for (const number of part.querySelectorAll("[data-number]")) number.textContent = formatNumber(pages.length);
  }

  #item(page: SavedRecord | VisitedPage, template: HTMLTemplateElement): Node {
    const item = document.importNode(template.content, true);
    const date = "date" in page ? page.date : new Date(page.savedAt);
    const texts = { title: page.title, kind: page.kind, bytes: "bytes" in page ? formatBytes(page.bytes) : "" };
    for (const [name, text] of Object.entries(texts)) {
      for (const place of item.querySelectorAll(`[data-${name}]`)) place.textContent = text;
    }
    item.querySelector("a")!.href = page.url;
    const time = item.querySelector("time");
    if (time) [time.dateTime, time.textContent] = [date.toISOString(), formatDay(date)];
    const thumbnail = item.querySelector<HTMLElement>("[data-thumbnail]");
    if (thumbnail && "card" in page) drawThumbnail(thumbnail, page);
    return item;
  }

  async #remove(button: HTMLElement) {
    await ask({ type: "REMOVE", url: new URL(button.closest("li")!.querySelector("a")!.href).pathname });
    await this.#render();
  }

  async #clear() {
    if (!(await isConfirmed(this.querySelector("dialog")!))) return;
    await ask({ type: "REMOVE_ALL" });
    await this.#render();
  }
}

customElements.define("saved-pages", SavedPages);
