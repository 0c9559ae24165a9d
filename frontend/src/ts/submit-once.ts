/** What a form does cannot be repeated: a second tap while it is on its way would lose the answer. */
class SubmitOnce extends HTMLElement {
  #life = new AbortController();
  #isSent = false;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const onSubmit = (event: Event) => {
      if (this.#isSent) event.preventDefault();
      this.#isSent = true;
    };
    this.addEventListener("submit", onSubmit, { signal });
    // Back from the next page, the form may be sent again.
    addEventListener("pageshow", () => (this.#isSent = false), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }
}

customElements.define("submit-once", SubmitOnce);
