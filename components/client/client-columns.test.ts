import { describe, expect, it } from "vitest";

import { nextSort, sortDirection } from "./client-columns";

describe("nextSort", () => {
  it.each([
    ["created_at", "name", "name"],
    ["name", "name", "-name"],
    ["-name", "name", "name"],
    ["name", "last_activity_at", "-last_activity_at"],
    ["-last_activity_at", "last_activity_at", "last_activity_at"],
    ["-created_at", "created_at", "created_at"],
  ] as const)("from %s, pressing %s → %s", (current, column, next) => expect(nextSort(current, column)).toBe(next));
});

describe("sortDirection", () => {
  it("tells the one sorted column from the others", () => {
    expect(sortDirection("name", "name")).toBe("ascending");
    expect(sortDirection("-created_at", "created_at")).toBe("descending");
    expect(sortDirection("name", "created_at")).toBe("none");
    expect(sortDirection("name", undefined)).toBeUndefined();
  });
});
