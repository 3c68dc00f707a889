import { describe, expect, it } from "vitest";

import en from "@/messages/en.json";

import { entrySentence, isToldByProduct, isWritten } from "./entry-sentence";

const words = {
  someone: "Someone",
  stage: (stage: string) => stage.toUpperCase(),
  money: (cents: number, currency: string) => `${currency} ${cents / 100}`,
};
const entry = (metadata: Record<string, unknown>, user_name: string | null = "Ana") => ({ metadata, user_name });

describe("entrySentence", () => {
  it.each([
    [{ event: "client.created" }, "client_created"],
    [{ event: "deal.moved", title: "Site", from: "lead", to: "proposal" }, "deal_moved"],
    [{ event: "deal.reopened", title: "Site", from: "closed", to: "lead", reason: "Verba" }, "deal_reopened"],
    [{ event: "deal.reopened", title: "Site", from: "closed", to: "lead" }, "deal_reopened_plain"],
    [{ event: "deal.move_undone", title: "Site", from: "contact", to: "lead" }, "deal_move_undone"],
    [{ event: "deal.deleted", title: "Site" }, "deal_deleted"],
    [{ event: "deal.restored", title: "Site" }, "deal_restored"],
    [{ event: "deal.won", title: "Site", value_cents: 120_00, currency: "BRL" }, "deal_won"],
    [{ event: "deal.won", title: "Site", value_cents: 0, currency: "BRL" }, "deal_won_plain"],
    [{ event: "deal.lost", title: "Site", lost_reason: "Price" }, "deal_lost"],
    [{ event: "deal.lost", title: "Site" }, "deal_lost_plain"],
    [{ event: "deal.created", title: "Site", to: "lead", value_cents: 0, currency: "BRL" }, "deal_created_plain"],
    [{ event: "deal.split", title: "Site" }, "unknown"],
    [{}, "unknown"],
  ])("tells %j as %s, with a message for it", (metadata, key) => {
    expect(entrySentence(entry(metadata), words).key).toBe(key);
    expect(en.timeline.event).toHaveProperty(key);
  });

  it("names stages, money and the person", () => {
    const metadata = { event: "deal.won", title: "Site", from: "proposal", to: "closed", value_cents: 120_00, currency: "BRL" };
    expect(entrySentence(entry(metadata), words).values).toEqual({
      actor: "Ana",
      title: "Site",
      from: "PROPOSAL",
      to: "CLOSED",
      value: "BRL 120",
      reason: "",
    });
  });

  it("says someone when the person is gone", () => {
    expect(entrySentence(entry({ event: "client.created" }, null), words).values.actor).toBe("Someone");
  });
});

describe("kinds of entries", () => {
  it("lets people change only what people wrote", () => {
    const writable = (["call", "email", "note", "meeting", "whatsapp", "task", "deal", "system"] as const).filter((type) =>
      isWritten({ type }),
    );
    expect(writable).toEqual(["call", "note", "meeting"]);
    expect(isToldByProduct({ type: "deal" })).toBe(true);
    expect(isToldByProduct({ type: "email" })).toBe(false);
  });
});
