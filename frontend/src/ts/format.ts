/**
 * Sizes, numbers and dates as the reader's language writes them.
 *
 * Every page says a size, and the first use of Intl in a page takes as long as all the rest of its script: sizes and small numbers do without.
 */

const language = () => document.documentElement.lang || "de";

/** Unit, its bytes, and its decimal places, from a number of bytes on. */
const UNITS: [from: number, unit: string, bytes: number, digits: number][] = [
  [1e9, "GB", 1e9, 1],
  [1e5, "MB", 1e6, 1],
  [0, "kB", 1e3, 0],
];

/** 12_345 → "13 kB", 1_234_567 → "1,3 MB". Rounded up: nobody should get more than was said. */
export function formatBytes(bytes: number, locale = language()): string {
  const [, unit, size, digits] = UNITS.find(([from]) => bytes >= from)!;
  const shown = Math.ceil((bytes / size) * 10 ** digits) / 10 ** digits;
  return `${String(shown).replace(".", locale === "en" ? "." : ",")}\u00a0${unit}`;
}

/** A whole number. */
export const formatNumber = (value: number, locale = language()) => (value < 1000 ? String(value) : value.toLocaleString(locale));

/** "3. November". The space does not break: a line that ends with "3." reads as a sentence's end. */
export const formatDay = (date: Date, locale = language()) =>
  date.toLocaleDateString(locale, { day: "numeric", month: "long" }).replace(" ", "\u00a0");

/** "3. November, 14:05" */
export function formatMoment(date: Date): string {
  return `${formatDay(date)}, ${date.toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" })}`;
}
