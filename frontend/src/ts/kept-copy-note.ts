import { ask, listen } from "../offline/ask";
import { ConnectedElement } from "./connected-element";
import { formatMoment } from "./format";
import { hasUnsavedInput } from "./unsaved-input";

/** Says when the reader sees a copy from the phone. A newer one is offered, never swapped in. */
class KeptCopyNote extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    const contact = () => document.visibilityState === "visible" && void ask({ type: "CONTACT" });
    window.addEventListener("online", onceBack, { signal });
    document.addEventListener("visibilitychange", contact, { signal });
    listen(signal, (news) => {
      if (news.type === "NEWER" && news.url === location.pathname + location.search) this.#offerNewer();
      if (news.type === "GONE" && news.url === location.pathname) this.show("gone");
    });
    void this.#ask().then(contact);
  }

  async #ask() {
    const served = await ask({ type: "HOW_SERVED" });
    if (!served?.keptSince) return;
    const since = new Date(served.keptSince);
    this.piece<HTMLTimeElement>("since").dateTime = since.toISOString();
    this.fill({ since: formatMoment(since) });
    if (served.newer) this.#offerNewer();
    else this.show("kept");
  }

  #offerNewer() {
    this.piece("typed").hidden = !hasUnsavedInput();
    this.show("newer");
  }
}

/** What the lost network has stopped goes on with a contact. Phones say "online" before anything gets through. */
function onceBack() {
  for (const delay of [0, 4000]) setTimeout(() => void ask({ type: "CONTACT", force: true }), delay);
}

customElements.define("kept-copy-note", KeptCopyNote);
