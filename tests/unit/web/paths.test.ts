import { describe, expect, it } from "vitest";

import { paths, safeNext } from "@/lib/paths";

describe("paths", () => {
  it("leave out empty filters and encode the rest", () => {
    expect(paths.pipeline({ query: "a&b", owner: null, tag: "" })).toBe("/admin/pipeline?query=a%26b");
    expect(paths.client("1/2")).toBe("/admin/clients/1%2F2");
    expect(paths.newDeal("c1")).toBe("/admin/pipeline?new=deal&client_id=c1");
    expect(paths.login("/admin/clients?tag=x")).toBe("/auth/login?next=%2Fadmin%2Fclients%3Ftag%3Dx");
  });
});

describe("safeNext", () => {
  it.each(["/admin", "/admin/pipeline?deal=1", "/admin#x"])("follows %s", (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/admin\\@evil",
    "/administrator",
    "/auth/login",
    "javascript:alert(1)",
    "",
    null,
    undefined,
    "/admin\n/x",
  ])("refuses %j", (next) => {
    expect(safeNext(next)).toBeNull();
  });
});
