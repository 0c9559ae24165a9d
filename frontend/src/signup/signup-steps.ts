import { ConnectedElement } from "../ts/connected-element";
import { firstInvalid, stepsToTake } from "./steps";

/** Shows the signup form in steps. Nothing is stored: what was typed lives and dies with the page. The server decides. */
class SignupSteps extends ConnectedElement {
  #form!: HTMLFormElement;
  #now!: HTMLElement;

  protected connected(signal: AbortSignal) {
    this.#form = this.querySelector("form")!;
    // A field in a hidden step that the browser finds wrong would stop the form without a word.
    this.#form.noValidate = true;
    for (const input of this.querySelectorAll<HTMLInputElement>("[data-step=guardian] input")) input.required = true;
    this.act({ next: () => this.#next(), back: () => this.#go(this.#place - 1) }, signal);
    this.addEventListener("submit", (event) => this.#onSubmit(event), { signal });
    this.addEventListener("click", (event) => this.#onErrorLink(event), { signal });
    this.dataset.live = "";
    this.#show(this.querySelector(".field-row--error")?.closest<HTMLElement>("[data-step]") ?? this.#steps[0]!);
  }

  get #steps() {
    const age = this.#form.querySelector<HTMLInputElement>("[name=age]")?.value ?? "";
    return stepsToTake([...this.querySelectorAll<HTMLElement>("[data-step]")], age, Number(this.dataset.guardianUnder));
  }

  get #place() {
    return this.#steps.indexOf(this.#now);
  }

  #next() {
    const wrong = firstInvalid(this.#now);
    if (wrong) wrong.reportValidity();
    else this.#go(this.#place + 1);
  }

  #go(place: number) {
    const step = this.#steps[place];
    if (!step) return;
    this.#show(step);
    step.querySelector<HTMLElement>("[data-title]")!.focus();
  }

  #show(step: HTMLElement) {
    this.#now = step;
    for (const other of this.querySelectorAll<HTMLElement>("[data-step]")) other.hidden = other !== step;
    const [place, last] = [this.#place, this.#steps.length - 1];
    this.fill({ number: String(place + 1), total: String(last + 1) });
    this.piece("back").hidden = place === 0;
    this.piece("next").hidden = place === last;
    this.piece("send").hidden = place !== last;
    this.piece("progress").hidden = false;
  }

  /** Enter goes on to the next step, and the last one sends. */
  #onSubmit(event: SubmitEvent) {
    if (this.#place < this.#steps.length - 1) {
      event.preventDefault();
      return this.#next();
    }
    const step = this.#steps.find(firstInvalid);
    if (!step) return;
    event.preventDefault();
    if (step !== this.#now) this.#show(step);
    firstInvalid(step)!.reportValidity();
  }

  /** A link from the list of errors leads to a field of a step that may be hidden. */
  #onErrorLink(event: Event) {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
    const step = link && document.getElementById(link.hash.slice(1))?.closest<HTMLElement>("[data-step]");
    if (step) this.#show(step);
  }
}

customElements.define("signup-steps", SignupSteps);
