import { ConnectedElement } from "../ts/connected-element";
import { prove } from "./prove";

/** Proves against spam that a browser worked for a second, while the form is filled in. Without it the form works too. */
class WorkProof extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    const begin = () => void this.#prove(signal).catch(() => undefined);
    this.closest("form")?.addEventListener("focusin", begin, { signal, once: true });
  }

  async #prove(signal: AbortSignal) {
    this.querySelector("input")!.value = (await prove(this.dataset.task!, this.dataset.solver!, signal)) ?? "";
  }
}

customElements.define("work-proof", WorkProof);
