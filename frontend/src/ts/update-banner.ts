import { ConnectedElement } from "./connected-element";
import { hasUnsavedInput } from "./unsaved-input";

/**
 * Registers the service worker and offers its next version. Nothing happens unasked: a form may be half filled,
 * here or in another tab.
 */
class UpdateBanner extends ConnectedElement {
  #accepted = false;

  protected connected(signal: AbortSignal) {
    const url = this.dataset.worker;
    if (!url || !("serviceWorker" in navigator)) return;
    this.piece("accept").addEventListener("click", () => void this.#accept(), { signal });
    this.piece("dismiss").addEventListener("click", () => this.#toggle(false), { signal });

    let controlled = navigator.serviceWorker.controller !== null;
    const onControllerChange = () => {
      if (this.#accepted) location.reload();
      else if (controlled) this.#toggle(true);
      else keepThisPage();
      this.#accepted = false;
      controlled = true;
    };
    navigator.serviceWorker.addEventListener("controllerchange", onControllerChange, { signal });
    // Browsers refuse where site data is blocked; the site works without.
    this.#register(url, signal).catch(() => undefined);
  }

  async #register(url: string, signal: AbortSignal) {
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
    const offer = () => registration.waiting && registration.active && this.#toggle(true);
    const onUpdateFound = () => registration.installing?.addEventListener("statechange", offer, { signal });
    registration.addEventListener("updatefound", onUpdateFound, { signal });
    onUpdateFound();
    offer();
  }

  async #accept() {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration?.waiting) return location.reload();
    this.#accepted = true;
    registration.waiting.postMessage({ type: "SKIP_WAITING" });
  }

  #toggle(visible: boolean) {
    this.piece("unsaved").hidden = !hasUnsavedInput();
    this.piece("banner").hidden = !visible;
  }
}

/** The first page of all was loaded before there was a worker; this hands it over, with what it has loaded. */
function keepThisPage() {
  const page = [location.href, { headers: { Accept: "text/html" } }];
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  navigator.serviceWorker.controller?.postMessage({ type: "CACHE_URLS", payload: { urlsToCache: [page, ...loaded] } });
}

customElements.define("update-banner", UpdateBanner);
