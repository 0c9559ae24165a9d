import { isConfirmed } from "../ts/confirm";
import { ConnectedElement } from "../ts/connected-element";

/** Offers to keep the signup on this device, where there is no network to send it. Without the means it offers nothing. */
class OfflineSignup extends ConnectedElement {
  #isBusy = false;

  protected connected(signal: AbortSignal) {
    if (!this.dataset.outbox || !canKeep()) return;
    this.addEventListener("submit", (event) => this.#onSubmit(event), { signal });
    this.show("form");
  }

  /** The steps have looked at it first: what they hold back is not finished. */
  #onSubmit(event: SubmitEvent) {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!this.hasAttribute("data-shell") && navigator.onLine) return;
    event.preventDefault();
    if (this.#isBusy) return;
    this.#isBusy = true;
    void this.#offer(form).finally(() => (this.#isBusy = false));
  }

  async #offer(form: HTMLFormElement) {
    if (!(await isConfirmed(this.querySelector("dialog")!))) return;
    try {
      const { keep } = (await import(this.dataset.outbox!)) as typeof import("./waiting-signup");
      await keep(form, this.dataset.keyId!, this.dataset.publicKey!);
    } catch {
      return this.show("failed");
    }
    form.reset();
    this.show("kept");
    this.piece("kept").focus();
  }
}

const canKeep = () =>
  window.isSecureContext && "randomUUID" in crypto && ["locks" in navigator, "indexedDB" in window, "BroadcastChannel" in window].every(Boolean);

customElements.define("offline-signup", OfflineSignup);
