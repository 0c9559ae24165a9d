// Reckons with the phone's script what test_interest_scoring.py reckons in Python: node reckon.mjs cases.json

import { readFileSync } from "node:fs";

const source = new URL("../../frontend/src/interest/", import.meta.url);
const scoring = await import(new URL("scoring.ts", source));
const { distance, nearby } = await import(new URL("nearby.ts", source));

const texts = (keys) => keys.map(String);
const numbers = (found) => found.map(({ key }) => Number(key));

function reckon(given) {
  const statements = given.statements.map(([key, dimension]) => ({ key: String(key), dimension }));
  const candidates = given.candidates.map(([key, profile, field, atypical]) => ({ key: String(key), profile, field, atypical }));
  const employers = given.employers.map(([key, occupations, fields, places]) => ({
    key: String(key),
    occupations: texts(occupations),
    fields,
    places,
  }));
  const points = scoring.pointsOf(statements, given.answers);
  const fitting = scoring.fitting(candidates, points, scoring.OCCUPATIONS);
  const surprises = scoring.surprising(candidates, points, fitting);
  const quoted = new Map();
  const reasons = ({ profile }) => numbers(scoring.reasonsFor(profile, statements, given.answers, quoted));
  return {
    points,
    flat: scoring.isFlat(points),
    scores: candidates.map(({ profile }) => scoring.score(profile, points)),
    fitting: numbers(fitting),
    surprises: numbers(surprises),
    reasons: [...fitting, ...surprises].map(reasons),
    nearby: nearby(employers, fitting, given.distances, given.kilometres).map(({ key, away }) => [Number(key), away]),
  };
}

const [, , file, what] = process.argv;
const given = JSON.parse(readFileSync(file));
console.log(JSON.stringify(what === "distance" ? distance(...given) : given.map(reckon)));
