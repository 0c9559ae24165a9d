import type { PackageList } from "../offline/types";

const EARTH_RADIUS_KM = 6371;
const DISTANCE = "umkreis";
const PLACE = "ort";

type Places = PackageList["places"];
type Point = Places[string];

/** Whether a page with these filter values is in the list that a query asks for, as the server would decide. */
export function isListed(filters: Record<string, string[]>, query: URLSearchParams, places: Places): boolean {
  const kilometres = Number(query.get(DISTANCE)) || 0;
  return [...query].every(([name, value]) => {
    if (name === DISTANCE || value === "") return true;
    const own = filters[name] ?? [];
    return own.includes(value) || (name === PLACE && own.some((place) => isWithin(kilometres, places[place], places[value])));
  });
}

function isWithin(kilometres: number, place: Point | undefined, centre: Point | undefined): boolean {
  return kilometres > 0 && !!place && !!centre && distance(place, centre) <= kilometres;
}

/** Kilometres as the crow flies (haversine formula). */
export function distance([latitude, longitude]: Point, [otherLatitude, otherLongitude]: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const halfChord =
    Math.sin(radians(otherLatitude - latitude) / 2) ** 2 +
    Math.cos(radians(latitude)) * Math.cos(radians(otherLatitude)) * Math.sin(radians(otherLongitude - longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(halfChord));
}
