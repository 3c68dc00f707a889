import { describe, expect, it } from "vitest";

import { formatDate, formatMoney, formatMoneyInput, formatRelative, minorDigits, parseMoney } from "@/lib/format";
import { firstWeekdayIndex } from "@/lib/formats";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("formatMoney", () => {
  it.each([
    [123456, "BRL", "pt", {}, "R$ 1.234,56"],
    [123400, "BRL", "pt", {}, "R$ 1.234"],
    [123400, "BRL", "pt", { trimZero: false }, "R$ 1.234,00"],
    [123456, "USD", "en", {}, "$1,234.56"],
    [123456, "EUR", "es", {}, "€1,234.56"],
    [1234, "CLP", "es", {}, "$1,234"],
    [123456, "BRL", "es", {}, "R$1,234.56"],
    [123456, "USD", "es", {}, "US$1,234.56"],
    [4560000, "USD", "es", { compact: true }, "US$45.6 k"],
    [123456, "CAD", "es", {}, "CAD 1,234.56"],
    [4512345600, "BRL", "pt", { compact: true }, "R$ 45,1 mi"],
    [99900, "BRL", "pt", { compact: true }, "R$ 999"],
    [-5000, "BRL", "pt", {}, "-R$ 50"],
  ])("%i %s in %s", (cents, currency, locale, options, expected) => {
    expect(plain(formatMoney(cents, currency, locale, options))).toBe(expected);
  });
});

describe("parseMoney", () => {
  it.each([
    ["1.234,56", "BRL", 123456],
    ["1,234.56", "BRL", 123456],
    ["R$ 1.234,5", "BRL", 123450],
    ["1 234,50 €", "EUR", 123450],
    ["US$ 2,000", "USD", 200000],
    ["1.234", "BRL", 123400],
    ["12,5", "BRL", 1250],
    ["1500", "BRL", 150000],
    ["10k", "BRL", 1000000],
    ["2,5 mil", "BRL", 250000],
    ["1,5 mi", "BRL", 150000000],
    ["1.234.567,89", "BRL", 123456789],
    ["5.000", "CLP", 5000],
    ["0", "BRL", 0],
    ["-50", "BRL", -5000],
  ])("reads %s as %s", (text, currency, cents) => {
    expect(parseMoney(text, currency)).toBe(cents);
  });

  it.each(["", "abc", "R$", "1.2.3,4x", "99999999999999999999"])("refuses %j", (text) => {
    expect(parseMoney(text, "BRL")).toBeNull();
  });

  it("reads back what a field shows", () => {
    for (const locale of ["en", "pt", "es"]) expect(parseMoney(formatMoneyInput(123456789, "BRL", locale), "BRL")).toBe(123456789);
  });
});

describe("minorDigits", () => {
  it("follows ISO 4217", () => {
    expect([minorDigits("BRL"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([2, 0, 3]);
  });
});

describe("formatDate", () => {
  it("keeps a plain date on its day in every time zone", () => {
    expect(formatDate("2026-03-01", "en", "medium", "America/Los_Angeles")).toBe("Mar 1, 2026");
    expect(formatDate("2026-03-01", "en", "medium", "Pacific/Auckland")).toBe("Mar 1, 2026");
  });

  it("puts a timestamp into the zone asked for", () => {
    expect(formatDate("2026-03-01T02:00:00Z", "pt", "short", "America/Sao_Paulo")).toBe("28 de fev.");
  });
});

describe("formatRelative", () => {
  const now = new Date("2026-06-15T12:00:00Z");
  it.each([
    ["2026-06-15T11:59:30Z", "pt", "agora"],
    ["2026-06-15T09:00:00Z", "pt", "há 3 horas"],
    ["2026-06-14T12:00:00Z", "en", "yesterday"],
    ["2026-06-17T12:00:00Z", "es", "pasado mañana"],
    ["2026-05-30T12:00:00Z", "pt", "há 2 semanas"],
  ])("%s in %s is %s", (value, locale, expected) => {
    expect(formatRelative(value, locale, now)).toBe(expected);
  });
});

describe("a person's own formats", () => {
  it.each([
    ["comma_dot", "pt", "R$ 1,234.56"],
    ["dot_comma", "en", "R$1.234,56"],
    ["space_comma", "pt", "R$ 1 234,56"],
    ["auto", "pt", "R$ 1.234,56"],
  ] as const)("writes amounts with %s in %s", (signs, locale, expected) => {
    expect(plain(formatMoney(123456, "BRL", locale, {}, signs))).toBe(expected);
  });

  it.each([
    ["dmy", "medium", "05/03/2026"],
    ["mdy", "medium", "03/05/2026"],
    ["ymd", "medium", "2026-03-05"],
    ["dmy", "short", "05/03"],
    ["ymd", "short", "03-05"],
    ["ymd", "long", "5 de março de 2026"],
    ["auto", "medium", "5 de mar. de 2026"],
  ] as const)("writes dates as %s, %s", (order, style, expected) => {
    expect(formatDate("2026-03-05", "pt", style, "America/Sao_Paulo", order)).toBe(expected);
  });

  it("writes the day of the person's zone, and the time behind it", () => {
    expect(formatDate("2026-03-05T01:30:00Z", "pt", "datetime", "America/Sao_Paulo", "dmy")).toBe("04/03/2026, 22:30");
  });

  it.each([
    ["auto", "pt", 0],
    ["auto", "es", 1],
    ["monday", "pt", 1],
    ["saturday", "en", 6],
  ] as const)("begins the week of %s in %s on day %i", (day, locale, index) => {
    expect(firstWeekdayIndex(day, locale)).toBe(index);
  });

  it("keeps an amount that is typed as it is shown", () => {
    for (const signs of ["comma_dot", "dot_comma", "space_comma"] as const) {
      expect(parseMoney(formatMoneyInput(123456789, "BRL", "pt", signs), "BRL")).toBe(123456789);
    }
  });
});
