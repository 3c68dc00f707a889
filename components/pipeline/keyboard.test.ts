import { describe, expect, it } from "vitest";

import { focusAfter, landingAfter } from "@/components/pipeline/keyboard";

const cards = { lead: 3, contact: 0, proposal: 1, negotiation: 0, closed: 20 };

describe("focusAfter", () => {
  it.each([
    ["ArrowDown", { stage: "lead", index: 0 }, { stage: "lead", index: 1 }],
    ["k", { stage: "lead", index: 2 }, { stage: "lead", index: 1 }],
    ["ArrowDown", { stage: "lead", index: 2 }, null],
    ["ArrowRight", { stage: "lead", index: 2 }, { stage: "proposal", index: 0 }],
    ["ArrowLeft", { stage: "lead", index: 0 }, null],
    ["ArrowRight", { stage: "proposal", index: 0 }, { stage: "closed", index: 0 }],
    ["End", { stage: "closed", index: 0 }, { stage: "closed", index: 19 }],
    ["PageDown", { stage: "closed", index: 15 }, { stage: "closed", index: 19 }],
    ["x", { stage: "lead", index: 0 }, null],
  ] as const)("%s from %o leads to %o", (key, from, to) => {
    expect(focusAfter(key, from, cards)).toEqual(to);
  });
});

describe("landingAfter", () => {
  const others = { lead: 2, contact: 0, proposal: 1, negotiation: 0, closed: 20 };
  it.each([
    ["ArrowDown", { stage: "lead", index: 1 }, { stage: "lead", index: 2 }],
    ["ArrowDown", { stage: "lead", index: 2 }, null],
    ["ArrowRight", { stage: "lead", index: 2 }, { stage: "contact", index: 0 }],
    ["ArrowRight", { stage: "contact", index: 0 }, { stage: "proposal", index: 0 }],
    ["ArrowRight", { stage: "closed", index: 0 }, null],
    ["Home", { stage: "closed", index: 7 }, { stage: "closed", index: 0 }],
  ] as const)("%s from %o leads to %o", (key, at, to) => {
    expect(landingAfter(key, at, others)).toEqual(to);
  });
});
