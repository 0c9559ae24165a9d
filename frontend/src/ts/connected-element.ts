/** A custom element whose listeners end when it leaves the document: pass `signal` to each of them. */
export abstract class ConnectedElement extends HTMLElement {
  #life = new AbortController();

  protected abstract connected(signal: AbortSignal): void;

  connectedCallback() {
    this.#life = new AbortController();
    this.connected(this.#life.signal);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /** The first descendant that carries the data attribute. Throws when the template forgot it. */
  protected piece<T extends HTMLElement = HTMLElement>(name: string): T {
    const piece = this.querySelector<T>(`[data-${name}]`);
    if (!piece) throw new Error(`<${this.localName}> has no [data-${name}]`);
    return piece;
  }

  /** Runs the action that a pressed button names in data-do. */
  protected act(actions: Record<string, (button: HTMLElement) => unknown>, signal: AbortSignal) {
    const onClick = (event: Event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
      if (button) actions[button.dataset.do!]?.(button);
    };
    this.addEventListener("click", onClick, { signal });
  }

  /** Shows the parts whose data-when names the state, and no other. A focus that would be lost moves on to what is shown. */
  protected show(state: string) {
    const focused = document.activeElement;
    for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !part.dataset.when!.split(" ").includes(state);
    }
    if (focused && this.contains(focused) && !focused.checkVisibility()) {
      const controls = [...this.querySelectorAll<HTMLElement>("button, a[href]")];
      controls.find((control) => control.checkVisibility())?.focus();
    }
  }

  /** Writes texts into all descendants with the data attribute of that name. */
  protected fill(texts: Record<string, string>) {
    for (const [name, text] of Object.entries(texts)) {
      for (const place of this.querySelectorAll(`[data-${name}]`)) place.textContent = text;
    }
  }
}
