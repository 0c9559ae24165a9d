import { ConnectedElement } from "./connected-element";

/** Says that there is no network, as long as there is none. */
class NetworkNote extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    const update = () => {
      this.piece("offline").hidden = navigator.onLine;
    };
    window.addEventListener("online", update, { signal });
    window.addEventListener("offline", update, { signal });
    update();
  }
}

customElements.define("network-note", NetworkNote);
