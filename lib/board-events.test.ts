import { describe, expect, it } from "vitest";

import { column, findDeal } from "@/lib/board-cache";
import { applyEvent, matches } from "@/lib/board-events";
import { aBoard, aDeal } from "@/lib/board-records";

const deal = aDeal({ id: "a", value_cents: 500, version: 3 });
const event = (type: string, version: number, data: object = {}) => ({ type, entity_id: "a", version, data });

describe("applyEvent", () => {
  it("moves a card that a colleague moved, sums included", () => {
    const moved = { ...deal, stage: "proposal" as const, position: "a4", version: 4 };
    const { board, changed } = applyEvent(aBoard([deal]), event("deal.moved", 4, { deal: moved, from: "lead" }), {});
    expect(changed).toBe(true);
    expect(column(board, "lead")).toMatchObject({ count: 0, value_cents: {}, items: [] });
    expect(column(board, "proposal")).toMatchObject({ count: 1, value_cents: { BRL: 500 } });
  });

  it.each([2, 3])("ignores version %i of a card at version 3", (version) => {
    const before = aBoard([deal]);
    expect(applyEvent(before, event("deal.updated", version, { deal: { ...deal, title: "Old" } }), {}).board).toBe(before);
  });

  it("removes a deleted card", () => {
    const { board } = applyEvent(aBoard([deal]), event("deal.deleted", 4), {});
    expect(findDeal(board, "a")).toBeNull();
    expect(column(board, "lead").count).toBe(0);
  });

  it("adds a new card and asks for the sums", () => {
    const { board, refresh } = applyEvent(aBoard([]), event("deal.created", 1, { deal }), {});
    expect(column(board, "lead")).toMatchObject({ count: 1, items: [{ id: "a" }] });
    expect(refresh).toBe("totals");
  });

  it("counts the move of a card that isn't loaded in both columns", () => {
    const before = aBoard([], { lead: { count: 80, value_cents: { BRL: 9000 }, next_cursor: "more" } });
    const moved = { ...deal, stage: "contact" as const, version: 4 };
    const { board } = applyEvent(before, event("deal.moved", 4, { deal: moved, from: "lead" }), {});
    expect(column(board, "lead")).toMatchObject({ count: 79, value_cents: { BRL: 8500 } });
    expect(column(board, "contact")).toMatchObject({ count: 1, items: [{ id: "a" }] });
  });

  it("takes a card away that no longer fits the filter", () => {
    const given = applyEvent(aBoard([{ ...deal, owner_id: "u1" }]), event("deal.updated", 4, { deal: { ...deal, owner_id: "you" } }), {
      owner_id: "u1",
    });
    expect(findDeal(given.board, "a")).toBeNull();
  });

  it("leaves an unknown card of a searched board to the server", () => {
    const before = aBoard([]);
    expect(applyEvent(before, event("deal.created", 1, { deal }), { query: "site" })).toEqual({
      board: before,
      changed: false,
      refresh: "cards",
    });
  });
});

describe("matches", () => {
  it("compares tags without case and accents", () => {
    expect(matches(aDeal({ tags: ["Indicação"] }), { tag: "indicacao" })).toBe(true);
    expect(matches(aDeal({ tags: ["Site"] }), { tag: "indicacao" })).toBe(false);
  });
});
