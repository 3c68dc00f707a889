import { describe, expect, it } from "vitest";

import * as cache from "@/lib/board-cache";
import { between } from "@/lib/position";
import { STAGES, type Stage } from "@/lib/stages";
import { aBoard, aDeal } from "@/lib/board-records";

const NOW = new Date("2026-03-10T12:00:00Z");
const ids = (board: ReturnType<typeof aBoard>, stage: Stage) => cache.column(board, stage).items.map((deal) => deal.id);

describe("between", () => {
  it("stays strictly between, however often one inserts at the same place", () => {
    let low: string | null = null;
    let high: string | null = "a0V1x";
    for (let i = 0; i < 200; i += 1) {
      const key = between(low, high);
      expect(key < (high ?? "~")).toBe(true);
      if (low !== null) expect(key > low).toBe(true);
      if (i % 2) low = key;
      else high = key;
    }
  });

  it("appends behind any key", () => {
    expect(between("zzzz9", null) > "zzzz9").toBe(true);
  });
});

describe("moving a card", () => {
  const deals = ["a", "b", "c"].map((id, i) => aDeal({ id, position: `a${i + 1}`, value_cents: 100 }));
  const other = aDeal({ id: "x", stage: "proposal", position: "a5", value_cents: 700 });

  it("carries count and sum to the other column", () => {
    const board = aBoard([...deals, other]);
    const slot = cache.slotAt(board, "proposal", 0, "b");
    const moved = cache.putDeal(board, cache.movedDeal(board, deals[1]!, slot, null, NOW), { keepAtEdge: true });
    expect(ids(moved, "lead")).toEqual(["a", "c"]);
    expect(ids(moved, "proposal")).toEqual(["b", "x"]);
    expect(cache.column(moved, "lead")).toMatchObject({ count: 2, value_cents: { BRL: 200 } });
    expect(cache.column(moved, "proposal")).toMatchObject({ count: 2, value_cents: { BRL: 800 } });
    expect(cache.findDeal(moved, "b")?.stage_entered_at).toBe(NOW.toISOString());
  });

  it("keeps the clock of the stage when only the order changes", () => {
    const board = aBoard(deals);
    const moved = cache.movedDeal(board, deals[0]!, cache.slotAt(board, "lead", 2, "a"), null, NOW);
    expect(moved.stage_entered_at).toBe(deals[0]!.stage_entered_at);
    expect(ids(cache.putDeal(board, moved), "lead")).toEqual(["b", "c", "a"]);
  });

  it("puts a refused card back in its exact slot, also when others moved meanwhile", () => {
    const board = aBoard([...deals, other]);
    const slot = cache.slotAt(board, "negotiation", 0, "b");
    let now = cache.putDeal(board, cache.movedDeal(board, deals[1]!, slot, null, NOW));
    now = cache.putDeal(now, { ...other, stage: "lead", position: "a0V" });
    now = cache.removeDeal(now, "c");
    expect(ids(cache.putDeal(now, deals[1]!), "lead")).toEqual(["x", "a", "b"]);
  });

  it("knows a drop on its own place", () => {
    const board = aBoard(deals);
    expect(cache.isOwnSlot(board, deals[1]!, cache.slotAt(board, "lead", 1, "b"))).toBe(true);
    expect(cache.isOwnSlot(board, deals[1]!, cache.slotAt(board, "lead", 0, "b"))).toBe(false);
  });

  it("closes as won or lost and opens again", () => {
    const board = aBoard(deals);
    const lost = cache.movedDeal(board, deals[0]!, cache.slotAt(board, "closed", 0, "a"), { outcome: "lost", lostReason: "price" }, NOW);
    expect(lost).toMatchObject({ stage: "closed", outcome: "lost", lost_reason: "price", closed_at: NOW.toISOString() });
    const closed = cache.putDeal(board, lost);
    const reopened = cache.movedDeal(closed, lost, cache.slotAt(closed, "lead", 0, "a"), null, NOW);
    expect(reopened).toMatchObject({ stage: "lead", outcome: null, lost_reason: null, closed_at: null });
  });
});

describe("columns that aren't loaded to their end", () => {
  const board = aBoard([aDeal({ id: "a", position: "a1" })], { lead: { next_cursor: "more", count: 500 } });

  it("counts a card behind the last one but leaves it to paging", () => {
    const after = cache.putDeal(board, aDeal({ id: "z", position: "a9" }));
    expect(ids(after, "lead")).toEqual(["a"]);
    expect(cache.column(after, "lead").count).toBe(501);
  });

  it("shows one's own card there all the same, and paging doesn't repeat it", () => {
    const own = aDeal({ id: "z", position: "a9" });
    const after = cache.putDeal(board, own, { keepAtEdge: true });
    expect(ids(after, "lead")).toEqual(["a", "z"]);
    const page = { ...cache.column(board, "lead"), count: 501, items: [aDeal({ id: "m", position: "a5" }), own], next_cursor: null };
    expect(ids(cache.appendPage(after, page), "lead")).toEqual(["a", "m", "z"]);
  });
});

describe("sums", () => {
  it("are kept by currency and vanish at zero", () => {
    const usd = aDeal({ id: "u", currency: "USD", value_cents: 900 });
    const board = aBoard([usd, aDeal({ id: "a", value_cents: 1000, position: "a2" })]);
    expect(cache.sums(cache.column(board, "lead").value_cents, "USD")).toEqual([
      ["USD", 900],
      ["BRL", 1000],
    ]);
    expect(cache.column(cache.removeDeal(board, "u"), "lead").value_cents).toEqual({ BRL: 1000 });
  });

  it("follow an edited value and currency", () => {
    const board = cache.patchDeal(aBoard([aDeal({ id: "a", value_cents: 100 })]), "a", { value_cents: 250, currency: "EUR" });
    expect(cache.column(board, "lead").value_cents).toEqual({ EUR: 250 });
  });

  it("are taken from a fresh answer without touching the cards", () => {
    const board = aBoard([aDeal({ id: "a" })]);
    const fresh = aBoard([], Object.fromEntries(STAGES.map((stage) => [stage, { count: 7 }])));
    const merged = cache.mergeTotals(board, fresh);
    expect(cache.column(merged, "lead")).toMatchObject({ count: 7, items: [{ id: "a" }] });
  });
});
