import { ConnectedElement } from "../ts/connected-element";
import { normalised, recallCounting, rememberCounting } from "./class-memory";
import type { Points } from "./scoring";

const REFUSED: Record<number, string> = { 404: "unknown", 422: "unknown", 409: "full", 429: "busy" };

/** Adds the result to the sums of a class when its owner says so: six numbers and the career fields, no answer. */
export class ClassCount extends ConnectedElement {
  #points: Points = {};
  #fields: string[] = [];

  protected connected(signal: AbortSignal) {
    const onSubmit = (event: Event) => {
      event.preventDefault();
      void this.#count(event.target as HTMLFormElement);
    };
    this.addEventListener("submit", onSubmit, { signal });
    // A page from the phone was made for nobody in particular.
    const invited = new URLSearchParams(location.search).get("klasse");
    if (invited && !this.#input.value) this.#input.value = invited;
    const known = recallCounting();
    if (known && (!this.#input.value || normalised(this.#input.value) === known.code)) {
      this.#input.value = known.code;
      if (known.done) this.show("counted");
    }
    this.querySelector("details")!.open = Boolean(this.#input.value);
  }

  offer(points: Points, fields: string[]) {
    this.#points = points;
    this.#fields = fields;
  }

  forget() {
    rememberCounting(null);
    this.show("ready");
  }

  get #input() {
    return this.querySelector<HTMLInputElement>("[name='klasse']")!;
  }

  async #count({ action }: HTMLFormElement) {
    const code = normalised(this.#input.value);
    if (!code) return this.#input.focus();
    const known = recallCounting();
    const counting = known?.code === code ? known : { code, key: crypto.randomUUID(), done: false };
    rememberCounting(counting);
    this.show("sending");
    const body = new URLSearchParams({ klasse: code, schluessel: counting.key });
    for (const [letter, points] of Object.entries(this.#points)) body.set(letter, String(points));
    for (const field of this.#fields) body.append("feld", field);
    const response = await fetch(action, { method: "POST", body }).catch(() => null);
    if (response?.ok) rememberCounting({ ...counting, done: true });
    this.show(response?.ok ? "counted" : (REFUSED[response?.status ?? 0] ?? "failed"));
  }
}

customElements.define("class-count", ClassCount);
