import { ConnectedElement } from "./connected-element";

/** Opens the phone's share sheet; without one it copies the link. Stays hidden where neither is possible. */
class ShareButton extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    if (!navigator.share && !navigator.clipboard) return;
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => void this.#share(), { signal });
  }

  async #share() {
    const url = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? location.href;
    if (navigator.share) {
      // The promise is rejected when the visitor closes the sheet.
      await navigator.share({ title: document.title, url }).catch(() => undefined);
    } else {
      await navigator.clipboard.writeText(url);
      this.piece("copied").hidden = false;
    }
  }
}

customElements.define("share-button", ShareButton);
