import { describe, expect, it } from "vitest";

import { CLIENT_FILTERS, DEAL_FILTERS, fromView, toQuery, toView } from "@/lib/list-filters";

describe("toQuery", () => {
  it("repeats what may be several", () => {
    expect(toQuery({ owner_id: "me,none", tag: "Vip", created: "today", source: "Site, blog" })).toEqual({
      owner_id: ["me", "none"],
      tag: ["Vip"],
      created: "today",
      source: "Site, blog",
    });
  });
});

describe("views", () => {
  it("come back as they were saved, without what a page doesn't know", () => {
    const values = { owner_id: "me", tag: "Vip", source: "Site, blog", value_min: "100", query: null };
    expect(toView(values)).toEqual({ owner_id: ["me"], tag: ["Vip"], source: ["Site, blog"], value_min: "100" });
    const back = fromView({ ...toView(values), value_min: 100, "cf.size": "3" }, DEAL_FILTERS);
    expect(back).toMatchObject({ owner_id: "me", tag: "Vip", source: "Site, blog", value_min: "100", query: null });
    expect(back).not.toHaveProperty("cf.size");
    expect(fromView({ has_open_deals: true }, CLIENT_FILTERS).has_open_deals).toBe("true");
  });
});
