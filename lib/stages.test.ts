import { describe, expect, it } from "vitest";

import { aDeal } from "@/lib/board-records";
import { ownName } from "@/lib/own-name";
import { daysInStage, daysOfSilence, isRotting } from "@/lib/stages";

const NOW = new Date("2026-03-31T12:00:00Z");
const PATIENCE = { lead: 7, contact: null };
const silent = (at: string | null, more = {}) =>
  aDeal({ created_at: "2026-03-01T12:00:00Z", last_touch: at ? { type: "call", at } : null, ...more });

describe("time in stage", () => {
  it("adds the former visits of the stage", () => {
    expect(daysInStage(aDeal({ stage_entered_at: "2026-03-30T00:00:00Z", earlier_stage_seconds: 2.5 * 86_400 }), NOW)).toBe(4);
  });

  it("is never negative, whatever the clocks say", () => {
    expect(daysInStage(aDeal({ stage_entered_at: "2026-04-02T00:00:00Z" }), NOW)).toBe(0);
  });
});

describe("silence", () => {
  it.each([
    ["2026-03-21T12:00:00Z", 10],
    [null, 30],
    ["2025-01-01T12:00:00Z", 30],
    ["2026-04-09T12:00:00Z", 0],
  ])("with the last contact at %s it lasts %d days", (at, days) => {
    expect(daysOfSilence(silent(at), NOW)).toBe(days);
  });

  it.each([
    [silent("2026-03-24T12:00:00Z"), true],
    [silent("2026-03-24T12:00:01Z"), false],
    [silent(null, { stage: "contact" }), false],
    [silent(null, { stage: "proposal" }), false],
    [silent(null, { stage: "closed", outcome: "won" }), false],
    [silent(null, { snoozed_until: "2026-04-01" }), false],
    [silent(null, { snoozed_until: "2026-03-31" }), true],
  ])("rots by the patience of its stage (%#)", (deal, expected) => {
    expect(isRotting(deal, PATIENCE, NOW, "UTC")).toBe(expected);
  });
});

describe("own names", () => {
  it.each([
    [{ pt: "Oportunidade", en: "Chance" }, "pt", "Oportunidade"],
    [{ pt: "Oportunidade", en: null }, "es", "Oportunidade"],
    [{ pt: null }, "pt", null],
    [undefined, "pt", null],
  ])("of %j in %s is %s", (names, locale, expected) => {
    expect(ownName(names, locale)).toBe(expected);
  });
});
