import { expect, it } from "vitest";

import { addMonths, lastDayOf } from "@/lib/report-views/months";

it.each([
  ["2026-01-01", 1, "2026-02-01"],
  ["2026-12-01", 1, "2027-01-01"],
  ["2026-01-01", -1, "2025-12-01"],
])("%s and %s months is %s", (month, count, expected) => {
  expect(addMonths(month, count)).toBe(expected);
});

it.each([
  ["2026-02-01", "2026-02-28"],
  ["2028-02-01", "2028-02-29"],
  ["2026-12-01", "2026-12-31"],
])("the last day of %s is %s", (month, expected) => {
  expect(lastDayOf(month)).toBe(expected);
});
