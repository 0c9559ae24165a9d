import type { AnswerSheet } from "./answer-sheet";
import type { Statement } from "./scoring";

/** The statements as the form asks them. */
export const statementsIn = (root: HTMLElement): Statement[] =>
  [...root.querySelectorAll<HTMLElement>("[data-statement]")].map((question) => ({
    key: question.dataset.statement!,
    dimension: question.dataset.dimension!,
    text: question.querySelector("legend")!.textContent!.trim(),
  }));

/** Shows one statement, how far one is, and the answer that was given before. */
export function showQuestion(root: HTMLElement, { statements, answers, next }: AnswerSheet, index: number) {
  const { key, text } = statements[index]!;
  const piece = (name: string) => root.querySelector<HTMLElement>(`[data-${name}]`)!;
  piece("number").textContent = String(index + 1);
  piece("asked").textContent = text;
  const progress = root.querySelector<HTMLProgressElement>("progress")!;
  progress.value = index / statements.length;
  progress.parentElement!.style.setProperty("--done", String(progress.value));
  for (const button of root.querySelectorAll<HTMLElement>("[data-answer]")) {
    button.ariaPressed = String(button.dataset.answer === String(answers[key]));
  }
  piece("finish").hidden = next < statements.length;
}
