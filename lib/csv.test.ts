import { describe, expect, it } from "vitest";

import { toCsv } from "@/lib/csv";

describe("toCsv", () => {
  it("separates as the language's spreadsheets do", () => {
    expect(toCsv([["a", "b"]], "pt")).toContain("a;b\r\n");
    expect(toCsv([["a", "b"]], "en")).toContain("a,b\r\n");
  });

  it("quotes what would end a cell", () => {
    expect(toCsv([['R$ 1.234,50; "x"']], "pt")).toContain('"R$ 1.234,50; ""x"""');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("lets nothing run: %s", (text) => {
    expect(toCsv([[text]], "en")).toContain(`'${text}`);
  });
});
