/** How answers become suggestions: the same reckoning as careers/interest.py, which explains it. */

export interface Statement {
  key: string;
  dimension: string;
  text: string;
}

export interface Candidate {
  key: string;
  profile: string;
  field: string;
  atypical: string;
}

/** Answers by the key of the statement, null where it was skipped. */
export type Answers = Record<string, number | null>;
export type Points = Record<string, number>;

export const [OCCUPATIONS, STORIES] = [6, 3];
export const ENOUGH = 6;
const [HIGHEST, YES, FITS_FROM, FLAT_BELOW, PER_FIELD, SURPRISES, REASONS] = [3, 2, 50, 25, 2, 4, 2];
const WEIGHTS = [3, 2, 1];

export function pointsOf(statements: Statement[], answers: Answers): Points {
  const given: Record<string, number[]> = {};
  for (const { key, dimension } of statements) {
    const answer = answers[key];
    if (typeof answer === "number") (given[dimension] ??= []).push(answer);
  }
  const share = (some: number[]) => Math.floor((100 * some.reduce((sum, one) => sum + one, 0)) / (HIGHEST * some.length));
  return Object.fromEntries(Object.entries(given).map(([dimension, some]) => [dimension, share(some)]));
}

export const isFlat = (points: Points) => Math.max(...Object.values(points)) - Math.min(...Object.values(points)) < FLAT_BELOW;

export function score(profile: string, points: Points): number {
  const letters = [...profile].slice(0, WEIGHTS.length);
  const total = letters.reduce((sum, _letter, place) => sum + WEIGHTS[place]!, 0);
  const weighted = letters.reduce((sum, letter, place) => sum + WEIGHTS[place]! * (points[letter] ?? 0), 0);
  return total ? Math.floor(weighted / total) : 0;
}

export const bestFirst = (candidates: Candidate[], points: Points) =>
  [...candidates].sort((one, other) => score(other.profile, points) - score(one.profile, points));

export function fitting(candidates: Candidate[], points: Points, most: number): Candidate[] {
  const chosen: Candidate[] = [];
  for (const candidate of bestFirst(candidates, points)) {
    if (score(candidate.profile, points) < FITS_FROM || chosen.length === most) break;
    if (chosen.filter(({ field }) => field === candidate.field).length < PER_FIELD) chosen.push(candidate);
  }
  return chosen;
}

export function surprising(candidates: Candidate[], points: Points, suggested: Candidate[]): Candidate[] {
  const waiting = bestFirst(candidates, points);
  const fields = new Set(suggested.map(({ field }) => field));
  const chosen: Candidate[] = [];
  for (let turn = 0; turn < SURPRISES; turn++) {
    const group = turn % 2 ? "men" : "women";
    const pick = waiting.find(({ atypical, field }) => atypical === group && !fields.has(field));
    if (!pick) continue;
    fields.add(pick.field);
    chosen.push(pick);
  }
  return chosen;
}

/** The statements that speak for a profile; counted in `quoted`, so that the next suggestion says something else. */
export function reasonsFor(profile: string, statements: Statement[], answers: Answers, quoted: Map<string, number>): Statement[] {
  const answered = ({ key }: Statement) => answers[key] ?? 0;
  const times = ({ key }: Statement) => quoted.get(key) ?? 0;
  const best = (letter: string) =>
    statements
      .filter((statement) => statement.dimension === letter && answered(statement) >= YES)
      .sort((one, other) => answered(other) - answered(one) || times(one) - times(other))
      .slice(0, 1);
  const reasons = [...profile].slice(0, WEIGHTS.length).flatMap(best).slice(0, REASONS);
  for (const { key } of reasons) quoted.set(key, (quoted.get(key) ?? 0) + 1);
  return reasons;
}
