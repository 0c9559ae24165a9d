import { ask } from "../offline/ask";
import { ConnectedElement } from "./connected-element";
import { filterUrl } from "./filter-url";
import { listOnPhone } from "./list-on-phone";
import { swapContents } from "./swap-contents";

/**
 * Swaps the result list in place when its GET form or one of its [data-live] links is used. The form itself stays
 * while it is being used, except for its [data-swap] parts: the chosen filters. Without network the list is filtered on
 * the phone.
 */
class LiveFilter extends ConnectedElement {
  #request = new AbortController();
  #shown = location.href;

  protected connected(signal: AbortSignal) {
    const onFormUsed = (event: Event) => {
      event.preventDefault();
      const form = this.querySelector("form");
      if (form) void this.#show(filterUrl(form.action, new FormData(form)), { push: true });
    };
    this.addEventListener("change", onFormUsed, { signal });
    this.addEventListener("submit", onFormUsed, { signal });
    document.addEventListener("click", (event) => this.#onClick(event), { signal });
    // A jump within the page is a popstate too.
    const sameList = () => withoutHash(location.href) === withoutHash(this.#shown);
    const onPopState = () => void (sameList() || this.#show(location.href, { form: true }));
    window.addEventListener("popstate", onPopState, { signal });
    void this.#fillStandIn();
  }

  /** The page itself may be the kept, unfiltered list in place of the one that was asked for. */
  async #fillStandIn() {
    const served = await ask({ type: "HOW_SERVED" });
    if (served?.standIn) await listOnPhone(document, this.dataset.results ?? "", new URL(location.href));
  }

  #onClick(event: MouseEvent) {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-live]") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void this.#show(link.href, { push: true, form: true, focus: true });
  }

  async #show(url: string, { push = false, form = false, focus = false }) {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    const id = this.dataset.results ?? "";
    document.getElementById(id)?.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { headers: { Accept: "text/html" }, signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.headers.has("Offline-Stand-In")) await listOnPhone(page, id, new URL(url));
      const fresh = page.getElementById(id);
      if (!response.ok || !fresh) throw new Error(`No #${id} at ${url}`);
      if (push) history.pushState(null, "", url);
      this.#shown = url;
      document.title = page.title;
      document.getElementById(id)?.replaceWith(fresh);
      swapContents(`[data-count-for="${id}"], ${this.localName} ${form ? "form" : "[data-swap]"}`, page);
      if (focus) {
        fresh.tabIndex = -1;
        fresh.focus();
      }
    } catch {
      if (!signal.aborted) location.assign(url);
    }
  }
}

const withoutHash = (url: string) => url.split("#", 1)[0];

customElements.define("live-filter", LiveFilter);
