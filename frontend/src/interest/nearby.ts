/** Who offers what fits, and how far away: the same reckoning as `nearby` in careers/interest.py. */

import type { Candidate } from "./scoring";

export interface Employer {
  key: string;
  occupations: string[];
  fields: string[];
  places: string[];
}

export interface Found {
  key: string;
  /** Kilometres as the crow flies; null where nobody said from where. */
  away: number | null;
}

type Coordinates = readonly [latitude: number, longitude: number];

const COMPANIES = 6;
const EARTH_RADIUS_KM = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The distance in kilometres (haversine formula). */
export function distance([latitudeA, longitudeA]: Coordinates, [latitudeB, longitudeB]: Coordinates): number {
  const [a, b] = [radians(latitudeA), radians(latitudeB)];
  const halfChord =
    Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(longitudeB - longitudeA) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(halfChord));
}

export function nearby(
  employers: Employer[],
  suggested: Candidate[],
  distances: Record<string, number> | null,
  kilometres: number,
): Found[] {
  const occupations = new Set(suggested.map(({ key }) => key));
  const fields = new Set(suggested.map(({ field }) => field));
  return employers
    .map(({ key, occupations: offered, fields: own, places }) => ({
      key,
      away: distances ? Math.min(...places.map((place) => distances[place] ?? Infinity)) : null,
      offersIt: offered.some((occupation) => occupations.has(occupation)),
      isInField: own.some((field) => fields.has(field)),
    }))
    .filter(({ away, offersIt, isInField }) => (away === null || away <= kilometres) && (offersIt || isInField))
    .sort((one, other) => Number(other.offersIt) - Number(one.offersIt) || (one.away ?? 0) - (other.away ?? 0))
    .slice(0, COMPANIES)
    .map(({ key, away }) => ({ key, away }));
}
