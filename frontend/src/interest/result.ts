import type { AnswerSheet } from "./answer-sheet";
import type { ClassCount } from "./class-count";
import type { NearbyOffers } from "./nearby-offers";
import * as scoring from "./scoring";

/** Fills the result: the rows were made by the server and wait in a template, each with what the reckoning needs. */
export function showResult(root: HTMLElement, sheet: AnswerSheet) {
  const { statements, answers } = sheet;
  const store = root.querySelector<HTMLTemplateElement>("template[data-candidates]")!.content;
  const points = scoring.pointsOf(statements, answers);
  const of = (kind: string) => [...store.querySelectorAll<HTMLElement>(`[data-kind="${kind}"]`)].map(asCandidate);
  const quoted = new Map<string, number>();
  const fitting = scoring.fitting(of("occupation"), points, scoring.OCCUPATIONS);

  const row = (kind: string, { key, profile }: scoring.Candidate, isOpen: boolean) => {
    const item = rowOf(store, kind, key);
    const reasons = scoring.reasonsFor(profile, statements, answers, quoted);
    const list = item.querySelector<HTMLDetailsElement>("[data-reasons]")!;
    list.open = isOpen;
    list.hidden = reasons.length === 0;
    list.querySelector("ul")!.replaceChildren(...reasons.map(({ key, text }) => reason(root, text, answers[key])));
    return item;
  };
  const list = (name: string, items: Node[]) => {
    root.querySelector(`[data-list="${name}"]`)!.replaceChildren(...items);
    for (const part of root.querySelectorAll<HTMLElement>(`[data-if="${name}"]`)) part.hidden = items.length === 0;
    for (const part of root.querySelectorAll<HTMLElement>(`[data-unless="${name}"]`)) part.hidden = items.length > 0;
  };
  const rows = (kind: string, candidates: scoring.Candidate[], isOpen = false) =>
    candidates.map((candidate) => row(kind, candidate, isOpen));

  list("occupations", rows("occupation", fitting, true));
  list("stories", rows("story", scoring.fitting(of("story"), points, scoring.STORIES)));
  list("surprises", rows("occupation", scoring.surprising(of("occupation"), points, fitting)));
  const fields = [...new Set(fitting.map(({ field }) => field))];
  list("fields", fields.flatMap((field) => fieldOf(store, field)));
  root.querySelector<ClassCount>("class-count")!.offer(points, fields);
  root.querySelector<NearbyOffers>("nearby-offers")!.offer(store, sheet, fitting);

  root.querySelector("[data-given]")!.textContent = String(sheet.given);
  root.querySelector<HTMLElement>("[data-flat]")!.hidden = !scoring.isFlat(points);
  for (const meter of root.querySelectorAll("meter")) {
    const known = points[meter.dataset.dimension!];
    meter.value = known ?? 0;
    meter.parentElement!.querySelector("[data-points]")!.textContent = known === undefined ? "–" : String(known);
  }
}

const asCandidate = ({ dataset }: HTMLElement): scoring.Candidate => ({
  key: dataset.key!,
  profile: dataset.profile!,
  field: dataset.field!,
  atypical: dataset.atypical ?? "",
});

export const rowOf = (store: DocumentFragment, kind: string, key: string) =>
  document.importNode(store.querySelector<HTMLElement>(`[data-kind="${kind}"][data-key="${key}"]`)!, true);

function fieldOf(store: DocumentFragment, field: string): Node[] {
  const chip = store.querySelector(`[data-kind="field"][data-key="${field}"]`);
  return chip ? [document.importNode(chip, true)] : [];
}

function reason(root: HTMLElement, text: string, answer: number | null | undefined): Node {
  const item = document.importNode(root.querySelector<HTMLTemplateElement>("template[data-reason]")!.content, true);
  item.querySelector("[data-said]")!.textContent = text;
  item.querySelector("[data-degree]")!.textContent = root.querySelector(`[data-answer="${answer}"]`)!.textContent!.trim();
  return item;
}
