import { describe, expect, it } from "vitest";

import { formatDateInput, parseDateInput } from "./date-input";

const TODAY = "2026-11-24";

describe("parseDateInput", () => {
  it.each([
    ["31/12", "pt", "2026-12-31"],
    ["31/12/26", "pt", "2026-12-31"],
    ["31.12.2027", "es", "2027-12-31"],
    ["3112", "pt", "2026-12-31"],
    ["1/2", "pt", "2027-02-01"],
    ["20/11", "pt", "2026-11-20"],
    ["12/31", "en", "2026-12-31"],
    ["31/12", "en", "2026-12-31"],
    ["12/31/2026", "pt", "2026-12-31"],
    ["1/2", "en", "2027-01-02"],
    ["2028-02-29", "en", "2028-02-29"],
  ])("reads %s in %s", (text, locale, date) => {
    expect(parseDateInput(text, locale, TODAY)).toBe(date);
  });

  it.each(["", "logo", "31/02/2026", "40/40", "31/12/1889", "5", "0/0"])("refuses %j", (text) => {
    expect(parseDateInput(text, "pt", TODAY)).toBeNull();
  });

  it("reads back what a field shows", () => {
    for (const locale of ["en", "pt", "es"]) {
      expect(parseDateInput(formatDateInput("2026-03-04", locale), locale, TODAY)).toBe("2026-03-04");
    }
  });
});
