import type { Answers, Statement } from "./scoring";

const KEY = "interessen";
const NOTHING = { answers: {} as Answers, place: "", kilometres: "20" };

/** The answers given so far. They are kept on this device only; where that is blocked, until the page is left. */
export class AnswerSheet {
  #kept = NOTHING;

  constructor(readonly statements: Statement[]) {
    this.#kept = { ...NOTHING, ...recall() };
  }

  get answers() {
    return this.#kept.answers;
  }

  get home() {
    return { place: this.#kept.place, kilometres: this.#kept.kilometres };
  }

  /** How many statements have an answer. */
  get given() {
    return this.statements.filter(({ key }) => typeof this.answers[key] === "number").length;
  }

  /** The place of the first statement that was neither answered nor skipped; behind the last one if there is none. */
  get next() {
    const open = this.statements.findIndex(({ key }) => this.answers[key] === undefined);
    return open < 0 ? this.statements.length : open;
  }

  get firstSkipped() {
    return this.statements.findIndex(({ key }) => typeof this.answers[key] !== "number");
  }

  answer(index: number, answer: number | null) {
    this.#keep({ answers: { ...this.answers, [this.statements[index]!.key]: answer } });
  }

  moveHome(place: string, kilometres: string) {
    this.#keep({ place, kilometres });
  }

  clear() {
    this.#kept = NOTHING;
    ignoringBlocks(() => localStorage.removeItem(KEY));
  }

  #keep(change: Partial<typeof NOTHING>) {
    this.#kept = { ...this.#kept, ...change };
    ignoringBlocks(() => localStorage.setItem(KEY, JSON.stringify(this.#kept)));
  }
}

/** What an earlier visit left, as far as it makes sense. */
function recall(): Partial<typeof NOTHING> {
  const kept = ignoringBlocks(() => JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<typeof NOTHING>) ?? {};
  const isAnswer = (answer: unknown) => answer === null || [0, 1, 2, 3].includes(answer as number);
  return { ...kept, answers: Object.fromEntries(Object.entries(kept.answers ?? {}).filter(([, answer]) => isAnswer(answer))) };
}

/** Site data may be blocked or full, and what is stored may be somebody else's: then there is nothing. */
function ignoringBlocks<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
