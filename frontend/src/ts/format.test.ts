import assert from "node:assert/strict";
import { test } from "node:test";

import { formatBytes, formatDay, formatNumber } from "./format";

const inGerman = (bytes: number) => formatBytes(bytes, "de").replace("\u00a0", " ");

test("a size is said in the unit that reads best, and never too small", () => {
  assert.equal(inGerman(0), "0 kB");
  assert.equal(inGerman(1), "1 kB");
  assert.equal(inGerman(12_345), "13 kB");
  assert.equal(inGerman(100_001), "0,2 MB");
  assert.equal(inGerman(1_200_000), "1,2 MB");
  assert.equal(inGerman(2_000_000_000), "2 GB");
});

test("a size is said as Intl would say it", () => {
  for (const locale of ["de", "pl", "cs", "en"]) {
    const said = (1.2).toLocaleString(locale, { style: "unit", unit: "megabyte" }).replace(" ", "\u00a0");
    assert.equal(formatBytes(1_200_000, locale), said);
  }
});

test("a large number has its thousands apart", () => {
  assert.equal(formatNumber(999, "de"), "999");
  assert.equal(formatNumber(12_345, "de"), "12.345");
});

test("a day keeps its number and its month in one line", () => {
  assert.equal(formatDay(new Date(2026, 10, 3), "de"), "3.\u00a0November");
});
