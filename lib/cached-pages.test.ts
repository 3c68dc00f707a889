import { describe, expect, it } from "vitest";

import { flatten, mapRows, withoutRow } from "./cached-pages";

const data = () => ({
  pages: [
    { items: [{ id: "a" }, { id: "b" }], next_cursor: "2", total: 3 },
    { items: [{ id: "c" }], next_cursor: null, total: 3 },
  ],
  pageParams: [null, "2"],
});

describe("cached pages", () => {
  it("flatten in order, and to nothing before the first answer", () => {
    expect(flatten(data()).map((row) => row.id)).toEqual(["a", "b", "c"]);
    expect(flatten(undefined)).toEqual([]);
  });

  it("lose one row and count down on every page", () => {
    const less = withoutRow(data(), "b");
    expect(flatten(less).map((row) => row.id)).toEqual(["a", "c"]);
    expect(less.pages.map((page) => page.total)).toEqual([2, 2]);
  });

  it("stay untouched when the row isn't there", () => {
    const before = data();
    expect(withoutRow(before, "z")).toBe(before);
  });

  it("change rows without touching the original", () => {
    const before = data();
    const after = mapRows(before, (row: { id: string }) => (row.id === "a" ? { id: "x" } : row));
    expect(flatten(after).map((row) => row.id)).toEqual(["x", "b", "c"]);
    expect(before).toEqual(data());
  });
});
