import { describe, expect, it } from "vitest";

import { calendarDaysAgo, startsDay } from "./timeline-rows";

const at = (local: string) => ({ timestamp: new Date(local).toISOString() });

describe("startsDay", () => {
  it("is true once a day, newest first", () => {
    const entries = [at("2026-03-02T09:00"), at("2026-03-01T23:59"), at("2026-03-01T00:00")];
    expect(entries.map((_, index) => startsDay(entries, index))).toEqual([true, true, false]);
  });
});

describe("calendarDaysAgo", () => {
  it.each([
    ["2026-03-02T00:05", "2026-03-01T23:55", 1],
    ["2026-03-02T23:00", "2026-03-02T01:00", 0],
    ["2026-03-02T10:00", "2026-03-03T09:00", -1],
  ])("counts days on the calendar: %s after %s", (now, date, days) => {
    expect(calendarDaysAgo(new Date(date), new Date(now))).toBe(days);
  });
});
