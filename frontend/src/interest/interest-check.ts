import { ConnectedElement } from "../ts/connected-element";
import { AnswerSheet } from "./answer-sheet";
import type { ClassCount } from "./class-count";
import { statementsIn, showQuestion } from "./questions";
import { showResult } from "./result";
import { ENOUGH } from "./scoring";

/** Leads through the interest check in place of its form. All of it happens here: no answer leaves the device. */
class InterestCheck extends ConnectedElement {
  #sheet = new AnswerSheet([]);
  #asked = 0;

  protected connected(signal: AbortSignal) {
    const sheet = (this.#sheet = new AnswerSheet(statementsIn(this)));
    this.act(
      {
        answer: (button) => this.#answer(Number(button.dataset.answer)),
        skip: () => this.#answer(null),
        back: () => this.#ask(this.#asked - 1),
        resume: () => this.#ask(sheet.firstSkipped),
        finish: () => this.#finish(),
        forget: () => this.#forget(),
      },
      signal,
    );
    // What leads to the form without script starts the questions.
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.closest("a[href='#fragen']")) return;
      event.preventDefault();
      this.#ask(sheet.next % sheet.statements.length);
    };
    this.addEventListener("click", onClick, { signal });
    if (sheet.next === 0) this.#enter("start");
    else this.#ask(sheet.next);
  }

  #ask(index: number) {
    if (index < 0) return this.#enter("start");
    if (index >= this.#sheet.statements.length) return this.#finish();
    this.#asked = index;
    showQuestion(this, this.#sheet, index);
    this.#enter("asking");
  }

  #answer(answer: number | null) {
    this.#sheet.answer(this.#asked, answer);
    this.#ask(this.#asked + 1);
  }

  #finish() {
    if (this.#sheet.given < ENOUGH) return this.#enter("few");
    showResult(this, this.#sheet);
    this.#enter("result");
  }

  #forget() {
    this.#sheet.clear();
    this.querySelector<ClassCount>("class-count")!.forget();
    this.#enter("start");
    this.piece("forgotten").hidden = false;
  }

  #enter(state: "start" | "asking" | "few" | "result") {
    const wasIn = this.dataset.state;
    this.dataset.state = state;
    this.show(state);
    if (wasIn === state) return;
    scrollTo({ top: 0, behavior: "instant" });
    // On arrival the focus stays where every page begins.
    if (wasIn) this.piece(`heading-${state}`).focus({ preventScroll: true });
  }
}

customElements.define("interest-check", InterestCheck);
