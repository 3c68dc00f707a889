import { describe, expect, it } from "vitest";

import { formatDateInput, parseDateInput } from "./date-input";

const TODAY = "2026-11-24";

describe("parseDateInput", () => {
  it.each([
    ["31/12", "dmy", "2026-12-31"],
    ["31/12/26", "dmy", "2026-12-31"],
    ["31.12.2027", "dmy", "2027-12-31"],
    ["3112", "dmy", "2026-12-31"],
    ["1/2", "dmy", "2027-02-01"],
    ["20/11", "dmy", "2026-11-20"],
    ["12/31", "mdy", "2026-12-31"],
    ["31/12", "mdy", "2026-12-31"],
    ["12/31/2026", "dmy", "2026-12-31"],
    ["1/2", "mdy", "2027-01-02"],
    ["2028-02-29", "mdy", "2028-02-29"],
    ["12-31", "ymd", "2026-12-31"],
    ["2027-1-2", "ymd", "2027-01-02"],
  ] as const)("reads %s in %s", (text, order, date) => {
    expect(parseDateInput(text, order, TODAY)).toBe(date);
  });

  it.each(["", "logo", "31/02/2026", "40/40", "31/12/1889", "5", "0/0"])("refuses %j", (text) => {
    expect(parseDateInput(text, "dmy", TODAY)).toBeNull();
  });

  it("reads back what a field shows", () => {
    for (const order of ["dmy", "mdy", "ymd"] as const) {
      expect(parseDateInput(formatDateInput("2026-03-04", order), order, TODAY)).toBe("2026-03-04");
    }
  });
});
