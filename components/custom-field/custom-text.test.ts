import { describe, expect, it } from "vitest";

import type { CustomField } from "@/services/custom-field";

import { fromTyped, toTyped } from "./custom-text";

const field = (kind: CustomField["kind"]) => ({ kind, currency: kind === "money" ? "BRL" : null }) as CustomField;
const format = { number: (value: number) => `n${value}`, moneyInput: (cents: number) => `m${cents}` };

describe("fromTyped", () => {
  it.each([
    ["number", "12,5", 12.5],
    ["number", "-3", -3],
    ["number", "0.1234", 0.1234],
    ["number", "1.234,56", 1234.56],
    ["number", "1.234", 1234],
    ["number", "doze", "doze"],
    ["money", "R$ 1.500,00", 150_000],
    ["text", "  Varejo ", "Varejo"],
    ["text", "   ", null],
    ["date", "2026-11-24", "2026-11-24"],
  ] as const)("reads %s %s", (kind, typed, value) => {
    expect(fromTyped(field(kind), typed)).toBe(value);
  });
});

describe("toTyped", () => {
  it("shows nothing where there is no value, and 0 where there is", () => {
    expect(toTyped(field("number"), undefined, format)).toBe("");
    expect(toTyped(field("number"), 0, format)).toBe("n0");
    expect(toTyped(field("money"), 990, format)).toBe("m990");
  });
});
