import { ConnectedElement } from "./connected-element";

/** A text with a button that copies it. Without a clipboard the button stays hidden: the text can be marked by hand. */
class CopyText extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    if (!navigator.clipboard) return;
    this.querySelector("button")!.hidden = false;
    this.act({ copy: () => this.#copy() }, signal);
  }

  async #copy() {
    const text = this.piece<HTMLTextAreaElement>("text");
    text.select();
    await navigator.clipboard.writeText(text.value);
    this.piece("copied").hidden = false;
  }
}

customElements.define("copy-text", CopyText);
