import { describe, expect, it } from "vitest";

import { editableMoney, formatMoney, parseMoney } from "@/components/deal/money";

describe("parseMoney", () => {
  it.each([
    ["1.234,56", "pt", "BRL", 123456],
    ["R$ 1.234,56", "pt", "BRL", 123456],
    ["12500", "pt", "BRL", 1250000],
    ["12.500", "pt", "BRL", 1250000],
    ["10.5", "pt", "BRL", 1050],
    ["1,234.56", "en", "USD", 123456],
    ["1,234", "en", "USD", 123400],
    ["$99.9", "en", "USD", 9990],
    ["10,50", "en", "USD", 1050],
    ["1.234.567,8", "es", "EUR", 123456780],
    ["1 234,50 €", "es", "EUR", 123450],
    ["5,000", "en", "JPY", 5000],
    ["", "pt", "BRL", 0],
    ["0,99", "pt", "BRL", 99],
  ])("reads %s (%s, %s)", (text, locale, currency, cents) => {
    expect(parseMoney(text, locale, currency)).toBe(cents);
  });

  it.each(["abc", "-5", "1.2.3", "1,23,4", "1.234,567", "12.34.56,7", "9999999999999999"])("refuses %s", (text) => {
    expect(parseMoney(text, "pt", "BRL")).toBeNull();
  });
});

describe("money as text", () => {
  it("leaves out decimals that are zero", () => {
    expect(formatMoney(1250000, "pt", "BRL").replace(/\s/g, " ")).toBe("R$ 12.500");
    expect(formatMoney(1250050, "en", "USD")).toBe("$12,500.50");
  });

  it("is typed again as it was read", () => {
    for (const cents of [0, 1, 99, 100, 123456, 98765432100]) {
      for (const locale of ["en", "pt", "es"]) expect(parseMoney(editableMoney(cents, locale, "BRL"), locale, "BRL")).toBe(cents);
    }
  });
});
