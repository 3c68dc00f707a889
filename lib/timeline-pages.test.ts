import { describe, expect, it } from "vitest";

import type { TimelineEntry } from "@/services/timeline";

import { mergeFresh, removeEntry, upsertEntry } from "./timeline-pages";

const entry = (id: string, minute: number, more: Partial<TimelineEntry> = {}) =>
  ({ id, timestamp: `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`, version: 1, ...more }) as TimelineEntry;
const data = (next: string | null = null) => ({
  pages: [
    { items: [entry("d", 40), entry("c", 30)], next_cursor: "more" },
    { items: [entry("b", 20), entry("a", 10)], next_cursor: next },
  ],
  pageParams: [null, "more"],
});
const ids = (pages: { items: TimelineEntry[] }[]) => pages.map((page) => page.items.map((item) => item.id).join(""));

describe("upsertEntry", () => {
  it("puts a late arrival where it happened", () => {
    expect(ids(upsertEntry(data(), entry("x", 25)).pages)).toEqual(["dc", "xba"]);
  });

  it("puts the newest on top", () => {
    expect(ids(upsertEntry(data(), entry("x", 59)).pages)).toEqual(["xdc", "ba"]);
  });

  it("keeps what is older than the loaded pages for its own page", () => {
    expect(ids(upsertEntry(data("next"), entry("x", 1)).pages)).toEqual(["dc", "ba"]);
    expect(ids(upsertEntry(data(null), entry("x", 1)).pages)).toEqual(["dc", "bax"]);
  });

  it("replaces a known entry once and never by an older version", () => {
    const changed = upsertEntry(data(), entry("b", 20, { version: 2, content: "new" }));
    expect(ids(changed.pages)).toEqual(["dc", "ba"]);
    expect(changed.pages[1]?.items[0]?.content).toBe("new");
    expect(upsertEntry(changed, entry("b", 20)).pages[1]?.items[0]?.content).toBe("new");
  });

  it("leaves the data it was given alone", () => {
    const before = data();
    upsertEntry(before, entry("x", 25));
    expect(before).toEqual(data());
  });
});

describe("mergeFresh", () => {
  it("neither repeats nor drops", () => {
    const merged = mergeFresh(data(), [entry("e", 50), entry("d", 40), entry("c", 30)]);
    expect(ids(merged.pages).join("")).toBe("edcba");
  });
});

describe("removeEntry", () => {
  it("takes one out", () => {
    expect(ids(removeEntry(data(), "c").pages)).toEqual(["d", "ba"]);
  });
});
