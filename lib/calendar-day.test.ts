import { describe, expect, it } from "vitest";

import { dayNumber, dayOf, fromLocalInput, hourOf, toLocalInput } from "./calendar-day";

const LATE = new Date("2026-03-02T02:30:00Z");

describe("the day of a moment", () => {
  it("is the one on the person's calendar", () => {
    expect(dayOf(LATE, "America/Sao_Paulo")).toBe("2026-03-01");
    expect(dayOf(LATE, "Asia/Tokyo")).toBe("2026-03-02");
    expect(dayNumber(LATE, "Asia/Tokyo") - dayNumber(LATE, "America/Sao_Paulo")).toBe(1);
  });

  it("has hours from 0 to 23", () => {
    expect(hourOf(new Date("2026-03-02T03:00:00Z"), "America/Sao_Paulo")).toBe(0);
    expect(hourOf(LATE, "America/Sao_Paulo")).toBe(23);
  });
});

describe("local input times", () => {
  it.each(["", "America/Sao_Paulo", "Asia/Tokyo", "Europe/Lisbon"])("round-trip to the minute in %j", (zone) => {
    expect(toLocalInput(fromLocalInput("2026-03-02T14:30", zone) as Date, zone)).toBe("2026-03-02T14:30");
  });

  it("follow the change of clocks", () => {
    expect(fromLocalInput("2026-03-29T03:30", "Europe/Lisbon")?.toISOString()).toBe("2026-03-29T02:30:00.000Z");
    expect(fromLocalInput("2026-03-28T03:30", "Europe/Lisbon")?.toISOString()).toBe("2026-03-28T03:30:00.000Z");
  });

  it("refuse what is incomplete", () => {
    expect(fromLocalInput("")).toBeNull();
    expect(fromLocalInput("soon")).toBeNull();
  });
});
