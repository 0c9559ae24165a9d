import { cardOf } from "../cards";
import { ConnectedElement } from "../connected-element";
import { formatNumber } from "../format";
import { pagesOnPhone } from "../pages-on-phone";
import { searchIn } from "./phone-index";

interface Found {
  url: string;
  title: string;
  kind: string;
  text: string;
  card?: string;
}

const SHOWN_PER_KIND = 5;

/** Searches what lies on the phone, for the query in the address, and shows it as the search with network does. */
class OfflineSearch extends ConnectedElement {
  #asked = "";
  #chosen = "";

  protected connected() {
    this.#search().catch(() => this.show("bare"));
  }

  async #search() {
    const query = new URLSearchParams(location.search);
    this.#asked = (query.get("q") ?? "").trim();
    this.querySelector<HTMLInputElement>("input[name=q]")!.value = this.#asked;
    const { saved, visited } = await pagesOnPhone();
    const pages: Found[] = [...saved, ...visited];
    const found = this.#asked ? searchIn(pages)(this.#asked) : [];
    const groups = [...this.querySelectorAll<HTMLElement>("[data-group]")];
    const hits = new Map(groups.map((group) => [group, found.filter(({ kind }) => kind === group.dataset.kind)]));
    const chosen = groups.find((group) => group.dataset.group === query.get("art") && hits.get(group)!.length > 0);
    this.#chosen = chosen?.dataset.group ?? "";
    for (const [group, ofItsKind] of hits) {
      this.#fillGroup(group, ofItsKind);
      this.#fillChip(group.dataset.group!, ofItsKind.length);
    }
    this.piece("chip=all").hidden = !chosen;
    this.piece<HTMLAnchorElement>("everything").href = `?${new URLSearchParams({ q: this.#asked })}`;
    this.fill({ query: this.#asked, total: formatNumber(found.length), "on-phone": formatNumber(pages.length) });
    this.show(pages.length === 0 ? "bare" : !this.#asked ? "empty" : found.length ? "found" : "none");
  }

  #fillGroup(group: HTMLElement, hits: Found[]) {
    const shown = this.#chosen ? hits : hits.slice(0, SHOWN_PER_KIND);
    group.hidden = hits.length === 0 || (this.#chosen !== "" && this.#chosen !== group.dataset.group);
    group.querySelector("[data-items]")!.replaceChildren(...shown.map((page) => this.#item(page)));
    const all = group.querySelector<HTMLAnchorElement>("[data-all]")!;
    all.hidden = shown.length === hits.length;
    all.href = this.#address(group.dataset.group!);
    all.querySelector("[data-number]")!.textContent = formatNumber(hits.length);
  }

  #fillChip(name: string, hits: number) {
    const chip = this.piece(`chip=${name}`);
    const link = chip.querySelector("a")!;
    chip.hidden = hits === 0;
    chip.querySelector("[data-number]")!.textContent = formatNumber(hits);
    link.href = this.#address(name);
    link.ariaCurrent = this.#chosen === name ? "true" : null;
    link.classList.toggle("chip--sun", this.#chosen === name);
  }

  #item(page: Found): HTMLElement {
    const item = document.createElement("li");
    item.append(cardOf(page, this.querySelector("template")!));
    return item;
  }

  #address(kind: string): string {
    return `?${new URLSearchParams({ q: this.#asked, art: kind })}`;
  }
}

customElements.define("offline-search", OfflineSearch);
