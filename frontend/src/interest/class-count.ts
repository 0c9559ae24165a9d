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
      if (known.done) this.#enter("counted");
    }
    this.querySelector("details")!.open = Boolean(this.#input.value);
  }

  offer(points: Points, fields: string[]) {
    this.#points = points;
    this.#fields = fields;
  }

  forget() {
    rememberCounting(null);
    this.#enter("ready");
  }

  get #input() {
    return this.querySelector<HTMLInputElement>("[name='klasse']")!;
  }

  /** With an attribute of its own: the check around it hides what its own states do not name. */
  #enter(state: string) {
    for (const part of this.querySelectorAll<HTMLElement>("[data-while]")) {
      part.hidden = !part.dataset.while!.split(" ").includes(state);
    }
  }

  async #count({ action }: HTMLFormElement) {
    const code = normalised(this.#input.value);
    if (!code) return this.#input.focus();
    const known = recallCounting();
    const counting = known?.code === code ? known : { code, key: crypto.randomUUID(), done: false };
    rememberCounting(counting);
    this.#enter("sending");
    const body = new URLSearchParams({ klasse: code, schluessel: counting.key });
    for (const [letter, points] of Object.entries(this.#points)) body.set(letter, String(points));
    for (const field of this.#fields) body.append("feld", field);
    const response = await fetch(action, { method: "POST", body }).catch(() => null);
    if (response?.ok) rememberCounting({ ...counting, done: true });
    this.#enter(response?.ok ? "counted" : (REFUSED[response?.status ?? 0] ?? "failed"));
    if (response?.ok) this.querySelector<HTMLElement>("[data-while='counted']")!.focus();
  }
}

customElements.define("class-count", ClassCount);
