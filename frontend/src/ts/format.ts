/** Sizes, numbers and dates as the reader's language writes them. */

const language = () => document.documentElement.lang || "de";

/** Unit, its bytes, and its decimal places, from a number of bytes on. */
const UNITS: [from: number, unit: string, bytes: number, digits: number][] = [
  [1e9, "gigabyte", 1e9, 1],
  [1e5, "megabyte", 1e6, 1],
  [0, "kilobyte", 1e3, 0],
];

/** 12_345 → "13 kB", 1_234_567 → "1,3 MB". Rounded up: nobody should get more than was said. */
export function formatBytes(bytes: number, locale = language()): string {
  const [, unit, size, digits] = UNITS.find(([from]) => bytes >= from)!;
  const shown = Math.ceil((bytes / size) * 10 ** digits) / 10 ** digits;
  return shown.toLocaleString(locale, { style: "unit", unit, maximumFractionDigits: digits });
}

export const formatNumber = (value: number) => value.toLocaleString(language());

/** "3. November". The space does not break: a line that ends with "3." reads as a sentence's end. */
export const formatDay = (date: Date, locale = language()) =>
  date.toLocaleDateString(locale, { day: "numeric", month: "long" }).replace(" ", "\u00a0");

/** "3. November, 14:05" */
export function formatMoment(date: Date): string {
  return `${formatDay(date)}, ${date.toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" })}`;
}
