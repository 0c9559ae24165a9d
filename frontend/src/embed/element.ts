/**
 * <impuls-regio href="…"> on other sites: shows the page behind the address in a frame as high as the page. Until it
 * answers, and where it cannot, the link inside the element stays. Sets no style that a strict policy would refuse.
 */
const ours = new URL((document.currentScript as HTMLScriptElement).src).origin;
const PATIENCE = 5000;

class ImpulsRegio extends HTMLElement {
  static observedAttributes = ["href"];
  #secret = "";
  #frame: HTMLIFrameElement | undefined;
  #fallback = document.createElement("slot");
  #shadow = this.attachShadow({ mode: "open" });

  connectedCallback() {
    window.addEventListener("message", this);
    this.#show();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  handleEvent({ origin, source, data }: MessageEvent) {
    const frame = this.#frame;
    if (!frame || origin !== ours || source !== frame.contentWindow || data?.secret !== this.#secret) return;
    if (data.message !== "height" || !(data.value > 0)) return;
    frame.height = data.value;
    this.#fallback.remove();
  }

  #show() {
    this.#shadow.replaceChildren(this.#fallback);
    const url = new URL(this.getAttribute("href") ?? "", document.baseURI);
    if (url.origin !== ours) return;
    if (!url.pathname.startsWith("/embed/")) url.pathname = `/embed${url.pathname}`;
    this.#secret = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join("");
    url.hash = `?secret=${this.#secret}`;
    const frame = (this.#frame = document.createElement("iframe"));
    Object.assign(frame, { width: "100%", height: "320", loading: "lazy", referrerPolicy: "strict-origin", frameBorder: "0" });
    Object.assign(frame.style, { display: "block", border: "0" });
    // The text may still be on its way when the element begins.
    const name = () => (frame.title = this.getAttribute("title") ?? this.textContent!.trim());
    name();
    frame.addEventListener("load", () => {
      name();
      setTimeout(() => this.#fallback.isConnected && frame.remove(), PATIENCE);
    });
    frame.src = url.href;
    this.#shadow.append(frame);
  }
}

customElements.get("impuls-regio") ?? customElements.define("impuls-regio", ImpulsRegio);
